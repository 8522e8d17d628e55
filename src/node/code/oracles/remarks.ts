import type ts from 'typescript';
import type { CodeProblem, CodeShape } from '../../../core/code.ts';
import { directivesOf, type Directive } from '../../../core/checks/edit/directives.ts';
import { diffLines, mapLines } from '../../../core/edit/diff.ts';
import { languageOf } from '../languages.ts';
import type { Ts } from '../parse.ts';
import { shapeOf } from '../shape.ts';

/** A text and what its parser sees, before and after. */
export interface Shapes {
  readonly path: string;
  readonly old: CodeShape;
  readonly fresh: CodeShape;
}

export function shapesOf(ts: Ts, path: string, base: string, content: string): Shapes {
  return { path, old: shapeOf(ts, path, base), fresh: shapeOf(ts, path, content) };
}

/** What a comment says, however it is indented. */
export function saidIn(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Rows of one side that the other does not have, each counted as often as it stands. */
export function missingFrom<T>(
  rows: readonly T[],
  other: readonly T[],
  keyOf: (row: T) => string,
): readonly T[] {
  const left = new Map<string, number>();
  for (const row of other) left.set(keyOf(row), (left.get(keyOf(row)) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(keyOf(row)) ?? 0;
    left.set(keyOf(row), count - 1);
    return count <= 0;
  });
}

type Comment = CodeShape['comments'][number];

/** Comments that are gone, and comments that are new, by what they say. */
export function changedComments({ old, fresh }: Shapes): {
  readonly gone: readonly Comment[];
  readonly added: readonly Comment[];
} {
  const keyOf = (comment: Comment): string => saidIn(comment.text);
  return {
    gone: missingFrom(old.comments, fresh.comments, keyOf),
    added: missingFrom(fresh.comments, old.comments, keyOf),
  };
}

/** A directive that only holds for the line below has its distance to it in its place (see `directives.ts`). */
export function holdsForNextLine(directive: Directive): boolean {
  return directive.place.includes('+');
}

export function directivesIn(path: string, shape: CodeShape): readonly Directive[] {
  return directivesOf(shape, languageOf(path)?.name);
}

/**
 * Comments that tools obey are code (contracts rule 49): none may come, go or stand before other code than it did.
 * Tokens are paired by what is equal between the two texts.
 */
export function directiveProblems(shapes: Shapes): readonly CodeProblem[] {
  const { path, old, fresh } = shapes;
  const before = directivesIn(path, old);
  const now = directivesIn(path, fresh);
  const textOf = (one: Directive): string => one.text;
  const added = missingFrom(now, before, textOf).map((one) => ({
    path,
    line: one.line,
    message: `a comment that tools obey was added: "${one.text}"`,
  }));
  const gone = missingFrom(before, now, textOf).map((one) => ({
    path,
    line: Math.min(one.line, fresh.lineStates.length || 1),
    message: `a comment that tools obey is gone: "${one.text}"`,
  }));
  if (added.length > 0 || gone.length > 0) return [...added, ...gone];
  const pairing = pairTokens(old.tokens, fresh.tokens);
  return now.flatMap((one, at) => {
    const was = before[at];
    if (was !== undefined && was.text === one.text && isSamePlace(was, one, pairing)) return [];
    return [{ path, line: one.line, message: `a comment that tools obey was moved: "${one.text}"` }];
  });
}

function isSamePlace(was: Directive, is: Directive, pairing: Pairing): boolean {
  const before = /^(\d+) (\w+)/.exec(was.place);
  const now = /^(\d+) (\w+)/.exec(is.place);
  if (before === null || now === null || before[2] !== now[2]) return false;
  if (holdsForNextLine(was) && was.place.split('+')[1] !== is.place.split('+')[1]) return false;
  return pairing.mayBe(Number(before[1]), Number(now[1]));
}

/** Which tokens of a text are which of another. */
export interface Pairing {
  /** For each old token its new index, or -1. */
  readonly map: Int32Array;
  /** The stretches that differ, by indexes of tokens, ends exclusive. */
  readonly hunks: readonly {
    readonly baseStart: number;
    readonly baseEnd: number;
    readonly start: number;
    readonly end: number;
  }[];
  /** Whether what stands before one old token may stand before this new one. */
  mayBe(old: number, fresh: number): boolean;
}

export function pairTokens(old: readonly string[], fresh: readonly string[]): Pairing {
  const hunks = diffLines(old, fresh);
  const map = mapLines(hunks, old.length);
  return {
    map,
    hunks,
    mayBe(was, is) {
      if (was >= old.length) {
        return is >= fresh.length || hunks.some((hunk) => hunk.start <= is && hunk.end >= fresh.length);
      }
      if (map[was] === is) return true;
      return hunks.some(
        (hunk) => hunk.baseStart <= was && was <= hunk.baseEnd && hunk.start <= is && is <= hunk.end,
      );
    },
  };
}

/** The 1-based line of a place in a source file. */
export function lineAt(file: ts.SourceFile, offset: number): number {
  return file.getLineAndCharacterOfPosition(Math.min(offset, file.text.length)).line + 1;
}

const ofWholeFile = /copyright|licen[cs]e|@file\b|@fileoverview|@module\b|@packageDocumentation|^\/\*!/iu;

/** Where the comments begin that stand directly above a node, without an empty line between. */
export function commentStart(ts: Ts, file: ts.SourceFile, node: ts.Node): number {
  const { text } = file;
  let start = node.getStart(file);
  const ranges = ts.getLeadingCommentRanges(text, node.pos) ?? [];
  for (const range of [...ranges].reverse()) {
    const between = text.slice(range.end, start);
    const said = text.slice(range.pos, range.end);
    if ((between.match(/\n/gu) ?? []).length > 1 || ofWholeFile.test(said)) break;
    // What stands behind other code on its line belongs to that code.
    const lineStart = text.lastIndexOf('\n', range.pos - 1) + 1;
    if (text.slice(lineStart, range.pos).trim() !== '' && between.includes('\n')) break;
    start = range.pos;
  }
  return start;
}

/** Behind the comment that stands on the node's last line. */
export function commentEnd(file: ts.SourceFile, node: ts.Node): number {
  const behind = /^[ \t]*[,;]?[ \t]*(?:\/\*[^\n]*?\*\/[ \t]*|\/\/[^\n]*)*/u.exec(file.text.slice(node.end));
  return node.end + (behind?.[0].length ?? 0);
}
