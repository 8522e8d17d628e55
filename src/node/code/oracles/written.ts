import type { RawComment } from '../assemble.ts';

/** A token of a text that means something, at its offsets. */
export interface WrittenLeaf {
  readonly start: number;
  readonly end: number;
  /** What it means, whatever the spelling: two leaves with one key are the same name, value or sign. */
  readonly key: string;
  /** How a person calls it: `the string 'a'`, `the member b`. */
  readonly said: string;
}

/** Where the structure of a text stands: an opaque mark and the offset it belongs to. */
export interface WrittenMark {
  readonly mark: string;
  readonly at: number;
}

/**
 * A text without its form: the leaves in their order, the structure around them, and the comments. Two texts with
 * equal leaves and equal structure say the same (contracts rule 50).
 */
export interface Written {
  readonly text: string;
  readonly leaves: readonly WrittenLeaf[];
  readonly structure: readonly WrittenMark[];
  readonly comments: readonly RawComment[];
  /** Offsets of tokens that are form only: separators and closing signs that may come and go. */
  readonly dropped: readonly number[];
  /** Errors of syntax, each with its 1-based line. */
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

/** A token's text, short enough for a message. */
export function shorten(text: string): string {
  const flat = text.replace(/\s+/gu, ' ');
  return flat.length > 50 ? `${flat.slice(0, 49)}\u2026` : flat;
}

/** The 1-based line of each offset of a text. */
export function linesIn(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(1, low);
  };
}
