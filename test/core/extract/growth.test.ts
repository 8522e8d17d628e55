import { describe, expect, it } from 'vitest';
import { secondReading } from '../../../src/core/extract/recognise.ts';
import type { CodeSet } from '../../../src/core/extract/item.ts';
import { growthOf, linear } from '../../support/growth.ts';

const sets: readonly CodeSet[] = [
  'imports',
  'exports',
  'functions',
  'classes',
  'env-vars',
  'routes',
  'todos',
];

describe('reading hostile code', () => {
  it.each([
    ['a.ts', 'a:'],
    ['a.ts', '{'],
    ['a.ts', '`${'],
    ['a.ts', 'export const a = b, {c} = d;'],
    ['a.tsx', '<a '],
    ['a.tsx', '<a>{'],
    ['a.js', '/['],
    ['a.js', 'import '],
    ['a.py', 'a:'],
    ['a.py', 'if x: '],
    ['a.py', 'import a.'],
    ['a.py', '"""'],
    ['a.rs', '/*'],
    ['a.rs', "r#'"],
    ['a.css', 'url('],
  ])('%s of %s over and over costs in proportion', async (path, part) => {
    const cost = (size: number): void => {
      const text = part.repeat(size);
      for (const set of sets) secondReading(set, path, text);
    };
    expect(await growthOf(cost, 1_000, 8)).toBeLessThan(linear);
  });
});
