import type { PointerEdit } from './code.ts';

/** Formats that data is converted between (contracts rule 27). */
export const dataFormats = ['json', 'jsonc', 'yaml', 'toml', 'csv', 'ini', 'env', 'markdown-table'] as const;
export type ConvertibleFormat = (typeof dataFormats)[number];

/** What people call a format. */
export const formatNames: Readonly<Record<ConvertibleFormat, string>> = {
  json: 'JSON',
  jsonc: 'JSON with comments',
  yaml: 'YAML',
  toml: 'TOML',
  csv: 'CSV',
  ini: 'INI',
  env: 'an env file',
  'markdown-table': 'a Markdown table',
};

/** The format of a data file by its name (contracts rule 67); undefined where the name says none. */
export function formatOfPath(path: string): ConvertibleFormat | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/^[tj]sconfig.*\.json$/u.test(name) || /(?:^|\/)\.vscode\/[^/]+\.json$/u.test(path)) return 'jsonc';
  if (/^\.env(?:\.[\w-]+)*$/u.test(name)) return 'env';
  return byExtension[name.slice(name.lastIndexOf('.') + 1)];
}

const byExtension: Readonly<Record<string, ConvertibleFormat>> = {
  json: 'json',
  jsonc: 'jsonc',
  'code-workspace': 'jsonc',
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  csv: 'csv',
  ini: 'ini',
  env: 'env',
  md: 'markdown-table',
  markdown: 'markdown-table',
};

/** A text of one format that is to become one of another, with changes of its data on the way (contracts rule 33). */
export interface Conversion {
  readonly from: ConvertibleFormat;
  readonly to: ConvertibleFormat;
  /** Without a byte order mark. */
  readonly source: string;
  readonly pointerEdits: readonly PointerEdit[];
}

/** The conversion that a task asks for, of a text as it was handed out. */
export function conversionOf(
  task: Pick<Conversion, 'from' | 'to'> & { readonly pointerEdits?: readonly PointerEdit[] | undefined },
  source: string,
): Conversion {
  return { from: task.from, to: task.to, source, pointerEdits: task.pointerEdits ?? [] };
}

/** What is wrong with a text as data of a format; `line` is 1-based. */
export interface DataFault {
  readonly line: number;
  readonly message: string;
}

/** How a text compares with what a conversion asks for. */
export interface DataReport {
  /** Why the source has no data, so that nothing can be compared. */
  readonly source?: DataFault;
  /** Why the content has none. */
  readonly content?: DataFault;
  /** Where the data differs, by JSON pointer, with the line of the content where it is known. */
  readonly differences: readonly DataFault[];
  /** How many places differ beyond those. */
  readonly more: number;
  /** Where two readings of a format disagree and the answer hangs on it. */
  readonly unsure: readonly string[];
  /** What is lost without being data: comments, the order of keys. */
  readonly notes: readonly string[];
  /** Scalars of the content. */
  readonly values: number;
}
