import type { ChangeSet } from '../change.ts';
import type { Check } from '../check.ts';
import { draftEdit } from '../drafting/edit.ts';
import {
  editResultSchema,
  editTaskSchema,
  type Edit,
  type EditResult,
  type EditTask,
} from '../edit/contract.ts';
import { renameEdits } from '../edit/rename.ts';
import { stage, type StagedSpot } from '../edit/stage.ts';
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
  handedOut: (task) => task.paths,
  isByCode: (task) => task.intent === 'rename',
  byCode: (task, house, signal) => byCode(task, house, signal),
  byModel: (task, delegation, signal) => draftEdit(task, delegation, signal),
  claims: claimsOf,
  answer: answerOf,
  shown: (task, result, changeSet) => placesOf(task, result, changeSet).slice(0, 10),
  checks: (task): readonly Check<EditTask, EditResult>[] => checksOfEdit(task),
  proves: provesOf,
  leavesOpen: leavesOpenOf,
  changeSet: changeSetOf,
};

const nothingSpent = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

function titleOf(task: EditTask): string {
  const where = task.target?.path ?? task.paths[0] ?? 'no file';
  switch (task.intent) {
    case 'rename':
      return `Rename ${task.target.symbol} to ${task.target.to} in ${where}`;
    case 'comments':
      return `Comment ${task.target?.symbol ?? where}: ${firstLine(task.instruction)}`;
    case 'general':
      return `Edit ${task.target?.symbol ?? where}: ${firstLine(task.instruction)}`;
  }
}

function firstLine(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 79)}\u2026` : line;
}

/** A rename is the language service's work; the model only named it (design section 12). */
async function byCode(task: EditTask, house: House, signal: AbortSignal): Promise<Draft> {
  if (task.intent !== 'rename') {
    return { type: 'failed', reason: 'only a rename is done by code', usage: nothingSpent, retry: false };
  }
  const answer = await renameEdits(task.target, house, signal);
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
  switch (task.intent) {
    case 'comments':
      return `Only comments change at ${where}`;
    case 'rename':
      return `${task.target.symbol} is called ${task.target.to} at ${where}`;
    case 'general':
      return `The change at ${where} does what was asked`;
  }
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
  switch (task.intent) {
    case 'comments':
      return [
        `only comments change in ${paths}: the program without its comments is the same`,
        'names and parameters that the new doc comments speak of exist',
      ];
    case 'rename':
      return [
        `with it every place in the project that meant ${task.target.symbol} says ${task.target.to}`,
        'every other name is bound to what it was bound to before',
        'no type error is new in the project',
      ];
    case 'general':
      return [];
  }
}

function leavesOpenOf(task: EditTask): readonly string[] {
  switch (task.intent) {
    case 'comments':
      return ['whether what the comments say is right'];
    case 'rename':
      return ['uses of the name that code makes up while it runs, or that stand in files of other languages'];
    case 'general':
      return ['whether the code behaves as was asked: no test has run'];
  }
}
