import { describe, expect, it } from 'vitest';
import { findByTerms } from '../../../src/core/search/find.ts';
import { rankFiles } from '../../../src/core/search/files.ts';
import { memoryHouse } from '../../support/memoryHouse.ts';

const signal = new AbortController().signal;
const files = {
  'src/dates.ts':
    '// parse what people type\nexport function parseDate(text: string): Date {\n  return new Date(text);\n}\n',
  'src/app.ts': 'import { parseDate } from "./dates";\nconst day = parseDate("2024-01-01");\n',
  'README.md': '# Dates\nHow to parse dates.\n',
};

describe('findByTerms', () => {
  it('gives all lines of one pattern, the defining one first', async () => {
    const found = await findByTerms(
      ['pars', 'dat', 'nowhere'],
      { what: 'parse dates' },
      memoryHouse(files, undefined),
      signal,
    );
    if (found.type !== 'found') throw new Error(found.message);
    expect(found.result.hits[0]).toMatchObject({ path: 'src/dates.ts', line: 2 });
    expect(found.result).toMatchObject({ pattern: 'pars|dat', regex: true, total: found.result.hits.length });
    expect(found.result.total).toBe(7);
  });

  it('answers no lines where nothing is found', async () => {
    const found = await findByTerms(['absent'], { what: 'absent' }, memoryHouse(files, undefined), signal);
    expect(found).toMatchObject({ result: { pattern: 'absent', regex: false, hits: [], total: 0 } });
  });

  it('says why when the search fails', async () => {
    const broken = {
      matches: () => Promise.resolve(undefined),
      search: () => Promise.resolve({ type: 'failed', message: 'no engine' } as const),
    };
    const house = memoryHouse(files, undefined, { searches: { first: broken, second: broken } });
    expect(await findByTerms(['a1'], { what: 'a1' }, house, signal)).toEqual({
      type: 'failed',
      message: 'no engine',
    });
  });
});

describe('rankFiles', () => {
  it('puts code before prose', async () => {
    const house = memoryHouse(files, undefined);
    expect((await rankFiles('how are dates parsed?', house.searches.first, signal))[0]).toBe('src/dates.ts');
  });
});
