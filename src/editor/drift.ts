import { searchResultSchema, type SearchResult } from '../core/kinds/search.ts';
import { isOver, type RecordedResult } from '../core/ledger/results.ts';
import type { FileRead, Hit, Searches } from '../core/ports.ts';
import { linesOf } from '../core/text.ts';
import { isInFolder } from './marks.ts';

/** False for what is stale already, or of no interest any more. */
export function isFresh(result: RecordedResult): boolean {
  const { verdict } = result;
  return verdict !== undefined && verdict.state !== 'stale' && !isOver(result);
}

/** Files whose bytes a result is about. */
export function pathsOf(result: RecordedResult): ReadonlySet<string> {
  const { verdict } = result;
  const judged = Object.keys(verdict?.files ?? {});
  const seen = (verdict?.reports ?? []).flatMap((report) =>
    report.evidence.flatMap((row) => (row.path === undefined || row.sha256 === undefined ? [] : [row.path])),
  );
  const found = searchOf(result)?.hits.map((hit) => hit.path) ?? [];
  return new Set([...judged, ...seen, ...found].filter(isInFolder));
}

/** True where a file is not what the verdict, or the result's own change, knows. */
export function isOther(result: RecordedResult, path: string, read: FileRead): boolean {
  const search = searchOf(result);
  if (search !== undefined && hasLost(search, path, read)) return true;
  const known = hashesOf(result, path);
  return known.length > 0 && (read.type !== 'text' || !known.includes(read.file.sha256));
}

/** Of a change that was applied only what it wrote: where that is undone, the lines do not hold it any more. */
function hashesOf({ verdict, change }: RecordedResult, path: string): readonly string[] {
  const written = change.type === 'applied' ? change.files[path] : undefined;
  if (written !== undefined) return [written];
  const seen = (verdict?.reports ?? []).flatMap((report) =>
    report.evidence.flatMap((row) => (row.path === path && row.sha256 !== undefined ? [row.sha256] : [])),
  );
  const judged = verdict?.files[path];
  return [...seen, ...(judged === undefined ? [] : [judged])];
}

/**
 * A search speaks of a whole folder and hands no file out, so there are no hashes to compare. Its evidence are its
 * lines: they are compared with those of one file, unsaved text included, or with a search of now. What is refuted
 * has none.
 */
function searchOf(result: RecordedResult): SearchResult | undefined {
  if (result.kind !== 'search') return undefined;
  const { state } = result.verdict ?? {};
  if (state !== 'verified' && state !== 'unproven') return undefined;
  const parsed = searchResultSchema.safeParse(result.result);
  return parsed.success ? parsed.data : undefined;
}

/** True where a line that was found in this file does not stand there any more. */
function hasLost(search: SearchResult, path: string, read: FileRead): boolean {
  const hits = search.hits.filter((hit) => hit.path === path);
  if (hits.length === 0) return false;
  if (read.type !== 'text') return true;
  const lines = linesOf(read.file.text);
  return hits.some((hit) => lines[hit.line - 1] !== hit.text);
}

/** True for a result that is compared with a search of now. */
export function isComparable(result: RecordedResult): boolean {
  return isFresh(result) && searchOf(result) !== undefined;
}

/** Searches again and gives the path of the first difference; undefined where there is none, or none can be seen. */
export async function driftOf(
  result: RecordedResult,
  searches: Searches,
  signal: AbortSignal,
): Promise<string | undefined> {
  const search = searchOf(result);
  if (search === undefined) return undefined;
  const { pattern, regex, word, caseSensitive, include, exclude } = search;
  const query = { pattern, regex, word, caseSensitive, include, exclude };
  const outcome = await searches.first.search(query, signal);
  if (outcome.type !== 'hits') return undefined;
  const before = new Map(search.hits.map((hit) => [keyOf(hit), hit.path]));
  for (const hit of outcome.hits) if (!before.delete(keyOf(hit))) return hit.path;
  const [gone] = before.values();
  return gone;
}

function keyOf(hit: Hit): string {
  return `${hit.line}\n${hit.path}\n${hit.text}`;
}
