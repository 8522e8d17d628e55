import { describe, expect, it } from 'vitest';
import { relatedTo } from '../../../src/core/search/related.ts';
import { termsOf } from '../../../src/core/search/terms.ts';

describe('relatedTo', () => {
  it.each([
    ['where are bad names refused', 'throw'],
    ['where do we unpack it', 'inflat'],
    ['where is the hashing done', 'sha'],
  ])('has for %j the stem %j', (ask, stem) => {
    expect(termsOf(ask).flatMap(relatedTo)).toContain(stem);
  });

  it('has nothing for other words, and never the word itself', () => {
    expect(relatedTo('banana')).toEqual([]);
    expect(relatedTo('throw')).not.toContain('throw');
  });
});
