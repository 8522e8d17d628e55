import { describe, expect, it } from 'vitest';
import type { CodeSymbol } from '../../../src/core/code.ts';
import { cutTo, excerptFor, linesAtMost } from '../../../src/core/drafting/excerpt.ts';
import { namedSymbols } from '../../../src/core/drafting/named.ts';

function symbol(name: string, line: number, endLine: number, more: Partial<CodeSymbol> = {}): CodeSymbol {
  return {
    name,
    kind: 'function',
    exported: false,
    line,
    endLine,
    nameLine: line,
    nameColumn: 0,
    parameters: [],
    returnsValue: true,
    ...more,
  };
}

/** A file of numbered lines with some of them given. */
function file(count: number, given: Readonly<Record<number, string>>): readonly string[] {
  return Array.from({ length: count }, (_none, at) => given[at + 1] ?? `line ${at + 1};`);
}

const parse = symbol('parse', 200, 210);
const helper = symbol('fold', 20, 24);
const limit = symbol('LIMIT', 5, 5, { kind: 'variable' });
const symbols = [limit, helper, parse];
const lines = file(400, {
  5: 'const LIMIT = 3;',
  20: 'function fold() {',
  198: '/** Parses. */',
  199: '// Twice.',
  200: 'function parse(text) {',
  202: '  return fold(text, LIMIT);',
});

describe('excerptFor', () => {
  it('hands out a small file whole', () => {
    const small = file(40, {});
    expect(excerptFor(small, [], [], []).ranges).toEqual([{ line: 1, endLine: 40 }]);
    expect(excerptFor([], [], [], []).ranges).toEqual([{ line: 1, endLine: 1 }]);
  });

  it('hands out the symbol with its comment, and what it uses', () => {
    const { ranges, focus } = excerptFor(lines, symbols, [parse], []);
    expect(ranges).toEqual([
      { line: 5, endLine: 5 },
      { line: 20, endLine: 24 },
      { line: 198, endLine: 210 },
    ]);
    expect(focus).toEqual([{ name: 'parse', line: 200, endLine: 210 }]);
  });

  it('takes a constant of one line along, and the window of the words for the rest', () => {
    const spread = file(400, { 5: 'const LIMIT = 3;', 300: 'retry();' });
    const { ranges, focus } = excerptFor(spread, symbols, [limit], ['retry']);
    expect(ranges[0]).toEqual({ line: 5, endLine: 5 });
    expect(ranges.some((range) => range.line <= 300 && 300 <= range.endLine)).toBe(true);
    expect(focus).toEqual([]);
  });

  it('shows of a symbol that is too long its head and where its words stand', () => {
    const long = symbol('run', 50, 390);
    const { ranges } = excerptFor(file(400, { 380: 'retry();' }), [long], [long], ['retry']);
    expect(ranges[0]?.line).toBe(50);
    expect(ranges.some((range) => range.line <= 380 && 380 <= range.endLine)).toBe(true);
    const count = ranges.reduce((sum, range) => sum + range.endLine - range.line + 1, 0);
    expect(count).toBeLessThanOrEqual(linesAtMost);
  });

  it('is cut from behind', () => {
    const cut = cutTo(excerptFor(lines, symbols, [parse], []), 8);
    expect(cut.ranges).toEqual([
      { line: 5, endLine: 5 },
      { line: 20, endLine: 24 },
      { line: 198, endLine: 199 },
    ]);
  });
});

describe('namedSymbols', () => {
  const box = symbol('Box', 1, 60, { kind: 'class' });
  const isLocal = symbol('isLocal', 10, 12, { kind: 'method', container: 'Box' });
  const byDefault = symbol('default', 20, 22, { kind: 'method', container: 'Box' });
  const count = symbol('count', 30, 30, { kind: 'property', container: 'Box' });
  const names = symbol('RESTRICTED_NAMES', 70, 70, { kind: 'variable' });
  const load = symbol('load', 80, 90);
  const all = [box, isLocal, byDefault, count, names, load];

  it.each([
    ['What does load return?', ['load']],
    ['what is loaded', []],
    ['When is a Box local?', ['isLocal']],
    ['What is a Box?', ['Box']],
    ['is it required by default?', []],
    ['What does default return?', ['default']],
    ['what is the count', []],
    ['what is `count`', ['count']],
    ['which names are restricted', ['RESTRICTED_NAMES']],
    ['what does `load` do with RESTRICTED_NAMES?', ['load']],
  ])('%s', (question, wanted) => {
    expect(namedSymbols(question, all).map((one) => one.name)).toEqual(wanted);
  });
});
