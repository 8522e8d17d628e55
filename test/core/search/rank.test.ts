import { describe, expect, it } from 'vitest';
import { findByTerms } from '../../../src/core/search/find.ts';
import { rankFiles } from '../../../src/core/search/files.ts';
import { termsOf } from '../../../src/core/search/terms.ts';
import { memoryHouse } from '../../support/memoryHouse.ts';

const signal = new AbortController().signal;
const files = {
  'src/dates.ts':
    '// parse what people type\nexport function parseDate(text: string): Date {\n  return new Date(text);\n}\n',
  'src/app.ts': 'import { parseDate } from "./dates";\nconst day = parseDate("2024-01-01");\n',
  'README.md': '# Dates\nHow to parse dates.\n',
};

const asked = (...terms: string[]): ReadonlyMap<string, number> => new Map(terms.map((term) => [term, 1]));

async function find(texts: Readonly<Record<string, string>>, what: string, terms = asked(...termsOf(what))) {
  const found = await findByTerms(terms, { what }, memoryHouse(texts, undefined), signal);
  if (found.type !== 'found') throw new Error(found.message);
  return found.result;
}

describe('findByTerms', () => {
  it('gives all lines of one pattern, the defining one first', async () => {
    const result = await find(files, 'parse dates', asked('pars', 'dat', 'nowhere'));
    expect(result.hits[0]).toMatchObject({ path: 'src/dates.ts', line: 2 });
    expect(result).toMatchObject({ pattern: 'pars|dat', regex: true, total: result.hits.length });
    expect(result.total).toBe(7);
  });

  it('answers no lines where nothing is found', async () => {
    const result = await find(files, 'absent', new Map([...asked('absent'), ['missing', 0.5]]));
    expect(result).toMatchObject({ pattern: 'absent', regex: false, hits: [], total: 0 });
  });

  it('says why when the search fails', async () => {
    const broken = {
      matches: () => Promise.resolve(undefined),
      search: () => Promise.resolve({ type: 'failed', message: 'no engine' } as const),
    };
    const house = memoryHouse(files, undefined, { searches: { first: broken, second: broken } });
    expect(await findByTerms(asked('a1'), { what: 'a1' }, house, signal)).toEqual({
      type: 'failed',
      message: 'no engine',
    });
  });

  const limits =
    'function other() {\n  return 1;\n}\n\nfunction guard(size) {\n  const upload = size;\n  if (upload > limit) throw new Error("upload limit");\n  return upload;\n}\n';

  it('finds the first line of a function by what stands in it', async () => {
    const result = await find({ 'a.js': limits }, 'where is the limit of an upload');
    expect(result.hits.slice(0, 4).map(({ line }) => line)).toContain(5);
    expect(result.hits.map(({ line }) => line)).not.toContain(1);
    expect(result.pattern.split('|')).toContain('function guard\\(');
  });

  it('adds no first line that stands everywhere', async () => {
    const calls = Array.from({ length: 60 }, () => 'function guard(x);\n').join('');
    const result = await find({ 'a.js': limits, 'b.js': calls }, 'where is the limit of an upload');
    expect(result.hits.every(({ path }) => path === 'a.js')).toBe(true);
  });

  it('takes the names that documentation gives for the words of the ask', async () => {
    const texts = {
      'README.md': 'Set `keepQuery` to keep the leading question mark.\nThe `mode` option.\n',
      'a.js': 'const text = options.keepQuery ? all : all.slice(1);\nconst mode = 1;\n',
    };
    const result = await find(texts, 'where is a leading question mark kept');
    expect(result.hits).toContainEqual(expect.objectContaining({ path: 'a.js', line: 1 }));
    expect(result.hits).not.toContainEqual(expect.objectContaining({ path: 'a.js', line: 2 }));
  });

  it('reads no names out of a licence', async () => {
    const texts = {
      'LICENSE.md': 'The `software` comes without leading question mark.\n',
      'a.js': 'software();\n',
    };
    const result = await find(texts, 'where is a leading question mark kept');
    expect(result.hits.map(({ path }) => path)).toEqual(['LICENSE.md']);
  });

  it('trusts a word that the ask does not hold less', async () => {
    const texts = { 'a.js': 'stop(one);\n', 'b.js': 'halt(one);\n' };
    const [ask, other] = ['halt', 'stop'];
    const terms = new Map([
      [ask, 1],
      [other, 0.5],
    ]);
    expect((await find(texts, 'halt', terms)).hits[0]?.path).toBe('b.js');
    expect((await find(texts, 'halt', asked(other, ask))).hits[0]?.path).toBe('a.js');
  });

  it('keeps a term in backticks that stands nowhere in its pattern', async () => {
    const result = await find(files, 'where is `parseDay` parsed', asked('parseDay', 'pars'));
    expect(result.pattern).toBe('pars');
    const apart = await find(files, 'where is `dateOf` parsed', asked('dateOf', 'pars'));
    expect(apart.pattern.split('|')).toContain('dateOf');
  });

  it('puts the declaration of a name that the ask spells out first', async () => {
    const uses =
      'export function readRow(row: RowKind): RowKind {\n  const kind: RowKind = row;\n  return kind;\n}\n';
    const texts = { 'a.ts': uses, 'b.ts': uses, 'c.ts': 'export type RowKind = 1 | 2;\n' };
    expect((await find(texts, 'where is the type RowKind declared')).hits[0]).toMatchObject({ path: 'c.ts' });
  });

  it('puts code before tests and prose', async () => {
    const line = 'export const retryDelay = 5;\n';
    const result = await find({ 'README.md': line, 'a.test.ts': line, 'b.ts': line }, 'retry delay');
    expect(result.hits[0]?.path).toBe('b.ts');
  });
});

describe('rankFiles', () => {
  it('puts code before prose', async () => {
    const house = memoryHouse(files, undefined);
    expect((await rankFiles('how are dates parsed?', house.searches.first, signal))[0]).toBe('src/dates.ts');
  });
});
