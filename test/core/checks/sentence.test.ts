import { describe, expect, it } from 'vitest';
import { claimedWork, isBacked, standsWhole, tokensOf } from '../../../src/core/checks/sentence.ts';

describe('tokensOf', () => {
  it.each([
    ['It calls parseDate and then snake_case.', ['parseDate', 'snake_case']],
    ['It returns `null` or $value.', ['null', '$value']],
    ['See src/dates.ts and README.md for 3 examples.', ['src/dates.ts', 'README.md', '3']],
    ['It calls run( with 1.5 seconds.', ['1.5', 'run']],
    ['The HTTP server reads and/or writes.', []],
    ['Two words, and three more.', []],
    ['Line 12, column 4.', ['12', '4']],
    ['It waits 10,000 ms at v2.', ['10,000']],
    ['Uses IOError and XMLParser.', ['IOError', 'XMLParser']],
    ['', []],
  ])('%j', (sentence, tokens) => {
    expect([...tokensOf(sentence)].sort()).toEqual([...tokens].sort());
  });
});

describe('isBacked', () => {
  const quotes = [{ path: 'src/a.ts', quote: 'const maxRetries = 15; // parseDates($x)' }];
  it.each(['maxRetries', '15', 'src/a.ts', '$x', 'parseDates'])('finds %s', (token) => {
    expect(isBacked(token, quotes)).toBe(true);
  });
  it.each(['max', '5', '1', 'Retries', 'parseDate', 'a.ts', 'x', 'maxretries'])(
    'does not take a part for %s',
    (token) => {
      expect(isBacked(token, quotes)).toBe(false);
    },
  );
});

describe('standsWhole', () => {
  it('looks at every place', () => {
    expect(standsWhole('ab', 'abc cab ab')).toBe(true);
    expect(standsWhole('ab', 'abc cab')).toBe(false);
    expect(standsWhole('é', 'né é')).toBe(true);
  });
});

describe('claimedWork', () => {
  it.each([
    'I verified every file.',
    'We have checked all of them.',
    'All tests pass.',
    'Verified',
    'All unit tests are passing now.',
  ])('finds the claim in %j', (sentence) => {
    expect(claimedWork(sentence)).toBeDefined();
  });
  it.each([
    'Values are checked once.',
    'The function verified() returns a date.',
    'It tests whether the file exists.',
    'Tests are in test/.',
  ])('leaves %j alone', (sentence) => {
    expect(claimedWork(sentence)).toBeUndefined();
  });
});
