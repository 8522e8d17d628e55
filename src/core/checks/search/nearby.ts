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
    if (nearby.length === 0) return { type: 'pass', evidence: [{ saw: 'no nearby pattern' }], notes };
    // Held against what the pattern itself finds: a result may have left some of it out.
    const own = await searches.second.search(query, signal);
    if (own.type !== 'hits')
      return own.type === 'failed'
        ? { type: 'unable', reason: own.message, evidence: [] }
        : { type: 'pass', evidence: [{ saw: 'a pattern that does not compile' }], notes };
    for (const [name, wider] of nearby) {
      const outcome = await searches.second.search(wider, signal);
      if (outcome.type === 'failed') return { type: 'unable', reason: outcome.message, evidence: [] };
      if (outcome.type !== 'hits') continue;
      const more = outcome.hits.length - own.hits.length;
      if (more > 0) {
        notes.push({ message: `${name}, ${more} more ${more === 1 ? 'line' : 'lines'} would match` });
      }
    }
    return { type: 'pass', evidence: [{ saw: `${nearby.length} nearby patterns` }], notes };
  },
};
