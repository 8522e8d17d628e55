/** The line ending of a text: CRLF or LF throughout, both, or none where there is no line break. */
export type Ending = 'none' | 'lf' | 'crlf' | 'mixed';

/**
 * A text with every CRLF read as LF, in which edits are located (contracts rule 42), and the way back:
 * `breaksWithCr` are the offsets in `text` of the line feeds that had a CR before them.
 */
export interface Normal {
  readonly text: string;
  readonly ending: Ending;
  readonly breaksWithCr: readonly number[];
}

export function normalise(original: string): Normal {
  if (!original.includes('\r\n')) {
    return { text: original, ending: original.includes('\n') ? 'lf' : 'none', breaksWithCr: [] };
  }
  const text = original.replaceAll('\r\n', '\n');
  const breaksWithCr: number[] = [];
  let removed = 0;
  for (let at = original.indexOf('\r\n'); at !== -1; at = original.indexOf('\r\n', at + 2)) {
    breaksWithCr.push(at - removed);
    removed += 1;
  }
  return { text, ending: breaksWithCr.length === countBreaks(text) ? 'crlf' : 'mixed', breaksWithCr };
}

/** The offset in the original text of an offset in the normalised one. A boundary never parts CR from LF. */
export function toOriginal(normal: Normal, offset: number): number {
  return offset + countBelow(normal.breaksWithCr, offset);
}

/** True where the line feed at this offset of the normalised text was a CRLF. */
export function hadCr(normal: Normal, offset: number): boolean {
  const at = countBelow(normal.breaksWithCr, offset);
  return normal.breaksWithCr[at] === offset;
}

/** How many values of an ascending list are below `limit`. */
function countBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Offsets at which the lines of a text begin (contracts rule 1): a final newline opens no further line. */
export function lineStarts(text: string): readonly number[] {
  if (text === '') return [];
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1 && at + 1 < text.length; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

/** The 1-based line that holds an offset; the end of a text belongs to its last line. */
export function lineAt(starts: readonly number[], offset: number): number {
  return Math.max(1, countBelow(starts, offset + 1));
}

/** An edit's text with LF only, or why it cannot be written into a file with this ending (contracts rule 44). */
export type EditText =
  { readonly type: 'ok'; readonly text: string } | { readonly type: 'refused'; readonly reason: string };

export function readEditText(text: string, what: string, file: Ending): EditText {
  if (text.startsWith('\uFEFF')) {
    return { type: 'refused', reason: `${what} begins with a byte order mark, which an edit never carries` };
  }
  if (!text.includes('\r')) return { type: 'ok', text };
  const normal = normalise(text);
  if (normal.text.includes('\r')) return { type: 'refused', reason: `${what} holds a CR without its LF` };
  if (normal.ending === 'mixed') return { type: 'refused', reason: `${what} mixes CRLF and LF` };
  if (file === 'lf') return { type: 'refused', reason: `${what} holds CRLF, and the file has LF` };
  return { type: 'ok', text: normal.text };
}
