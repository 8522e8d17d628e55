import type { Span } from '../item.ts';

/** What ends an address (the contracts' table): white space, quotes, brackets, a backtick. */
const enders = new Set(['"', "'", '<', '>', '(', ')', '[', ']', '`']);
const typographic = /[\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb]/;

/** Every address on a line: the line is cut at what ends one, and each piece is looked through for its scheme. */
export function urlSpans(line: string): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (let at = 0; at <= line.length; at += 1) {
    const sign = line.charAt(at);
    if (at < line.length && !enders.has(sign) && !/\s/.test(sign)) continue;
    if (at - from > 'http://'.length) spans.push(...inPiece(line.slice(from, at), from));
    from = at + 1;
  }
  return spans;
}

function inPiece(piece: string, offset: number): readonly Span[] {
  const lower = piece.toLowerCase();
  const at = schemeIn(lower, 0);
  if (at === undefined) return [];
  const spans: Span[] = [];
  const scheme = lower.startsWith('https', at) ? 'https://' : 'http://';
  const end = trimmedEnd(piece, at + scheme.length);
  if (end === at + scheme.length) return [];
  const span = (to: number, grade: Span['grade'], why?: string): Span => ({
    start: offset + at,
    end: offset + to,
    grade,
    ...(why === undefined ? {} : { why }),
  });
  const odd = piece.slice(at).search(typographic);
  if (!piece.startsWith(scheme, at)) {
    spans.push(span(end, 'may', 'its scheme is not in small letters'));
  } else if (at > 0 && /[\p{L}\p{N}_]/u.test(piece.charAt(at - 1))) {
    spans.push(span(end, 'may', 'other letters stand directly before it'));
  } else if (odd > 0) {
    const cut = trimmedEnd(piece.slice(0, at + odd), at + scheme.length);
    if (cut > at + scheme.length)
      spans.push(span(cut, 'may', 'it is open whether a typographic quote ends it'));
    spans.push(span(end, 'may', 'it is open whether a typographic quote ends it'));
  } else {
    spans.push(span(end, 'must'));
    if (piece.length - end > 1) {
      spans.push(span(piece.length - 1, 'unlikely', 'more than one mark stands at its end'));
    }
  }
  for (let inner = schemeIn(lower, at + scheme.length); inner !== undefined;) {
    const skip = inner + (lower.startsWith('https', inner) ? 8 : 7);
    const last = trimmedEnd(piece, skip);
    if (last > skip) {
      const why = 'it stands within another address';
      spans.push({ start: offset + inner, end: offset + last, grade: 'unlikely', why });
    }
    inner = schemeIn(lower, skip);
  }
  return spans;
}

function schemeIn(lower: string, from: number): number | undefined {
  for (let at = lower.indexOf('http', from); at !== -1; at = lower.indexOf('http', at + 1)) {
    if (lower.startsWith('http://', at) || lower.startsWith('https://', at)) return at;
  }
  return undefined;
}

/** The end without full stops, commas, colons and semicolons, but not before `least`. */
function trimmedEnd(piece: string, least: number): number {
  let end = piece.length;
  while (end > least && '.,:;'.includes(piece.charAt(end - 1))) end -= 1;
  return end;
}
