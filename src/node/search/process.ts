import { spawn } from 'node:child_process';

/** A program that takes longer than this, or prints more, is given up. Milliseconds and bytes. */
export const limits = { ms: 30_000, bytes: 256 * 1024 * 1024 };

/** How a program ended. `unstartable`: there is no such program, or it may not be run. */
export type Ended =
  | { readonly type: 'ended'; readonly code: number; readonly errors: string }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'unstartable'; readonly message: string };

/**
 * Runs a program with an argument array, without a shell, and hands on what it prints as it comes. It is killed with
 * the signal, at the time limit, and when it prints too much. Never rejects.
 */
export function runProgram(
  program: string,
  folder: string,
  args: readonly string[],
  onOutput: (chunk: Buffer) => void,
  signal: AbortSignal,
  input?: string,
): Promise<Ended> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ type: 'failed', message: 'cancelled' });
    const child = spawn(program, args, {
      cwd: folder,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      shell: false,
      windowsHide: true,
    });
    let size = 0;
    let errors = '';
    let stopped: string | undefined;
    const stop = (reason: string): void => {
      stopped ??= reason;
      child.kill('SIGKILL');
    };
    const onAbort = (): void => stop('cancelled');
    const timer = setTimeout(() => stop(`it took longer than ${limits.ms / 1000} s`), limits.ms);
    signal.addEventListener('abort', onAbort, { once: true });
    const finish = (ended: Ended): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(ended);
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bytes) stop(`it printed more than ${limits.bytes / 1024 / 1024} MiB`);
      else if (stopped === undefined) onOutput(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (errors.length < 10_000) errors += chunk.toString('utf8');
    });
    // Nobody reads what is sent to a program that has ended already.
    child.stdin?.on('error', () => child.stdin?.destroy());
    child.stdin?.end(input);
    child.on('error', (error) =>
      finish({ type: 'unstartable', message: `${program} cannot be started: ${error.message}` }),
    );
    child.on('close', (code) => {
      if (stopped !== undefined) finish({ type: 'failed', message: stopped });
      else if (code === null) finish({ type: 'failed', message: `${program} was ended from outside` });
      else finish({ type: 'ended', code, errors });
    });
  });
}
