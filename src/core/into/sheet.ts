/** Rows of text under named columns: what a list of hits or items is in a file. Every row has as many cells. */
export interface Sheet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What of a result stands in the file that it ends in: rows, or a text that is the result already. */
export type Written =
  { readonly type: 'sheet'; readonly sheet: Sheet } | { readonly type: 'text'; readonly text: string };

/** How a file is written, by the ending of its name. */
export type SheetForm = 'markdown' | 'csv' | 'json' | 'text';

export const sheetEndings = '.md, .csv, .json or .txt';

export function formOf(path: string): SheetForm | undefined {
  const ending = /\.([^./]+)$/u.exec(path)?.[1]?.toLowerCase();
  switch (ending) {
    case 'md':
    case 'markdown':
      return 'markdown';
    case 'csv':
    case 'json':
      return ending;
    case 'txt':
      return 'text';
    default:
      return undefined;
  }
}

/** A sheet as the text of a file, with LF and a final newline. */
export function writeSheet(sheet: Sheet, form: SheetForm): string {
  const { columns, rows } = sheet;
  switch (form) {
    case 'markdown':
      return linesOf([columns, columns.map(() => '---'), ...rows].map(markdownRow));
    case 'csv':
      return linesOf([columns, ...rows].map((row) => row.map(csvCell).join(',')));
    case 'json':
      return `${JSON.stringify(
        rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? '']))),
        undefined,
        2,
      )}\n`;
    case 'text':
      return rows.length === 0 ? '' : linesOf(rows.map((row) => row.map(flat).join('\t')));
  }
}

/** Cells as they come back from the form: blanks around one are lost in some, and line feeds in one. */
export function cellIn(form: SheetForm, cell: string): string {
  if (form === 'markdown') return cell.replace(/\r\n?/gu, '\n').trim();
  return form === 'text' ? flat(cell) : cell;
}

/** Reads what {@link writeSheet} writes, by the rules of the form and not by how it was written; undefined for other text. */
export function readSheet(text: string, form: SheetForm): readonly (readonly string[])[] | undefined {
  switch (form) {
    case 'markdown':
      return readMarkdown(text);
    case 'csv':
      return readCsv(text)?.slice(1);
    case 'json':
      return readJson(text);
    case 'text':
      return text === ''
        ? []
        : text
            .replace(/\n$/u, '')
            .split('\n')
            .map((line) => line.split('\t'));
  }
}

function linesOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function flat(cell: string): string {
  return cell.replace(/[\t\r\n]+/gu, ' ');
}

/** Signs by which Markdown reads more than text are escaped; a line feed becomes the break that tables have for it. */
function markdownRow(cells: readonly string[]): string {
  const written = cells.map((cell) =>
    cell
      .trim()
      .replace(/[\\`*[\]<>|~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (sign) => `\\${sign}`)
      .replace(/\r\n?|\n/gu, '<br>'),
  );
  return `| ${written.join(' | ')} |`;
}

function csvCell(cell: string): string {
  return /[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function readMarkdown(text: string): readonly (readonly string[])[] | undefined {
  const [head, dashes, ...lines] = text.replace(/\n$/u, '').split('\n');
  if (head === undefined || dashes === undefined || !/^\|(?: *-{3,} *\|)+$/u.test(dashes)) return undefined;
  const rows: string[][] = [];
  for (const line of lines) {
    if (!line.startsWith('|') || !line.endsWith('|')) return undefined;
    const cells: string[] = [];
    let cell = '';
    for (let at = 1; at < line.length; at += 1) {
      const sign = line[at] ?? '';
      if (sign === '\\') {
        at += 1;
        cell += line[at] ?? '';
      } else if (sign === '|') {
        cells.push(cell.trim());
        cell = '';
      } else if (line.startsWith('<br>', at)) {
        cell += '\n';
        at += 3;
      } else {
        cell += sign;
      }
    }
    rows.push(cells);
  }
  return rows;
}

/** RFC 4180. */
function readCsv(text: string): readonly (readonly string[])[] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (;;) {
        const end = text.indexOf('"', at + 1);
        if (end < 0) return undefined;
        cell += text.slice(at + 1, end);
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
      }
    } else {
      const start = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '\n') at += 1;
      cell = text.slice(start, at);
    }
    row.push(cell);
    if (text[at] !== ',') {
      rows.push(row);
      row = [];
    } else if (at + 1 === text.length || text[at + 1] === '\n') {
      row.push('');
      rows.push(row);
      row = [];
      at += 1;
    }
    at += 1;
  }
  return rows;
}

function readJson(text: string): readonly (readonly string[])[] | undefined {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) return undefined;
  return value.map((row: unknown) => Object.values(row as Record<string, unknown>).map(String));
}
