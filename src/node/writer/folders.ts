import { dirname } from 'node:path';
import { codeOf, type Disk } from './disk.ts';

/**
 * Makes a folder of ours and those above it, for their owner only, and makes their names durable: what is flushed in
 * a folder is lost where the folder itself is. One that is there stays as it is.
 */
export async function makeFolders(folder: string, disk: Disk): Promise<void> {
  try {
    await disk.makeFolder(folder, 0o700);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolders(dirname(folder), disk);
    await makeFolders(folder, disk);
    return;
  }
  await disk.syncFolder(dirname(folder));
}
