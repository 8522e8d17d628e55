import { describe, expect, test } from 'vitest';
import { figuresOf, percentile, startsAtLeast, type Sample } from './activationFigures.ts';

const quick = { whole: 40, work: 12, load: 8, call: 2, finish: 1 };
const good: Sample = {
  ours: quick,
  empty: { whole: 20, work: 1, load: 0, call: 0, finish: 0 },
  begun: [],
  control: ['connect', 'wasm'],
};

/** Twenty starts, the first ones as given. */
const starts = (...some: readonly Sample[]): readonly Sample[] => [
  ...some,
  ...Array.from({ length: 20 - some.length }, () => good),
];

const slow: Sample = { ...good, ours: { ...quick, load: 48 } };

describe('activation is judged', () => {
  test('well where all starts are quick and begin nothing', () => {
    const { lines, problems } = figuresOf(starts());
    expect(problems).toEqual([]);
    expect(lines[0]).toBe(
      'activation: median 11 ms, p95 11 ms over 20 starts of the host (an empty extension: median 0 ms, p95 0 ms); 50 ms allowed',
    );
  });

  test('well where one start in twenty is slow, and badly where two are', () => {
    expect(figuresOf(starts(slow)).problems).toEqual([]);
    expect(figuresOf(starts(slow, slow)).problems).toEqual(['p95 51 ms, 50 allowed']);
  });

  test('badly on a busy machine, too, and then that is said', () => {
    const busy = { ...slow, empty: { ...good.empty, load: 30 } };
    expect(figuresOf(starts(busy, busy)).problems).toEqual([
      'p95 51 ms, 50 allowed; one that does nothing took 30 ms: the machine is busy',
    ]);
  });

  test('by all that the host tells: loading, the call, and what it waited for', () => {
    for (const part of ['load', 'call', 'finish'] as const) {
      const late = { ...good, ours: { ...quick, [part]: 60 } };
      expect(figuresOf(starts(late, late)).problems).toHaveLength(1);
    }
  });

  test.each(['connect', 'lookup', 'wasm'])('badly where one start begins %s', (word) => {
    expect(figuresOf(starts({ ...good, begun: [word] })).problems).toEqual([`activation began ${word}`]);
  });

  test.each([[[]], [['connect']], [['wasm']]])('badly where the watch itself sees only %j', (control) => {
    expect(figuresOf(starts({ ...good, control })).problems).toEqual(['the watch saw nothing in 1 starts']);
  });

  test('badly where there are too few starts, or none', () => {
    const few = starts().slice(0, startsAtLeast - 1);
    expect(figuresOf(few).problems).toEqual([`${startsAtLeast - 1} starts, ${startsAtLeast} needed`]);
    expect(figuresOf([]).problems).toHaveLength(2);
  });
});

test('a percentile is the value that so many do not exceed', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect([0.5, 0.95, 1].map((part) => percentile(values, part))).toEqual([10, 19, 20]);
  expect(percentile([7], 0.95)).toBe(7);
});
