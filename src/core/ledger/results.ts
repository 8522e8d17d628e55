import type { ChangeSet } from '../change.ts';
import type { Spent } from '../events.ts';
import type { Claim, Place, Verdict } from '../verdict.ts';

/** Where a staged change is on its way to the disk. */
export type ChangeState =
  | { readonly type: 'none' }
  | { readonly type: 'held'; readonly hash: string; readonly missing: readonly string[] }
  | { readonly type: 'denied'; readonly reasons: readonly string[] }
  | {
      readonly type: 'applied';
      readonly by: 'verdict' | 'override' | 'others';
      readonly files: Readonly<Record<string, string>>;
    }
  | { readonly type: 'discarded' };

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
