/** One line that ripgrep printed: as it stands in the file, with a byte order mark or a CR where it has one. */
export interface PrintedLine {
  readonly line: number;
  readonly text: string;
}

export interface PrintedReader {
  push(chunk: Buffer): void;
  /** The lines of each file, in their order; files in which ripgrep met a NUL behind its matches are left out. */
  end(): ReadonlyMap<string, readonly PrintedLine[]>;
}

/** What ripgrep prints instead of a line where a file turns out to be binary behind its first matches. */
const binary = ': WARNING: stopped searching binary file after match (found "\\0" byte around offset ';

/**
 * Reads what `rg --null --line-number --no-heading --with-filename` prints: path, NUL, number, colon, line. A path
 * may hold everything but a NUL, a line everything but a line feed, so nothing in them can be taken for more.
 */
export function printedReader(): PrintedReader {
  const files = new Map<string, PrintedLine[]>();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  let path = '';
  let lines: PrintedLine[] = [];

  function read(text: string): number {
    let at = 0;
    for (;;) {
      if (path !== '' && text.startsWith(path + binary, at)) {
        const end = text.indexOf('\n', at + path.length + binary.length);
        if (end < 0) return at;
        files.delete(path);
        path = '';
        at = end + 1;
        continue;
      }
      const same = path !== '' && text.startsWith(`${path}\0`, at);
      const nul = same ? at + path.length : text.indexOf('\0', at);
      const colon = nul < 0 ? -1 : text.indexOf(':', nul);
      const end = colon < 0 ? -1 : text.indexOf('\n', colon);
      if (end < 0) return at;
      if (!same) {
        path = text.slice(at, nul);
        lines = files.get(path) ?? [];
        files.set(path, lines);
      }
      lines.push({ line: Number(text.slice(nul + 1, colon)), text: text.slice(colon + 1, end) });
      at = end + 1;
    }
  }

  return {
    push(chunk) {
      const text = rest + decoder.decode(chunk, { stream: true });
      rest = text.slice(read(text));
    },
    end() {
      const text = rest + decoder.decode();
      rest = text.slice(read(text));
      return files;
    },
  };
}
