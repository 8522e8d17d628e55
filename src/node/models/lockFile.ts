import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import type { Clock } from '../../core/ports.ts';
import { readText } from './modelFile.ts';

const lookAgainMs = 1_000;

/**
 * Runs the work while no other process does the same. Waits for a process that holds the lock and is alive; a lock
 * whose process is gone is taken over. Rejects with the signal's reason when it is aborted while waiting.
 */
export async function withLock<T>(
  file: string,
  clock: Clock,
  onWait: () => void,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const mine = `${process.pid} ${randomUUID()}`;
  while (!(await takeLock(file, mine))) {
    onWait();
    await clock.delay(lookAgainMs, signal);
    signal.throwIfAborted();
  }
  try {
    return await work();
  } finally {
    if ((await readText(file)) === mine) await fs.rm(file, { force: true });
  }
}

async function takeLock(file: string, mine: string): Promise<boolean> {
  if (await createLock(file, mine)) return true;
  const holder = await readText(file);
  if (holder === undefined) return createLock(file, mine);
  if (isAlive(Number.parseInt(holder, 10))) return false;
  await removeStale(file, holder);
  return createLock(file, mine);
}

/** The lock appears with its content in one step: nobody ever reads half of it. */
async function createLock(file: string, mine: string): Promise<boolean> {
  const own = `${file}.${mine.slice(-12)}`;
  await fs.writeFile(own, mine);
  try {
    await fs.link(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await fs.rm(own, { force: true });
  }
}

/** Two processes may see the same stale lock: whoever moved away a fresh one puts it back. */
async function removeStale(file: string, holder: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await fs.rename(file, aside);
    if ((await readText(aside)) !== holder) await fs.link(aside, file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    await fs.rm(aside, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive, though it may not be asked.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
