import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Copy, type CopyResult } from './copy.ts';
import type { ListLimits } from './listing.ts';
import { CopyRefused } from './refused.ts';

// The thread that copies: of many small files a thread that waits for each is done in a third of the time that
// many waiting at once would take, and the thread of the editor must not wait at all.

export interface CopyData {
  readonly source: string | undefined;
  readonly target: string;
  readonly limits: ListLimits;
}

export type CopyQuestion =
  | {
      readonly id: number;
      readonly ask: 'bring';
      readonly texts: readonly (readonly [string, string | null])[];
      readonly fresh: boolean;
    }
  | { readonly id: number; readonly ask: 'remove'; readonly path: string };

export type CopyReply =
  | { readonly id: number; readonly type: 'done'; readonly result: CopyResult | undefined }
  | { readonly id: number; readonly type: 'refused'; readonly reason: string };

const { source, target, limits } = workerData as CopyData;
const copy = new Copy(source, target, limits);

function answer(question: CopyQuestion): CopyReply {
  const { id } = question;
  try {
    if (question.ask === 'remove') {
      rmSync(question.path, { recursive: true, force: true });
      return { id, type: 'done', result: undefined };
    }
    return { id, type: 'done', result: copy.bring(new Map(question.texts), question.fresh) };
  } catch (error) {
    if (error instanceof CopyRefused) return { id, type: 'refused', reason: error.message };
    const reason = error instanceof Error ? error.message : String(error);
    return { id, type: 'refused', reason: `the workspace cannot be copied: ${reason}` };
  }
}

parentPort?.on('message', (question: CopyQuestion) => parentPort?.postMessage(answer(question)));
