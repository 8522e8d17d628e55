import { searchResultSchema, type SearchResult } from '../core/kinds/search.ts';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { FileRead, Hit, Searches } from '../core/ports.ts';
import { linesOf } from '../core/text.ts';

/**
 * A search speaks of a whole folder and hands no file out, so there are no hashes to compare. Its evidence are its
 * lines: they are compared with those of one file, unsaved text included, or with a search of now.
 */
export function searchOf(result: RecordedResult): SearchResult | undefined {
  if (result.kind !== 'search') return undefined;
  const { state } = result.verdict ?? {};
  if (state !== 'verified' && state !== 'unproven') return undefined;
  const parsed = searchResultSchema.safeParse(result.result);
  return parsed.success ? parsed.data : undefined;
}

/** True where a line that was found in this file does not stand there any more. */
export function lostIn(search: SearchResult, path: string, read: FileRead): boolean {
  const hits = search.hits.filter((hit) => hit.path === path);
  if (hits.length === 0) return false;
  if (read.type !== 'text') return true;
  const lines = linesOf(read.file.text);
  return hits.some((hit) => lines[hit.line - 1] !== hit.text);
}

/** Searches again and gives the path of the first difference; undefined where there is none, or none can be seen. */
export async function driftOf(
  search: SearchResult,
  searches: Searches,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { pattern, regex, word, caseSensitive, include, exclude } = search;
  const query = { pattern, regex, word, caseSensitive, include, exclude };
  const outcome = await searches.first.search(query, signal);
  if (outcome.type !== 'hits') return undefined;
  const before = new Map(search.hits.map((hit) => [keyOf(hit), hit.path]));
  for (const hit of outcome.hits) if (!before.delete(keyOf(hit))) return hit.path;
  for (const [, path] of before) return path;
  return undefined;
}

function keyOf(hit: Hit): string {
  return `${hit.line}\n${hit.path}\n${hit.text}`;
}
