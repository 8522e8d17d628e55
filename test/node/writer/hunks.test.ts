import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replacementsOf, type Replacement } from '../../../src/node/writer/hunks.ts';

function applied(before: string, replacements: readonly Replacement[]): string {
  let text = before;
  for (const { start, end, text: fresh } of [...replacements].reverse()) {
    text = text.slice(0, start) + fresh + text.slice(end);
  }
  return text;
}

describe('replacementsOf', () => {
  test('is empty for equal texts', () => {
    expect(replacementsOf('a\nb\n', 'a\nb\n')).toEqual([]);
    expect(replacementsOf('', '')).toEqual([]);
  });

  test('touches only what differs', () => {
    expect(replacementsOf('one\ntwo\nthree\n', 'one\ntwo, 2\nthree\n')).toEqual([
      { start: 7, end: 7, text: ', 2' },
    ]);
    expect(replacementsOf('a\nb\nc\nd\n', 'x\nb\nc\ny\n')).toEqual([
      { start: 0, end: 1, text: 'x' },
      { start: 6, end: 7, text: 'y' },
    ]);
  });

  test('never cuts a line ending or a character', () => {
    for (const [before, after] of [
      ['a\r\n', 'a\n'],
      ['a\r', 'a\r\n'],
      ['😀', '😁'],
      ['x😀', 'x\ud83dy'],
    ] as const) {
      for (const { start, end } of replacementsOf(before, after)) {
        for (const at of [start, end]) {
          expect(before.slice(at - 1, at + 1)).not.toBe('\r\n');
          expect(/^[\ud800-\udbff][\udc00-\udfff]$/.test(before.slice(at - 1, at + 1))).toBe(false);
        }
      }
      expect(applied(before, replacementsOf(before, after))).toBe(after);
    }
  });

  test('turns any text into any other, in order and apart', () => {
    const piece = fc.constantFrom('a', 'b', '\n', '\r\n', '\r', '😀', '\ud83d', '世', ' ');
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const replacements = replacementsOf(before, after);
        expect(applied(before, replacements)).toBe(after);
        for (const [index, { start, end }] of replacements.entries()) {
          expect(start).toBeLessThanOrEqual(end);
          expect(start).toBeGreaterThanOrEqual(replacements[index - 1]?.end ?? 0);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('takes a text of 200,000 lines in its stride', () => {
    const lines = Array.from({ length: 200_000 }, (_, n) => `line ${n}\n`);
    const before = lines.join('');
    const after = lines.map((line, n) => (n % 40_000 === 7 ? `new ${line}` : line)).join('');
    expect(replacementsOf(before, after)).toHaveLength(5);
  });
});
