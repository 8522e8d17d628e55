import { readFile } from 'node:fs/promises';
import * as z from 'zod';

/**
 * The process that writes a file of ours. A number alone is not enough, since systems use it again: where the
 * system tells them, `started` is when the process began and `boot` which start of the system that was.
 */
export const ownerSchema = z.object({
  pid: z.int().min(1),
  started: z.string(),
  boot: z.string(),
  machine: z.string(),
});
export type Owner = z.infer<typeof ownerSchema>;

export async function thisProcess(): Promise<Owner> {
  const [started, boot, machine] = await Promise.all([startOf(process.pid), bootOf(), machineOf()]);
  return { pid: process.pid, started, boot, machine };
}

/** False while in doubt: a process of another machine that shares the folder cannot be looked at. */
export async function isGone(owner: Owner): Promise<boolean> {
  const here = await thisProcess();
  if (owner.machine !== here.machine) return false;
  if (owner.boot !== here.boot) return true;
  if (!isRunning(owner.pid)) return true;
  return owner.started !== (await startOf(owner.pid));
}

export function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Linux: field 22 of `stat`, counted behind the name, which may itself hold blanks and brackets. */
async function startOf(pid: number): Promise<string> {
  const stat = await textOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function bootOf(): Promise<string> {
  return textOf('/proc/sys/kernel/random/boot_id');
}

function machineOf(): Promise<string> {
  return textOf('/etc/machine-id');
}

/** Empty where the system has no such file. */
async function textOf(path: string): Promise<string> {
  if (process.platform !== 'linux') return '';
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
}
