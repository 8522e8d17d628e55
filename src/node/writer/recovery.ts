import { wordsOf, type Disk } from './disk.ts';
import { leftIntents, type LeftIntent } from './journal.ts';
import type { Pause } from './rename.ts';
import { takeBack } from './transaction.ts';

/**
 * Takes back every write that a process began and did not finish, so that each change set is on the disk whole or
 * not at all. `tell` hears of each in words. Never rejects.
 */
export async function recoverJournal(
  journal: string,
  disk: Disk,
  pause: Pause,
  tell: (message: string) => void,
): Promise<void> {
  let left: readonly LeftIntent[] = [];
  try {
    left = await leftIntents(journal, disk, tell);
  } catch (error) {
    tell(`The journal of writes could not be read: ${wordsOf(error)}`);
  }
  for (const { file, intent, isReady } of left) {
    const paths = intent.entries.map((entry) => entry.path).join(', ');
    try {
      const foreign = await takeBack(intent, isReady, disk, pause);
      await disk.remove(file);
      tell(`A write was cut off, and has been taken back: ${paths}`);
      if (foreign.length > 0) tell(`Changed by somebody else since, so left alone: ${foreign.join(', ')}`);
    } catch (error) {
      tell(`A write of ${paths} was cut off and could not be taken back yet: ${wordsOf(error)}`);
    }
  }
}
