import type { ChangeSet } from '../change.ts';
import type { Spent } from '../events.ts';
import type { Claim, Place, Verdict } from '../verdict.ts';

/** A file of a change that was taken back, and that was left as it is. */
export interface Left {
  readonly path: string;
  readonly reason: string;
}

/** Where a staged change is on its way to the disk. */
export type ChangeState =
  | { readonly type: 'none' }
  | { readonly type: 'held'; readonly hash: string; readonly missing: readonly string[] }
  | { readonly type: 'denied'; readonly reasons: readonly string[] }
  | {
      readonly type: 'applied';
      readonly by: 'verdict' | 'override' | 'others';
      /** SHA-256 (hex) of each file's bytes as they were written, by path. */
      readonly files: Readonly<Record<string, string>>;
      /** What was written, where the result has got another change set since. */
      readonly changeSet?: ChangeSet;
    }
  | { readonly type: 'undone'; readonly left: readonly Left[] }
  | { readonly type: 'discarded' };

/** True for a change that will not be written and is not on disk any more: nothing is said of it on lines. */
export function isOver({ change }: Pick<RecordedResult, 'change'>): boolean {
  return change.type === 'discarded' || change.type === 'undone';
}

/** One task with its newest result, as the ledger tells it. `input` is the task, `result` what the worker gave. */
export interface RecordedResult {
  readonly run: string;
  readonly task: string;
  readonly kind: string;
  readonly title: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly worker: string;
  readonly result: unknown;
  /** SHA-256 (hex) of each file as the worker had it. */
  readonly base: Readonly<Record<string, string>>;
  readonly claims: readonly Claim[];
  readonly changeSet: ChangeSet | undefined;
  readonly verdict: Verdict | undefined;
  readonly shown: readonly Place[];
  readonly answer: string;
  readonly spent: Spent;
  readonly change: ChangeState;
}
