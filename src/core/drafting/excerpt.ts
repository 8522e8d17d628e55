import type { CodeSymbol } from '../code.ts';
import { standsWhole } from '../checks/sentence.ts';

/** Lines of a file, `line` to `endLine`, 1-based and inclusive. */
export interface LineRange {
  readonly line: number;
  readonly endLine: number;
}

/** The lines of a file that are handed out, and those of them that the question is about, where it names a symbol. */
export interface Excerpt {
  readonly ranges: readonly LineRange[];
  readonly focus: readonly (LineRange & { readonly name: string })[];
}

/** A small model reads this much of a file well (small-models sections 6 and 12), in lines and characters. */
export const linesAtMost = 100;
export const charactersAtMost = 9_000;

/** A declaration that a named symbol uses is shown whole up to this many lines, else its head. */
const usedLines = 14;
const usedHead = 6;

/** Of a symbol that is too long its first lines are shown: a class says the most in its fields and its constructor. */
const functionHead = 12;
const classHead = 45;

/**
 * The part of a file that a question is about: the whole file where it is small; else the symbol that the question
 * names with the comment above it, and behind it the declarations of the file that it uses; else the window in which
 * the question's words stand thickest.
 */
export function excerptFor(
  lines: readonly string[],
  symbols: readonly CodeSymbol[],
  named: readonly CodeSymbol[],
  terms: readonly string[],
): Excerpt {
  // A constant of one line says what something is, not what the question is about.
  const small = named.filter((symbol) => isData(symbol) && symbol.endLine - symbol.line < 2);
  const long = named.filter((symbol) => !small.includes(symbol));
  const focus = long.map(({ name, line, endLine }) => ({ name, line, endLine }));
  const whole = { line: 1, endLine: Math.max(1, lines.length) };
  if (fits(lines, [whole])) return { ranges: [whole], focus };
  if (long.length === 0) {
    const window = densest(lines, whole, linesAtMost - 2 * small.length, terms);
    return { ranges: merged([window, ...small.map(rangeOf)]), focus };
  }
  let ranges: readonly LineRange[] = [];
  for (const symbol of long) {
    const range = { line: commentAbove(lines, symbol.line), endLine: symbol.endLine };
    const next = merged([...ranges, range]);
    if (fits(lines, next)) ranges = next;
    else if (ranges.length === 0) {
      ranges = partOf(lines, range, terms, symbol.kind === 'class' ? classHead : functionHead);
    }
  }
  for (const symbol of [...small, ...usedBy(lines, symbols, long)]) {
    const count = symbol.endLine - symbol.line + 1;
    const endLine = count <= usedLines ? symbol.endLine : symbol.line + usedHead - 1;
    const next = merged([...ranges, { line: symbol.line, endLine }]);
    if (fits(lines, next)) ranges = next;
  }
  return { ranges, focus };
}

function isData(symbol: CodeSymbol): boolean {
  return symbol.kind === 'property' || symbol.kind === 'variable';
}

function rangeOf({ line, endLine }: LineRange): LineRange {
  return { line, endLine };
}

/** Cuts an excerpt to so many lines, the last ranges first. */
export function cutTo(excerpt: Excerpt, most: number): Excerpt {
  const ranges: LineRange[] = [];
  let left = most;
  for (const range of excerpt.ranges) {
    if (left <= 0) break;
    const endLine = Math.min(range.endLine, range.line + left - 1);
    ranges.push({ line: range.line, endLine });
    left -= endLine - range.line + 1;
  }
  return { ranges, focus: excerpt.focus };
}

function fits(lines: readonly string[], ranges: readonly LineRange[]): boolean {
  let count = 0;
  let characters = 0;
  for (const { line, endLine } of ranges) {
    count += endLine - line + 1;
    for (let at = line; at <= endLine; at += 1) characters += (lines[at - 1] ?? '').length + 1;
  }
  return count <= linesAtMost && characters <= charactersAtMost;
}

/** Ranges in the order of the file; those that overlap or stand less than three lines apart are one. */
function merged(ranges: readonly LineRange[]): readonly LineRange[] {
  const sorted = [...ranges].sort((a, b) => a.line - b.line);
  const result: LineRange[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (last !== undefined && range.line <= last.endLine + 3) {
      result[result.length - 1] = { line: last.line, endLine: Math.max(last.endLine, range.endLine) };
    } else result.push(range);
  }
  return result;
}

/** The line on which the comment directly above a declaration begins; the declaration's own where there is none. */
function commentAbove(lines: readonly string[], line: number): number {
  let from = line;
  while (from > 1 && line - from < 20 && /^\s*(?:\/\*|\*|\/\/|#(?!include))/.test(lines[from - 2] ?? ''))
    from -= 1;
  return from;
}

/** Of a symbol that is too long: its head, and the window inside it in which the question's words stand thickest. */
function partOf(
  lines: readonly string[],
  range: LineRange,
  terms: readonly string[],
  headLines: number,
): readonly LineRange[] {
  const head = { line: range.line, endLine: Math.min(range.endLine, range.line + headLines - 1) };
  const rest = { line: head.endLine + 1, endLine: range.endLine };
  for (let size = linesAtMost - headLines - 3; size > 0; size -= 10) {
    const parts = merged([head, densest(lines, rest, size, terms)]);
    if (fits(lines, parts)) return parts;
  }
  return [densest(lines, range, linesAtMost, terms)];
}

/** Other declarations of the file whose names stand in the named ones, in the order in which they stand there. */
function usedBy(
  lines: readonly string[],
  symbols: readonly CodeSymbol[],
  named: readonly CodeSymbol[],
): readonly CodeSymbol[] {
  const text = named.map((one) => lines.slice(one.line - 1, one.endLine).join('\n')).join('\n');
  const isInside = (symbol: CodeSymbol): boolean =>
    named.some((one) => symbol.line >= one.line && symbol.endLine <= one.endLine);
  const isAround = (symbol: CodeSymbol): boolean =>
    named.some((one) => symbol.line <= one.line && symbol.endLine >= one.endLine);
  return symbols
    .filter((symbol) => symbol.kind !== 'property' && !isInside(symbol) && !isAround(symbol))
    .filter((symbol) => standsWhole(symbol.name, text))
    .sort((a, b) => text.indexOf(a.name) - text.indexOf(b.name));
}

/** The window of at most `size` lines inside a range in which these words stand thickest, rare ones first. */
function densest(
  lines: readonly string[],
  range: LineRange,
  size: number,
  terms: readonly string[],
): LineRange {
  const part = lines.slice(range.line - 1, range.endLine).map((line) => line.toLowerCase());
  const lower = terms.map((term) => term.toLowerCase());
  const frequency = lower.map((term) => part.filter((line) => line.includes(term)).length);
  const scores = part.map((text) =>
    lower.reduce((sum, term, index) => {
      const count = frequency[index] ?? 0;
      return count > 0 && text.includes(term) ? sum + 1 / Math.log2(1 + count + 1) : sum;
    }, 0),
  );
  const window = Math.min(size, part.length);
  let sum = scores.slice(0, window).reduce((total, score) => total + score, 0);
  let best = { start: 0, sum };
  for (let start = 1; start + window <= part.length; start += 1) {
    sum += (scores[start + window - 1] ?? 0) - (scores[start - 1] ?? 0);
    if (sum > best.sum + 1e-9) best = { start, sum };
  }
  const line = range.line + best.start;
  let endLine = line + window - 1;
  while (endLine > line && !fits(lines, [{ line, endLine }])) endLine -= 1;
  return { line, endLine };
}
