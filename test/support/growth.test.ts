import { describe, expect, test } from 'vitest';
import { growthOf, linear } from './growth.ts';

describe('growth', () => {
  const sum = (count: number): number => {
    let total = 0;
    for (let at = 0; at < count; at += 1) total = (total + at * 31) % 1_000_003;
    return total;
  };

  test('of work in proportion is linear', async () => {
    expect(await growthOf(sum, 50_000)).toBeLessThan(linear);
    expect(await growthOf(async (size) => sum(await Promise.resolve(size)), 50_000)).toBeLessThan(linear);
    const sort = (length: number): unknown =>
      Array.from({ length }, (_, at) => (at * 7919) % length).sort((one, other) => one - other);
    expect(await growthOf(sort, 2_000)).toBeLessThan(linear);
  });

  test('of work in the square is not', async () => {
    expect(await growthOf((size) => sum(size * size), 200)).toBeGreaterThan(linear);
  });
});
