import type { Random } from '../../../node/search/random.ts';
import type { FaultClass, KindFaults, KindRow, RightRow } from './kindFaults.ts';
import type { SourceProject } from '../packages.ts';

interface Entry {
  readonly name: string;
  readonly value: string;
  readonly path?: string;
  readonly line?: number;
  readonly quote?: string;
}

/** A template in pieces: its own texts, and between them the names of its blanks. */
interface Drawn {
  readonly pieces: readonly { readonly text: string; readonly name?: string }[];
  readonly entries: readonly Entry[];
  readonly mark: (name: string) => string;
}
const drawn = new WeakMap<RightRow, Drawn>();

const sorts: readonly { readonly mark: (name: string) => string; readonly names: readonly string[] }[] = [
  { mark: (name) => `{{${name}}}`, names: ['name', 'project', 'first_name', 'a.b', 'year', 'user-id', 'x1'] },
  { mark: (name) => `\${${name}}`, names: ['name', 'PORT', 'host', 'API_URL', 'x1'] },
  { mark: (name) => `[${name}]`, names: ['NAME', 'FULL_NAME', 'DATE', 'COMPANY', 'YEAR'] },
];
const texts = [
  'Dear ',
  ',\n\nthank you for ',
  '. It costs $& and $1.\n',
  '\r\nLine two: ',
  '',
  ' ',
  '# ',
  '\n- [ ] item\n- [x] done: ',
  '\tconst v = "',
  '"; // keep\n',
  '\u4f60\u597d ',
  ' (see [the docs](https://example.org)) ',
  '{ "a": { "b": "',
  '" } }\n',
  '<b>',
  '</b>',
  '100 % $5 ',
];
const ends = ['', '\n', '\n\n', ' ', '\r\n', 'The end.'];
const givens = [
  'Ada',
  '$&',
  '$1',
  '{{name}} of old',
  '[NAME]',
  '${host}',
  'two\nlines',
  ' a ',
  '\\',
  '0',
  '\u4f60',
  'a"b',
];

function contentOf(made: Drawn, entries: readonly Entry[] = made.entries): string {
  const values = new Map(entries.map((entry) => [entry.name, entry.value]));
  return made.pieces
    .map((piece) => (piece.name === undefined ? piece.text : (values.get(piece.name) ?? '')))
    .join('');
}

function templateOf(made: Drawn): string {
  return made.pieces.map((piece) => (piece.name === undefined ? piece.text : made.mark(piece.name))).join('');
}

/** A word of a line of a real source, as a worker would quote it. */
function quotedEntry(name: string, project: SourceProject, random: Random): Entry | undefined {
  const path = random.pick(project.paths);
  const lines = (project.texts.get(path) ?? '').split('\n');
  const index = random.number(lines.length);
  const quote = (lines[index] ?? '').replace(/\r$/u, '');
  const words = quote.match(/[\p{L}\p{N}_$.]+/gu);
  if (words === null) return undefined;
  const value = random.pick(words);
  const cut = random.chance(0.3) ? quote.trim() : quote;
  return { name, value, path, line: index + 1, quote: random.chance(0.2) ? value : cut };
}

export const fill: KindFaults = {
  kind: 'fill',
  right(project, random) {
    const sort = random.pick(sorts);
    const names = [...new Set(random.list(1, 5, () => random.pick(sort.names)))];
    const entries: Entry[] = [];
    for (const name of names) {
      const given = random.chance(0.5);
      const entry = given ? { name, value: random.pick(givens) } : quotedEntry(name, project, random);
      if (entry === undefined || entry.value === sort.mark(name)) return undefined;
      entries.push(entry);
    }
    const pieces: { readonly text: string; readonly name?: string }[] = [];
    // Each blank at least once, some twice, some side by side.
    for (const name of [...names, ...random.list(0, 2, () => random.pick(names))]) {
      pieces.push({ text: random.pick(texts) }, { text: '', name });
    }
    pieces.push({ text: random.pick(ends) });
    const made: Drawn = { pieces, entries, mark: sort.mark };
    const paths = [...new Set(entries.flatMap((entry) => entry.path ?? []))];
    const values = Object.fromEntries(
      entries.filter((entry) => entry.path === undefined).map((entry) => [entry.name, entry.value]),
    );
    const row: RightRow = {
      best: 'verified',
      files: Object.fromEntries(paths.map((path) => [path, project.texts.get(path) ?? ''])),
      task: {
        kind: 'fill',
        template: templateOf(made),
        paths,
        ...(Object.keys(values).length === 0 && random.chance(0.5) ? {} : { values }),
      },
      result: { content: contentOf(made), blanks: random.chance(0.5) ? entries : entries.toReversed() },
    };
    drawn.set(row, made);
    return row;
  },
  get classes() {
    return classes;
  },
};

/** The row with another list of blanks, and the content that goes with it unless one is given. */
function withBlanks(row: KindRow, made: Drawn, blanks: readonly object[], content?: string): KindRow {
  return { ...row, result: { content: content ?? contentOf(made), blanks } };
}

function fault(
  name: string,
  plant: (row: RightRow, made: Drawn, random: Random) => KindRow | undefined,
): FaultClass {
  return {
    name,
    plant(row, random) {
      const made = drawn.get(row);
      return made === undefined ? undefined : plant(row, made, random);
    },
  };
}

/** Changes the entry of a value that is quoted, or of one that is given. */
function onEntry(
  name: string,
  which: 'quoted' | 'given' | 'any',
  change: (entry: Entry, row: RightRow, random: Random) => object | undefined,
): FaultClass {
  return fault(name, (row, made, random) => {
    const fitting = made.entries.filter(
      (entry) => which === 'any' || (entry.path !== undefined) === (which === 'quoted'),
    );
    if (fitting.length === 0) return undefined;
    const chosen = random.pick(fitting);
    const changed = change(chosen, row, random);
    if (changed === undefined) return undefined;
    const entries = made.entries.map((entry) => (entry === chosen ? changed : entry));
    const values = entries.filter((entry): entry is Entry => 'value' in entry);
    return withBlanks(row, made, entries, contentOf(made, values));
  });
}

function onContent(
  name: string,
  change: (content: string, made: Drawn, random: Random) => string | undefined,
): FaultClass {
  return fault(name, (row, made, random) => {
    const content = contentOf(made);
    const changed = change(content, made, random);
    return changed === undefined || changed === content
      ? undefined
      : withBlanks(row, made, made.entries, changed);
  });
}

const classes: readonly FaultClass[] = [
  onContent('the end of the template is lost', (content, made) =>
    (made.pieces.at(-1)?.text ?? '') === '' ? undefined : content.slice(0, -1),
  ),
  onContent('a line feed comes at the end', (content) => `${content}\n`),
  onContent('a word of the template is another', (content, made) => {
    const text = made.pieces.find((piece) => piece.name === undefined && /[a-z]{3}/u.test(piece.text))?.text;
    return text === undefined ? undefined : content.replace(text, text.replace(/[a-z]{3}/u, 'xyz'));
  }),
  onContent('line endings are made alike', (content) => content.replaceAll('\r\n', '\n')),
  onContent('blanks at the start or end are cut', (content) => content.trim()),
  onContent('a fence stands around the content', (content) => `\`\`\`\n${content}\n\`\`\``),
  onContent('a sentence stands before the content', (content) => `Here is the filled template:\n${content}`),
  fault('a blank is left', (row, made, random) => {
    const left = random.pick(made.entries);
    const entries = made.entries.filter((entry) => entry !== left);
    return withBlanks(
      row,
      made,
      entries,
      contentOf(made, [...entries, { name: left.name, value: made.mark(left.name) }]),
    );
  }),
  fault('one of two places of a blank is left', (row, made) => {
    const seen = new Set<string>();
    const twice = made.pieces.findIndex((piece) => {
      if (piece.name === undefined) return false;
      const isAgain = seen.has(piece.name);
      seen.add(piece.name);
      return isAgain;
    });
    const name = made.pieces[twice]?.name;
    if (name === undefined) return undefined;
    const pieces = made.pieces.with(twice, { text: made.mark(name) });
    return withBlanks(row, made, made.entries, contentOf({ ...made, pieces }));
  }),
  fault('a blank has two values', (row, made) => {
    const [first] = made.entries;
    return first === undefined ? undefined : withBlanks(row, made, [...made.entries, { ...first }]);
  }),
  fault('a blank is invented', (row, made) =>
    withBlanks(row, made, [...made.entries, { ...made.entries[0], name: 'invented' }]),
  ),
  fault('a blank is filled and not listed', (row, made) => withBlanks(row, made, made.entries.slice(1))),
  onEntry('a value is empty', 'any', (entry) => ({ ...entry, value: '' })),
  onEntry('a given value is changed', 'given', (entry) => ({ ...entry, value: `${entry.value}x` })),
  onEntry('a given value is trimmed', 'given', (entry) =>
    entry.value.trim() === entry.value ? undefined : { ...entry, value: entry.value.trim() },
  ),
  fault('$& is put in as a pattern', (row, made) => {
    const entry = made.entries.find((one) => one.value === '$&');
    if (entry === undefined) return undefined;
    const entries = made.entries.map((one) => (one === entry ? { ...one, value: made.mark(one.name) } : one));
    return withBlanks(row, made, made.entries, contentOf(made, entries));
  }),
  onEntry('a given value carries a quote', 'given', (entry) => ({
    ...entry,
    path: 'a.ts',
    line: 1,
    quote: entry.value,
  })),
  onEntry('a value that is not given has no quote', 'quoted', ({ name, value }) => ({ name, value })),
  onEntry('a value has a quote without its line', 'quoted', ({ line: _line, ...entry }) => entry),
  onEntry('a quote stands at another line', 'quoted', (entry, row) => {
    const lines = (row.files[entry.path ?? ''] ?? '').split('\n');
    const line = (entry.line ?? 0) + 1;
    return line > lines.length || (lines[line - 1] ?? '').includes(entry.quote ?? '')
      ? undefined
      : { ...entry, line };
  }),
  onEntry('a quote has other white space', 'quoted', (entry) =>
    (entry.quote ?? '').includes(' ')
      ? { ...entry, quote: (entry.quote ?? '').replace(' ', '  ') }
      : undefined,
  ),
  onEntry('a value does not stand in its quote', 'quoted', (entry) => ({
    ...entry,
    value: `${entry.value}_made_up`,
  })),
  onEntry('a value is in another case than in its quote', 'quoted', (entry) => {
    const value = entry.value.toUpperCase();
    return (entry.quote ?? '').includes(value) ? undefined : { ...entry, value };
  }),
  onEntry('a quote is of a file that was not handed out', 'quoted', (entry) => ({
    ...entry,
    path: 'src/other.ts',
  })),
  onEntry('a path is spelled in another way', 'quoted', (entry) => ({ ...entry, path: `./${entry.path}` })),
  onEntry('an unknown key stands in a blank', 'any', (entry) => ({ ...entry, confidence: 1 })),
  onEntry('a line is a string', 'quoted', (entry) => ({ ...entry, line: String(entry.line) })),
];
