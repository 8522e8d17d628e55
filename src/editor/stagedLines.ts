import { diffArrays } from 'diff';
import type { ChangeSet, FileChange } from '../core/change.ts';
import type { Place } from '../core/verdict.ts';

/** Changes of more lines than this are not compared line by line; their places stay as they are. */
const editLengthAtMost = 2_000;

/**
 * Results speak of the lines that their change set would leave behind. As long as it is not written, this tells
 * which lines of the file as it is they stand at: for lines that are new, the line they would come before.
 */
export function placeInBase(changeSet: ChangeSet | undefined, place: Place): Place {
  const file = changeSet?.files.find((row) => row.path === place.path);
  if (file === undefined || file.operation === 'create') return place;
  const toBase = mapOf(file);
  const line = toBase(place.line);
  if (place.endLine === undefined) return { path: place.path, line };
  return { path: place.path, line, endLine: Math.max(line, toBase(place.endLine)) };
}

/** From a line of the new text (1-based) to a line of the old one. */
function mapOf(file: FileChange): (line: number) => number {
  const before = file.base.split('\n');
  const after = file.content.split('\n');
  const parts = diffArrays(before, after, { maxEditLength: editLengthAtMost });
  return (line) => {
    if (parts === undefined) return Math.min(line, before.length);
    let old = 1;
    let fresh = 1;
    let replaced = 0;
    for (const { added, removed, count } of parts) {
      if (removed) {
        old += count;
        replaced = count;
        continue;
      }
      if (line < fresh + count) {
        if (!added) return old + (line - fresh);
        // Inside new lines: as far into the ones they replace, or before the line that follows.
        return Math.min(old - replaced + Math.min(line - fresh, Math.max(replaced - 1, 0)), before.length);
      }
      fresh += count;
      if (!added) old += count;
      replaced = 0;
    }
    return before.length;
  };
}
