import { Worker } from 'node:worker_threads';
import type { SearchEngine, SearchOutcome, SearchQuery } from '../../core/ports.ts';
import { matcherOf } from '../../core/search/pattern/matcher.ts';
import type { ScanAnswer, ScanJob } from './scanJobs.ts';

export interface ScannerOptions {
  /** Absolute path of the worker's program. */
  readonly workerFile: string;
  /** A job that takes longer is given up, and its worker with it. Milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * Searches without ripgrep: where there is none, and as the other way by which a check counts again. Jobs of all
 * folders run one after another in one worker, which starts at the first job and ends when it is idle; nothing
 * has to be disposed of.
 */
export interface Scanner {
  at(folder: string): SearchEngine;
  over(texts: Readonly<Record<string, string>>): SearchEngine;
  /** The files a search would look into, sorted; empty where the folder cannot be walked in time. */
  list(folder: string, signal: AbortSignal): Promise<readonly string[]>;
}

const limits = { jobMs: 30_000, idleMs: 20_000 };

interface Waiting {
  readonly job: ScanJob;
  readonly signal: AbortSignal;
  readonly resolve: (answer: ScanAnswer) => void;
}

export function openScanner(options: ScannerOptions): Scanner {
  const jobMs = options.timeoutMs ?? limits.jobMs;
  const queue: Waiting[] = [];
  let worker: Worker | undefined;
  let running = false;
  let idle: NodeJS.Timeout | undefined;

  function ask(job: ScanJob, signal: AbortSignal): Promise<ScanAnswer> {
    return new Promise((resolve) => {
      queue.push({ job, signal, resolve });
      next();
    });
  }

  function next(): void {
    if (running) return;
    const waiting = queue.shift();
    if (waiting === undefined) {
      idle = setTimeout(end, limits.idleMs).unref();
      return;
    }
    clearTimeout(idle);
    if (waiting.signal.aborted) {
      waiting.resolve({ type: 'failed', message: 'cancelled' });
      next();
      return;
    }
    running = true;
    void serve(waiting);
  }

  async function serve(waiting: Waiting): Promise<void> {
    const answer = await runJob(waiting);
    running = false;
    waiting.resolve(answer);
    next();
  }

  function runJob({ job, signal }: Waiting): Promise<ScanAnswer> {
    return new Promise((resolve) => {
      const thread = (worker ??= start());
      thread.ref();
      const finish = (answer: ScanAnswer, spoiled: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        thread.removeAllListeners('message');
        thread.removeAllListeners('error');
        thread.unref();
        if (spoiled) end();
        resolve(answer);
      };
      const onAbort = (): void => finish({ type: 'failed', message: 'cancelled' }, true);
      const late = { type: 'failed', message: `the scan took longer than ${jobMs / 1000} s` } as const;
      const timer = setTimeout(() => finish(late, true), jobMs);
      signal.addEventListener('abort', onAbort, { once: true });
      thread.on('message', (answer: ScanAnswer) => finish(answer, false));
      thread.on('error', (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        finish({ type: 'failed', message: `the scanner broke: ${reason}` }, true);
      });
      thread.postMessage(job);
    });
  }

  function start(): Worker {
    // What the host was started with (a debugger, a loader) is none of the worker's business.
    return new Worker(options.workerFile, { execArgv: [] });
  }

  function end(): void {
    void worker?.terminate();
    worker = undefined;
  }

  async function search(job: ScanJob, signal: AbortSignal): Promise<SearchOutcome> {
    const answer = await ask(job, signal);
    return answer.type === 'paths'
      ? { type: 'failed', message: 'the scanner answered another question' }
      : answer;
  }

  return {
    at: (folder) => ({
      search: (query, signal) => search({ type: 'search', query, folder }, signal),
      matches,
    }),
    over: (texts) => ({
      search: (query, signal) => search({ type: 'search', query, folder: '', texts }, signal),
      matches,
    }),
    async list(folder, signal) {
      const answer = await ask({ type: 'list', folder }, signal);
      return answer.type === 'paths' ? answer.paths : [];
    },
  };
}

/** A line is short and the automaton linear, so this needs no worker. */
function matches(query: SearchQuery, line: string): Promise<boolean | undefined> {
  const matcher = matcherOf(query);
  return Promise.resolve(matcher.type === 'ok' ? matcher.matches(line, 0, line.length) : undefined);
}
