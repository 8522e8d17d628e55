// Starts programs that this process must not outlive, and ends them with all that they started themselves.
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a program ended: its exit code, or 128 and more for a signal or for a program that could not be started. */
export interface Ending {
  readonly code: number;
  /** The last lines it wrote, for the message of a failure. */
  readonly tail: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ending>;
  /** Ends the program and everything below it; resolves when it is gone. */
  end(): Promise<Ending>;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Told each line of both outputs. Without it the outputs are only kept for {@link Ending.tail}. */
  readonly onLine?: (line: string) => void;
}

/** How long a program gets to end by itself once asked to. */
const graceMs = 5_000;
const tailLines = 60;

/**
 * The programs that one command has running. Disposing ends them all.
 *
 * A command that a person starts gives each program a process group of its own, to end it with all that it started.
 * Below such a command, in a test, the programs stay in the group they were born in (`group: 'shared'`), so that they
 * end with the test even when the test is killed.
 */
export class Children implements AsyncDisposable {
  readonly #running = new Set<Running>();
  readonly #own: boolean;

  constructor(group: 'own' | 'shared' = 'own') {
    // Windows has no process groups; there a program is ended by its tree.
    this.#own = group === 'own' && process.platform !== 'win32';
  }

  start(command: string, args: readonly string[], options: StartOptions = {}): Running {
    const spawned = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: this.#own,
      windowsHide: true,
    } satisfies SpawnOptions);
    const ended = ending(spawned, options.onLine);
    const running: Running = { process: spawned, ended, end: () => endAll(spawned, ended, this.#own) };
    this.#running.add(running);
    void ended.then(() => this.#running.delete(running));
    return running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((each) => each.end()));
  }
}

function ending(child: ChildProcess, onLine: ((line: string) => void) | undefined): Promise<Ending> {
  const tail: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      tail.push(line);
      if (tail.length > tailLines) tail.shift();
      onLine?.(line);
    });
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, tail: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 128, tail: tail.join('\n') }));
  });
}

async function endAll(child: ChildProcess, ended: Promise<Ending>, group: boolean): Promise<Ending> {
  send(child, 'SIGTERM', group);
  const kill = setTimeout(() => send(child, 'SIGKILL', group), graceMs);
  const result = await ended;
  clearTimeout(kill);
  if (group) send(child, 'SIGKILL', group); // what outlived its parent
  return result;
}

function send(child: ChildProcess, signal: NodeJS.Signals, group: boolean): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  if (!group) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: nothing of the group is left.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Runs `main` with a set of children, and ends them when it ends or when this process is asked to: by Ctrl+C, by a
 * closed terminal, or by SIGTERM. Gives what `main` gives; a signal ends the process with 128 plus its number.
 */
export async function withChildren<T>(
  main: (children: Children, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await using children = new Children();
  const abort = new AbortController();
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const [name, code] of Object.entries(codes)) {
    process.on(name, () => {
      if (abort.signal.aborted) return; // a terminal and npm both pass Ctrl+C on
      abort.abort(new Error(`ended by ${name}`));
      void children[Symbol.asyncDispose]().finally(() => process.exit(code));
    });
  }
  return await main(children, abort.signal);
}
