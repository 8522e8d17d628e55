import * as z from 'zod';
import type { Choice } from '../events.ts';
import type { Approval } from '../gate.ts';
import type { Kind, TaskCore } from '../kind.ts';
import { kindOf } from '../kinds/table.ts';
import type { RecordedResult } from '../ledger/results.ts';
import type { FileRead, House } from '../ports.ts';
import type { Request } from '../request.ts';
import { planAsk } from './ask.ts';
import { withRenameScope } from './renameScope.ts';

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
  | { readonly type: 'discarded'; readonly task: string };

/** Turns a request into steps, or into a question or an answer for the person. Never throws for bad input. */
export async function plan(request: Request, house: House, signal: AbortSignal): Promise<Plan> {
  if (!house.trusted && request.type !== 'discard') {
    return {
      type: 'declined',
      reason:
        'This folder is not trusted, so no model is asked, no program is started and nothing is written.',
      next: 'Trust the folder with "Workspaces: Manage Workspace Trust", then ask again.',
    };
  }
  switch (request.type) {
    case 'ask':
      return planAsk(request.text, request.context, house, signal);
    case 'task':
      return planTask(request.task, house, signal);
    case 'verify':
      return planRecorded(request.result, house, signal, {});
    case 'apply':
      return planRecorded(request.result, house, signal, { approval: request.approval });
    case 'redo':
      return planRedo(request.result, house);
    case 'discard':
      return { type: 'discarded', task: request.result.task };
  }
}

/** A task that a surface filled in. A malformed one is said, with what is wrong. */
async function planTask(
  input: Readonly<Record<string, unknown>>,
  house: House,
  signal: AbortSignal,
): Promise<Plan> {
  const step = stepFor(await withRenameScope(input, house, signal), house);
  if ('reason' in step) return step;
  return { type: 'steps', by: 'surface', notes: [], steps: [step] };
}

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
    const reason = `The task is not complete: ${z.prettifyError(parsed.error)}`;
    return { type: 'declined', reason, next: 'Ask again with what is missing.' };
  }
  return { id: house.newId(), kind, task: parsed.data, title: kind.title(parsed.data) };
}

async function planRecorded(
  result: RecordedResult,
  house: House,
  signal: AbortSignal,
  more: { readonly approval?: Approval },
): Promise<Plan> {
  const step = stepFor({ ...result.input, base: result.base }, house);
  if ('reason' in step) return step;
  const pinned = await filesBeforeWriting(result, house, signal);
  const again: Step = {
    ...step,
    id: result.task,
    title: result.title,
    recorded: result,
    ...(pinned === undefined ? {} : { pinned }),
    ...more,
  };
  return { type: 'steps', by: 'record', notes: [], steps: [again] };
}

/**
 * For a result that is on disk as it was applied: the files as they were before, since that is what its edits
 * speak of. Where somebody has changed a file after that, undefined: the result is judged on what is there now.
 */
async function filesBeforeWriting(
  result: RecordedResult,
  house: House,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FileRead> | undefined> {
  if (result.change.type !== 'applied' || result.changeSet === undefined) return undefined;
  const before = new Map<string, FileRead>();
  for (const change of result.changeSet.files) {
    const now = await house.files.read(change.path, signal);
    if (now.type !== 'text' || now.file.text !== change.content) return undefined;
    if (change.baseSha256 === null) continue;
    const file = { ...now.file, text: change.base, bom: change.bom, sha256: change.baseSha256 };
    before.set(change.path, { type: 'text', file });
  }
  return before;
}

function planRedo(result: RecordedResult, house: House): Plan {
  const { base: _base, ...input } = { base: undefined, ...result.input };
  const step = stepFor(input, house);
  if ('reason' in step) return step;
  const finding = result.verdict?.findings.find((row) => row.level === 'fail')?.message;
  const again: Step = { ...step, ...(finding === undefined ? {} : { finding }) };
  return { type: 'steps', by: 'record', notes: [], steps: [again] };
}
