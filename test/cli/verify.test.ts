import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyRow, type VerifyTools } from '../../src/cli/verify.ts';
import { systemClock } from '../../src/node/clock.ts';
import { openFolder } from '../../src/node/house.ts';
import { openScanner } from '../../src/node/search/scanner.ts';
import { memoryCode } from '../support/memoryHouse.ts';

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
const scanner = openScanner({
  workerFile: fileURLToPath(new URL('../../src/node/search/scanWorker.ts', import.meta.url)),
});
const at = (folder: string) =>
  openFolder({ folder, state: [], ripgrep: { packages }, scanner, code: memoryCode() });
const tools: VerifyTools = {
  codeAt: () => memoryCode(),
  searchesAt: (folder) => at(folder).searches,
  filesAt: (folder) => at(folder).files,
  scanner,
  clock: systemClock(),
};
const stop = new AbortController();
afterAll(() => stop.abort());

const files = {
  'src/a.ts':
    'export const maxRetries = 5;\r\nexport function parseDate(text: string) {\r\n  return text;\r\n}\r\n',
  'src/b.ts': '\uFEFFimport { parseDate } from "./a";\nconst x = parseDates;\n',
  'log.txt': 'parseDate\n',
  '.gitignore': '*.txt\n',
  '.hidden/c.ts': 'parseDate;\n',
  'node_modules/d.js': 'parseDate;\n',
};

async function state(task: object, result: unknown, more: object = {}): Promise<string> {
  const answer = await verifyRow({ id: 1, files, task, result, ...more }, tools, stop.signal);
  return 'error' in answer ? `error: ${answer.error}` : answer.state;
}

const flags = { regex: false, word: false, caseSensitive: true, include: [], exclude: [] };
const hits = [
  { path: '.hidden/c.ts', line: 1, text: 'parseDate;' },
  { path: 'src/a.ts', line: 2, text: 'export function parseDate(text: string) {' },
  { path: 'src/b.ts', line: 1, text: 'import { parseDate } from "./a";' },
  { path: 'src/b.ts', line: 2, text: 'const x = parseDates;' },
];
const searching = {
  kind: 'search',
  what: 'uses of parseDate',
  pattern: 'parseDate',
  regex: false,
  caseSensitive: true,
};
const found = { pattern: 'parseDate', ...flags, hits, total: 4 };

describe('verify, search', () => {
  it('verifies all the lines in any order', async () => {
    expect(await state(searching, found)).toBe('verified');
    expect(await state(searching, { ...found, hits: [...hits].reverse() })).toBe('verified');
  });

  it.each([
    ['a hit that is none', { hits: [...hits, { path: 'src/a.ts', line: 1, text: 'x' }], total: 5 }],
    ['a dropped hit', { hits: hits.slice(1), total: 3 }],
    ['a hit twice', { hits: [...hits, ...hits.slice(0, 1)], total: 5 }],
    ['a wrong total', { total: 5 }],
    ['a trimmed text', { hits: hits.map((hit) => ({ ...hit, text: hit.text.slice(1) })) }],
    [
      'a byte order mark in the text',
      {
        hits: hits.map((hit) =>
          hit.path === 'src/b.ts' && hit.line === 1 ? { ...hit, text: `\uFEFF${hit.text}` } : hit,
        ),
      },
    ],
    ['another pattern', { pattern: 'parseDat' }],
    ['another flag', { caseSensitive: false }],
    ['a narrowed scope', { include: ['src/**'], hits: hits.slice(1), total: 3 }],
    ['an unknown key', { extra: 1 }],
    ['a missing key', { exclude: undefined }],
    ['a line as text', { hits: [{ path: 'src/a.ts', line: '2', text: '' }] }],
  ])('refutes %s', async (_name, change) => {
    expect(await state(searching, { ...found, ...change })).toBe('refuted');
  });

  it('refutes a misspelt pattern without hits where the task names a term', async () => {
    const open = { kind: 'search', what: 'where is `parseDate` used' };
    expect(await state(open, { pattern: 'parseDatte', ...flags, hits: [], total: 0 })).toBe('refuted');
    expect(await state(open, found)).toBe('verified');
  });

  it('refutes a pattern that does not compile', async () => {
    const task = { kind: 'search', what: 'calls' };
    expect(await state(task, { pattern: '(', ...flags, regex: true, hits: [], total: 0 })).toBe('refuted');
  });

  it('verifies that there is nothing', async () => {
    expect(
      await state({ kind: 'search', what: 'x' }, { pattern: 'nowhere', ...flags, hits: [], total: 0 }),
    ).toBe('verified');
  });

  it('matches before CRLF, and whole words by Unicode', async () => {
    const crlf = { pattern: ';$', ...flags, regex: true, include: ['src/a.ts'] };
    const one = { path: 'src/a.ts', line: 1, text: 'export const maxRetries = 5;' };
    const three = { path: 'src/a.ts', line: 3, text: '  return text;' };
    const task = { kind: 'search', what: 'ends', include: ['src/a.ts'] };
    expect(await state(task, { ...crlf, hits: [one, three], total: 2 })).toBe('verified');
    const word = { kind: 'search', what: 'x', word: true };
    expect(await state(word, { ...found, word: true, hits: hits.slice(0, 3), total: 3 })).toBe('verified');
  });
});

const reading = { kind: 'read', question: 'how often?', paths: ['src/a.ts'] };
const statement = {
  text: 'It tries 5 times, by `maxRetries`.',
  quotes: [{ path: 'src/a.ts', line: 1, quote: 'maxRetries = 5;' }],
};

describe('verify, read', () => {
  it('verifies statements that stand on their quotes', async () => {
    expect(await state(reading, { statements: [statement] })).toBe('verified');
  });

  it('takes a quote over several lines', async () => {
    const quote = { path: 'src/a.ts', line: 2, quote: '(text: string) {\n  return text;' };
    expect(await state(reading, { statements: [{ text: 'It returns the text.', quotes: [quote] }] })).toBe(
      'verified',
    );
  });

  const quoted = (quote: object) => ({
    statements: [{ text: 'It tries.', quotes: [{ ...statement.quotes[0], ...quote }] }],
  });
  it.each([
    ['no statement', { statements: [] }],
    ['a statement without a quote', { statements: [{ text: 'It tries.', quotes: [] }] }],
    ['a blank quote', quoted({ quote: '  ' })],
    ['an absent quote', quoted({ quote: 'minRetries' })],
    ['another line', quoted({ line: 2 })],
    ['line 0', quoted({ line: 0 })],
    ['a line behind the end', quoted({ line: 5 })],
    ['other white space', quoted({ quote: 'maxRetries  = 5;' })],
    ['another letter case', quoted({ quote: 'maxretries = 5;' })],
    ['a file that was not handed out', quoted({ path: 'src/b.ts', line: 2, quote: 'const x' })],
    ['a number that no quote has', { statements: [{ ...statement, text: 'It tries 6 times.' }] }],
    [
      'a part of a number',
      {
        statements: [
          { text: 'It tries 1 time.', quotes: [{ path: 'src/a.ts', line: 1, quote: 'maxRetries = 5;' }] },
        ],
      },
    ],
    ['a name that no quote has', { statements: [{ ...statement, text: 'It calls parseDate.' }] }],
    ['an unknown key', { statements: [statement], note: '' }],
    ['null', null],
    ['a text', 'done'],
  ])('refutes %s', async (_name, result) => {
    expect(await state(reading, result)).toBe('refuted');
  });

  it('cannot prove work that is only claimed', async () => {
    expect(await state(reading, { statements: [{ ...statement, text: 'I verified that it tries.' }] })).toBe(
      'unproven',
    );
  });

  it('answers a malformed task with an error', async () => {
    expect(await state({ kind: 'read' }, {})).toMatch(/^error/);
    expect(await state({ kind: 'dance' }, {})).toMatch(/^error/);
    expect(await state({ ...reading, paths: ['../a.ts'] }, {})).toMatch(/^error/);
    expect(await verifyRow('row', tools, stop.signal)).toMatchObject({ id: null, error: expect.any(String) });
  });

  it('refutes no exact quote and every absent one', async () => {
    const text = fc.stringMatching(/^[a-zA-Zé漢 \t.;=]{3,30}$/).filter((line) => line.trim() !== '');
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.nat(),
        async (lines, a, b) => {
          const index = a % lines.length;
          const line = lines[index] ?? '';
          const start = b % line.trim().length;
          const quote = line.trim().slice(start);
          if (quote.trim() === '') return;
          const row = (text: string) => ({
            id: 1,
            files: { 'f.txt': lines.join('\n') },
            task: { ...reading, paths: ['f.txt'] },
            result: {
              statements: [{ text: 'So it is.', quotes: [{ path: 'f.txt', line: index + 1, quote: text }] }],
            },
          });
          expect(await verifyRow(row(quote), tools, stop.signal)).toMatchObject({ state: 'verified' });
          expect(await verifyRow(row(`${quote}§`), tools, stop.signal)).toMatchObject({ state: 'refuted' });
        },
      ),
      { numRuns: 1_000 },
    );
  }, 60_000);
});
