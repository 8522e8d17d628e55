import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueProbability } from '../../../src/node/models/probability.ts';
import { watchStopText } from '../../../src/node/models/stopText.ts';

describe('stop texts', () => {
  test('the text ends before the first stop text, however it comes in pieces', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '`', '\n'), maxLength: 40 }),
        fc.array(fc.string({ unit: fc.constantFrom('a', '`', '\n'), minLength: 1, maxLength: 4 }), {
          maxLength: 3,
        }),
        fc.array(fc.nat(40), { maxLength: 10 }),
        (text, stops, cuts) => {
          const at = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
          const watch = watchStopText(stops);
          let got = '';
          let stopped = false;
          at.slice(1).forEach((to, index) => {
            const pushed = watch.push(text.slice(at[index], to));
            got += pushed.text;
            stopped = pushed.stopped;
          });
          if (!stopped) got += watch.rest();
          const found = stops.map((stop) => text.indexOf(stop)).filter((index) => index !== -1);
          const allInOne = watchStopText(stops).push(text);
          expect(stopped).toBe(found.length > 0);
          expect(allInOne.stopped).toBe(stopped);
          expect(text.startsWith(got)).toBe(true);
          for (const stop of stops) expect(got.includes(stop)).toBe(false);
          if (found.length === 0) expect(got).toBe(text);
        },
      ),
    );
  });

  test('holds back only what may become a stop text', () => {
    const watch = watchStopText(['```']);
    expect(watch.push('code `').text).toBe('code ');
    expect(watch.push('x').text).toBe('`x');
    expect(watch.push('``').text).toBe('');
    expect(watch.push('`tail')).toEqual({ text: '', stopped: true });
    expect(watch.push('more')).toEqual({ text: '', stopped: true });
  });
});

describe('the probability of a choice', () => {
  const tokens = (...pairs: [string, number][]): { text: string; probability: number }[] =>
    pairs.map(([text, probability]) => ({ text, probability }));

  test('is the smallest among the tokens of values', () => {
    expect(
      valueProbability(
        tokens(['{"', 0.1], ['kind', 0.2], ['": "', 0.3], ['re', 0.9], ['factor', 0.8], ['"}', 0.2]),
      ),
    ).toBe(0.8);
  });
  test('counts a token that holds a mark and a piece of a value', () => {
    expect(valueProbability(tokens(['{"kind":', 0.1], [' "read', 0.7], ['"}', 0.2]))).toBe(0.7);
  });
  test('counts numbers and literals, not keys', () => {
    expect(
      valueProbability(
        tokens(['{"a"', 0.1], [': ', 0.1], ['12', 0.6], [', "b": ', 0.1], ['true', 0.5], ['}', 0.1]),
      ),
    ).toBe(0.5);
  });
  test('is not known where no value was written, or no token told', () => {
    expect(valueProbability([])).toBeUndefined();
    expect(valueProbability(tokens(['{"a": "', 0.4], ['"}', 0.3]))).toBeUndefined();
    expect(valueProbability(tokens(['{"a": "', 0.4], ['x', Number.NaN]))).toBeUndefined();
  });
  test('an escaped quote does not end a value', () => {
    expect(valueProbability(tokens(['{"a": "', 0.4], ['x\\"', 0.9], ['y', 0.6], ['"}', 0.3]))).toBe(0.6);
  });
});
