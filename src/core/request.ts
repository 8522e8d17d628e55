import type { Approval } from './gate.ts';
import type { RecordedResult } from './ledger/results.ts';

/** Which surface a request came from; recorded, never decided on. */
export type Via = 'chat' | 'palette' | 'codelens' | 'quickfix' | 'tree' | 'cli' | 'save';

/** Lines of a file, 1-based and inclusive. */
export interface LineRange {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

/** What the working tree is compared with: the last commit, or what is staged for the next one. */
export type ReviewBase = 'HEAD' | 'index';

/** What the person was looking at. Slots of a task may come from here, from the ask, and from nowhere else. */
export interface AskContext {
  readonly activePath?: string;
  readonly selection?: LineRange;
  /** The name under the cursor. */
  readonly symbol?: string;
}

/**
 * What can be asked of a run. All surfaces enter here: `ask` is a sentence that still has to be planned, `task`
 * is planned already, `verify` is an ask whose plan is empty but for the checks, `apply` one whose plan is empty
 * but for the gate and the write, `redo` runs a recorded task again with its findings, `review` judges what others
 * wrote into the working tree, `undo` takes back what a result wrote.
 */
export type Request =
  | { readonly type: 'ask'; readonly text: string; readonly context: AskContext; readonly via: Via }
  | {
      readonly type: 'task';
      readonly task: Readonly<Record<string, unknown>>;
      readonly text: string;
      readonly via: Via;
    }
  | { readonly type: 'review'; readonly against: ReviewBase; readonly via: Via }
  | { readonly type: 'verify'; readonly result: RecordedResult; readonly via: Via }
  | { readonly type: 'redo'; readonly result: RecordedResult; readonly via: Via }
  | {
      readonly type: 'apply';
      readonly result: RecordedResult;
      readonly approval: Approval;
      readonly via: Via;
    }
  | { readonly type: 'undo'; readonly result: RecordedResult; readonly via: Via }
  | { readonly type: 'discard'; readonly result: RecordedResult; readonly via: Via };
