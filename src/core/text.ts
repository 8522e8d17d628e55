/**
 * Lines of a text as contracts rule 1 counts them: they end at LF, a CR before it belongs to the ending, a final
 * newline opens no further line, and an empty text has none.
 */
export function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  const ended = lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  // Behind the last LF only LF would make a CR part of an ending.
  return rest === '' ? ended : [...ended, rest];
}

/** The first line of a text, cut at 80 characters: for titles. */
export function firstLine(text: string): string {
  return shorten(text.trim().split('\n')[0] ?? '', 80);
}

/** A text cut at a length (UTF-16 units), with a sign that there is more. */
export function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}\u2026` : text;
}

/** A fence longer than any run of backticks in the text, so that the text cannot close it. */
export function fenced(text: string, language = 'text'): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`{3,}/gu)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
