import { describe, expect, it } from 'vitest';
import type { Check, CheckInput, CheckOutcome } from '../../../../src/core/check.ts';
import { searchBinds } from '../../../../src/core/checks/search/binds.ts';
import { hitsAreAll } from '../../../../src/core/checks/search/hits.ts';
import { namedTerms } from '../../../../src/core/checks/search/named.ts';
import { nearbyPatterns } from '../../../../src/core/checks/search/nearby.ts';
import type { SearchResult, SearchTask } from '../../../../src/core/kinds/search.ts';
import type { SearchEngine, SearchOutcome } from '../../../../src/core/ports.ts';
import { growthOf, linear } from '../../../support/growth.ts';
import { memoryCode, memoryFiles, memorySearch } from '../../../support/memoryHouse.ts';

const texts = new Map([
  ['a.ts', 'parseDate(x);\nconst parseDates = 1;\nno\n'],
  ['b.ts', '  parseDate\n'],
]);
const hits = [
  { path: 'a.ts', line: 1, text: 'parseDate(x);' },
  { path: 'a.ts', line: 2, text: 'const parseDates = 1;' },
  { path: 'b.ts', line: 1, text: '  parseDate' },
];
const right: SearchResult = {
  pattern: 'parseDate',
  regex: false,
  word: false,
  caseSensitive: true,
  include: [],
  exclude: [],
  hits,
  total: 3,
};
const engine = memorySearch(texts);
const answering = (outcome: SearchOutcome, matches?: boolean): SearchEngine => ({
  search: () => Promise.resolve(outcome),
  matches: () => Promise.resolve(matches),
});
const signal = new AbortController().signal;

function run(
  check: Check<SearchTask, SearchResult>,
  change: Partial<SearchResult> = {},
  task: Partial<SearchTask> = {},
  engines: { first?: SearchEngine; second?: SearchEngine } = {},
): Promise<CheckOutcome> {
  const input: CheckInput<SearchTask, SearchResult> = {
    task: { kind: 'search', what: 'uses', ...task },
    result: { ...right, ...change },
    handedOut: new Map(),
    changeSet: undefined,
    files: memoryFiles(texts),
    searches: { first: engine, second: engine, ...engines },
    code: memoryCode(),
    commands: [],
  };
  return check.run(input, signal);
}

const messages = (outcome: CheckOutcome): string =>
  outcome.type === 'fail' ? outcome.findings.map((finding) => finding.message).join('; ') : outcome.type;

describe('search.hits', () => {
  it('passes all the lines, in any order', async () => {
    expect(await run(hitsAreAll)).toMatchObject({
      type: 'pass',
      evidence: [{ counts: { reported: 3, found: 3 } }],
    });
    expect((await run(hitsAreAll, { hits: [...hits].reverse() })).type).toBe('pass');
  });

  it.each([
    [
      'a line that is not there',
      [...hits, { path: 'a.ts', line: 9, text: 'x' }],
      4,
      /a\.ts:9 is no hit: the file has 3 lines/,
    ],
    [
      'a line that does not match',
      [...hits, { path: 'a.ts', line: 3, text: 'no' }],
      4,
      /a\.ts:3 does not match/,
    ],
    [
      'invented words',
      [...hits, { path: 'a.ts', line: 3, text: 'parseDate' }],
      4,
      /another text than reported/,
    ],
    ['a file that is not there', [...hits, { path: 'c.ts', line: 1, text: 'x' }], 4, /c\.ts:1 is no hit/],
    ['a dropped line', hits.slice(1), 2, /a\.ts:1 matches and is not reported/],
    ['a line twice', [...hits, ...hits.slice(0, 1)], 4, /more than once/],
    [
      'a trimmed text',
      [...hits.slice(0, 2), { path: 'b.ts', line: 1, text: 'parseDate' }],
      3,
      /another text/,
    ],
    ['a wrong total', hits, 4, /the total says 4, and there are 3 hits/],
  ])('refutes %s', async (_name, some, total, message) => {
    expect(messages(await run(hitsAreAll, { hits: some, total }))).toMatch(message);
  });

  it('tells thousands of faults by the first of them', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({ path: 'a.ts', line: index + 10, text: '' }));
    const outcome = await run(hitsAreAll, { hits: [...hits, ...many], total: 3_003 });
    expect(outcome.type === 'fail' && outcome.findings).toHaveLength(51);
    expect(messages(outcome)).toMatch(/and 2950 more of this kind/);
  });

  it('refutes a pattern that does not compile', async () => {
    const bad = answering({ type: 'bad-pattern', message: 'unclosed group' });
    expect(messages(await run(hitsAreAll, {}, {}, { first: bad, second: bad }))).toMatch(
      /does not compile: unclosed/,
    );
  });

  it('asks the first engine where the second cannot tell, and says so where neither can', async () => {
    const mute = answering({ type: 'failed', message: 'too slow' });
    const alone = await run(hitsAreAll, {}, {}, { second: mute });
    expect(alone).toMatchObject({
      type: 'pass',
      evidence: [{ saw: expect.stringMatching(/not independently: too slow/) }],
      unproven: [expect.stringMatching(/an engine other than .* finds the same lines: too slow/)],
    });
    const both = await run(hitsAreAll);
    expect(both.type === 'pass' && both.unproven).toBeUndefined();
    expect(JSON.stringify(both.evidence)).not.toMatch(/independently/);
    expect(messages(await run(hitsAreAll, { total: 9 }, {}, { second: mute }))).toMatch(/the total says 9/);
    expect(await run(hitsAreAll, {}, {}, { first: mute, second: mute })).toMatchObject({
      type: 'unable',
      reason: 'too slow',
    });
  });

  it('is unable where the engines disagree about a result', async () => {
    const other = answering({ type: 'hits', hits: hits.slice(1), engine: 'other' });
    expect(await run(hitsAreAll, {}, {}, { second: other })).toMatchObject({ type: 'unable' });
    // A result that both contradict is wrong by any of them.
    expect((await run(hitsAreAll, { total: 7 }, {}, { second: other })).type).toBe('fail');
  });
});

describe('search.named', () => {
  const task = { what: 'where is `parseDate` used' };

  it('passes a pattern that matches the term, or one that the task gave', async () => {
    expect((await run(namedTerms, {}, task)).type).toBe('pass');
    expect((await run(namedTerms, { pattern: 'Date', regex: true }, task)).type).toBe('pass');
    expect((await run(namedTerms, { pattern: 'other' }, { ...task, pattern: 'other' })).type).toBe('pass');
    expect((await run(namedTerms, { pattern: 'other' }, { what: 'other things' })).type).toBe('pass');
  });

  it.each([
    ['a misspelt one', { pattern: 'parseDatte' }, task],
    ['one of another letter case', { pattern: 'parsedate' }, task],
    ['a part of it as a whole word', { pattern: 'parse', word: true }, task],
    ['one of two terms', {}, { what: '`parseDate` or `parseTime`' }],
  ])('refutes %s', async (_name, change, asked) => {
    expect(messages(await run(namedTerms, change, asked))).toMatch(/does not match/);
  });

  it('takes a path beside a term for a place, and alone for a term', async () => {
    expect((await run(namedTerms, {}, { what: '`parseDate` in `a.ts`' })).type).toBe('pass');
    expect((await run(namedTerms, {}, { what: '`parseDate` in `*.ts`', include: ['*.ts'] })).type).toBe(
      'pass',
    );
    expect((await run(namedTerms, {}, { what: 'uses of `a.ts`' })).type).toBe('fail');
  });

  it('reads a task of 100 KB of backticks in time in proportion to it', async () => {
    const read = async (length: number): Promise<void> => {
      const ticks = '`'.repeat(length);
      expect((await run(namedTerms, {}, { what: ticks })).type).toBe('pass');
      expect((await run(namedTerms, {}, { what: `${ticks} \`\`parse\`Date\`\`` })).type).toBe('fail');
    };
    expect(await growthOf(read, 12_500)).toBeLessThan(linear);
  });

  it('is unable where no engine can tell', async () => {
    const mute = answering({ type: 'failed', message: '' });
    expect((await run(namedTerms, {}, task, { first: mute, second: mute })).type).toBe('unable');
    expect((await run(namedTerms, {}, task, { second: mute })).type).toBe('pass');
  });
});

describe('search.binds', () => {
  const task = {
    pattern: 'parseDate',
    regex: false,
    word: false,
    caseSensitive: true,
    include: ['*.ts', 'b/**'],
    exclude: ['dist'],
  };
  const bound = { include: ['*.ts', 'b/**'], exclude: ['dist'] };

  it('passes what the task gave, and free choices', async () => {
    expect((await run(searchBinds, bound, task)).type).toBe('pass');
    expect((await run(searchBinds, { word: true, regex: true, caseSensitive: false })).type).toBe('pass');
  });

  it.each([
    ['pattern', { ...bound, pattern: 'parseDat' }],
    ['regex', { ...bound, regex: true }],
    ['word', { ...bound, word: true }],
    ['caseSensitive', { ...bound, caseSensitive: false }],
    ['include', { ...bound, include: ['*.ts'] }],
    ['exclude', { ...bound, exclude: [] }],
  ])('refutes another %s', async (name, change) => {
    expect(messages(await run(searchBinds, change, task))).toMatch(name);
  });

  it('refutes a scope that the task did not give', async () => {
    expect(messages(await run(searchBinds, { include: ['a.ts'] }))).toMatch(/narrows nothing/);
    expect(messages(await run(searchBinds, { exclude: ['b.ts'] }))).toMatch(/narrows nothing/);
  });
});

describe('search.nearby', () => {
  it('tells what other patterns would add, and never fails', async () => {
    const outcome = await run(nearbyPatterns, {
      word: true,
      hits: [hits[0], hits[2]].flatMap((hit) => hit ?? []),
      total: 2,
      caseSensitive: false,
    });
    expect(outcome).toMatchObject({
      type: 'pass',
      notes: [{ message: expect.stringContaining('longer words, 1 more') }],
    });
    expect(await run(nearbyPatterns, { hits: [], total: 0 })).toMatchObject({ type: 'pass' });
    expect(nearbyPatterns.required).toBe(false);
  });
});
