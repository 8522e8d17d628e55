import { codeOf, type Disk } from './disk.ts';

/** On Windows a scanner or an indexer may hold a file for a moment. */
const transient = ['EPERM', 'EACCES', 'EBUSY'];
const patienceMs = 2_000;

/** Waits between two tries; given by the caller, so that tests need not wait. */
export type Pause = (ms: number) => Promise<void>;

/** Renames, and on Windows tries again for about two seconds while somebody holds the file. */
export async function renamePatiently(from: string, to: string, disk: Disk, pause: Pause): Promise<void> {
  let wait = 10;
  let waited = 0;
  for (;;) {
    try {
      await disk.rename(from, to);
      return;
    } catch (error) {
      const isHeld = disk.platform === 'win32' && transient.includes(codeOf(error));
      if (!isHeld || waited >= patienceMs) throw error;
    }
    await pause(wait);
    waited += wait;
    wait = Math.min(wait * 2, 250);
  }
}
