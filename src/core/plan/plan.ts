import * as z from 'zod';
import type { Approval } from '../gate.ts';
import type { RecordedResult } from '../ledger/results.ts';
import type { FileRead, House } from '../ports.ts';
import type { Request } from '../request.ts';
import { planAsk } from './ask.ts';
import { withEditScope } from './editScope.ts';
import { planReview } from './review.ts';
import { stepFor, type Plan, type Step } from './step.ts';

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
    case 'review':
      return planReview(request.against, house, signal);
    case 'verify':
      return planRecorded(request.result, house, signal, {});
    case 'apply':
      return planRecorded(request.result, house, signal, { approval: request.approval });
    case 'redo':
      return planRedo(request.result, house);
    case 'undo':
      return planUndo(request.result);
    case 'discard':
      return { type: 'discarded', task: request.result.task };
  }
}

const reviewSchema = z.looseObject({ intent: z.literal('review'), against: z.enum(['HEAD', 'index']) });

/** A task that a surface filled in. A malformed one is said, with what is wrong. */
async function planTask(
  input: Readonly<Record<string, unknown>>,
  house: House,
  signal: AbortSignal,
): Promise<Plan> {
  const step = stepFor(await withEditScope(input, house, signal), house);
  if ('reason' in step) return step;
  return { type: 'steps', by: 'surface', notes: [], steps: [step] };
}

async function planRecorded(
  result: RecordedResult,
  house: House,
  signal: AbortSignal,
  more: { readonly approval?: Approval },
): Promise<Plan> {
  const review = reviewSchema.safeParse(result.input);
  // The working tree went on: what is judged again is what it holds now.
  if (review.success) return planReview(review.data.against, house, signal, result);
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
    if (change.baseSha256 === null) {
      before.set(change.path, { type: 'refused', reason: 'missing', message: 'it was not there' });
      continue;
    }
    const file = { ...now.file, text: change.base, bom: change.bom, sha256: change.baseSha256 };
    before.set(change.path, { type: 'text', file });
  }
  return before;
}

/** Only what we wrote is ours to take back: changes that others made are the person's own working tree. */
function planUndo(result: RecordedResult): Plan {
  if (result.change.type !== 'applied') {
    const reason =
      result.change.type === 'undone'
        ? 'This change was undone already.'
        : 'Nothing of this result was written, so there is nothing to undo.';
    return { type: 'declined', reason, next: 'Pick a result that was applied.' };
  }
  if (result.change.by === 'others') {
    return {
      type: 'declined',
      reason: 'These changes were not made by Countersign, so it does not take them back.',
      next: 'Undo them in the editor, or with your version control.',
    };
  }
  return { type: 'undo', result };
}

function planRedo(result: RecordedResult, house: House): Plan {
  const { base: _base, ...input } = { base: undefined, ...result.input };
  const step = stepFor(input, house);
  if ('reason' in step) return step;
  const finding = result.verdict?.findings.find((row) => row.level === 'fail')?.message;
  const again: Step = { ...step, ...(finding === undefined ? {} : { finding }) };
  return { type: 'steps', by: 'record', notes: [], steps: [again] };
}
