import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportForms, reportOf } from '../../../src/core/report/report.ts';
import type { RecordedResult } from '../../../src/core/ledger/results.ts';
import type { CheckReport, Finding, VerdictState } from '../../../src/core/verdict.ts';
import { searchResult, verdictOf } from '../../support/results.ts';

const about = { version: '1.2.3', folder: 'shop', wall: '2026-01-02T03:04:05.000Z' };
const require = createRequire(import.meta.url);
const schemaFile = require.resolve('schemastore/schemas/json/sarif-2.1.0.json');
const isSarif = validator(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);

function validator(schema: object): ValidateFunction {
  // A pattern of the schema is none in Unicode mode.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  const formats = require('ajv-formats') as { default(ajv: Ajv): void };
  formats.default(ajv);
  return ajv.compile(schema);
}

function sarifOf(results: readonly RecordedResult[]): unknown {
  return JSON.parse(reportOf(results, 'sarif', about));
}

function check(id: string, status: CheckReport['status'], more: Partial<CheckReport> = {}): CheckReport {
  return {
    check: id,
    title: `what ${id} looks at`,
    required: true,
    status,
    findings: [],
    evidence: [],
    ms: 1,
    ...more,
  };
}

const finding: Finding = {
  check: 'search.hits',
  level: 'fail',
  path: 'src/a b#c%d.ts',
  line: 9,
  message: 'line 9 does not match',
};

describe('the SARIF report', () => {
  it('is valid by the schema for every state, with places and without, and for nothing', () => {
    const results = [
      searchResult(verdictOf('verified', { proves: ['all lines'], files: { 'src/dates.ts': 'ab12' } })),
      searchResult(
        verdictOf('refuted', {
          findings: [finding, { check: 'search.binds', level: 'note', message: 'a note' }],
          reports: [
            check('search.hits', 'fail', {
              evidence: [
                { saw: 'the line', path: 'src/dates.ts', line: 3, endLine: 3 },
                { saw: 'nothing in a file' },
              ],
            }),
          ],
        }),
      ),
      searchResult(
        verdictOf('unproven', { findings: [{ check: 'x', level: 'unable', message: 'no tool' }] }),
        {
          claims: [],
          shown: [],
        },
      ),
      searchResult(verdictOf('stale', { findings: [{ ...finding, path: 'src/\ud800/\u65e5\u672c.ts' }] })),
      searchResult(undefined),
    ];
    for (const some of [results, [], ...results.map((one) => [one])]) {
      expect([isSarif(sarifOf(some)), isSarif.errors]).toEqual([true, null]);
    }
  });

  it('is refused by the schema where a message, a line or a kind is wrong', () => {
    const text = reportOf([searchResult(verdictOf('refuted', { findings: [finding] }))], 'sarif', about);
    for (const [from, to] of [
      ['"text": "line 9 does not match"', '"words": "line 9 does not match"'],
      ['"startLine": 9', '"startLine": 0'],
      ['"kind": "fail"', '"kind": "refuted"'],
      ['src/a%20b%23c%25d.ts', 'src/a b#c%d.ts'],
    ] as const) {
      expect(text).toContain(from);
      expect([from, isSarif(JSON.parse(text.replace(from, to)))]).toEqual([from, false]);
    }
  });

  it.each([
    ['verified', 'pass', 'none'],
    ['refuted', 'fail', 'error'],
    ['unproven', 'open', 'none'],
    ['stale', 'review', 'none'],
  ] as const)('tells %s as %s', (state, kind, level) => {
    const log = reportOf([searchResult(verdictOf(state))], 'sarif', about);
    expect(JSON.parse(log)).toMatchObject({
      runs: [{ results: [{ ruleId: 'verdict', kind, level, properties: { state, task: 'task-1' } }] }],
    });
  });

  it('points at the file, escaped, with the hash of what was judged', () => {
    const verdict = verdictOf('refuted', { findings: [finding], files: { 'src/a b#c%d.ts': 'f00d' } });
    expect(sarifOf([searchResult(verdict)])).toMatchObject({
      runs: [
        {
          artifacts: [{ location: { uri: 'src/a%20b%23c%25d.ts' }, hashes: { 'sha-256': 'f00d' } }],
          results: [
            {},
            {
              ruleId: 'search.hits',
              kind: 'fail',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'src/a%20b%23c%25d.ts', uriBaseId: 'SRCROOT' },
                    region: { startLine: 9 },
                  },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('is valid whatever the words, paths and lines are', () => {
    const states: readonly VerdictState[] = ['verified', 'refuted', 'unproven', 'stale'];
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const place = fc.record({
      path: text,
      line: fc.nat(99).map((line) => line + 1),
      endLine: fc.nat(99).map((line) => line + 1),
    });
    const row = fc.record({
      state: fc.constantFrom(...states),
      level: fc.constantFrom('fail' as const, 'unable' as const, 'note' as const),
      words: text,
      place,
      hash: fc.string({
        unit: fc.constantFrom(...'0123456789abcdef'.split('')),
        minLength: 64,
        maxLength: 64,
      }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
        const results = rows.map(({ state, level, words, place: at, hash }) => {
          const { path, line } = at;
          const told: Finding = { check: 'c', level, path, line, message: words };
          const reports = [check('c', 'fail', { evidence: [{ saw: words, ...at }] })];
          const files = { [path]: hash };
          return searchResult(verdictOf(state, { findings: [told], reports, files, unproven: [words] }), {
            claims: [{ id: 'a', text: words, place: at }],
            title: words,
          });
        });
        expect([isSarif(sarifOf(results)), isSarif.errors]).toEqual([true, null]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a report', () => {
  const results = [
    searchResult(verdictOf('verified', { proves: ['all lines'] })),
    searchResult(undefined, { title: 'Find | a\n# Verified' }),
  ];

  it('for people has a table and each result with its evidence, below one title', () => {
    const page = reportOf(results, 'markdown', about);
    const titles = page.split('\n').filter((line) => /^##? /u.test(line));
    expect(titles).toEqual([
      '# Countersign report: shop',
      '## Verified: Find parseDate',
      '## Not verified yet: Find | a # Verified',
    ]);
    expect(page).toContain('2 results: 1 verified, 0 refuted, 0 unproven, 0 stale.');
    expect(page).toContain('| Not verified yet | Find \\| a \\# Verified | search | code | none |');
  });

  it('for programs holds every result as it was recorded', () => {
    expect(JSON.parse(reportOf(results, 'json', about))).toEqual({
      form: 1,
      countersign: '1.2.3',
      folder: 'shop',
      made: about.wall,
      results: JSON.parse(JSON.stringify(results)) as unknown,
    });
  });

  it('of nothing says so in each form', () => {
    for (const form of reportForms) expect(reportOf([], form, about).endsWith('\n')).toBe(true);
    expect(reportOf([], 'markdown', about)).toContain('0 results');
  });
});
