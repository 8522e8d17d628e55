import type { CodeSymbol } from '../code.ts';

/** Lines of a file, `line` to `endLine`, 1-based and inclusive. */
export interface Excerpt {
  readonly line: number;
  readonly endLine: number;
}

/** A small model reads this much of a file well (small-models sections 6 and 12), in lines and characters. */
export const linesAtMost = 100;
export const charactersAtMost = 9_000;

/**
 * The part of a file that a question is about: the whole file where it is small; else the symbols that the
 * question names, with what stands around them; else the window in which its words stand thickest.
 */
export function excerptFor(
  lines: readonly string[],
  symbols: readonly CodeSymbol[],
  names: readonly string[],
  terms: readonly string[],
): Excerpt {
  if (fits(lines, { line: 1, endLine: lines.length })) return { line: 1, endLine: Math.max(1, lines.length) };
  const named = names.flatMap((name) => symbols.filter((symbol) => symbol.name === name)).slice(0, 1);
  const [symbol] = named;
  if (symbol !== undefined) return shrink(lines, grow(lines, { line: symbol.line, endLine: symbol.endLine }));
  return densest(lines, terms);
}

function fits(lines: readonly string[], excerpt: Excerpt): boolean {
  const count = excerpt.endLine - excerpt.line + 1;
  if (count > linesAtMost) return false;
  let characters = 0;
  for (let line = excerpt.line; line <= excerpt.endLine; line += 1)
    characters += (lines[line - 1] ?? '').length + 1;
  return characters <= charactersAtMost;
}

/** Adds lines above and below as long as the excerpt stays small: comments stand above, helpers near. */
function grow(lines: readonly string[], excerpt: Excerpt): Excerpt {
  let grown = excerpt;
  for (;;) {
    const above = { line: Math.max(1, grown.line - 4), endLine: grown.endLine };
    const both = { line: above.line, endLine: Math.min(lines.length, above.endLine + 2) };
    const same = both.line === grown.line && both.endLine === grown.endLine;
    if (same || both.endLine - both.line > linesAtMost * 0.7 || !fits(lines, both)) return grown;
    grown = both;
  }
}

function shrink(lines: readonly string[], excerpt: Excerpt): Excerpt {
  let { endLine } = excerpt;
  while (endLine > excerpt.line && !fits(lines, { line: excerpt.line, endLine })) endLine -= 1;
  return { line: excerpt.line, endLine };
}

function densest(lines: readonly string[], terms: readonly string[]): Excerpt {
  const lower = terms.map((term) => term.toLowerCase());
  const frequency = lower.map((term) => lines.filter((line) => line.toLowerCase().includes(term)).length);
  const scores = lines.map((line) => {
    const text = line.toLowerCase();
    return lower.reduce((sum, term, index) => {
      const count = frequency[index] ?? 0;
      return count > 0 && text.includes(term) ? sum + 1 / Math.log2(1 + count + 1) : sum;
    }, 0);
  });
  const size = Math.min(linesAtMost, lines.length);
  let sum = scores.slice(0, size).reduce((total, score) => total + score, 0);
  let best = { start: 0, sum };
  for (let start = 1; start + size <= lines.length; start += 1) {
    sum += (scores[start + size - 1] ?? 0) - (scores[start - 1] ?? 0);
    if (sum > best.sum + 1e-9) best = { start, sum };
  }
  return shrink(lines, { line: best.start + 1, endLine: best.start + size });
}
