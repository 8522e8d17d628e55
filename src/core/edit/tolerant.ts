/** Ways to read a search text that does not stand in the file as it was written, strictest first. */
export type Tier = 'line_numbers' | 'trailing_ws' | 'unicode' | 'uniform_indent';

/** A place that one tier found, 0-based, and the lines to put there; no lines delete it. */
export interface Tolerated {
  readonly tier: Tier;
  readonly line: number;
  readonly count: number;
  readonly lines: readonly string[];
}

/**
 * Looks for whole lines that are the search text but for copied line numbers, blanks at line ends, look-alike
 * characters, or one shift of the whole indentation. The first tier that finds anything decides, and only where it
 * finds exactly one place; there is no similarity. What it finds is a candidate: it never clears a check.
 */
export function tolerate(lines: readonly string[], search: string, replace: string): Tolerated | undefined {
  const wanted = linesOfBlock(search);
  const fresh = replace === '' ? [] : linesOfBlock(replace);
  if (wanted.every((line) => line.trim() === '')) return undefined;
  for (const tier of [lineNumbers, trailingBlanks, lookAlikes, uniformIndent]) {
    const found = tier(lines, wanted, fresh);
    if (found === 'several') return undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The lines of a block; a newline at its end closes the last line and opens no further one. */
function linesOfBlock(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines;
}

type Found = Tolerated | 'several' | undefined;

const numbered = /^\s*(\d+)\s*(?:[|:→]|\t)[ ]?/;

/** Line numbers that were copied from a listing: all lines have one, and they count up by one. */
function lineNumbers(lines: readonly string[], wanted: readonly string[], fresh: readonly string[]): Found {
  const stripped = stripNumbers(wanted);
  if (stripped === undefined) return undefined;
  const some = fresh.some((line) => numbered.test(line));
  const text = some ? stripNumbers(fresh) : fresh;
  if (text === undefined) return undefined;
  return only(
    placesOf(lines, stripped, (line) => line),
    'line_numbers',
    stripped.length,
    text,
  );
}

function stripNumbers(lines: readonly string[]): readonly string[] | undefined {
  const numbers = lines.map((line) => Number(numbered.exec(line)?.[1] ?? Number.NaN));
  const first = numbers[0] ?? Number.NaN;
  if (numbers.some((number, at) => number !== first + at)) return undefined;
  return lines.map((line) => line.replace(numbered, ''));
}

function trailingBlanks(
  lines: readonly string[],
  wanted: readonly string[],
  fresh: readonly string[],
): Found {
  const fold = (line: string): string => line.trimEnd();
  return only(placesOf(lines, wanted, fold), 'trailing_ws', wanted.length, fresh);
}

function lookAlikes(lines: readonly string[], wanted: readonly string[], fresh: readonly string[]): Found {
  return only(placesOf(lines, wanted, foldCharacters), 'unicode', wanted.length, fresh);
}

/** Compatibility forms, quotation marks, dashes and spaces that look alike are one. */
function foldCharacters(line: string): string {
  return line
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u201A\u201B\u2032]/g, "'")
    .replace(/[\u201C\u201D\u201E\u201F\u2033]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g, ' ')
    .replace(/[\u200B\u2060\uFEFF]/g, '');
}

/** The same lines under another common indentation; the new lines are shifted the same way or not at all. */
function uniformIndent(lines: readonly string[], wanted: readonly string[], fresh: readonly string[]): Found {
  const from = commonIndent(wanted);
  const rests = wanted.map((line) => restOf(line, from));
  const firstLine = rests.findIndex((rest) => rest !== '');
  const first = rests[firstLine] ?? '';
  const places: { line: number; indent: string }[] = [];
  for (let at = 0; at + wanted.length <= lines.length; at += 1) {
    if (!(lines[at + firstLine] ?? '').endsWith(first)) continue;
    const window = lines.slice(at, at + wanted.length);
    const indent = commonIndent(window);
    if (rests.every((rest, row) => rest === restOf(window[row] ?? '', indent)))
      places.push({ line: at, indent });
  }
  const [place, second] = places;
  if (place === undefined) return undefined;
  if (second !== undefined) return 'several';
  if (fresh.some((line) => line.trim() !== '' && !line.startsWith(from))) return undefined;
  const text = fresh.map((line) => (line.trim() === '' ? line : place.indent + line.slice(from.length)));
  return { tier: 'uniform_indent', line: place.line, count: wanted.length, lines: text };
}

/** The white space that all lines with text begin with. */
function commonIndent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  let common = indents[0] ?? '';
  for (const indent of indents) {
    let same = 0;
    while (same < common.length && common[same] === indent[same]) same += 1;
    common = common.slice(0, same);
  }
  return common;
}

/** A blank line has no rest, whatever blanks it holds. */
function restOf(line: string, indent: string): string {
  return line.trim() === '' ? '' : line.slice(indent.length);
}

function placesOf(
  lines: readonly string[],
  wanted: readonly string[],
  fold: (line: string) => string,
): readonly number[] {
  const folded = wanted.map(fold);
  const [first = ''] = folded;
  const places: number[] = [];
  for (let at = 0; at + wanted.length <= lines.length; at += 1) {
    if (fold(lines[at] ?? '') !== first) continue;
    if (folded.every((line, row) => fold(lines[at + row] ?? '') === line)) places.push(at);
  }
  return places;
}

function only(places: readonly number[], tier: Tier, count: number, lines: readonly string[]): Found {
  const [line, second] = places;
  if (line === undefined) return undefined;
  return second === undefined ? { tier, line, count, lines } : 'several';
}
