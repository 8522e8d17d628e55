import type { Hit } from '../../core/ports.ts';

export interface PrintedReader {
  push(chunk: Buffer): void;
  /**
   * The lines of each file by its path, in their order, as they stand there: with a byte order mark or a CR where
   * they have one. Files in which ripgrep met a NUL behind its matches are left out.
   */
  end(): ReadonlyMap<string, readonly Hit[]>;
}

/** What ripgrep prints instead of a line where a file turns out to be binary behind its first matches. */
const binary = ': WARNING: stopped searching binary file after match (found "\\0" byte around offset ';

/**
 * Reads what `rg --null --line-number --no-heading --with-filename` prints: path, NUL, number, colon, line. A path
 * may hold everything but a NUL, a line everything but a line feed, so nothing in them can be taken for more.
 */
export function printedReader(): PrintedReader {
  const files = new Map<string, Hit[]>();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  let printed = '';
  let path = '';
  /** How a line of the same file begins, and how it goes on where the file is binary. */
  let prefix = '\n';
  let warning = '\n';
  let lines: Hit[] = [];

  function enter(next: string): void {
    printed = next;
    path = next.startsWith('./') ? next.slice(2) : next;
    prefix = `${printed}\0`;
    warning = printed + binary;
    lines = files.get(path) ?? [];
    files.set(path, lines);
  }

  /** Reads the whole records of a text; gives where the first one begins that is not whole. */
  function read(text: string): number {
    let at = 0;
    for (;;) {
      if (!text.startsWith(prefix, at)) {
        if (text.startsWith(warning, at)) {
          const end = text.indexOf('\n', at + warning.length);
          if (end < 0) return at;
          files.delete(path);
          prefix = '\n';
          warning = '\n';
          at = end + 1;
          continue;
        }
        const nul = text.indexOf('\0', at);
        if (nul < 0) return at;
        // A name that the warning's beginning was cut off from is not mistaken for a path: no path is whole before
        // the line behind it is.
        if (text.indexOf('\n', nul) < 0) return at;
        enter(text.slice(at, nul));
      }
      const start = at + prefix.length;
      const colon = text.indexOf(':', start);
      const end = colon < 0 ? -1 : text.indexOf('\n', colon);
      if (end < 0) return at;
      lines.push({ path, line: numberAt(text, start, colon), text: text.slice(colon + 1, end) });
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

function numberAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}
