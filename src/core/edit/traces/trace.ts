/** What a worker left behind in a text: never part of what was asked, whatever the intent (contracts rule 47). */
export type TraceKind =
  'placeholder' | 'fence' | 'marker' | 'hidden character' | 'secret' | 'chat token' | 'line number' | 'prose';

export interface Trace {
  readonly kind: TraceKind;
  /** 1-based line of the text it stands in. */
  readonly line: number;
  /** What two traces are the same by; never a whole secret. */
  readonly key: string;
  readonly message: string;
}

/** One line that only one side of a change has. */
export interface SideLine {
  readonly line: number;
  readonly text: string;
  /** What its first character stands in: code, a comment, or a text that began on a line above; undefined: unknown. */
  readonly state: 'code' | 'comment' | 'text' | undefined;
}

/** What kind of file a text is, for what is content there and a trace elsewhere. */
export type Sort = 'code' | 'data' | 'prose' | 'markup';

const proseFiles =
  /\.(?:md|mdx|markdown|rst|adoc|txt|tex|org)$|(?:^|\/)(?:README|CHANGELOG|LICENSE|NOTICE)$/i;
const dataFiles = /\.(?:json|jsonc|json5|ya?ml|toml|csv|tsv|ini|env|lock|properties)$|(?:^|\/)\.env[^/]*$/i;
const markupFiles = /\.(?:html?|xml|svg|vue|svelte|astro|hbs|ejs)$/i;

/** The sort of a file by its path; without one, code. */
export function sortOf(path: string | undefined): Sort {
  if (path === undefined) return 'code';
  if (proseFiles.test(path)) return 'prose';
  if (dataFiles.test(path)) return 'data';
  return markupFiles.test(path) ? 'markup' : 'code';
}
