import { Worker } from 'node:worker_threads';
import type { CodeAnswer } from '../../core/code.ts';
import type { CopyResult } from './copy.ts';
import type { CopyData, CopyQuestion, CopyReply } from './copyWorker.ts';

/** The thread that holds one copy. After an abort it is gone, and what it had written is in no known state. */
export interface CopyThread {
  bring(
    texts: ReadonlyMap<string, string | null>,
    fresh: boolean,
    signal: AbortSignal,
  ): Promise<CodeAnswer<CopyResult>>;
  /** Removes a folder with all that is in it, following no link. */
  remove(path: string): Promise<void>;
  readonly isGone: boolean;
  end(): Promise<void>;
}

/** Starts the thread. It never rejects, and does not keep the process alive while nothing is asked of it. */
export function openCopyThread(workerFile: string | URL, data: CopyData): CopyThread {
  const worker = new Worker(workerFile, { workerData: data, name: 'countersign-scratch' });
  worker.unref();
  const waiting = new Map<number, (reply: CopyReply) => void>();
  let nextId = 1;
  let gone: string | undefined;
  const lose = (reason: string): void => {
    gone ??= reason;
    const open = [...waiting];
    waiting.clear();
    for (const [id, settle] of open) settle({ id, type: 'refused', reason });
  };
  worker.on('message', (reply: CopyReply) => {
    const settle = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    settle?.(reply);
  });
  worker.on('error', (error) => lose(`the thread that copies broke: ${messageOf(error)}`));
  worker.on('exit', () => lose('the thread that copies ended'));

  function ask(make: (id: number) => CopyQuestion): Promise<CopyReply> {
    const id = nextId;
    nextId += 1;
    if (gone !== undefined) return Promise.resolve({ id, type: 'refused', reason: gone });
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      worker.ref();
      worker.postMessage(make(id));
    });
  }

  async function end(): Promise<void> {
    lose('cancelled');
    await worker.terminate();
  }

  return {
    get isGone() {
      return gone !== undefined;
    },
    async bring(texts, fresh, signal) {
      if (signal.aborted) return { type: 'unable', reason: 'cancelled' };
      const onAbort = (): void => void end();
      signal.addEventListener('abort', onAbort, { once: true });
      const reply = await ask((id) => ({ id, ask: 'bring', texts: [...texts], fresh }));
      signal.removeEventListener('abort', onAbort);
      if (reply.type === 'refused') return { type: 'unable', reason: reply.reason };
      if (reply.result === undefined) return { type: 'unable', reason: 'nothing was copied' };
      return { type: 'ok', value: reply.result };
    },
    async remove(path) {
      await ask((id) => ({ id, ask: 'remove', path }));
    },
    end,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
