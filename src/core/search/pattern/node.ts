import type { CharSet } from './charSet.ts';

/** A condition on the two sides of a position; nothing is consumed. */
export type Look =
  | 'start'
  | 'end'
  /** Line ends in the flag `R`: also at a lone CR. */
  | 'start-cr'
  | 'end-cr'
  | 'boundary'
  | 'no-boundary'
  | 'word-start'
  | 'word-end'
  | 'word-start-half'
  | 'word-end-half'
  | 'ascii-boundary'
  | 'ascii-no-boundary'
  | 'ascii-word-start'
  | 'ascii-word-end'
  | 'ascii-word-start-half'
  | 'ascii-word-end-half'
  /** No letter, mark, digit or `_` before, or after (contracts rule 20). */
  | 'apart-before'
  | 'apart-after';

/** A pattern as a tree. Greed does not matter here: a line matches or it does not. */
export type Node =
  | { readonly type: 'empty' }
  | { readonly type: 'char'; readonly set: CharSet }
  | { readonly type: 'look'; readonly look: Look }
  | { readonly type: 'group'; readonly node: Node }
  | { readonly type: 'concat'; readonly parts: readonly Node[] }
  | { readonly type: 'either'; readonly parts: readonly Node[] }
  | { readonly type: 'repeat'; readonly node: Node; readonly min: number; readonly max: number | undefined };

/**
 * A pattern that cannot be used: `bad` where ripgrep's default engine refuses it too (contracts rule 22),
 * `unsupported` where only this engine does not know it.
 */
export interface PatternProblem {
  readonly type: 'bad' | 'unsupported';
  readonly message: string;
}

export function concat(parts: readonly Node[]): Node {
  const [only, second] = parts;
  if (only === undefined) return { type: 'empty' };
  return second === undefined ? only : { type: 'concat', parts };
}
