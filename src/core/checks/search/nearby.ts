import type { Check } from '../../check.ts';
import type { SearchResult, SearchTask } from '../../kinds/search.ts';
import type { SearchQuery } from '../../ports.ts';

/** What a nearby pattern would add: told, never decided on (contracts rule 22). */
export const nearbyPatterns: Check<SearchTask, SearchResult> = {
  id: 'search.nearby',
  title: 'what a nearby pattern would add',
  required: false,
  timeoutMs: 20_000,
  async run({ result, searches }, signal) {
    const { pattern, regex, word, caseSensitive, include, exclude } = result;
    const query: SearchQuery = { pattern, regex, word, caseSensitive, include, exclude };
    const nearby: readonly (readonly [string, SearchQuery])[] = [
      ...(caseSensitive ? [['ignoring case', { ...query, caseSensitive: false }] as const] : []),
      ...(word ? [['inside longer words', { ...query, word: false }] as const] : []),
    ];
    const notes: { message: string }[] = [];
    for (const [name, wider] of nearby) {
      const outcome = await searches.first.search(wider, signal);
      if (outcome.type !== 'hits') continue;
      const more = outcome.hits.length - result.hits.length;
      if (more > 0)
        notes.push({ message: `${name}, ${more} more ${more === 1 ? 'line' : 'lines'} would match` });
    }
    return { type: 'pass', evidence: [{ saw: `${nearby.length} nearby patterns` }], notes };
  },
};
