import { describe, expect, it } from 'vitest';
import { search, searchResultSchema, type SearchTask } from '../../../src/core/kinds/search.ts';
import type { SearchQuery } from '../../../src/core/ports.ts';
import { memoryHouse } from '../../support/memoryHouse.ts';

const signal = new AbortController().signal;
const files = { 'b.ts': 'const a = 1;\nuse(a);\n', 'a.ts': 'function a() {\n' };
const result = {
  pattern: 'a',
  regex: false,
  word: true,
  caseSensitive: true,
  include: [],
  exclude: [],
  hits: [{ path: 'a.ts', line: 1, text: 'function a() {' }],
  total: 1,
};

describe('the kind search', () => {
  it('is answered by code where the task gives the pattern, with the flags it gives', async () => {
    const asked: SearchQuery[] = [];
    const house = memoryHouse(files, undefined);
    const first = {
      ...house.searches.first,
      search: (query: SearchQuery) => {
        asked.push(query);
        return house.searches.first.search(query, signal);
      },
    };
    const task: SearchTask = { kind: 'search', what: 'a', pattern: 'a', word: true, caseSensitive: true };
    expect(search.isByCode(task, true)).toBe(true);
    const draft = await search.byCode(task, { ...house, searches: { first, second: first } }, signal);
    expect(asked).toEqual([
      { pattern: 'a', regex: false, word: true, caseSensitive: true, include: [], exclude: [] },
    ]);
    const raw = draft.type === 'drafted' ? searchResultSchema.parse(draft.raw) : undefined;
    expect(raw).toMatchObject({
      word: true,
      total: 3,
      hits: [{ path: 'a.ts' }, { path: 'b.ts' }, { path: 'b.ts' }],
    });
  });

  it('says why there is no draft', async () => {
    const house = memoryHouse(files, undefined);
    const draft = await search.byCode(
      { kind: 'search', what: 'x', pattern: '(', regex: true },
      house,
      signal,
    );
    expect(draft).toMatchObject({ type: 'failed', retry: false, reason: expect.stringMatching(/\w/) });
  });

  it.each([
    ['an unknown key', { ...result, more: 1 }],
    ['a missing key', { ...result, word: undefined }],
    ['null for a list', { ...result, include: null }],
    ['a number as text', { ...result, total: '1' }],
    ['a fraction for a line', { ...result, hits: [{ path: 'a.ts', line: 1.5, text: '' }] }],
    ['an unknown key of a hit', { ...result, hits: [{ path: 'a.ts', line: 1, text: '', column: 2 }] }],
    ['a key of the prototype', JSON.parse(`{"__proto__": {}, ${JSON.stringify(result).slice(1)}`) as unknown],
  ])('takes no result with %s', (_name, raw) => {
    expect(searchResultSchema.safeParse(raw).success).toBe(false);
  });

  it('says what it found, what that proves and what it does not', () => {
    const task: SearchTask = { kind: 'search', what: 'where is a' };
    expect(search.answer(task, result)).toBe('1 line matches "a" (as a whole word) in 1 file.');
    expect(search.answer(task, { ...result, hits: [], total: 0 })).toMatch(/^No line matches/);
    expect(search.leavesOpen(task, result)).toEqual(['whether this pattern is what was meant']);
    expect(search.leavesOpen({ ...task, pattern: 'a' }, result)).toEqual([]);
    expect(search.proves(task, result).join()).toMatch(/exactly the lines/);
  });

  it('claims each line, and stays small for thousands', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      path: `${index % 50}.ts`,
      line: index * 20 + 1,
      text: 'a',
    }));
    const claims = search.claims({ kind: 'search', what: 'a' }, { ...result, hits: many, total: 20_000 });
    expect(new Set(claims.map((claim) => claim.id)).size).toBe(claims.length);
    expect(JSON.stringify(claims).length).toBeLessThan(100_000);
    expect(claims[0]).toMatchObject({ place: { path: '0.ts', line: 1 } });
    expect(
      search.shown({ kind: 'search', what: 'a' }, { ...result, hits: many, total: 20_000 }),
    ).toHaveLength(10);
  });
});
