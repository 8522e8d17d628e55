/**
 * Characters that a reader cannot see or that change how others are shown: controls (terminal sequences begin with
 * one), soft hyphens, zero-width and bidirectional marks, line separators, tags, variation selectors. They are shown
 * as escapes, in everything that a model, a file or a server wrote.
 */
const hidden =
  /\r(?!\n)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Cs}/gu;

/** Parts of ordinary writing: emoji and their joiners, and joiners inside Arabic, Persian and Indic words. */
const joining =
  '[\\p{Script=Arabic}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Sinhala}\\p{Script=Malayalam}]';
const ordinary = new RegExp(
  [
    '[\\d#*]\\ufe0f?\\u20e3',
    '\\p{ExtPict}\\p{EMod}?\\ufe0f?(?:\\u200d\\p{ExtPict}\\p{EMod}?\\ufe0f?)*',
    `(?<=${joining}(?:(?![\\ufe00-\\ufe0f\\u034f])\\p{M})*)[\\u200c\\u200d](?=${joining})`,
  ].join('|'),
  'gu',
);
/** An ordinary piece is looked for so many UTF-16 units on either side. */
const reach = 24;

export interface Part {
  readonly text: string;
  /** True where `text` is the escape of a character that cannot be seen. */
  readonly escaped: boolean;
}

/** A text in parts, hidden characters apart. One part that is not escaped where there is none. */
export function parts(text: string): readonly Part[] {
  if (text.search(hidden) === -1) return [{ text, escaped: false }];
  const found: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    if (isOrdinary(text, match.index)) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index), escaped: false });
    found.push({ text: escapeOf(match[0]), escaped: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), escaped: false });
  return found;
}

/** The same as one string, for names and labels. */
export function visible(text: string): string {
  return parts(text)
    .map((part) => part.text)
    .join('');
}

/** Whether the hidden character at a position is part of an ordinary piece of writing. */
function isOrdinary(text: string, at: number): boolean {
  const start = Math.max(0, at - reach);
  for (const match of text.slice(start, at + reach).matchAll(ordinary)) {
    const from = start + match.index;
    if (from <= at && at < from + match[0].length) return true;
  }
  return false;
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
