import type { FileChange } from '../../change.ts';
import type { Code } from '../../code.ts';
import { diffLines } from '../../edit/diff.ts';
import type { Stretch } from '../../runs.ts';
import { linesOf } from '../../text.ts';
import { usesOfImports } from './linking.ts';

/** A stretch of lines that changed, with code in it. Lines are 1-based, the end inclusive. */
export interface ChangedLines {
  readonly path: string;
  readonly lines: readonly [from: number, to: number];
  /** The lines that went; undefined where none did. */
  readonly before: readonly [from: number, to: number] | undefined;
  /** True where lines only went, or only signs or imports have come: then `lines` are those that speak for them. */
  readonly isGap: boolean;
}

/** Where a change alters code: stretches whose lines are blank or comments on both sides are left out. */
export async function changedLines(
  change: FileChange,
  code: Code,
  signal: AbortSignal,
): Promise<readonly ChangedLines[]> {
  const old = linesOf(change.base);
  const now = linesOf(change.content);
  const [statesBefore, states] = await Promise.all([
    statesOf(change.path, change.base, code, signal),
    statesOf(change.path, change.content, code, signal),
  ]);
  return diffLines(old, now).flatMap((hunk): ChangedLines[] => {
    const isCode = (lines: readonly string[], marks: string, from: number, to: number): boolean =>
      lines.slice(from, to).some((line, index) => isCodeLine(line, marks[from + index]));
    const goes = isCode(old, statesBefore, hunk.baseStart, hunk.baseEnd);
    const comes = isCode(now, states, hunk.start, hunk.end);
    if (!goes && !comes) return [];
    const before = hunk.baseEnd > hunk.baseStart ? ([hunk.baseStart + 1, hunk.baseEnd] as const) : undefined;
    const { path } = change;
    // Signs alone, as a `});` that has come, say nothing by themselves: what stands beside them does.
    const says = now
      .slice(hunk.start, hunk.end)
      .some((line, index) => isTelling(line, states[hunk.start + index]));
    if (comes && says) {
      const uses = isScript(path)
        ? usesOfImports(now.slice(hunk.start, hunk.end), old.slice(hunk.baseStart, hunk.baseEnd), now)
        : undefined;
      if (uses === undefined) return [{ path, lines: [hunk.start + 1, hunk.end], before, isGap: false }];
      return uses.map((line) => ({ path, lines: [line, line], before: undefined, isGap: true }));
    }
    const from = nearest(now, states, hunk.start, -1);
    const to = Math.max(from, nearest(now, states, hunk.end + 1, 1));
    return [{ path, lines: [from, to], before, isGap: true }];
  });
}

function isScript(path: string): boolean {
  return /\.[cm]?[jt]sx?$/iu.test(path);
}

/** The first line with code that says something, from one on (1-based) in a direction: `});` says nothing. */
function nearest(lines: readonly string[], states: string, from: number, step: 1 | -1): number {
  for (let line = from; line >= 1 && line <= lines.length; line += step) {
    if (isTelling(lines[line - 1] ?? '', states[line - 1])) return line;
  }
  return Math.max(1, Math.min(lines.length, from));
}

/** One changed line, and the part of it that is new: offsets in the text after the change, the end exclusive. */
export interface ChangedPart {
  readonly line: number;
  readonly span: Stretch;
}

/**
 * The lines of a stretch that have code, each with its new part: a line that stands in the place of one old line is
 * compared with it, any other is new as a whole. Of a gap there is no new part, so the lines beside it stand for it.
 */
export function changedParts(change: FileChange, stretch: ChangedLines): readonly ChangedPart[] {
  const [from, to] = stretch.lines;
  const old = linesOf(change.base);
  const now = linesOf(change.content);
  const [oldFrom, oldTo] = stretch.before ?? [1, 0];
  const isPaired = !stretch.isGap && oldTo - oldFrom === to - from;
  const parts: ChangedPart[] = [];
  let start = 0;
  for (const [index, whole] of change.content.split('\n').entries()) {
    const line = index + 1;
    const text = now[index] ?? '';
    if (line >= from && line <= to && /[\p{L}\p{N}]/u.test(withoutComment(text))) {
      const [begin, end] = isPaired
        ? differing(old[oldFrom - 1 + line - from] ?? '', text)
        : [0, text.length];
      parts.push({ line, span: [start + begin, start + end] });
    }
    start += whole.length + 1;
  }
  return parts;
}

/** From the first to the last character in which a line differs from the old one, whole words. */
function differing(old: string, now: string): Stretch {
  let begin = 0;
  while (begin < Math.min(old.length, now.length) && old[begin] === now[begin]) begin += 1;
  let end = now.length;
  let oldEnd = old.length;
  while (end > begin && oldEnd > begin && old[oldEnd - 1] === now[end - 1]) {
    end -= 1;
    oldEnd -= 1;
  }
  while (begin > 0 && /[\w$]/u.test(now[begin - 1] ?? '')) begin -= 1;
  while (end < now.length && /[\w$]/u.test(now[end] ?? '')) end += 1;
  // Where only something went, what stands on both sides of it is what is left to look at.
  return begin === end ? [0, now.length] : [begin, end];
}

async function statesOf(path: string, text: string, code: Code, signal: AbortSignal): Promise<string> {
  const shape = await code.shape(path, text, signal);
  return shape.type === 'ok' ? shape.value.lineStates : '';
}

/** Code with a word or a number in it. */
function isTelling(line: string, state: string | undefined): boolean {
  return isCodeLine(line, state) && /[\p{L}\p{N}]/u.test(withoutComment(line));
}

function isCodeLine(line: string, state: string | undefined): boolean {
  return state !== 'k' && !/^\s*(?:\/\/|\/\*.*\*\/\s*$|#(?!\[)|$)/u.test(line);
}

/** Code that never ran: its line, and as much of it as stands there. */
export interface Unreached {
  readonly line: number;
  readonly text: string;
  /** True where nothing of the line's code ran. */
  readonly isWhole: boolean;
}

/**
 * The first line of a stretch that has code which never ran. Signs alone do not count: what stands behind a `return`
 * is said not to have run, its closing brace too.
 */
export function unreachedLine(
  text: string,
  [from, to]: readonly [from: number, to: number],
  unreached: readonly Stretch[],
): Unreached | undefined {
  let start = 0;
  let line = 0;
  for (const whole of text.split('\n')) {
    line += 1;
    const end = start + whole.length;
    if (line >= from && line <= to) {
      const code = withoutComment(whole);
      for (const [gone, back] of unreached) {
        const part = code.slice(Math.max(0, gone - start), Math.max(0, back - start));
        if (!/[\p{L}\p{N}]/u.test(part)) continue;
        return { line, text: part.trim().slice(0, 60), isWhole: part.trim() === code.trim() };
      }
    }
    start = end + 1;
  }
  return undefined;
}

function withoutComment(line: string): string {
  if (/^\s*(?:\/?\*|\/\/)/u.test(line)) return '';
  return line
    .replace(/(?<!:)\/\/[^'"`]*$/u, '')
    .replace(/\/\*.*?\*\//gu, (found) => ' '.repeat(found.length));
}
