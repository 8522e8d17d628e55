import { isUtf8 } from 'node:buffer';
import type { Hit, SearchOutcome, SearchQuery } from '../../core/ports.ts';
import { matcherOf, type Matcher } from '../../core/search/pattern/matcher.ts';
import { scopeOf } from '../../core/search/scope.ts';

/** A file's bytes in pieces; each piece but the last ends behind a line feed. */
export type Pieces = Iterable<{ readonly bytes: Buffer; readonly last: boolean }>;

/** What is scanned: paths in their order, and the bytes behind each; nothing where a file cannot be read. */
export interface ScanSource {
  paths(): Iterable<string>;
  pieces(path: string): Pieces;
}

export const scannerName = 'the scanner';

/**
 * Finds the lines of a query as contracts rules 14 to 20 define them. Time is linear in what is scanned, whatever
 * the pattern; it blocks, so it belongs into a worker.
 */
export function scan(query: SearchQuery, source: ScanSource): SearchOutcome {
  const scope = scopeOf(query.include, query.exclude);
  if (scope.type === 'bad') return { type: 'failed', message: scope.message };
  const matcher = matcherOf(query);
  if (matcher.type !== 'ok') {
    return { type: matcher.type === 'bad' ? 'bad-pattern' : 'failed', message: matcher.message };
  }
  const hits: Hit[] = [];
  for (const path of source.paths()) {
    if (!scope.includes(path)) continue;
    for (const hit of scanFile(path, source.pieces(path), matcher)) hits.push(hit);
  }
  hits.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
  return { type: 'hits', hits, engine: scannerName };
}

/** The lines of one file that match. A file that holds a NUL is binary, and none of its lines counts (rule 19). */
export function scanFile(path: string, pieces: Pieces, matcher: Matcher): readonly Hit[] {
  const { needle } = matcher;
  const hits: Hit[] = [];
  let line = 1;
  for (const { bytes, last } of pieces) {
    // Most files hold no match, and then it is of no interest what else they hold.
    const lacking = needle !== '' && !bytes.includes(needle, 0, 'utf8');
    if (lacking && last && hits.length === 0) return hits;
    if (bytes.includes(0)) return [];
    line = isUtf8(bytes)
      ? scanText(path, bytes, line, matcher, hits)
      : scanBytes(path, bytes, line, matcher, hits);
  }
  return hits;
}

const mark = '\ufeff';

function scanText(path: string, piece: Buffer, first: number, matcher: Matcher, hits: Hit[]): number {
  const text = piece.toString('utf8');
  let line = first;
  let from = first === 1 && text.startsWith(mark) ? 1 : 0;
  while (from < text.length) {
    const feed = text.indexOf('\n', from);
    const end = feed < 0 ? text.length : feed;
    const to = feed > from && text.charCodeAt(feed - 1) === 0x0d ? feed - 1 : end;
    if (matcher.matches(text, from, to)) hits.push({ path, line, text: text.slice(from, to) });
    line += 1;
    from = end + 1;
  }
  return line;
}

/** Bytes that are no UTF-8 match nothing, and are shown as replacement characters. */
function scanBytes(path: string, piece: Buffer, first: number, matcher: Matcher, hits: Hit[]): number {
  let line = first;
  let from = first === 1 && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? 3 : 0;
  while (from < piece.length) {
    const feed = piece.indexOf(0x0a, from);
    const end = feed < 0 ? piece.length : feed;
    const to = feed > from && piece[feed - 1] === 0x0d ? feed - 1 : end;
    const bytes = piece.subarray(from, to);
    const text = isUtf8(bytes) ? bytes.toString('utf8') : markBroken(bytes);
    if (matcher.matches(text, 0, text.length)) hits.push({ path, line, text: bytes.toString('utf8') });
    line += 1;
    from = end + 1;
  }
  return line;
}

/** The text of bytes, each byte that is no UTF-8 as a lone surrogate, which no pattern matches. */
function markBroken(bytes: Buffer): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    else text += bytes.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return text;
}

/** Length of the UTF-8 sequence that begins at a byte; 0 where none does. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const length =
    first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}
