/** Name of a language for a code fence, by the extension of a path; empty where none is known. */
export function fenceLanguage(path: string): string {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return fences[extension] ?? extension;
}

const fences: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'jsx',
  py: 'python',
  rs: 'rust',
  go: 'go',
  java: 'java',
  md: 'markdown',
  yml: 'yaml',
  h: 'c',
};

/** The indentation that all lines with text share. */
export function sharedIndent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const [first = ''] = indents;
  let length = first.length;
  for (const indent of indents) {
    while (length > 0 && indent.slice(0, length) !== first.slice(0, length)) length -= 1;
  }
  return first.slice(0, length);
}

/** Takes a shared indentation off every line that has it. */
export function dedent(lines: readonly string[], indent: string): readonly string[] {
  return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()));
}

/** Puts an indentation in front of every line with text. */
export function indented(lines: readonly string[], indent: string): readonly string[] {
  return lines.map((line) => (line.trim() === '' ? line.trim() : indent + line));
}

/**
 * The code of an answer: what stands in its first fence, closed or not, else the whole text. A fence that the
 * prefill opened is not part of the text.
 */
export function codeOf(answer: string): readonly string[] {
  const text = answer.replace(/\r\n/g, '\n');
  const opened = /^[^\n]*```[\w+-]*\n([\s\S]*)$/.exec(text) ?? /\n```[\w+-]*\n([\s\S]*)$/.exec(text);
  const body = (opened?.[1] ?? text).split(/\n```|^```/)[0] ?? '';
  const lines = body.split('\n');
  while (lines.length > 0 && lines[0]?.trim() === '') lines.shift();
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  return lines;
}
