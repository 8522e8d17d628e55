import type { DataValue } from '../oracles/dataValue.ts';
import { wrong, type TextRead } from './textRead.ts';

/** A row of a sheet: its cells and the line (1-based) it begins at. */
interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** CSV of RFC 4180 with commas and a header row; blanks count, rows are as long as the header (contracts rule 31). */
export function readCsv(text: string): TextRead {
  const rows: Row[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begun = line;
    const cells: string[] = [];
    for (;;) {
      if (text[at] === '"') {
        let cell = '';
        at += 1;
        for (;;) {
          const close = text.indexOf('"', at);
          if (close === -1) return wrong(begun, 'a quoted cell is not closed');
          const piece = text.slice(at, close);
          cell += piece;
          line += breaksIn(piece);
          at = close + 1;
          if (text[at] !== '"') break;
          cell += '"';
          at += 1;
        }
        cells.push(cell);
        const next = text[at];
        if (next !== undefined && next !== ',' && next !== '\n' && !text.startsWith('\r\n', at)) {
          return wrong(line, 'something stands between the quote that ends a cell and the next comma');
        }
      } else {
        const from = at;
        while (at < text.length && text[at] !== ',' && text[at] !== '\n') at += 1;
        const isEnding = text[at] === '\n' && at > from && text[at - 1] === '\r';
        const cell = text.slice(from, isEnding ? at - 1 : at);
        if (cell.includes('"')) return wrong(line, 'a quote stands inside a cell that is not quoted');
        if (cell.includes('\r'))
          return wrong(line, 'a carriage return stands inside a cell that is not quoted');
        cells.push(cell);
      }
      if (text[at] !== ',') break;
      at += 1;
    }
    if (text.startsWith('\r\n', at)) at += 2;
    else if (text[at] === '\n') at += 1;
    line += 1;
    rows.push({ cells, line: begun });
  }
  const [header, ...rest] = rows;
  return header === undefined ? wrong(1, 'there is no header row') : sheetOf(header, rest);
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** A table of Markdown: header, dash row, rows; cells are trimmed, `\|` is a pipe (contracts rule 31). */
export function readTable(text: string): TextRead {
  const lines = text.split('\n').map((one) => (one.endsWith('\r') ? one.slice(0, -1) : one));
  let first = 0;
  while (first < lines.length && lines[first]?.trim() === '') first += 1;
  let last = lines.length - 1;
  while (last >= first && lines[last]?.trim() === '') last -= 1;
  const rows: Row[] = [];
  for (let at = first; at <= last; at += 1) {
    const written = lines[at] ?? '';
    if (!written.includes('|')) {
      const what = written.trim() === '' ? 'an empty line parts it' : 'this line is no row of it';
      return wrong(at + 1, `only the table may stand here, and ${what}`);
    }
    rows.push({ cells: cellsOf(written.trim()), line: at + 1 });
  }
  const [header, dashes, ...rest] = rows;
  if (header === undefined) return wrong(1, 'there is no table');
  if (dashes === undefined || !dashes.cells.every((cell) => /^:?-+:?$/u.test(cell))) {
    return wrong(dashes?.line ?? header.line, 'a row of dashes has to follow the header');
  }
  if (dashes.cells.length !== header.cells.length) {
    return wrong(dashes.line, 'the row of dashes is not as long as the header');
  }
  return sheetOf(header, rest);
}

function cellsOf(row: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  // A pipe at either end only closes the row; one that is escaped is text.
  let at = row.startsWith('|') ? 1 : 0;
  let isOpen = true;
  for (; at < row.length; at += 1) {
    const character = row[at] ?? '';
    isOpen = true;
    if (character === '\\' && row[at + 1] === '|') {
      cell += '|';
      at += 1;
    } else if (character === '|') {
      cells.push(cell.trim());
      cell = '';
      isOpen = false;
    } else cell += character;
  }
  if (isOpen) cells.push(cell.trim());
  return cells;
}

function sheetOf(header: Row, rows: readonly Row[]): TextRead {
  const known = new Set<string>();
  for (const name of header.cells) {
    if (known.has(name)) return wrong(header.line, `the column ${JSON.stringify(name)} stands twice`);
    known.add(name);
  }
  const items: DataValue[] = [];
  for (const { cells, line } of rows) {
    if (cells.length !== header.cells.length) {
      const count = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`;
      return wrong(line, `the row has ${count}, and the header has ${header.cells.length}`);
    }
    const entries = new Map<string, DataValue>();
    header.cells.forEach((name, at) => entries.set(name, { type: 'string', value: cells[at] ?? '' }));
    items.push({ type: 'map', entries });
  }
  return {
    type: 'value',
    value: { type: 'list', items },
    columns: header.cells,
    comments: 0,
    doubts: [],
    others: new Map(),
    lineOf: ([index]) => rows[Number(index)]?.line ?? header.line,
  };
}
