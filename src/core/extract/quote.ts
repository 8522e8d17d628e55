/** Of a longer line only what stands around a value is quoted. */
const quoteAtMost = 300;

/** The quote of a value: its line, or of a long line what stands around the place at `at` (UTF-16), else the first one. */
export function quoteOf(line: string, value: string, at = line.indexOf(value)): string {
  if (line.length <= quoteAtMost) return line;
  if (at === -1) return value;
  const isLow = (column: number): boolean => /[\udc00-\udfff]/.test(line.charAt(column));
  let from = Math.max(0, at - 60);
  let to = Math.min(line.length, at + value.length + 60);
  if (isLow(from)) from -= 1;
  if (isLow(to)) to += 1;
  return line.slice(from, to);
}
