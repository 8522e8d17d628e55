import type { Check } from '../../check.ts';
import type { SearchResult, SearchTask } from '../../kinds/search.ts';
import type { SearchQuery } from '../../ports.ts';
import { queryOf } from './hits.ts';

/** What a nearby pattern would add: told, never decided on (contracts rule 22). */
export const nearbyPatterns: Check<SearchTask, SearchResult> = {
  id: 'search.nearby',
  title: 'what a nearby pattern would add',
  required: false,
  timeoutMs: 5_000,
  async run({ result, searches }, signal) {
    const query = queryOf(result);
    const nearby: readonly (readonly [string, SearchQuery])[] = [
      ...(query.caseSensitive ? [['ignoring case', { ...query, caseSensitive: false }] as const] : []),
      ...(query.word ? [['inside longer words', { ...query, word: false }] as const] : []),
    ];
    const notes: { message: string }[] = [];
    for (const [name, wider] of nearby) {
      const outcome = await searches.second.search(wider, signal);
      if (outcome.type === 'failed') return { type: 'unable', reason: outcome.message, evidence: [] };
      if (outcome.type !== 'hits') continue;
      const more = outcome.hits.length - result.hits.length;
      if (more > 0) {
        notes.push({ message: `${name}, ${more} more ${more === 1 ? 'line' : 'lines'} would match` });
      }
    }
    return { type: 'pass', evidence: [{ saw: `${nearby.length} nearby patterns` }], notes };
  },
};
