import type { Hit, House, SearchEngine, SearchQuery } from '../ports.ts';
import { rankLines } from './rank.ts';

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

/**
 * Searches every term on its own, leaves out those that stand nowhere or everywhere, and gives back one pattern
 * for the rest with all its lines, ranked. Terms in backticks always stay (contracts rule 21).
 */
export async function findByTerms(
  terms: readonly string[],
  scope: TermScope,
  house: House,
  signal: AbortSignal,
): Promise<Found> {
  const query = queryOf(scope);
  const found = await hitsOf(terms, query, house.searches.first, signal);
  if (found.type === 'failed') return found;
  const kept = keep(found.hits, scope.what);
  const ranked = rankLines(kept);
  const hits = ranked.map(({ path, line, text }) => ({ path, line, text }));
  const words = withoutLonger(kept.size > 0 ? [...kept.keys()] : terms);
  const pattern = words.length === 1 ? (words[0] ?? '') : words.map(escapePattern).join('|');
  return {
    type: 'found',
    result: { ...query, pattern, regex: words.length !== 1, hits, total: hits.length },
  };
}

/** A term that holds another one adds no line to the pattern; it only helped to rank them. */
function withoutLonger(terms: readonly string[]): readonly string[] {
  const lower = terms.map((term) => term.toLowerCase());
  return terms.filter((_term, index) =>
    lower.every(
      (other, at) => at === index || !(lower[index] ?? '').includes(other) || lower[index] === other,
    ),
  );
}

type Hits =
  | { readonly type: 'hits'; readonly hits: ReadonlyMap<string, readonly Hit[]> }
  | { readonly type: 'failed'; readonly message: string };

/** The lines of each term, side by side. */
export async function hitsOf(
  terms: readonly string[],
  query: Omit<SearchQuery, 'pattern' | 'regex'>,
  engine: SearchEngine,
  signal: AbortSignal,
): Promise<Hits> {
  const outcomes = await Promise.all(
    terms.map((pattern) => engine.search({ ...query, pattern, regex: false }, signal)),
  );
  const hits = new Map<string, readonly Hit[]>();
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.type !== 'hits') return { type: 'failed', message: outcome.message };
    hits.set(terms[index] ?? '', outcome.hits);
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
