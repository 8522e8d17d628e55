// A folder per user for tools that are too big or too free-standing to be packages of the project.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder for what can be fetched again: COUNTERSIGN_CACHE, else where the platform keeps such things. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): string {
  const own = env['COUNTERSIGN_CACHE'];
  if (own !== undefined && own !== '') return own;
  const shared = env['XDG_CACHE_HOME'];
  if (shared !== undefined && shared !== '') return join(shared, 'countersign');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'countersign');
  const local = env['LOCALAPPDATA'];
  if (platform === 'win32' && local !== undefined && local !== '') return join(local, 'countersign', 'Cache');
  return join(homedir(), '.cache', 'countersign');
}

/**
 * The folder `root/key`, made by `build` when it is not there. `build` fills a folder beside it, which takes its name
 * only when it is complete: an install that was cut off never counts, and of two at once one is kept.
 */
export async function ensureCached(
  root: string,
  key: string,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(root, key);
  if (existsSync(folder)) return folder;
  await mkdir(root, { recursive: true });
  await removeAbandoned(root);
  const partial = join(root, `${partialPrefix}${process.pid}-${key}`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial);
  try {
    await build(partial);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another process was faster
  }
  return folder;
}

const partialPrefix = '.partial-';

/** Removes what installs left behind whose process is gone. */
async function removeAbandoned(root: string): Promise<void> {
  const partials = (await readdir(root)).filter((name) => name.startsWith(partialPrefix));
  const abandoned = partials.filter(
    (name) => !isRunning(Number.parseInt(name.slice(partialPrefix.length), 10)),
  );
  await Promise.all(abandoned.map((name) => rm(join(root, name), { recursive: true, force: true })));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
