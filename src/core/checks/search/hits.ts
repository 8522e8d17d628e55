import type { Check, CheckInput } from '../../check.ts';
import type { SearchResult, SearchTask } from '../../kinds/search.ts';
import type { Hit } from '../../ports.ts';
import type { Finding } from '../../verdict.ts';

type Fault = Omit<Finding, 'check' | 'level'>;

/** Of thousands of wrong lines the first ones say enough. */
const faultsAtMost = 50;

/**
 * Searches again, by the other engine where it can, and compares both ways: every hit is one, every matching line
 * is reported once and whole, the total is the count (contracts rules 14, 15, 21 and 22).
 */
export const hitsAreAll: Check<SearchTask, SearchResult> = {
  id: 'search.hits',
  title: 'the lines are all the lines of the pattern',
  required: true,
  timeoutMs: 60_000,
  async run(input, signal) {
    const { result } = input;
    const again = await searchAgain(input, signal);
    if (again.type === 'failed') return { type: 'unable', reason: again.message, evidence: [] };
    if (again.type === 'bad-pattern') {
      return { type: 'fail', findings: [{ message: `the pattern is none: ${again.message}` }], evidence: [] };
    }
    const findings = [...compare(result, again.hits), ...(await namedTerms(input, signal))];
    const counts = { reported: result.hits.length, found: again.hits.length };
    const evidence = [{ saw: `${again.hits.length} lines, found again with ${again.engine}`, counts }];
    return findings.length > 0
      ? { type: 'fail', findings: findings.slice(0, faultsAtMost), evidence }
      : { type: 'pass', evidence };
  },
};

async function searchAgain(input: CheckInput<SearchTask, SearchResult>, signal: AbortSignal) {
  const { pattern, regex, word, caseSensitive, include, exclude } = input.result;
  const query = { pattern, regex, word, caseSensitive, include, exclude };
  const second = await input.searches.second.search(query, signal);
  // The other engine may not know this pattern or may be too slow for this folder; the same engine again still
  // counts what is there now, which no worker can invent.
  return second.type === 'hits' ? second : input.searches.first.search(query, signal);
}

function compare(result: SearchResult, found: readonly Hit[]): Fault[] {
  const faults: Fault[] = [];
  const open = new Map(found.map((hit) => [keyOf(hit), hit]));
  const seen = new Set<string>();
  for (const [index, hit] of result.hits.entries()) {
    const at = { claim: index < 100 ? `h${index + 1}` : 'rest', path: hit.path, line: hit.line };
    const key = keyOf(hit);
    const real = open.get(key);
    if (seen.has(key)) faults.push({ ...at, message: `${hit.path}:${hit.line} is reported more than once` });
    else if (real === undefined)
      faults.push({ ...at, message: `${hit.path}:${hit.line} does not match the pattern` });
    else if (real.text !== hit.text)
      faults.push({ ...at, message: `${hit.path}:${hit.line} has another text than reported` });
    seen.add(key);
  }
  for (const hit of found) {
    if (seen.has(keyOf(hit))) continue;
    faults.push({
      path: hit.path,
      line: hit.line,
      message: `${hit.path}:${hit.line} matches and is not reported`,
    });
  }
  if (result.total !== result.hits.length) {
    faults.push({ message: `the total says ${result.total}, the hits are ${result.hits.length}` });
  }
  return faults;
}

function keyOf(hit: Hit): string {
  return `${hit.line}:${hit.path}`;
}

/** A term in backticks that the task names must be matched by a pattern that the task leaves open (rule 21). */
async function namedTerms(
  input: CheckInput<SearchTask, SearchResult>,
  signal: AbortSignal,
): Promise<Fault[]> {
  if (input.task.pattern !== undefined) return [];
  const terms = [...input.task.what.matchAll(/`([^`]+)`/g)].flatMap((match) => match[1] ?? []);
  const faults: Fault[] = [];
  for (const term of terms) {
    const matched = await input.searches.first.matches(input.result, term, signal);
    if (matched === false)
      faults.push({ message: `the pattern does not match "${term}", which the task names` });
  }
  return faults;
}
