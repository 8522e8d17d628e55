import type { Hit, House, SearchEngine, SearchQuery } from '../ports.ts';
import { definitionsOf, type Definition } from './definitions.ts';
import { namesInProse } from './prose.ts';
import { rankRows, rowsOf, type RankedHit } from './rank.ts';

/** Where a search by terms looks: as in a search task. */
export interface TermScope {
  readonly what: string;
  readonly caseSensitive?: boolean | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

/** A search result of contracts rules 14 to 17, its hits best first. */
export interface FoundLines extends SearchQuery {
  readonly hits: readonly Hit[];
  readonly total: number;
}

export type Found =
  | { readonly type: 'found'; readonly result: FoundLines }
  | { readonly type: 'failed'; readonly message: string };

/** A term with more hits than this says nothing about where something is; it is left out unless it is all there is. */
const hitsAtMost = 1_500;

/** A name that documentation gives is trusted nearly as a word of the ask, unless it stands everywhere. */
const proseName = { trust: 0.7, hitsAtMost: 300 };

/** Functions whose first line is found although it holds no term, unless lines like it stand everywhere. */
const leads = { most: 5, hitsAtMost: 50 };

/**
 * What a function adds to the score of its lines: most to its first one. (At these the wanted line was among ten
 * places most often, both where it is a definition and where it is a line inside.)
 */
const share = { first: 1.5, inside: 0.5, firstOwn: 0.5 };

/**
 * Searches terms, leaves out those that stand nowhere or everywhere, and gives back one pattern for the rest with
 * all its lines, ranked. Documentation that fits adds its names; functions that hold the terms best add their first
 * lines. `terms` says how much each term is trusted, 1 for a word of the ask. Terms in backticks always stay
 * (contracts rule 21).
 */
export async function findByTerms(
  terms: ReadonlyMap<string, number>,
  scope: TermScope,
  house: Pick<House, 'files' | 'searches'>,
  signal: AbortSignal,
): Promise<Found> {
  const query = queryOf(scope);
  const engine = house.searches.first;
  const first = await hitsOf([...terms.keys()], query, engine, signal);
  if (first.type === 'failed') return first;
  const kept = keep(first.hits, scope.what);
  const names = namesInProse(rowsOf(kept, terms)).filter((name) => !kept.has(name));
  const named = await hitsOf(names, query, engine, signal);
  if (named.type === 'failed') return named;
  const rare = [...named.hits].filter(([, hits]) => hits.length > 0 && hits.length <= proseName.hitsAtMost);
  const trust = new Map([...terms, ...rare.map(([name]) => [name, proseName.trust] as const)]);
  const rows = rowsOf(new Map([...kept, ...rare]), trust);
  const ranked = rankRows(rows);
  const definitions = await definitionsOf(rows, ranked, house.files, signal);
  const led = await hitsOf(
    definitions.slice(0, leads.most).map(({ lead }) => lead),
    query,
    engine,
    signal,
  );
  if (led.type === 'failed') return led;
  const found = [...kept.keys(), ...rare.map(([name]) => name)];
  const asked = [...terms].flatMap(([term, weight]) => (weight === 1 ? term : []));
  const patterns = [
    ...(found.length > 0 ? found : asked),
    ...quotedIn(scope.what).filter((term) => terms.has(term)),
    ...[...led.hits].flatMap(([lead, hits]) => (hits.length <= leads.hitsAtMost ? lead : [])),
  ];
  const pattern = patternOf(patterns, query.caseSensitive);
  const all = await engine.search({ ...query, ...pattern }, signal);
  if (all.type !== 'hits') return { type: 'failed', message: all.message };
  const hits = order(all.hits, ranked, definitions);
  return { type: 'found', result: { ...query, ...pattern, hits, total: hits.length } };
}

/** Lines by their own score and the score of the function that they stand in. */
function order(
  hits: readonly Hit[],
  ranked: readonly RankedHit[],
  definitions: readonly Definition[],
): readonly Hit[] {
  const own = new Map(ranked.map((hit) => [`${hit.line}:${hit.path}`, hit.score]));
  const inner = innermost(definitions);
  const scored = hits.map((hit) => {
    const definition = inner.get(hit.path)?.get(hit.line);
    const isFirst = definition?.line === hit.line;
    const mine = (own.get(`${hit.line}:${hit.path}`) ?? 0) * (isFirst ? share.firstOwn : 1);
    return { hit, score: mine + (definition?.score ?? 0) * (isFirst ? share.first : share.inside) };
  });
  return scored
    .sort(
      (a, b) =>
        b.score - a.score ||
        (a.hit.path < b.hit.path ? -1 : a.hit.path > b.hit.path ? 1 : a.hit.line - b.hit.line),
    )
    .map(({ hit }) => hit);
}

/** For each line of a function, the innermost one, by path. */
function innermost(definitions: readonly Definition[]): ReadonlyMap<string, ReadonlyMap<number, Definition>> {
  const files = new Map<string, Map<number, Definition>>();
  for (const definition of definitions.toSorted((a, b) => a.line - b.line)) {
    const lines = files.get(definition.path) ?? new Map<number, Definition>();
    files.set(definition.path, lines);
    for (let { line } = definition; line <= definition.endLine; line += 1) lines.set(line, definition);
  }
  return files;
}

/** One pattern for texts, without those that hold another one: these add no line. */
function patternOf(
  texts: readonly string[],
  caseSensitive: boolean,
): { readonly pattern: string; readonly regex: boolean } {
  const keyed = texts.map((text) => [caseSensitive ? text : text.toLowerCase(), text] as const);
  const unique = [...new Map(keyed)];
  const kept = unique.filter(([key]) => unique.every(([other]) => other === key || !key.includes(other)));
  const [only, second] = kept.map(([, text]) => text);
  if (second === undefined) return { pattern: only ?? '', regex: false };
  return { pattern: kept.map(([, text]) => escapePattern(text)).join('|'), regex: true };
}

function quotedIn(what: string): readonly string[] {
  return [...what.matchAll(/`([^`\n]+)`/g)].map(([, term = '']) => term.trim());
}

type Hits =
  | { readonly type: 'hits'; readonly hits: ReadonlyMap<string, readonly Hit[]> }
  | { readonly type: 'failed'; readonly message: string };

/** The lines of each term, found in one search for all of them. */
export async function hitsOf(
  terms: readonly string[],
  query: Omit<SearchQuery, 'pattern' | 'regex'>,
  engine: SearchEngine,
  signal: AbortSignal,
): Promise<Hits> {
  const hits = new Map<string, Hit[]>(terms.map((term) => [term, []]));
  if (terms.length === 0) return { type: 'hits', hits };
  const outcome = await engine.search({ ...query, ...patternOf(terms, query.caseSensitive) }, signal);
  if (outcome.type !== 'hits') return { type: 'failed', message: outcome.message };
  const needles = terms.map((term) => [term, query.caseSensitive ? term : term.toLowerCase()] as const);
  for (const hit of outcome.hits) {
    const hay = query.caseSensitive ? hit.text : hit.text.toLowerCase();
    for (const [term, needle] of needles) if (hay.includes(needle)) hits.get(term)?.push(hit);
  }
  return { type: 'hits', hits };
}

function queryOf(scope: TermScope): Omit<SearchQuery, 'pattern' | 'regex'> {
  return {
    word: false,
    caseSensitive: scope.caseSensitive ?? false,
    include: scope.include ?? [],
    exclude: scope.exclude ?? [],
  };
}

function keep(hits: ReadonlyMap<string, readonly Hit[]>, what: string): ReadonlyMap<string, readonly Hit[]> {
  const present = [...hits].filter(([, lines]) => lines.length > 0);
  const rare = present.filter(([term, lines]) => lines.length <= hitsAtMost || what.includes(`\`${term}\``));
  if (rare.length > 0) return new Map(rare);
  present.sort((a, b) => a[1].length - b[1].length);
  return new Map(present.slice(0, 1));
}

/** A text as a pattern of ripgrep's default engine that matches just this text. */
export function escapePattern(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$#&~-]/g, '\\$&');
}
