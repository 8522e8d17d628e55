import { afterAll, describe, expect, it } from 'vitest';
import { verifyRow } from '../../src/cli/verify.ts';
import { openTools } from '../support/verdicts.ts';

const tools = openTools();
afterAll(() => tools[Symbol.dispose]());

const files = { 'a.ts': 'const a = 1;\n', 'a.json': '{"a": 1}\n' };
const quote = { path: 'a.ts', line: 1, quote: 'const a = 1;' };
const many = <T>(make: (index: number) => T, count = 100_000): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const flags = { pattern: 'const', regex: false, word: false, caseSensitive: true, include: [], exclude: [] };
const long = 'x'.repeat(10 * 1024 * 1024);

/** Results as no worker should give them, each with a task that it belongs to. */
const rows: readonly (readonly [string, object, unknown])[] = [
  ['no object', { kind: 'read', question: 'what?', paths: ['a.ts'] }, 'verified'],
  ['nothing', { kind: 'read', question: 'what?', paths: ['a.ts'] }, null],
  [
    'an unknown key',
    { kind: 'read', question: 'what?', paths: ['a.ts'] },
    { statements: [], verified: true },
  ],
  [
    'a key of every object',
    { kind: 'transform', from: 'json', to: 'json', path: 'a.json' },
    JSON.parse('{"content":"{}","__proto__":{"a":1}}'),
  ],
  [
    'a text of 10 MB',
    { kind: 'summarize', path: 'a.ts', instruction: 'Summarise it in one sentence.' },
    { text: 'It is one. '.repeat(1_000_000) },
  ],
  [
    'a content of 10 MB',
    { kind: 'transform', from: 'json', to: 'json', path: 'a.json' },
    { content: `{"a": "${long}"}` },
  ],
  [
    '100,000 hits',
    { kind: 'search', what: 'const', pattern: 'const' },
    {
      ...flags,
      hits: many((line) => ({ path: 'a.ts', line: line + 1, text: 'const a = 1;' })),
      total: 100_000,
    },
  ],
  [
    '100,000 items',
    { kind: 'extract', what: 'urls', paths: ['a.ts'] },
    { items: many((line) => ({ value: 'http://a.b', path: 'a.ts', line: line + 1, quote: 'http://a.b' })) },
  ],
  [
    '100,000 quotes',
    { kind: 'read', question: 'what?', paths: ['a.ts'] },
    { statements: [{ text: 'It is 1.', quotes: many(() => ({ ...quote, line: 2 })) }] },
  ],
  [
    '100,000 labels',
    { kind: 'classify', items: [{ id: '1', text: 'a' }], labels: ['a', 'b'] },
    { labels: many((id) => ({ id: String(id), label: 'a' })) },
  ],
  [
    '100,000 lines that are texts',
    { kind: 'extract', what: 'urls', paths: ['a.ts'] },
    { items: many((line) => ({ value: 'a', path: 'a.ts', line: String(line), quote: 'a' })) },
  ],
  [
    'a path outside',
    { kind: 'read', question: 'what?', paths: ['a.ts'] },
    { statements: [{ text: 'It is 1.', quotes: [{ ...quote, path: '../../etc/passwd' }] }] },
  ],
];

describe('a result that is too much, or none', () => {
  it.each(rows)('%s: is refuted, and says why in few words', async (_name, task, result) => {
    const answer = await verifyRow({ id: 1, files, task, result }, tools, new AbortController().signal);
    expect(answer).toMatchObject({ id: 1, state: 'refuted' });
    const text = JSON.stringify(answer);
    expect(text.length).toBeLessThan(40_000);
    expect(text).toContain('"fail"');
  });

  it.each([
    ['an unknown kind', { kind: 'guess' }, /no kind of task called "guess"/u],
    ['a kind of every object', { kind: 'constructor' }, /no kind of task called "constructor"/u],
    ['no kind', {}, /no kind of task/u],
    ['a path outside', { kind: 'read', question: 'q', paths: ['../a.ts'] }, /the task is malformed/u],
  ])('%s in the task: is one error', async (_name, task, words) => {
    const answer = await verifyRow({ id: 1, files, task, result: {} }, tools, new AbortController().signal);
    expect('error' in answer ? answer.error : '').toMatch(words);
  });
});
