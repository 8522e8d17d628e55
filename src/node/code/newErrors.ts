import { diffLines, mapLines, type Hunk } from '../../core/edit/diff.ts';
import type { NewName } from '../../core/code.ts';
import { linesOf } from '../../core/text.ts';

/** A diagnostic at its place: `line` is 1-based. */
export interface Diagnosed {
  readonly path: string;
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

/** How the lines of one file moved: what stood on a base line (0-based) stands on `map[line]`, or in a hunk. */
export interface Moved {
  readonly map: Int32Array;
  readonly hunks: readonly Hunk[];
}

export function movedLines(base: string, content: string): Moved {
  const before = linesOf(base);
  const hunks = diffLines(before, linesOf(content));
  return { map: mapLines(hunks, before.length), hunks };
}

/**
 * The diagnostics that are new: line shifts aside, counted as often as they stand, an old one inside a replaced
 * stretch taken as the same one while its message stays (edits note, section 4).
 */
export function newErrors(
  base: readonly Diagnosed[],
  content: readonly Diagnosed[],
  moved: ReadonlyMap<string, Moved>,
  renamed: NewName | undefined,
): readonly Diagnosed[] {
  const left = new Map<string, number>();
  for (const one of base) {
    const key = keyOf(one, placeOfOld(one, moved.get(one.path)), renamed);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return content.filter((one) => {
    const key = keyOf(one, placeOfNew(one, moved.get(one.path)), renamed);
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
}

/** A place that is the same before and after: the new line of an untouched one, else the stretch it lies in. */
function placeOfOld(one: Diagnosed, moved: Moved | undefined): string {
  if (moved === undefined) return `line ${one.line}`;
  const line = moved.map[one.line - 1];
  if (line !== undefined && line !== -1) return `line ${line + 1}`;
  const hunk = moved.hunks.findIndex((row) => one.line > row.baseStart && one.line <= row.baseEnd);
  return `hunk ${hunk}`;
}

function placeOfNew(one: Diagnosed, moved: Moved | undefined): string {
  const hunk = moved?.hunks.findIndex((row) => one.line > row.start && one.line <= row.end) ?? -1;
  return hunk === -1 ? `line ${one.line}` : `hunk ${hunk}`;
}

function keyOf(one: Diagnosed, place: string, renamed: NewName | undefined): string {
  return JSON.stringify([one.path, one.code, place, withOldName(one.message, renamed)]);
}

/** Messages quote names; of a rename both names are read as the old one. */
function withOldName(message: string, renamed: NewName | undefined): string {
  if (renamed === undefined) return message;
  const name = renamed.to.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return message.replace(new RegExp(`(?<![\\w$])${name}(?![\\w$])`, 'gu'), () => renamed.symbol);
}
