import type { SearchEngine } from '../ports.ts';
import { hitsOf } from './find.ts';
import { filesOf, rankLines } from './rank.ts';
import { termsOf } from './terms.ts';

/** Files that hold the words of a question, best first; none where the search fails or nothing is found. */
export async function rankFiles(
  question: string,
  engine: SearchEngine,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const query = { word: false, caseSensitive: false, include: [], exclude: [] };
  const found = await hitsOf(termsOf(question), query, engine, signal);
  if (found.type === 'failed') return [];
  return filesOf(rankLines(found.hits));
}
