import type { CodeComment, CodeShape, Documented } from '../../core/code.ts';

/** A token of code at its place, offsets in the text. */
export interface Leaf {
  readonly start: number;
  readonly end: number;
  /** What two programs are compared by: the text, but for JSX text and the like. */
  readonly text: string;
  /** False for what is written in code but is none: the braces around a comment in JSX. */
  readonly counts: boolean;
  /** A text of the program that may run over several lines: a string, a template. */
  readonly isText: boolean;
}

export interface RawComment {
  readonly start: number;
  readonly end: number;
  readonly doc: boolean;
}

export interface Parts {
  readonly text: string;
  readonly leaves: readonly Leaf[];
  readonly comments: readonly RawComment[];
  readonly tree: string;
  readonly errors: number;
  /** Declarations by the index (among counted tokens) of their first token. */
  readonly declared: ReadonlyMap<number, Documented>;
}

/** Puts a shape together: what stands where, and which declaration each comment stands above. */
export function assemble(parts: Parts): CodeShape {
  const starts = lineStartsOf(parts.text);
  const lineOf = (offset: number): number => countAtMost(starts, offset);
  const tokens = parts.leaves.filter((leaf) => leaf.counts);
  const tokenLines = tokens.map((leaf) => lineOf(leaf.start));
  let next = 0;
  const comments = parts.comments.map((comment): CodeComment => {
    while (next < tokens.length && (tokens[next]?.start ?? 0) < comment.start) next += 1;
    const before = tokens[next - 1];
    const after = tokens[next];
    const end = comment.end > comment.start ? comment.end - 1 : comment.end;
    const line = lineOf(comment.start);
    const endLine = lineOf(end);
    return {
      text: parts.text.slice(comment.start, comment.end),
      line,
      endLine,
      before: next,
      behindCode: before !== undefined && lineOf(Math.max(before.start, before.end - 1)) === line,
      toCode: after === undefined ? -1 : lineOf(after.start) - endLine,
      doc: comment.doc,
    };
  });
  return {
    tokens: tokens.map((leaf) => leaf.text),
    tokenLines,
    tree: parts.tree,
    comments: withDeclarations(comments, parts.declared),
    lineStates: lineStates(parts, starts),
    errors: parts.errors,
  };
}

/**
 * A declaration is documented by the last comment before it, and by line comments that run up to that one without
 * a gap. A comment behind code on the same line belongs to that code.
 */
function withDeclarations(
  comments: readonly CodeComment[],
  declared: ReadonlyMap<number, Documented>,
): readonly CodeComment[] {
  const found: CodeComment[] = [];
  for (let at = comments.length - 1; at >= 0; at -= 1) {
    const comment = comments[at];
    if (comment === undefined) continue;
    const below = comments[at + 1];
    const documents = declared.get(comment.before);
    const isLast = below?.before !== comment.before;
    const runsOn =
      found[0]?.documents !== undefined &&
      below?.before === comment.before &&
      below.line === comment.endLine + 1 &&
      isLineComment(comment) &&
      isLineComment(below);
    const carries =
      documents !== undefined && !comment.behindCode && comment.toCode >= 0 && (isLast || runsOn);
    found.unshift(carries ? { ...comment, documents } : comment);
  }
  return found;
}

function isLineComment(comment: CodeComment): boolean {
  return /^(?:\/\/|#|--)/.test(comment.text);
}

function lineStates(parts: Parts, starts: readonly number[]): string {
  const { text } = parts;
  const spans = [
    ...parts.comments.map((one) => ({ start: one.start, end: one.end, state: 'k' })),
    ...parts.leaves
      .filter((leaf) => leaf.isText)
      .map((one) => ({ start: one.start, end: one.end, state: 's' })),
  ].sort((a, b) => a.start - b.start);
  let next = 0;
  let states = '';
  for (const [row, start] of starts.entries()) {
    const end = starts[row + 1] ?? text.length;
    let first = start;
    while (first < end && /[ \t]/.test(text[first] ?? '')) first += 1;
    while (next < spans.length && (spans[next]?.end ?? 0) <= first) next += 1;
    const span = spans[next];
    const inside = span !== undefined && span.start <= first;
    // A string that begins here is code; one that began on a line above is text.
    const isText = inside && (span.state === 'k' || span.start < start);
    states += isText ? span.state : 'c';
  }
  return states;
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  if (text.endsWith('\n')) starts.pop();
  return starts;
}

/** The 1-based number of the last start that is at most `offset`. */
function countAtMost(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}
