/**
 * A text as a JavaScript pattern with the flag `u` that matches just this text. A symbol may be called anything: a
 * property is `'+'`, `'a(b'` or `#secret`. (What ripgrep wants escaped, this flag in part forbids to escape.)
 */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
