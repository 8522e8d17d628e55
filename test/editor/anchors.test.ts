import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { shifted, type LineChange, type Lines } from '../../src/editor/anchors.ts';

const lines = (start: number, end: number): Lines => ({ start, end });
const change = (
  from: readonly [number, number],
  to: readonly [number, number],
  text: string,
): LineChange => ({
  startLine: from[0],
  startColumn: from[1],
  endLine: to[0],
  endColumn: to[1],
  text,
});

describe('anchors', () => {
  const cases: readonly (readonly [string, Lines, LineChange, Lines])[] = [
    ['stay for a change below', lines(3, 5), change([6, 0], [6, 0], 'x\ny\n'), lines(3, 5)],
    ['stay for a change on their last line', lines(3, 5), change([5, 2], [5, 4], 'z'), lines(3, 5)],
    ['move down for a line typed above', lines(3, 5), change([1, 4], [1, 4], '\n'), lines(4, 6)],
    [
      'move down for a line put right before them',
      lines(3, 5),
      change([3, 0], [3, 0], '/** doc */\n'),
      lines(4, 6),
    ],
    ['move up for lines taken above', lines(3, 5), change([0, 0], [2, 0], ''), lines(1, 3)],
    ['move up for the line right above', lines(3, 5), change([2, 0], [3, 0], ''), lines(2, 4)],
    [
      'stay for words typed at their first column',
      lines(3, 5),
      change([3, 0], [3, 0], 'const '),
      lines(3, 5),
    ],
    ['grow for a line typed inside', lines(3, 5), change([4, 2], [4, 2], '\n'), lines(3, 6)],
    ['shrink for a line taken inside', lines(3, 5), change([4, 0], [5, 0], ''), lines(3, 4)],
    ['follow what replaces them whole', lines(3, 5), change([3, 0], [5, 9], 'one'), lines(3, 3)],
    ['follow what replaces more than them', lines(3, 5), change([2, 0], [7, 0], 'a\nb\nc\n'), lines(3, 5)],
    [
      'stay where the text was replaced by as many lines',
      lines(3, 3),
      change([0, 0], [9, 0], 'a\n'.repeat(9)),
      lines(3, 3),
    ],
  ];
  for (const [name, from, edit, to] of cases) {
    it(name, () => assert.deepEqual(shifted(from, edit), to));
  }
});
