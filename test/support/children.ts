// Starts programs that this process must not outlive, and ends them with all that they started themselves.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How a program ended: its exit code, or 128 and more for a signal or for a program that could not be started. */
export interface Ending {
  readonly code: number;
  /** The last lines it wrote, for the message of a failure. */
  readonly tail: string;
}

export interface Running {
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

const supervisor = join(import.meta.dirname, 'supervise.mjs');
const tailLines = 60;

/**
 * The programs that one process has running. Disposing ends them all, each with everything it started; so does the end
 * of this process, however it comes.
 */
export class Children implements AsyncDisposable {
  readonly #running = new Set<Running>();

  start(command: string, args: readonly string[], options: StartOptions = {}): Running {
    const supervised = spawn(process.execPath, [supervisor, command, ...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: 'pipe',
      detached: process.platform !== 'win32', // out of reach of what is sent to this process's group
      windowsHide: true,
    });
    // Its input ends with the supervisor; writing is never tried.
    supervised.stdin.on('error', () => undefined);
    const ended = ending(supervised, options.onLine);
    const running: Running = {
      ended,
      end: () => {
        supervised.stdin.end();
        return ended;
      },
    };
    this.#running.add(running);
    void ended.then(() => this.#running.delete(running));
    return running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((each) => each.end()));
  }
}

function ending(
  child: ChildProcessWithoutNullStreams,
  onLine: ((line: string) => void) | undefined,
): Promise<Ending> {
  const tail: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
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
