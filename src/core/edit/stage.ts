import type { ChangeSet, FileChange } from '../change.ts';
import type { FileText } from '../ports.ts';
import type { Edit, EditResult } from './contract.ts';
import { readEditText } from './endings.ts';
import { applyEdits, type ApplyOutcome } from './engine.ts';
import type { Refusal, TextEdit } from './locate.ts';
import type { Spot } from './splice.ts';

/** A refusal of one edit of the result: `edit` is its index in the result. */
export interface StagedRefusal extends Refusal {
  readonly path: string;
  /** True where the file is not the one that was handed out, so that the edit's place is unknown (rule 9). */
  readonly stale: boolean;
}

/** Where one edit of the result went. */
export interface StagedSpot extends Spot {
  readonly path: string;
}

export type Staging =
  | { readonly type: 'staged'; readonly changeSet: ChangeSet; readonly spots: readonly StagedSpot[] }
  | {
      readonly type: 'refused';
      readonly refusals: readonly StagedRefusal[];
      readonly candidate: string | undefined;
    };

interface StageTask {
  readonly paths: readonly string[];
  readonly base?: Readonly<Record<string, string>> | undefined;
}

/**
 * Stages all edits of a result or none. `files` are the files as they are now; a path that is not among them is
 * not there, and only a whole text creates it (contracts rule 40).
 */
export function stage(task: StageTask, result: EditResult, files: readonly FileText[]): Staging {
  const texts = new Map(files.map((file) => [file.path, file]));
  const changes: FileChange[] = [];
  const spots: StagedSpot[] = [];
  const refusals: StagedRefusal[] = [];
  let candidate: string | undefined;
  for (const [path, edits] of byPath(result.edits)) {
    const file = texts.get(path);
    const before = task.base?.[path];
    const moved = before !== undefined && before.toLowerCase() !== file?.sha256.toLowerCase();
    const add = (refusal: Refusal, stale: boolean): void => {
      refusals.push({ ...refusal, path, stale, edit: edits[refusal.edit]?.index ?? 0 });
    };
    const fixed = edits.findIndex(({ edit }) => !('search' in edit));
    if (moved && (fixed !== -1 || file === undefined)) {
      const reason = file === undefined ? 'the file is gone' : 'the file is not the one that was handed out';
      add({ edit: Math.max(0, fixed), outcome: 'refused', reason }, true);
      continue;
    }
    const outcome =
      file === undefined
        ? create(edits)
        : applyEdits(
            file.text,
            edits.map((one) => textEditOf(one, moved)),
          );
    if (outcome.type === 'refused') {
      for (const refusal of outcome.refusals) add(refusal, moved);
      if (outcome.candidate !== undefined) candidate ??= `${path}: ${outcome.candidate.tier}`;
      continue;
    }
    changes.push(changeOf(path, file, outcome.text));
    for (const spot of outcome.spots) spots.push({ ...spot, path, edit: edits[spot.edit]?.index ?? 0 });
  }
  if (refusals.length > 0 || changes.length === 0) return { type: 'refused', refusals, candidate };
  return {
    type: 'staged',
    changeSet: { files: changes },
    spots: spots.sort((a, b) => a.edit - b.edit),
  };
}

interface Indexed {
  readonly edit: Edit;
  readonly index: number;
}

function byPath(edits: readonly Edit[]): ReadonlyMap<string, readonly Indexed[]> {
  const grouped = new Map<string, Indexed[]>();
  edits.forEach((edit, index) => {
    const group = grouped.get(edit.path) ?? [];
    group.push({ edit, index });
    grouped.set(edit.path, group);
  });
  return grouped;
}

/**
 * In a file that moved a start line counts lines of another text: there it chooses nothing, and an anchor has to
 * stand exactly once (contracts rule 9).
 */
function textEditOf({ edit }: Indexed, moved: boolean): TextEdit {
  if ('whole' in edit) return { type: 'whole', whole: edit.whole };
  if ('range' in edit) return { type: 'range', range: edit.range, replace: edit.replace };
  const startLine = moved ? undefined : edit.startLine;
  return { type: 'search', search: edit.search, replace: edit.replace, startLine };
}

/** A file that is not there yet: exactly one whole text, with either line ending. */
function create(edits: readonly Indexed[]): ApplyOutcome {
  const refused = (edit: number, reason: string): ApplyOutcome => ({
    type: 'refused',
    refusals: [{ edit, outcome: 'refused', reason }],
    candidate: undefined,
  });
  const [only, second] = edits.map((row) => row.edit);
  if (only === undefined || !('whole' in only)) {
    return refused(0, 'the file is not there: only a whole text creates one');
  }
  if (second !== undefined) return refused(1, 'a whole text stands alone for its file');
  const text = readEditText(only.whole, 'the text', 'none');
  if (text.type === 'refused') return refused(0, text.reason);
  const lines = Math.max(1, text.text.split('\n').length - (text.text.endsWith('\n') ? 1 : 0));
  const spot = { edit: 0, base: { line: 1, endLine: 1 }, line: 1, endLine: lines };
  return { type: 'applied', text: only.whole, spots: [spot] };
}

function changeOf(path: string, file: FileText | undefined, content: string): FileChange {
  if (file === undefined) {
    return { path, operation: 'create', baseSha256: null, base: '', content, bom: false };
  }
  const { sha256, text, bom } = file;
  return { path, operation: 'modify', baseSha256: sha256, base: text, content, bom };
}
