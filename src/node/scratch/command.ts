import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Command, RunEnd } from '../../core/runs.ts';
import { Output, plain } from './output.ts';
import { askToEnd, endTree, marker } from './processes.ts';

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** How long a command that is told to stop may take to do so by itself, in milliseconds. */
  readonly graceMs?: number;
}

export type CommandOutcome =
  | {
      readonly type: 'ended';
      readonly end: RunEnd;
      readonly ms: number;
      readonly bytes: number;
      readonly text: string;
    }
  | { readonly type: 'cancelled' }
  | { readonly type: 'unstartable'; readonly reason: string };

/**
 * Runs an argument array without a shell, in a process group of its own and with nothing to read. Whatever way it
 * ends, all that it started is ended with it before this resolves. Never rejects.
 */
export function runCommand(
  command: Command,
  options: CommandOptions,
  signal: AbortSignal,
): Promise<CommandOutcome> {
  const argv = programOf(command, options.env, process.platform);
  if (typeof argv === 'string') return Promise.resolve({ type: 'unstartable', reason: argv });
  if (signal.aborted) return Promise.resolve({ type: 'cancelled' });
  const [program = '', ...args] = argv;
  const mark = randomUUID();
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...options.env, [marker]: mark },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: false,
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const output = new Output();
    let stopped: 'cancelled' | 'timed-out' | undefined;
    let grace: NodeJS.Timeout | undefined;
    const stop = (why: 'cancelled' | 'timed-out'): void => {
      if (stopped !== undefined || child.pid === undefined) return;
      stopped = why;
      const { pid } = child;
      askToEnd(pid);
      grace = setTimeout(() => void endTree(pid, mark), options.graceMs ?? 1_000);
    };
    const onAbort = (): void => stop('cancelled');
    const timer = setTimeout(() => stop('timed-out'), options.timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (outcome: CommandOutcome): void => {
      clearTimeout(timer);
      clearTimeout(grace);
      signal.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    child.stdout.on('data', (chunk: Buffer) => output.add(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.add(chunk));
    child.once('error', (error) => {
      if (child.pid === undefined) settle({ type: 'unstartable', reason: wordsOf(program, error) });
    });
    child.once('exit', (code, by) => {
      const ms = performance.now() - started;
      const closed = new Promise<void>((done) => child.once('close', () => done()));
      // What it left running holds its output open: that is ended first, then the last of the output is read.
      void endTree(child.pid ?? 0, mark).then(async () => {
        child.stdout.resume();
        child.stderr.resume();
        await Promise.race([closed, afterMs(2_000)]);
        child.stdout.destroy();
        child.stderr.destroy();
        if (stopped === 'cancelled') return settle({ type: 'cancelled' });
        const end: RunEnd =
          stopped === 'timed-out'
            ? { type: 'timed-out', afterMs: options.timeoutMs }
            : code === null
              ? { type: 'signalled', signal: by ?? 'unknown' }
              : { type: 'exited', code };
        settle({ type: 'ended', end, ms, bytes: output.bytes, text: plain(output.text()) });
      });
    });
  });
}

/** A process that escaped us may hold the pipe for ever; nobody waits for it longer than this. */
function afterMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function wordsOf(program: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return `there is no program "${program}" on the PATH of this machine`;
  return `"${program}" cannot be started: ${error.message}`;
}

/**
 * What to start for a command. On Windows package managers are batch files, which only a shell can run: npm and npx
 * are started by their own script instead, and others are refused. Gives the reason as text.
 */
export function programOf(
  command: Command,
  env: Readonly<Record<string, string>>,
  platform: NodeJS.Platform,
): Command | string {
  const [program, ...args] = command;
  if (program === undefined || program === '') return 'the command is empty';
  if (platform !== 'win32') return command;
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  if (program === 'npm' || program === 'npx') {
    const script = folders
      .map((folder) => join(folder, 'node_modules', 'npm', 'bin', `${program}-cli.js`))
      .find((file) => existsSync(file));
    if (script === undefined) return `${program} was not found beside node on the PATH`;
    const node = join(dirname(dirname(dirname(dirname(script)))), 'node.exe');
    return [existsSync(node) ? node : 'node', script, ...args];
  }
  const isBatch = folders.some((folder) => existsSync(join(folder, `${program}.cmd`)));
  const isProgram = folders.some((folder) => existsSync(join(folder, `${program}.exe`)));
  if (/\.(?:cmd|bat)$/i.test(program) || (isBatch && !isProgram)) {
    return `${program} is a batch file, which cannot be started without a shell`;
  }
  return command;
}
