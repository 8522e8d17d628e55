/** How a text of a language is read: by which parser, or by none. */
export type Reader =
  | { readonly type: 'typescript' }
  | { readonly type: 'grammar'; readonly grammar: 'python' | 'go' | 'rust' | 'java' }
  | { readonly type: 'json' | 'jsonc' | 'yaml' | 'toml' }
  | { readonly type: 'css'; readonly lineComments: boolean }
  | { readonly type: 'none' };

export interface Language {
  readonly name: string;
  readonly reader: Reader;
}

const typescript: Reader = { type: 'typescript' };
const none: Reader = { type: 'none' };

const byExtension: Readonly<Record<string, Language>> = {
  ts: { name: 'TypeScript', reader: typescript },
  mts: { name: 'TypeScript', reader: typescript },
  cts: { name: 'TypeScript', reader: typescript },
  tsx: { name: 'TypeScript JSX', reader: typescript },
  js: { name: 'JavaScript', reader: typescript },
  mjs: { name: 'JavaScript', reader: typescript },
  cjs: { name: 'JavaScript', reader: typescript },
  jsx: { name: 'JavaScript JSX', reader: typescript },
  py: { name: 'Python', reader: { type: 'grammar', grammar: 'python' } },
  pyi: { name: 'Python', reader: { type: 'grammar', grammar: 'python' } },
  go: { name: 'Go', reader: { type: 'grammar', grammar: 'go' } },
  rs: { name: 'Rust', reader: { type: 'grammar', grammar: 'rust' } },
  java: { name: 'Java', reader: { type: 'grammar', grammar: 'java' } },
  json: { name: 'JSON', reader: { type: 'json' } },
  jsonc: { name: 'JSON with Comments', reader: { type: 'jsonc' } },
  json5: { name: 'JSON5', reader: none },
  yaml: { name: 'YAML', reader: { type: 'yaml' } },
  yml: { name: 'YAML', reader: { type: 'yaml' } },
  toml: { name: 'TOML', reader: { type: 'toml' } },
  css: { name: 'CSS', reader: { type: 'css', lineComments: false } },
  scss: { name: 'SCSS', reader: { type: 'css', lineComments: true } },
  less: { name: 'Less', reader: { type: 'css', lineComments: true } },
  md: { name: 'Markdown', reader: none },
  mdx: { name: 'MDX', reader: none },
  html: { name: 'HTML', reader: none },
  htm: { name: 'HTML', reader: none },
  xml: { name: 'XML', reader: none },
  vue: { name: 'Vue', reader: none },
  svelte: { name: 'Svelte', reader: none },
  c: { name: 'C', reader: none },
  h: { name: 'C', reader: none },
  cc: { name: 'C++', reader: none },
  cpp: { name: 'C++', reader: none },
  hpp: { name: 'C++', reader: none },
  cs: { name: 'C#', reader: none },
  kt: { name: 'Kotlin', reader: none },
  swift: { name: 'Swift', reader: none },
  scala: { name: 'Scala', reader: none },
  rb: { name: 'Ruby', reader: none },
  php: { name: 'PHP', reader: none },
  sh: { name: 'Shell', reader: none },
  bash: { name: 'Shell', reader: none },
  ps1: { name: 'PowerShell', reader: none },
  sql: { name: 'SQL', reader: none },
  lua: { name: 'Lua', reader: none },
  dart: { name: 'Dart', reader: none },
  ini: { name: 'INI', reader: none },
};

/** The language of a path, by its name and extension; undefined where none is known. */
export function languageOf(path: string): Language | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  // Contracts rule 67: these are JSON with comments, whatever their extension says.
  const commented =
    /^[tj]sconfig.*\.json$/.test(name) ||
    name.endsWith('.code-workspace') ||
    (/(?:^|\/)\.vscode\/[^/]+$/.test(path) && name.endsWith('.json'));
  if (commented) return { name: 'JSON with Comments', reader: { type: 'jsonc' } };
  const dot = name.lastIndexOf('.');
  return dot === -1 ? undefined : byExtension[name.slice(dot + 1)];
}

/** How the checks read a text at this path. */
export function readerOf(path: string): Reader {
  return languageOf(path)?.reader ?? none;
}
