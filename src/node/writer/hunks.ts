import { diffLines } from '../../core/edit/diff.ts';

/** A stretch of a text, in UTF-16 code units, and what stands there instead. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The replacements that turn one text into another, in order and apart from each other, as small as lines and
 * letters allow: cursors, foldings and marks outside of them stay where they are. None cuts a character or a line
 * ending in two, since an editor could not place it there.
 */
export function replacementsOf(before: string, after: string): Replacement[] {
  const old = linesWithEndings(before);
  const fresh = linesWithEndings(after);
  const oldStarts = startsOf(old);
  const freshStarts = startsOf(fresh);
  return diffLines(old, fresh).map((hunk) => {
    const start = oldStarts[hunk.baseStart] ?? before.length;
    const end = oldStarts[hunk.baseEnd] ?? before.length;
    const text = after.slice(freshStarts[hunk.start] ?? after.length, freshStarts[hunk.end] ?? after.length);
    return trimmed(before, { start, end, text });
  });
}

/** Without the letters at both ends that stay. */
function trimmed(before: string, { start, end, text }: Replacement): Replacement {
  const old = before.slice(start, end);
  const most = Math.min(old.length, text.length);
  let head = 0;
  while (head < most && old[head] === text[head]) head += 1;
  while (head > 0 && (isInside(old, head) || isInside(text, head))) head -= 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  while (tail > 0 && (isInside(old, old.length - tail) || isInside(text, text.length - tail))) tail -= 1;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}

/** True where a cut at this index would part a pair of surrogates, or CR from LF. */
function isInside(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  const isPair = before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
  return isPair || (before === 13 && after === 10);
}

function linesWithEndings(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function startsOf(lines: readonly string[]): number[] {
  let start = 0;
  return lines.map((line) => {
    const here = start;
    start += line.length;
    return here;
  });
}
