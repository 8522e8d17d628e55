import { realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Files, Hit, SearchEngine, SearchOutcome, SearchQuery } from '../../core/ports.ts';
import type { Scanner } from './scanner.ts';
import { isFileError } from './walk.ts';

/** Where the texts come from that an editor holds and has not saved, and who looks into them. */
export interface Unsaved {
  /** Absolute path of the folder that is searched. */
  readonly folder: string;
  /** By path, without a byte order mark; empty where everything is saved. */
  readonly texts: () => ReadonlyMap<string, string>;
  /** The folder's files as they are on disk: ignore files count as they are saved. */
  readonly saved: Files;
  readonly scanner: Scanner;
}

/**
 * The same engine, with unsaved texts in place of their files: a search is about what a person sees, as reads and
 * edits are. The scanner looks into these texts, whoever looks into the rest; a pattern that it does not know fails
 * while there are any.
 */
export function withUnsavedTexts(engine: SearchEngine, unsaved: Unsaved): SearchEngine {
  return {
    matches: (query, line, signal) => engine.matches(query, line, signal),
    async search(query, signal) {
      const texts = unsaved.texts();
      if (texts.size === 0) return engine.search(query, signal);
      const [onDisk, inEditor] = await Promise.all([
        engine.search(query, signal),
        searchTexts(query, texts, unsaved, signal),
      ]);
      if (onDisk.type !== 'hits') return onDisk;
      if (inEditor.type !== 'hits') return inEditor;
      const hits = [...onDisk.hits.filter(({ path }) => !texts.has(path)), ...inEditor.hits].sort(byPlace);
      return { ...onDisk, hits };
    },
  };
}

async function searchTexts(
  query: SearchQuery,
  texts: ReadonlyMap<string, string>,
  { folder, saved, scanner }: Unsaved,
  signal: AbortSignal,
): Promise<SearchOutcome> {
  const looked: Record<string, string> = {};
  for (const [path, text] of texts) if (!(await isLinked(folder, path))) looked[path] = text;
  // What an ignore file of the editor says does not count before it is saved, but it is a text like any other.
  const edited = new Map<string, string>();
  for (const path of ignoreFilesOf(Object.keys(looked))) {
    const text = looked[path];
    if (text !== undefined) edited.set(path, text);
    delete looked[path];
    const read = await saved.read(path, signal);
    if (read.type === 'text') looked[path] = read.file.text;
  }
  const outcomes = [await scanner.over(looked).search(query, signal)];
  for (const [path, text] of edited) {
    const asked = await askWhether(path, looked, query, scanner, signal);
    if (asked.type !== 'hits') outcomes.push(asked);
    else if (asked.hits.length > 0) outcomes.push(await searchAlone(path, text, query, scanner, signal));
  }
  const hits: Hit[] = [];
  let engine = '';
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.type === 'failed') {
      const [first = ''] = texts.keys();
      const message = `${outcome.message}; ${first} is not saved, so it is searched here and not by ripgrep`;
      return { type: 'failed', message };
    }
    if (outcome.type !== 'hits') return outcome;
    ({ engine } = outcome);
    const found = outcome.hits.filter(({ path }) => texts.has(path));
    hits.push(...(index === 0 ? found.filter(({ path }) => !edited.has(path)) : found));
  }
  return { type: 'hits', hits, engine };
}

/**
 * Whether a search looks into this ignore file, by the rules that are saved, its own too: asked with a line that is
 * no rule, which is found in it or nowhere.
 */
async function askWhether(
  path: string,
  saved: Readonly<Record<string, string>>,
  query: SearchQuery,
  scanner: Scanner,
  signal: AbortSignal,
): Promise<SearchOutcome> {
  const comment = '# is this line looked at?';
  const texts = { ...saved, [path]: `${saved[path] ?? ''}\n${comment}\n` };
  const asked = { ...query, pattern: comment, regex: false, word: false, caseSensitive: true };
  const outcome = await scanner.over(texts).search(asked, signal);
  if (outcome.type !== 'hits') return outcome;
  return { ...outcome, hits: outcome.hits.filter((hit) => hit.path === path) };
}

/** The lines of one text, under a name that makes it no ignore file. */
async function searchAlone(
  path: string,
  text: string,
  query: SearchQuery,
  scanner: Scanner,
  signal: AbortSignal,
): Promise<SearchOutcome> {
  const outcome = await scanner.over({ text }).search({ ...query, include: [], exclude: [] }, signal);
  if (outcome.type !== 'hits') return outcome;
  return { ...outcome, hits: outcome.hits.map((hit) => ({ ...hit, path })) };
}

/** Where ignore files may stand that decide on these paths (contracts rule 19), each once. */
function ignoreFilesOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = paths.flatMap((path) => {
    const parts = path.split('/').slice(0, -1);
    return ['', ...parts.map((_part, index) => `${parts.slice(0, index + 1).join('/')}/`)];
  });
  return new Set(folders.map((folder) => `${folder}.gitignore`));
}

/** True for a path that leads through a link, which no search follows. A file that is gone from disk leads nowhere. */
async function isLinked(folder: string, path: string): Promise<boolean> {
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    return relative(root, real) !== path.split('/').join(sep);
  } catch (error) {
    if (isFileError(error)) return false;
    throw error;
  }
}

function byPlace(a: Hit, b: Hit): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line;
}
