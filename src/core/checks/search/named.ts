import type { Check, CheckInput } from '../../check.ts';
import type { SearchResult, SearchTask } from '../../kinds/search.ts';
import type { Finding } from '../../verdict.ts';
import { tickedIn } from '../sentence.ts';
import { queryOf } from './hits.ts';

type Input = CheckInput<SearchTask, SearchResult>;

/**
 * A term in backticks that the task names must be matched by a pattern that the task leaves open (contracts rule
 * 21): a misspelt pattern finds nothing, and looks like a clean answer.
 */
export const namedTerms: Check<SearchTask, SearchResult> = {
  id: 'search.named',
  title: 'the pattern matches what the task names',
  required: true,
  timeoutMs: 20_000,
  async run(input, signal) {
    if (input.task.pattern !== undefined)
      return { type: 'pass', evidence: [{ saw: 'the task gives the pattern' }] };
    const findings: Omit<Finding, 'check' | 'level'>[] = [];
    const terms = await termsOf(input, signal);
    for (const term of terms) {
      const matched = await isMatched(term, input, signal);
      if (matched === undefined) {
        return {
          type: 'unable',
          reason: `no engine can tell whether the pattern matches "${term}"`,
          evidence: [],
        };
      }
      if (!matched) findings.push({ message: `the pattern does not match "${term}", which the task names` });
    }
    const evidence = [{ saw: `${terms.length} named terms`, counts: { terms: terms.length } }];
    return findings.length > 0 ? { type: 'fail', findings, evidence } : { type: 'pass', evidence };
  },
};

async function isMatched(
  term: string,
  { searches, result }: Input,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const query = queryOf(result);
  return (await searches.second.matches(query, term, signal)) ?? searches.first.matches(query, term, signal);
}

/** Terms in backticks; beside others, a path says where to look and not what for. */
async function termsOf({ task, files }: Input, signal: AbortSignal): Promise<readonly string[]> {
  const terms = tickedIn(task.what).map(({ inner }) => inner);
  const unique = [...new Set(terms)].filter((term) => term.trim() !== '');
  if (unique.length < 2) return unique;
  const globs = [...(task.include ?? []), ...(task.exclude ?? [])];
  const paths = unique.some((term) => /[./]/.test(term)) ? await files.list(signal) : [];
  const isPlace = (term: string): boolean => {
    const bare = term.replace(/\/$/, '');
    return globs.includes(term) || paths.some((path) => path === bare || path.startsWith(`${bare}/`));
  };
  const rest = unique.filter((term) => !isPlace(term));
  return rest.length > 0 ? rest : unique;
}
