/** The matching lines of one file; a file in which ripgrep met a NUL byte is left out. */
export interface FileMatches {
  readonly path: string;
  readonly lines: readonly { readonly line: number; readonly text: string }[];
}

/** Reads what `rg --json` prints: begin, match and end records, one a line, of several files in turn. */
export function readMatches(output: Buffer): readonly FileMatches[] {
  const files: FileMatches[] = [];
  let path: string | undefined;
  let lines: { line: number; text: string }[] = [];
  let from = 0;
  while (from < output.length) {
    const at = output.indexOf(0x0a, from);
    const to = at < 0 ? output.length : at;
    const record = recordOf(output.toString('utf8', from, to));
    from = to + 1;
    if (record === undefined) continue;
    if (record.type === 'begin') {
      path = textOf(record.data.path);
      lines = [];
    } else if (record.type === 'match' && path !== undefined) {
      const text = textOf(record.data.lines);
      const line = record.data.line_number;
      if (text !== undefined && typeof line === 'number')
        lines.push({ line, text: withoutMark(withoutEnding(text), line) });
    } else if (record.type === 'end' && path !== undefined) {
      if (record.data.binary_offset === null || record.data.binary_offset === undefined)
        files.push({ path, lines });
      path = undefined;
    }
  }
  return files;
}

/** The parts of a record that are read here; everything else of ripgrep's format is passed over. */
interface Record {
  readonly type: string;
  readonly data: {
    readonly path?: Content;
    readonly lines?: Content;
    readonly line_number?: number | null;
    readonly binary_offset?: number | null;
  };
}

/** ripgrep gives bytes that are not UTF-8 as base64. */
interface Content {
  readonly text?: string;
  readonly bytes?: string;
}

function recordOf(line: string): Record | undefined {
  if (line === '') return undefined;
  return JSON.parse(line) as Record;
}

function textOf(content: Content | undefined): string | undefined {
  if (content?.text !== undefined) return content.text;
  return content?.bytes === undefined ? undefined : Buffer.from(content.bytes, 'base64').toString('utf8');
}

function withoutEnding(text: string): string {
  const open = text.endsWith('\n') ? text.slice(0, -1) : text;
  return open.endsWith('\r') ? open.slice(0, -1) : open;
}

function withoutMark(text: string, line: number): string {
  return line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
}
