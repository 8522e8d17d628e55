import type { Choice } from '../events.ts';

export interface TaskAnswer {
  readonly type: 'task';
  readonly task: Readonly<Record<string, unknown>>;
  /** What of the ask was not used, and why. */
  readonly notes: readonly string[];
}

/** A task with all its slots filled, a question with buttons, or why there is none. */
export type TaskOrNot =
  | TaskAnswer
  | { readonly type: 'several'; readonly question: string; readonly choices: readonly Choice[] }
  | { readonly type: 'none'; readonly reason: string; readonly next: string };
