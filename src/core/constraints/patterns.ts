/** A text as a pattern that matches exactly it, with the flag `u` or without. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** How often a text stands in another, letter case ignored, without overlaps. */
export function occurrences(part: string, text: string): number {
  if (part === '') return 0;
  return [...text.matchAll(new RegExp(escapePattern(part), 'giu'))].length;
}

/** The same for whole words: no letter, digit or `_` beside it. */
export function wholeOccurrences(part: string, text: string): number {
  if (part === '') return 0;
  const left = /^[\p{L}\p{N}_]/u.test(part) ? '(?<![\\p{L}\\p{N}_])' : '';
  const right = /[\p{L}\p{N}_]$/u.test(part) ? '(?![\\p{L}\\p{N}_])' : '';
  return [...text.matchAll(new RegExp(`${left}${escapePattern(part)}${right}`, 'giu'))].length;
}
