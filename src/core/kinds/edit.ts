import type { ChangeSet } from '../change.ts';
import type { Check } from '../check.ts';
import { draftEdit } from '../drafting/edit.ts';
import { draftTest } from '../drafting/testCode.ts';
import {
  editResultSchema,
  editTaskSchema,
  pieceOfTask,
  type Edit,
  type EditResult,
  type EditTask,
} from '../edit/contract.ts';
import { stage, type StagedSpot } from '../edit/stage.ts';
import { intentOf } from '../intents/table.ts';
import type { Draft, Kind } from '../kind.ts';
import type { FileText, House } from '../ports.ts';
import type { Claim, Place } from '../verdict.ts';
import { checksOfEdit } from '../checks/edit/all.ts';

/** Edits of files. The declared intent selects the oracle (design section 5). */
export const edit: Kind<EditTask, EditResult> = {
  kind: 'edit',
  task: editTaskSchema,
  result: editResultSchema,
  title: titleOf,
  // A test is judged together with the module that it tests.
  handedOut: (task) =>
    task.intent === 'test' ? [...new Set([...task.paths, task.target.path])] : task.paths,
  isByCode: (task) => intentOf(task).byCode !== undefined && intentOf(task).thenModels !== true,
  startsByCode: (task) => intentOf(task).thenModels === true,
  creates: (task) => (task.intent === 'test' || task.intent === 'review' ? task.paths : []),
  byCode: (task, house, signal) => byCode(task, house, signal),
  byModel: (task, delegation, signal) =>
    task.intent === 'test'
      ? draftTest(task, delegation, signal)
      : draftEdit({ ...task, target: 'target' in task ? task.target : undefined }, delegation, signal),
  claims: claimsOf,
  answer: answerOf,
  shown: (task, result, changeSet) => placesOf(task, result, changeSet).slice(0, 10),
  checks: (task): readonly Check<EditTask, EditResult>[] => checksOfEdit(task),
  proves: provesOf,
  leavesOpen: (task) => intentOf(task).leavesOpen(task),
  changeSet: changeSetOf,
};

const nothingSpent = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

function titleOf(task: EditTask): string {
  const path = ('target' in task ? task.target?.path : undefined) ?? task.paths[0] ?? 'no file';
  return intentOf(task).title(task, pieceOfTask(task)?.symbol ?? path);
}

/** What a deterministic tool does fully no model is asked for (design section 12, Ladder). */
async function byCode(task: EditTask, house: House, signal: AbortSignal): Promise<Draft> {
  const make = intentOf(task).byCode;
  if (make === undefined) {
    return { type: 'failed', reason: 'no tool makes this change', usage: nothingSpent, retry: false };
  }
  const answer = await make(task, house, signal);
  if (signal.aborted) return { type: 'aborted', usage: nothingSpent };
  if (answer.type === 'unable') {
    return { type: 'failed', reason: answer.reason, usage: nothingSpent, retry: false };
  }
  return { type: 'drafted', raw: { edits: answer.value }, usage: nothingSpent };
}

/** Only where every edit stays in scope and stands on the files as they were handed out. */
function changeSetOf(task: EditTask, result: EditResult, files: readonly FileText[]): ChangeSet | undefined {
  if (result.edits.some((row) => !task.paths.includes(row.path))) return undefined;
  const staging = stage(task, result, files);
  return staging.type === 'staged' ? staging.changeSet : undefined;
}

/** One claim an edit, on the new lines that stand there. */
function claimsOf(task: EditTask, result: EditResult, changeSet?: ChangeSet): readonly Claim[] {
  const places = placesOf(task, result, changeSet);
  return result.edits.map((row, index) => {
    const place = places[index];
    return { id: `edit-${index + 1}`, text: claimText(task, row, place), ...(place ? { place } : {}) };
  });
}

function claimText(task: EditTask, row: Edit, place: Place | undefined): string {
  const where = place === undefined ? row.path : `${row.path}, line ${place.line}`;
  if ('whole' in row) return `${row.path} has this text`;
  return intentOf(task).claim(task, where);
}

/** Where each edit stands in the new text; without a change set only what the edit itself says. */
function placesOf(_task: EditTask, result: EditResult, changeSet: ChangeSet | undefined): readonly Place[] {
  const spots = changeSet === undefined ? [] : spotsOf(result, changeSet);
  return result.edits.map((row, index) => {
    const spot = spots.find((one) => one.edit === index);
    if (spot !== undefined) return { path: row.path, line: spot.line, endLine: spot.endLine };
    if ('range' in row) return { path: row.path, line: row.range[0], endLine: row.range[1] };
    if ('whole' in row) return { path: row.path, line: 1 };
    return { path: row.path, line: row.startLine ?? 1 };
  });
}

function spotsOf(result: EditResult, changeSet: ChangeSet): readonly StagedSpot[] {
  const files = changeSet.files.flatMap((change): FileText[] => {
    if (change.baseSha256 === null) return [];
    const { path, base, bom, baseSha256 } = change;
    return [{ path, text: base, bom, sha256: baseSha256, unsaved: false }];
  });
  const staging = stage({ paths: [] }, result, files);
  return staging.type === 'staged' ? staging.spots : [];
}

function answerOf(task: EditTask, result: EditResult): string {
  const paths = [...new Set(result.edits.map((row) => row.path))];
  const count = result.edits.length;
  const where = paths.length > 3 ? `${paths.length} files` : paths.join(', ');
  if (count === 0) return 'nothing changes';
  // Told before it is written, and read after it too.
  const places = count === 1 ? `1 place changes in ${where}` : `${count} places change in ${where}`;
  return task.intent === 'rename' ? `${task.target.symbol} becomes ${task.target.to}: ${places}` : places;
}

function provesOf(task: EditTask, result: EditResult): readonly string[] {
  const paths = [...new Set(result.edits.map((row) => row.path))].join(', ');
  return intentOf(task).proves(task, paths);
}
