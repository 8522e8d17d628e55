import type { Check, CheckInput } from '../../check.ts';
import type { SearchResult, SearchTask } from '../../kinds/search.ts';
import type { Hit, SearchOutcome, SearchQuery } from '../../ports.ts';
import { linesOf } from '../../text.ts';
import type { Finding } from '../../verdict.ts';

type Input = CheckInput<SearchTask, SearchResult>;
type Fault = Omit<Finding, 'check' | 'level'>;

/** Of thousands of wrong lines the first ones say enough; for an invented one, its file is looked into. */
const faultsAtMost = 50;
const explainedAtMost = 10;

/**
 * Searches again, by the other engine where it can, and compares both ways: every hit is one, every matching line
 * is reported once and whole, the total is the count (contracts rules 14, 15 and 22). Where the other engine
 * contradicts the result and ripgrep, whose pattern it is (rule 20), does not, nobody knows which is right. Where the
 * other engine cannot tell, ripgrep's own answer decides, since the pattern means what it means to ripgrep; but it may
 * be ripgrep that found the lines, so the verdict says that nobody else counted them.
 */
export const hitsAreAll: Check<SearchTask, SearchResult> = {
  id: 'search.hits',
  title: 'the lines are all the lines of the pattern',
  required: true,
  timeoutMs: 60_000,
  async run(input, signal) {
    const query = queryOf(input.result);
    const second = await input.searches.second.search(query, signal);
    // The other engine may not know this pattern, or this folder may be too large for it; the same engine again
    // still counts what is there now, which no worker can invent.
    const again = second.type === 'failed' ? await input.searches.first.search(query, signal) : second;
    const faults = faultsOf(input.result, again);
    if (typeof faults === 'string') return { type: 'unable', reason: faults, evidence: [] };
    const isOpen = faults.length > 0 && again === second && input.searches.first !== input.searches.second;
    if (isOpen && !(await someCertain(faults, input, signal))) {
      const first = await input.searches.first.search(query, signal);
      const others = faultsOf(input.result, first);
      if (typeof others !== 'string' && others.length === 0) {
        const reason = `two engines disagree about this pattern: ${faults[0]?.message ?? ''}`;
        return { type: 'unable', reason, evidence: [] };
      }
    }
    const found = again.type === 'hits' ? again.hits.length : 0;
    const counts = { reported: input.result.hits.length, found };
    const engine = again.type === 'hits' ? again.engine : 'no engine';
    const isAlone = second.type === 'failed';
    const alone = isAlone ? `, not independently: ${second.message}` : '';
    const evidence = [{ saw: `${found} lines, found again with ${engine}${alone}`, counts }];
    if (faults.length === 0 && isAlone) {
      const open = `whether an engine other than ${engine} finds the same lines: ${second.message}`;
      return { type: 'pass', evidence, unproven: [open] };
    }
    if (faults.length === 0) return { type: 'pass', evidence };
    return { type: 'fail', findings: await explain(faults, input, signal), evidence };
  },
};

/**
 * Whether one of the faults is none of what a pattern means: a count, a line told twice, another text than the file has,
 * or a plain text that stands in the line, or does not. Then no other engine is asked.
 */
async function someCertain(faults: readonly HitFault[], input: Input, signal: AbortSignal): Promise<boolean> {
  const { pattern, regex, word, caseSensitive } = input.result;
  const isPlain = !regex && !word && caseSensitive;
  for (const fault of faults.slice(0, explainedAtMost)) {
    if (fault.invented === undefined) {
      if (fault.missed === undefined || (isPlain && fault.missed.text.includes(pattern))) return true;
      continue;
    }
    const { path, line, text } = fault.invented;
    if (isPlain && !text.includes(pattern)) return true;
    const read = await input.files.read(path, signal);
    // A file that only cannot be read says nothing; one that is not there holds no line.
    if (read.type === 'refused' && read.reason !== 'missing') continue;
    if (read.type === 'refused' || linesOf(read.file.text)[line - 1] !== text) return true;
  }
  return false;
}

export function queryOf(result: SearchResult): SearchQuery {
  const { pattern, regex, word, caseSensitive, include, exclude } = result;
  return { pattern, regex, word, caseSensitive, include, exclude };
}

/** A hit that is none, with what the result says of it, or one that is not reported: both are what a pattern decides. */
type HitFault = Fault & { readonly invented?: Hit; readonly missed?: Hit };

/** What speaks against a result, or why nothing can be said. */
function faultsOf(result: SearchResult, again: SearchOutcome): readonly HitFault[] | string {
  switch (again.type) {
    case 'failed':
      return again.message;
    case 'bad-pattern':
      return [{ message: `the pattern does not compile: ${again.message}` }];
    case 'hits':
      return compare(result, again.hits);
  }
}

function compare(result: SearchResult, found: readonly Hit[]): HitFault[] {
  const faults: HitFault[] = [];
  const real = new Map(found.map((hit) => [keyOf(hit), hit]));
  const seen = new Set<string>();
  for (const [index, hit] of result.hits.entries()) {
    const { path, line } = hit;
    const at = { claim: index < 100 ? `h${index + 1}` : 'rest', path, line };
    const key = keyOf(hit);
    const match = real.get(key);
    if (seen.has(key)) faults.push({ ...at, message: `${path}:${line} is reported more than once` });
    else if (match === undefined) {
      faults.push({ ...at, message: `${path}:${line} does not match the pattern`, invented: hit });
    } else if (match.text !== hit.text) {
      faults.push({
        ...at,
        message: `${path}:${line} has another text than reported; the whole line is meant`,
      });
    }
    seen.add(key);
  }
  for (const hit of found) {
    if (seen.has(keyOf(hit))) continue;
    const { path, line } = hit;
    faults.push({ path, line, message: `${path}:${line} matches and is not reported`, missed: hit });
  }
  if (result.total !== result.hits.length) {
    faults.push({ message: `the total says ${result.total}, and there are ${result.hits.length} hits` });
  }
  return faults;
}

function keyOf(hit: Hit): string {
  return `${hit.line}:${hit.path}`;
}

/** The first faults in full, and how many there are beside them. */
async function explain(faults: readonly HitFault[], input: Input, signal: AbortSignal): Promise<Fault[]> {
  const told: Fault[] = [];
  for (const { invented, missed: _missed, ...fault } of faults.slice(0, faultsAtMost)) {
    const isExplained = invented !== undefined && told.length < explainedAtMost;
    const message = isExplained ? await whyNot(invented, input, signal) : fault.message;
    told.push({ ...fault, message });
  }
  const rest = faults.length - told.length;
  return rest > 0 ? [...told, { message: `and ${rest} more of this kind` }] : told;
}

/** What is wrong with a hit that is none: no such file or line, other words there, or a file that is not searched. */
async function whyNot(hit: Hit, { files }: Input, signal: AbortSignal): Promise<string> {
  const at = `${hit.path}:${hit.line}`;
  const read = await files.read(hit.path, signal);
  if (read.type === 'refused') return `${at} is no hit: ${read.message}`;
  const lines = linesOf(read.file.text);
  const text = lines[hit.line - 1];
  if (text === undefined) return `${at} is no hit: the file has ${lines.length} lines`;
  if (text !== hit.text)
    return `${at} does not match the pattern, and the line has another text than reported`;
  const listed = await files.list(signal);
  return listed.includes(hit.path)
    ? `${at} does not match the pattern, or is out of the scope of the search`
    : `${at} is no hit: ${hit.path} is not searched, an ignore rule leaves it out`;
}
