import type { Choice } from '../events.ts';
import type { Approval } from '../gate.ts';
import type { Kind, TaskCore } from '../kind.ts';
import { kindOf } from '../kinds/table.ts';
import type { RecordedResult } from '../ledger/results.ts';
import type { FileRead, House } from '../ports.ts';
import { schemaFaults } from '../schemaFaults.ts';

/** One task on its way through a run. */
export interface Step {
  readonly id: string;
  readonly kind: Kind<TaskCore, unknown>;
  readonly task: TaskCore;
  readonly title: string;
  /** A result that is judged again instead of being made anew. */
  readonly recorded?: RecordedResult;
  /** Files as they were, for a result that was already written: it is judged on what it was made from. */
  readonly pinned?: ReadonlyMap<string, FileRead>;
  /** A result that was made elsewhere and stands in the files already; `worker` says by whom. */
  readonly made?: { readonly raw: unknown; readonly worker: string };
  /** What a person approved. Without it, the gate can only hold a change. */
  readonly approval?: Approval;
  /** The findings of the result that this step does over. */
  readonly finding?: string;
}

export type Plan =
  | {
      readonly type: 'steps';
      readonly by: 'rules' | 'model' | 'surface' | 'record';
      readonly notes: string[];
      readonly steps: readonly Step[];
    }
  | { readonly type: 'offered'; readonly question: string; readonly choices: Choice[] }
  | { readonly type: 'declined'; readonly reason: string; readonly next: string }
  | { readonly type: 'discarded'; readonly task: string }
  | { readonly type: 'undo'; readonly result: RecordedResult };

/** A step for a task of any kind in the table, or why it is none. */
export function stepFor(
  input: Readonly<Record<string, unknown>>,
  house: House,
): Step | Extract<Plan, { type: 'declined' }> {
  const kind = kindOf(String(input['kind']));
  if (kind === undefined) {
    return {
      type: 'declined',
      reason: `There is no kind of task called "${String(input['kind'])}" here.`,
      next: 'Ask for a search, an explanation or an edit.',
    };
  }
  const parsed = kind.task.safeParse(input);
  if (!parsed.success) {
    const reason = `The task is not complete: ${schemaFaults(parsed.error)}`;
    return { type: 'declined', reason, next: 'Ask again with what is missing.' };
  }
  return { id: house.newId(), kind, task: parsed.data, title: kind.title(parsed.data) };
}
