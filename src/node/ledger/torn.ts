import { join } from 'node:path';
import { codeOf, type Disk } from '../writer/disk.ts';
import type { LedgerFile } from './files.ts';

/**
 * Half a line at the end of a file whose window is gone: copied into a file beside it, durably, then cut off.
 * Two windows that do it at once do the same.
 */
export async function setTailAside(
  folder: string,
  file: LedgerFile,
  disk: Disk,
  tell: (message: string) => void,
): Promise<void> {
  if (file.tail.length === 0) return;
  const aside = `${file.name}.torn`;
  try {
    const copy = await disk.create(join(folder, aside), 0o600);
    try {
      await copy.write(file.tail, 0);
      await copy.sync();
    } finally {
      await copy.close();
    }
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const torn = await disk.open(join(folder, file.name));
  try {
    await torn.truncate(file.wholeBytes);
    await torn.sync();
  } finally {
    await torn.close();
  }
  tell(`The last line of a ledger file was cut off by a crash; what was left of it is kept in ${aside}.`);
}
