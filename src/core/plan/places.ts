import type { CodeSymbol } from '../code.ts';
import type { House } from '../ports.ts';
import type { AskContext } from '../request.ts';

/** A piece of a file that an edit may be about: a symbol, or the lines a person selected. */
export interface Piece {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly symbol?: string;
  /** Line of the symbol's name. */
  readonly nameLine?: number;
}

const knownExtension =
  /\.(?:[cm]?[jt]sx?|json[c5]?|ya?ml|toml|md|mdx|txt|css|scss|less|html?|vue|svelte|py|go|rs|java|kt|rb|php|cs?|h|cpp|hpp|sh|sql|ini|env|lock|csv|xml|gradle)$/i;

/** Words of an ask that look like a path: they hold a slash, or end in an extension that files have. */
export function pathWords(ask: string): readonly string[] {
  const words = ask.match(/[\p{L}\p{N}_.@$~/\\-]+/gu) ?? [];
  const found = words
    .map((word) => word.replace(/^[.]?\//, '').replace(/[.,;:!?]+$/, ''))
    .filter(
      (word) => knownExtension.test(word) || (/\//.test(word) && /^[\w@.-]+(?:\/[\w@.$-]+)+\/?$/.test(word)),
    );
  return [...new Set(found)];
}

export interface NamedPaths {
  readonly files: readonly string[];
  /** A folder that the ask names, without a slash at its end. */
  readonly folders: readonly string[];
  /** Named, but not there, or there more than once. */
  readonly notes: readonly string[];
}

/** Resolves the paths an ask names against the files that are there: exact, else the only one that ends so. */
export function resolvePaths(ask: string, all: readonly string[]): NamedPaths {
  const files: string[] = [];
  const folders: string[] = [];
  const notes: string[] = [];
  for (const word of pathWords(ask)) {
    const bare = word.replace(/\/$/, '');
    const lower = bare.toLowerCase();
    const exact = all.filter((path) => path === bare);
    const ending =
      exact.length > 0 ? exact : all.filter((path) => `/${path}`.toLowerCase().endsWith(`/${lower}`));
    const [only, second] = ending;
    if (only !== undefined && second === undefined) files.push(only);
    else if (only !== undefined) notes.push(`"${word}" could be ${ending.slice(0, 4).join(' or ')}`);
    else if (all.some((path) => path.startsWith(`${bare}/`))) folders.push(bare);
    else if (knownExtension.test(bare)) notes.push(`"${word}" is no file of this folder`);
  }
  return { files: [...new Set(files)], folders: [...new Set(folders)], notes };
}

/** Identifiers that an ask may mean, the likeliest first: in backticks, then code-like, then plain words. */
export function nameWords(ask: string): readonly string[] {
  const ticked = [...ask.matchAll(/[`]([^`\n]+)[`]/g)].flatMap(
    (match) => (match[1] ?? '').match(identifier) ?? [],
  );
  const called = [...ask.matchAll(/([\p{L}_$][\p{L}\p{N}_$]*)\(/gu)].flatMap((match) => match[1] ?? []);
  const withoutPaths = pathWords(ask).reduce((text, path) => text.replace(path, ' '), ask);
  const words = withoutPaths.match(identifier) ?? [];
  const codeLike = words.filter((word) => /[a-z\d][A-Z]|_|\$|[A-Za-z]\d/.test(word));
  const capital = words.slice(1).filter((word) => /^[A-Z][a-z]/.test(word));
  const plain = words.filter((word) => word.length >= 3 && !ordinary.has(word.toLowerCase()));
  return [...new Set([...ticked, ...called, ...codeLike, ...capital, ...plain])].slice(0, 24);
}

const identifier = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** Words of instructions that are names by accident only. */
const ordinary = new Set(
  (
    'the and for with that this from into when where what which who how why does not are was were has have had can could ' +
    'should would will its it a an of to in on at by as is be or if then else than more most less all any each every ' +
    'add change make replace remove fix give set use return write put insert create doc comment comments docstring ' +
    'jsdoc document documentation function method class variable constant type interface enum file line lines code ' +
    'value values name names new old instead also only please explain describe find search show list tell about say ' +
    'one two three number string boolean null undefined true false error'
  ).split(' '),
);

export interface Declared {
  readonly path: string;
  readonly symbol: CodeSymbol;
}

/** How many files are opened, at most, to see whether a name is declared in them. */
const filesAtMost = 40;

/**
 * Declarations of the given names, in files that hold one of these words: in `only` where it is not empty, else
 * in the whole folder.
 */
export async function findDeclarations(
  names: readonly string[],
  only: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<readonly Declared[]> {
  if (names.length === 0) return [];
  const paths = only.length > 0 ? only : await filesWith(names, house, signal);
  const found: Declared[] = [];
  for (const path of paths.slice(0, filesAtMost)) {
    if (signal.aborted) return found;
    const symbols = await symbolsOf(path, house, signal);
    for (const symbol of symbols) if (names.includes(symbol.name)) found.push({ path, symbol });
  }
  return found;
}

/**
 * Lines that declare a variable inside a function, which is no symbol of its file: `const`, `let`, `var`, or a
 * name bound by `for` or taken apart from an object. In `only` where it is not empty, else in the whole folder.
 */
export async function findLocals(
  name: string,
  only: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<readonly { readonly path: string; readonly line: number }[]> {
  const literal = name.replace(/[$]/g, '\\$');
  const pattern = `\\b(?:const|let|var)\\s+(?:[^=;]*[{,\\[\\s])?${literal}\\b`;
  const outcome = await house.searches.first.search(
    { pattern, regex: true, word: false, caseSensitive: true, include: [...only], exclude: [] },
    signal,
  );
  if (outcome.type !== 'hits') return [];
  return outcome.hits.map(({ path, line }) => ({ path, line })).slice(0, 5);
}

/** Files in which a name stands behind or before what declarations are made of, the fullest hits first. */
async function filesWith(
  names: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const any = names.map((name) => name.replace(/[$]/g, '\\$')).join('|');
  const before =
    '(?:function\\*?|class|interface|type|enum|const|let|var|def|fn|func|struct|trait|record|namespace)\\s+';
  const member = `^\\s*(?:(?:public|private|protected|static|async|readonly|override|abstract|get|set|export|default)\\s+|[*#])*(?:${any})\\s*[(<=:?]`;
  const outcome = await house.searches.first.search(
    {
      pattern: `${before}(?:${any})\\b|${member}`,
      regex: true,
      word: false,
      caseSensitive: true,
      include: [],
      exclude: [],
    },
    signal,
  );
  if (outcome.type !== 'hits') return [];
  const counts = new Map<string, number>();
  for (const hit of outcome.hits) counts.set(hit.path, (counts.get(hit.path) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([path]) => path);
}

/** For a name that was not found: the first file that seems to declare it and cannot be read, and why. */
export async function unreadableWith(
  names: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (names.length === 0) return undefined;
  for (const path of (await filesWith(names, house, signal)).slice(0, filesAtMost)) {
    const read = await house.files.read(path, signal);
    if (read.type === 'refused') return `${path} seems to declare it, and is not read: ${read.message}`;
  }
  return undefined;
}

/** The symbols of a file; none where the file or its language cannot be read. */
export async function symbolsOf(
  path: string,
  house: House,
  signal: AbortSignal,
): Promise<readonly CodeSymbol[]> {
  if (house.code.language(path) === undefined) return [];
  const read = await house.files.read(path, signal);
  if (read.type !== 'text') return [];
  const answer = await house.code.symbols(path, read.file.text, signal);
  return answer.type === 'ok' ? answer.value : [];
}

export type Place =
  | { readonly type: 'piece'; readonly piece: Piece }
  | { readonly type: 'several'; readonly pieces: readonly Piece[] }
  | { readonly type: 'none'; readonly reason: string };

/**
 * Where an edit is to happen (design section 5): the selection when the ask names nothing outside it, else the
 * symbol that the ask names, else the symbol under the cursor. Several equally good places are asked back.
 */
export async function placeOfEdit(
  ask: string,
  context: AskContext,
  all: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<Place> {
  const named = resolvePaths(ask, all);
  const pointed = /\b(?:this|selected|selection|here|it|the (?:selected|current|highlighted))\b/i.test(ask);
  if (context.selection !== undefined && (pointed || named.files.length === 0)) {
    const words = nameWords(ask).filter((word) => !pointed || ask.includes(`\`${word}\``));
    const outside = pointed ? [] : await findDeclarations(words, [context.selection.path], house, signal);
    if (outside.every((row) => overlaps(row.symbol, context.selection))) {
      return { type: 'piece', piece: await pieceOfSelection(context.selection, house, signal) };
    }
  }
  const words = nameWords(ask);
  const declared = await findDeclarations(words, named.files, house, signal);
  const best = bestNamed(ask, words, declared);
  if (best.length > 0) return choosePlace(best, context);
  if (context.symbol !== undefined && context.activePath !== undefined && (pointed || words.length === 0)) {
    const here = await findDeclarations([context.symbol], [context.activePath], house, signal);
    if (here.length > 0) return choosePlace(here, context);
  }
  if (named.files.length > 0) return wholeFile(named.files[0] ?? '', house, signal);
  const unread =
    named.notes.length > 0
      ? undefined
      : await unreadableWith(
          words.filter((word) => codeLike.test(word)),
          house,
          signal,
        );
  const why = named.notes[0] ?? 'The ask names no function, class or file that is in this folder';
  return { type: 'none', reason: unread === undefined ? `${why}.` : `${why}; ${unread}.` };
}

/**
 * Of the declarations found, those of the name the ask points to: a name behind "to", "for", "in" or "of" before
 * the others, backticks before plain words, the first named before the later.
 */
function bestNamed(
  ask: string,
  words: readonly string[],
  declared: readonly Declared[],
): readonly Declared[] {
  const present = words.filter((word) => declared.some((row) => row.symbol.name === word));
  const scored = present.map((word, index) => ({ word, score: pointing(ask, word) - index / 100 }));
  scored.sort((a, b) => b.score - a.score);
  const [first] = scored;
  return first === undefined ? [] : declared.filter((row) => row.symbol.name === first.word);
}

/** A hump, an underscore or a dollar: more than an ordinary word. */
const codeLike = /[a-z\d][A-Z]|_|\$/;

function pointing(ask: string, word: string): number {
  const literal = word.replace(/[$]/g, '\\$&');
  const behind = new RegExp(
    `\\b(?:to|for|in|of|on|make|let|have|inside|above)\\s+(?:the\\s+)?(?:\\w+\\s+)?[\`"']?${literal}(?![\\p{L}\\p{N}_$])`,
    'iu',
  );
  const kindly = new RegExp(
    `${literal}[\`"']?\\s+(?:function|method|class|type|interface|constant|variable)`,
    'iu',
  );
  const ticked = ask.includes(`\`${word}\``) || ask.includes(`\`${word}(`);
  return (
    (behind.test(ask) ? 2 : 0) +
    (kindly.test(ask) ? 1 : 0) +
    (ticked ? 1 : 0) +
    (codeLike.test(word) ? 1.5 : 0)
  );
}

function choosePlace(rows: readonly Declared[], context: AskContext): Place {
  const here = rows.filter((row) => row.path === context.activePath);
  const code = rows.filter(
    (row) => !/(?:^|\/)(?:tests?|__tests__|fixtures?)\/|\.(?:test|spec)\./.test(row.path),
  );
  const pool = here.length > 0 ? here : code.length > 0 ? code : rows;
  const top = pool.filter((row) => row.symbol.container === undefined);
  const kept = top.length > 0 ? top : pool;
  const [first, second] = kept;
  if (first === undefined) return { type: 'none', reason: 'The name is not declared here.' };
  if (second === undefined || isOverload(kept))
    return { type: 'piece', piece: pieceOf(kept.at(-1) ?? first) };
  return { type: 'several', pieces: kept.slice(0, 5).map(pieceOf) };
}

/** Overloads of one function stand one behind the other: the last one has the body. */
function isOverload(rows: readonly Declared[]): boolean {
  return rows.every((row, index) => {
    const next = rows[index + 1];
    return next === undefined || (next.path === row.path && next.symbol.line <= row.symbol.endLine + 1);
  });
}

function pieceOf(row: Declared): Piece {
  const { name, line, endLine, nameLine } = row.symbol;
  return { path: row.path, line, endLine, symbol: name, nameLine };
}

function overlaps(symbol: CodeSymbol, range: AskContext['selection']): boolean {
  return range !== undefined && symbol.line <= range.endLine && symbol.endLine >= range.line;
}

/** A selection that lies in one small function means that function: it is what a model can give back whole. */
async function pieceOfSelection(
  range: NonNullable<AskContext['selection']>,
  house: House,
  signal: AbortSignal,
): Promise<Piece> {
  const around = (await symbolsOf(range.path, house, signal))
    .filter((symbol) => symbol.line <= range.line && symbol.endLine >= range.endLine)
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line));
  const [inner] = around;
  if (inner === undefined || inner.endLine - inner.line > 60) return range;
  return pieceOf({ path: range.path, symbol: inner });
}

/** Lines of a file that are small enough to be given back whole. */
const wholeFileAtMost = 60;

async function wholeFile(path: string, house: House, signal: AbortSignal): Promise<Place> {
  const read = await house.files.read(path, signal);
  if (read.type === 'refused') return { type: 'none', reason: `${path}: ${read.message}.` };
  const lines = read.file.text.replace(/\r?\n$/, '').split('\n').length;
  if (lines > wholeFileAtMost) {
    return {
      type: 'none',
      reason: `${path} has ${lines} lines, and the ask does not say which function it means.`,
    };
  }
  return { type: 'piece', piece: { path, line: 1, endLine: lines } };
}
