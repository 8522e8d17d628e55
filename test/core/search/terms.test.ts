import { describe, expect, it } from 'vitest';
import { stemOf, termsOf } from '../../../src/core/search/terms.ts';

describe('termsOf', () => {
  it.each([
    ['where do we parse dates?', ['pars', 'date']],
    ['find where `retryAfter` is set', ['retryAfter', 'set']],
    ['where is the rate_limit checked', ['rate_limit', 'check']],
    ['find the "not found" page', ['not found', 'page']],
    ['在哪里检查 retry 字段', ['在哪', '哪里', '里检', '检查', 'retry', '字段']],
    ['where is it', []],
    ['where is Content-Type read', ['Content-Type', 'content', 'type', 'read']],
    ['where is the --dry-run flag', ['--dry-run', 'dry', 'run', 'flag']],
    ['who refuses a GET', ['refus', 'GET']],
    ['', []],
  ])('%j', (ask, terms) => {
    expect(termsOf(ask)).toEqual(terms);
  });
});

describe('stemOf', () => {
  it.each([
    'parse',
    'dates',
    'getting',
    'checked',
    'validation',
    'class',
    'status',
    'boxes',
    'is',
    'retries',
  ])('keeps what %s is found by', (word) => {
    const stem = stemOf(word);
    expect(word.startsWith(stem)).toBe(true);
    expect(stem.length).toBeGreaterThanOrEqual(Math.min(3, word.length));
  });
});
