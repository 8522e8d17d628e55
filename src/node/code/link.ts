import { Worker } from 'node:worker_threads';
import type { CodeAnswer } from '../../core/code.ts';
import type { Answers, Envelope, Question, Reply, WorkerData } from './protocol.ts';

/** Asks the worker thread. It never blocks and never throws; what cannot be answered is `unable`. */
export interface Link {
  ask<Q extends Question>(question: Q, signal: AbortSignal): Promise<CodeAnswer<Answers[Q['ask']]>>;
  dispose(): void;
}

/** After an abort the worker has this long to notice; then it is ended and the next question starts a fresh one. */
const graceAtMost = 10_000;

/** A thread that nobody asks holds a gigabyte for nothing: it is ended, and the next question starts it again. */
const idleAtMost = 15 * 60_000;

/** The checker of a large project needs room; beyond it the thread ends and nothing else does. */
const heapMb = 3_072;

interface Pending {
  readonly settle: (answer: CodeAnswer<unknown>) => void;
}

/**
 * Starts the worker at the first question, keeps it, and starts a fresh one after a crash. A thread with nothing to
 * do does not keep the process alive.
 */
export function openLink(workerFile: string | URL, data: WorkerData, graceMs: number = graceAtMost): Link {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let disposed = false;
  let nextId = 1;

  function rest(thread: Worker): void {
    thread.unref();
    idle = setTimeout(() => end(thread, 'the code worker was idle'), idleAtMost);
    idle.unref();
  }

  function end(thread: Worker, reason: string): void {
    if (worker === thread) worker = undefined;
    clearTimeout(idle);
    void thread.terminate();
    const waiting = [...pending.values()];
    pending.clear();
    for (const one of waiting) one.settle({ type: 'unable', reason });
  }

  function start(): Worker {
    const thread = new Worker(workerFile, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      name: 'countersign-code',
    });
    thread.unref();
    thread.on('message', (reply: Reply) => {
      if (worker === thread) pending.get(reply.id)?.settle(reply.answer);
    });
    thread.on('error', (error) => {
      if (worker === thread) end(thread, `the code worker ended: ${messageOf(error)}`);
    });
    thread.on('exit', () => {
      if (worker === thread) end(thread, 'the code worker ended');
    });
    return thread;
  }

  function ask(question: Question, signal: AbortSignal): Promise<CodeAnswer<unknown>> {
    if (disposed) return Promise.resolve({ type: 'unable', reason: 'the code worker is closed' });
    if (signal.aborted) return Promise.resolve({ type: 'unable', reason: 'cancelled' });
    const thread = (worker ??= start());
    const id = nextId;
    nextId += 1;
    const cancelled = new SharedArrayBuffer(4);
    return new Promise((resolve) => {
      const onAbort = (): void => {
        Atomics.store(new Int32Array(cancelled), 0, 1);
        resolve({ type: 'unable', reason: 'cancelled' });
        const timer = setTimeout(() => {
          if (pending.has(id) && worker === thread) end(thread, 'the code worker did not stop in time');
        }, graceMs);
        timer.unref();
      };
      pending.set(id, {
        settle: (answer) => {
          pending.delete(id);
          signal.removeEventListener('abort', onAbort);
          if (pending.size === 0 && worker === thread) rest(thread);
          resolve(answer);
        },
      });
      signal.addEventListener('abort', onAbort, { once: true });
      thread.ref();
      clearTimeout(idle);
      const envelope: Envelope = { id, question, cancelled };
      thread.postMessage(envelope);
    });
  }

  return {
    ask: ask as Link['ask'],
    dispose() {
      disposed = true;
      if (worker !== undefined) end(worker, 'the code worker is closed');
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
