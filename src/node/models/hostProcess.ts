import { fork, type ChildProcess } from 'node:child_process';
import { shown } from '../http.ts';
import { fromHostSchema, type FromHost, type ToHost } from './hostProtocol.ts';

/** One process that hosts the embedded runtime, from its start to its end. */
export interface HostProcess {
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  send(message: ToHost): void;
  /** Takes the messages from now on, instead of whoever took them before. */
  listen(take: (message: FromHost) => void): void;
  /** Settles when the process is gone, with why in words. */
  readonly gone: Promise<string>;
  /** While it works this process waits for it; while it is idle it does not. */
  keep(busy: boolean): void;
  /** Ends it at once; it holds nothing that could be lost. */
  end(): Promise<void>;
}

/** What the host may know of the environment: enough to start, and no secret. */
const passed = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SYSTEMROOT',
  'WINDIR',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LANG',
  'LC_ALL',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
];

/** Starts the script as a process of its own, by this program's own runtime and without a shell. */
export function startHost(script: string, env: Readonly<Record<string, string | undefined>>): HostProcess {
  const kept = Object.fromEntries(passed.map((name) => [name, env[name]]));
  const child = fork(script, [], {
    execPath: process.execPath,
    execArgv: [],
    // An editor's own program starts as Node only with this.
    env: { ...kept, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let take: (message: FromHost) => void = () => undefined;
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-2000);
  });
  child.on('message', (raw) => {
    const message = fromHostSchema.safeParse(raw);
    if (message.success) take(message.data);
    else child.kill('SIGKILL');
  });
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`it could not be started: ${shown(error.message)}`));
    child.once('exit', (code, signal) => resolve(endOf(code, signal, words)));
  });
  return {
    pid: child.pid,
    send: (message) => {
      // A process that is going takes no message; `gone` says so to whoever waits.
      if (child.connected) child.send(message, () => undefined);
    },
    listen: (next) => {
      take = next;
    },
    gone,
    keep: (busy) => keep(child, busy),
    end: async () => {
      keep(child, true);
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function endOf(code: number | null, signal: NodeJS.Signals | null, words: string): string {
  const last = shown(words.trim().split('\n').slice(-6).join(' '));
  const how = signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
  return last === '' ? `it ended ${how}` : `it ended ${how}: ${last}`;
}

function keep(child: ChildProcess, busy: boolean): void {
  if (busy) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
