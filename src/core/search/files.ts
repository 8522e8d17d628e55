import type { SearchEngine } from '../ports.ts';
import { hitsOf } from './find.ts';
import { rankLines } from './rank.ts';
import { termsOf } from './terms.ts';

/** Lines of one file that count for its rank. */
const linesThatCount = 3;

/** Files that hold the words of a question, best first; none where the search fails or nothing is found. */
export async function rankFiles(
  question: string,
  engine: SearchEngine,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const query = { word: false, caseSensitive: false, include: [], exclude: [] };
  const found = await hitsOf(termsOf(question), query, engine, signal);
  if (found.type === 'failed') return [];
  const scores = new Map<string, number[]>();
  for (const line of rankLines(found.hits)) {
    const best = scores.get(line.path) ?? [];
    scores.set(line.path, best);
    if (best.length < linesThatCount) best.push(line.score);
  }
  const sums = [...scores].map(
    ([path, best]) => [path, best.reduce((sum, score) => sum + score, 0)] as const,
  );
  return sums.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([path]) => path);
}
