import type { Span } from './constraint.ts';

/** A part of an instruction in quotation marks or backticks; `inner` is the text between them. */
export interface Quoted {
  readonly inner: string;
  readonly from: number;
  readonly to: number;
}

/**
 * An instruction as the rules read it. `masked` is as long as `text`, in lower case, with everything between quotation
 * marks filled with one sign, so that what is quoted is never read as a demand while its place stays known.
 */
export interface Reading {
  readonly text: string;
  readonly masked: string;
  readonly quoted: readonly Quoted[];
  readonly sentences: readonly Span[];
}

/** The sign that stands for each character of what is quoted. */
export const fill = '\u0002';

/** So much of an instruction is read; what stands behind it is listed as not checkable. */
export const readAtMost = 20_000;

/** A quoted part in a pattern over `masked`, marks included. */
export const quotedPart = `["'\`\u201c\u2018\u201d\u2019]${fill}{1,400}["'\`\u201c\u2018\u201d\u2019]`;

/** Takes an instruction apart for the rules. */
export function readingOf(instruction: string): Reading {
  const text = instruction.slice(0, readAtMost);
  const quoted = quotedIn(text);
  let masked = '';
  let at = 0;
  for (const { from, to } of quoted) {
    masked += text.slice(at, from + 1) + fill.repeat(to - from - 2) + text.charAt(to - 1);
    at = to;
  }
  masked = lowered(masked + text.slice(at)).replace(path, (found) => pathFill.repeat(found.length));
  return { text, masked, quoted, sentences: sentencesIn(masked) };
}

/** A path or an address: the words in it demand nothing. */
const path =
  /https?:\/\/[^\s"'<>)]+|(?<![\w/])(?:[\w@-]+\/){2,}[\w@.-]*\w|(?<![\w/])(?:[\w@.-]{1,60}\/)*[\w@-]{1,60}\.(?:[cm]?[jt]sx?|jsonc?|ya?ml|toml|mdx?|txt|s?css|less|html?|vue|svelte|py|go|rs|java|kt|rb|php|cs|cpp|h|sh|sql|ini|env|csv|xml|lock)\b/gu;
const pathFill = '\u0003';

/** Lower case that keeps every offset: a few letters grow when they are lowered, and stay as they are. */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return [...text].map((one) => (one.toLowerCase().length === one.length ? one.toLowerCase() : one)).join('');
}

const closers: Readonly<Record<string, string>> = {
  '"': '"\u201d\u201c',
  '\u201c': '\u201d"\u201c',
  '\u201d': '\u201d"',
  '`': '`',
  "'": "'",
  '\u2018': '\u2019',
};

/** Quoted parts, outermost first; a mark that nothing closes within its paragraph opens nothing. */
function quotedIn(text: string): readonly Quoted[] {
  const found: Quoted[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const ends = closers[text.charAt(at)];
    if (ends === undefined || !opens(text, at)) continue;
    const close = closeOf(text, at, ends);
    if (close < 0) continue;
    if (close > at + 1) found.push({ inner: text.slice(at + 1, close), from: at, to: close + 1 });
    at = close;
  }
  return found;
}

/** A quotation is looked for over so many characters. */
const quoteAtMost = 2_000;

function opens(text: string, at: number): boolean {
  const before = at === 0 ? ' ' : text.charAt(at - 1);
  const after = text.charAt(at + 1);
  return /[\s([{:,;\u2014/*-]/u.test(before) && after !== '' && !/\s/u.test(after);
}

function closeOf(text: string, open: number, ends: string): number {
  const isApostrophe = ends === "'" || ends === '\u2019';
  for (let at = open + 1; at < text.length && at - open < quoteAtMost; at += 1) {
    const sign = text.charAt(at);
    if (sign === '\n' && text.charAt(at + 1) === '\n') return -1;
    if (!ends.includes(sign)) continue;
    if (isApostrophe && /[\p{L}\p{N}]/u.test(text.charAt(at + 1))) continue;
    return at;
  }
  return -1;
}

/** Sentences of a masked text: they end in `.`, `!` or `?` before white space, or at a line's end. */
function sentencesIn(masked: string): readonly Span[] {
  const spans: [number, number][] = [];
  let from = 0;
  for (const match of masked.matchAll(/[.!?]+["'\u201d\u2019)\]]*(?=\s)|\n+/gu)) {
    const to = match.index + match[0].length;
    if (/(?:\b(?:i\.e|e\.g|vs|etc|approx|max|min|p\.s|p\.p\.s)|^\s*\d+)\.$/u.test(masked.slice(from, to)))
      continue;
    if (masked.slice(from, to).trim() !== '') spans.push([from, to]);
    from = to;
  }
  if (masked.slice(from).trim() !== '') spans.push([from, masked.length]);
  return spans;
}

/** The sentence that a place stands in. */
export function sentenceAt(reading: Reading, at: number): Span {
  return reading.sentences.find(([from, to]) => from <= at && at < to) ?? [0, reading.text.length];
}

/** What stands quoted at a place of `masked`: the text between the marks. */
export function quotedWithin(reading: Reading, [from, to]: Span): readonly Quoted[] {
  return reading.quoted.filter((one) => one.from >= from && one.to <= to);
}

/** All matches of a pattern over the masked text, as spans with their groups' own text in the instruction. */
export function* matchesIn(reading: Reading, pattern: RegExp): Generator<RegExpExecArray & { span: Span }> {
  for (const match of reading.masked.matchAll(pattern)) {
    const span: Span = [match.index, match.index + match[0].length];
    yield Object.assign(match, { span });
  }
}
