/** What a comment holds: sentences, and tags behind them. */
export interface CommentText {
  readonly words: readonly string[];
  readonly tags: readonly string[];
  /** The words stand as they are, without a full stop that they have not. */
  readonly isExact?: boolean;
}

export type CommentStyle = 'block' | 'hash' | 'slashes' | 'triple';

/** How a doc comment is written in the language of a path: docstrings are code, so Python gets `#` above. */
export function commentStyle(path: string): CommentStyle {
  if (/\.(?:py|rb|sh|ya?ml|toml)$/i.test(path)) return 'hash';
  if (/\.rs$/i.test(path)) return 'triple';
  if (/\.go$/i.test(path)) return 'slashes';
  return 'block';
}

/** Columns that a comment takes, its indentation included. */
export const lineWidth = 100;

/** The lines of a comment, indented; `width` Infinity keeps its words on one line. */
export function commentLines(
  { words, tags, isExact }: CommentText,
  style: CommentStyle,
  indent: string,
  width: number,
): readonly string[] {
  // Whoever wrote the words, they cannot close the comment.
  const safe = (part: string): string => (style === 'block' ? part.replaceAll('*/', '* /') : part);
  const text = safe(words.join(' '));
  const ended = text === '' || isExact === true || /[.!?]["')]?$/.test(text) ? text : `${text}.`;
  const mark = style === 'block' ? ' * ' : style === 'hash' ? '# ' : style === 'triple' ? '/// ' : '// ';
  const wrapped = wrap(ended, Math.max(40, width - indent.length - mark.length));
  if (style !== 'block') return wrapped.map((line) => `${indent}${mark}${line}`);
  const [only, second] = wrapped;
  if (only !== undefined && second === undefined && tags.length === 0) return [`${indent}/** ${only} */`];
  const gap = tags.length > 0 && wrapped.length > 0 ? [''] : [];
  const rows = [...wrapped, ...gap, ...tags.map(safe)];
  return [`${indent}/**`, ...rows.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/**
 * The line on which a doc comment directly above the symbol begins, so that a new one takes its place; undefined
 * where there is none, or where it holds a directive, which is code and stays.
 */
export function existingComment(
  lines: readonly string[],
  line: number,
  style: CommentStyle,
): number | undefined {
  if (style !== 'block') return undefined;
  if (!/\*\/\s*$/.test(lines[line - 2] ?? '')) return undefined;
  for (let at = line - 1; at >= 1; at -= 1) {
    const text = lines[at - 1] ?? '';
    if (/^\s*\/\*\*/.test(text)) {
      const block = lines.slice(at - 1, line - 1).join('\n');
      return /@ts-|eslint|prettier-ignore|istanbul|c8 |@license|@preserve|#__PURE__|@jsx/.test(block)
        ? undefined
        : at;
    }
    if (/\/\*/.test(text)) return undefined;
  }
  return undefined;
}

/** What a block comment says: its words as one text, and its lines from the first tag on. */
export function textOfComment(lines: readonly string[]): CommentText {
  const rows = lines.map((line) =>
    line
      .replace(/^\s*(?:\/\*\*|\*(?!\/))? ?/, '')
      .replace(/\s*\*\/\s*$/, '')
      .trimEnd(),
  );
  const tag = rows.findIndex((row) => /^\s*@\w/.test(row));
  const words = (tag === -1 ? rows : rows.slice(0, tag)).join(' ').replace(/\s+/g, ' ').trim();
  const tags = tag === -1 ? [] : rows.slice(tag);
  while (tags.at(-1) === '') tags.pop();
  return { words: words === '' ? [] : [words], tags };
}
