import type { FileChange } from '../../change.ts';
import type { Code } from '../../code.ts';
import { diffLines } from '../../edit/diff.ts';
import type { Stretch } from '../../runs.ts';
import { linesOf } from '../../text.ts';

/** A stretch of lines that changed, with code in it. Lines are 1-based, the end inclusive. */
export interface ChangedLines {
  readonly path: string;
  readonly lines: readonly [from: number, to: number];
  /** The lines that went; undefined where none did. */
  readonly before: readonly [from: number, to: number] | undefined;
  /** True where lines only went: then `lines` are the ones beside the gap. */
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
    if (comes) return [{ path, lines: [hunk.start + 1, hunk.end], before, isGap: false }];
    const from = Math.max(1, hunk.start);
    return [{ path, lines: [from, Math.max(from, Math.min(now.length, hunk.end + 1))], before, isGap: true }];
  });
}

async function statesOf(path: string, text: string, code: Code, signal: AbortSignal): Promise<string> {
  const shape = await code.shape(path, text, signal);
  return shape.type === 'ok' ? shape.value.lineStates : '';
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
