import { describe, expect, it } from 'vitest';
import { namesApart } from '../../../src/core/plan/names.ts';
import { memoryHouse } from '../../support/memoryHouse.ts';

const files = {
  'src/a.ts':
    'export function parse(text: string): number {\n  return Number(text);\n}\n\nexport function format(n: number): string {\n  return String(n);\n}\n\nexport function round(n: number): number {\n  return Math.round(n);\n}\n',
};

describe('several names in one ask for comments', () => {
  it.each([
    [
      'Add a doc comment to `parse` and `format`',
      ['Add a doc comment to `parse`', 'Add a doc comment to `format`'],
    ],
    ['document parse, format and round.', ['document parse', 'document format', 'document round']],
    ['/document parse and round', ['/document parse', '/document round']],
    [
      'write JSDoc for parse(), and format() in src/a.ts',
      ['write JSDoc for parse() in src/a.ts', 'write JSDoc for format() in src/a.ts'],
    ],
  ])('%s', async (ask, parts) => {
    expect(await namesApart(ask, memoryHouse(files, undefined), new AbortController().signal)).toEqual(parts);
  });

  it.each([
    'add a doc comment to parse',
    'document parse and its errors',
    'make parse throw for arrays and objects',
    'add a comment to parse that explains round and format of the numbers',
    'rename parse and format',
  ])('leaves alone: %s', async (ask) => {
    expect(await namesApart(ask, memoryHouse(files, undefined), new AbortController().signal)).toEqual([ask]);
  });
});
