import { describe, expect, it } from 'vitest';
import { search } from '../../../src/core/kinds/search.ts';

const task = { kind: 'search', what: 'x' } as const;
const result = (lines: readonly (readonly [string, number])[]) => ({
  pattern: 'x',
  regex: false,
  word: false,
  caseSensitive: true,
  include: [],
  exclude: [],
  hits: lines.map(([path, line]) => ({ path, line, text: '// x' })),
  total: lines.length,
});

describe('places of a search', () => {
  it('put neighbouring lines together, in the order of the best', () => {
    const hits = [
      ['a.ts', 10],
      ['b.ts', 1],
      ['a.ts', 12],
      ['a.ts', 30],
    ] as const;
    expect(search.shown(task, result(hits))).toEqual([
      { path: 'a.ts', line: 10, endLine: 12 },
      { path: 'b.ts', line: 1 },
      { path: 'a.ts', line: 30 },
    ]);
  });

  it('begin and end at lines that match, also for a comment at the end of a file', () => {
    expect(search.shown(task, result([['a.ts', 2]]))).toEqual([{ path: 'a.ts', line: 2 }]);
  });

  it('are ten at most', () => {
    const hits = Array.from({ length: 30 }, (_, index) => [`f${index}.ts`, 1] as const);
    expect(search.shown(task, result(hits))).toHaveLength(10);
  });
});
