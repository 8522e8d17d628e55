import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** The name of the variable that every process of a run carries, so that those which left its group are found. */
export const marker = 'COUNTERSIGN_RUN';

/**
 * Ends the process group of a run and, where the system lets us look, every process that carries its mark although
 * it left the group. Resolves when none is left, or when nothing more can be done.
 */
export async function endTree(pid: number, mark: string): Promise<void> {
  if (process.platform === 'win32') return endWindowsTree(pid);
  endGroup(pid, 'SIGKILL');
  // A tree that goes on to grow while it is looked at takes several rounds; each ends all that is there.
  for (let round = 0; round < 200; round += 1) {
    const left = await marked(mark);
    if (left.length === 0) return;
    for (const one of left) endOne(one);
  }
}

/** Asks the group to end by itself. */
export function askToEnd(pid: number): void {
  if (process.platform !== 'win32') endGroup(pid, 'SIGTERM');
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!isGoneError(error)) throw error;
  }
}

function endOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!isGoneError(error)) throw error;
  }
}

function isGoneError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM');
}

/** Processes that carry the mark in the environment they were started with. Linux only; elsewhere none is seen. */
async function marked(mark: string): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const wanted = `${marker}=${mark}`;
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [environment, state] = await Promise.all([
      textOf(`/proc/${name}/environ`),
      textOf(`/proc/${name}/stat`),
    ]);
    // One that has ended and was not asked about yet cannot be ended again.
    const isZombie = /^\s*[ZX]/.test(state.slice(state.lastIndexOf(')') + 1));
    if (!isZombie && environment.split('\0').includes(wanted)) found.push(Number(name));
  }
  return found;
}

/** Empty where the process went away, or is somebody else's. */
function textOf(path: string): Promise<string> {
  return readFile(path, 'latin1').then(
    (text) => text,
    () => '',
  );
}

function endWindowsTree(pid: number): Promise<void> {
  return new Promise((resolve) => {
    execFile('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () => resolve());
  });
}
