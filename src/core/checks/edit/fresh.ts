import type { CodeComment, CodeShape } from '../../code.ts';
import { linesOfComment } from './directives.ts';

/** A comment's place among the code and its text, white space aside. */
function keyOf(comment: CodeComment): string {
  return `${comment.before}:${textOf(comment)}`;
}

function textOf(comment: CodeComment): string {
  return comment.text.replace(/\s+/gu, ' ');
}

/** A comment's words without marks and line breaks. */
function wordsOf(comment: CodeComment): string {
  return linesOfComment(comment.text).join(' ').replace(/\s+/gu, ' ').trim();
}

/** The rows of `rows` that `known` does not hold as often, by their keys. */
function surplus(
  known: readonly CodeComment[],
  rows: readonly CodeComment[],
  key: (comment: CodeComment) => string,
): readonly CodeComment[] {
  const counts = new Map<string, number>();
  for (const comment of known) counts.set(key(comment), (counts.get(key(comment)) ?? 0) + 1);
  return rows.filter((comment) => {
    const count = counts.get(key(comment)) ?? 0;
    counts.set(key(comment), count - 1);
    return count <= 0;
  });
}

/** Comments that are new or changed at their place; white space aside. */
export function freshComments(before: CodeShape, now: CodeShape): readonly CodeComment[] {
  return surplus(before.comments, now.comments, keyOf);
}

/**
 * Comments that stand nowhere any more, white space aside: neither moved nor written anew at their place. One in whose
 * place another stands counts only where the mark it begins with ("SECURITY:", "TODO") is lost: `isReplaced`.
 */
export function goneComments(
  before: CodeShape,
  now: CodeShape,
): readonly { readonly comment: CodeComment; readonly isReplaced: boolean }[] {
  const fresh = freshComments(before, now);
  const left = surplus(fresh, surplus(now.comments, before.comments, keyOf), textOf);
  const runs = runsOf(fresh);
  const told = fresh.map(wordsOf);
  return runsOf(left).flatMap((run) => {
    const [comment] = run;
    // Words that now stand in another comment are not gone.
    if (comment === undefined || run.every((row) => told.some((text) => text.includes(wordsOf(row)))))
      return [];
    const isReplaced = runs.some((one) => one.some((row) => row.before === comment.before));
    const mark = /^[^\p{L}]*(\p{Lu}{3,})\b/u.exec(comment.text)?.[1];
    const isKept = mark === undefined || fresh.some((row) => row.text.includes(mark));
    return isReplaced && isKept ? [] : [{ comment, isReplaced }];
  });
}

/** Comments that read as one: line comments on lines that follow each other. */
export function runsOf(comments: readonly CodeComment[]): readonly (readonly CodeComment[])[] {
  const runs: CodeComment[][] = [];
  for (const comment of comments) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const joins =
      last !== undefined &&
      comment.line === last.endLine + 1 &&
      !comment.behindCode &&
      !comment.text.startsWith('/*') &&
      !last.text.startsWith('/*');
    if (run !== undefined && joins) run.push(comment);
    else runs.push([comment]);
  }
  return runs;
}
