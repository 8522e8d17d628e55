import { describe, expect, it } from 'vitest';
import { matcherOf, type LinePattern } from '../../../../src/core/search/pattern/matcher.ts';
import { growthOf, linear } from '../../../support/growth.ts';

function matches(query: Partial<LinePattern> & { pattern: string }, line: string): boolean | string {
  const matcher = matcherOf({ regex: true, word: false, caseSensitive: true, ...query });
  return matcher.type === 'ok' ? matcher.matches(line, 0, line.length) : matcher.type;
}

describe('a pattern', () => {
  it.each([
    ['a+b', 'xaab', true],
    ['^foo$', 'foo', true],
    ['^foo$', 'foo ', false],
    [';$', 'return;', true],
    ['', '', true],
    ['a||b', '', true],
    ['(?i)straße', 'STRASSE', false],
    ['(?i)straße', 'STRAẞE', true],
    ['\\bfoo\\b', 'a.foo.', true],
    ['\\bfoo\\b', 'xfoo', false],
    ['\\<foo\\>', 'foo bar', true],
    ['\\b{start}foo', 'a foo', true],
    ['\\w+', '中', true],
    ['(?-u:\\w)', '中', false],
    ['\\d', '٣', true],
    ['[0-9]', '٣', false],
    ['[[:alpha:]]', 'é', false],
    ['[a-z&&[^aeiou]]', 'a', false],
    ['[a-z--[aeiou]]', 'b', true],
    ['[]a]', ']', true],
    ['[^]a]', 'b', true],
    ['a{2,3}', 'aa', true],
    ['a{2,3}b', 'ab', false],
    ['(?x) a b # c\n', 'ab', true],
    ['\\p{Greek}', 'σ', true],
    ['\\P{Greek}', 'σ', false],
    ['\\p{isalphabetic}', 'é', true],
    ['\\x{1F600}', '😀', true],
    ['^.$', '😀', true],
    ['a.b', 'a\rb', true],
    ['a.b', 'a\u2028b', true],
    ['(?R)a$', 'a\rb', true],
    ['a$', 'a\rb', false],
  ])('%j on %j: %s', (pattern, line, expected) => {
    expect(matches({ pattern }, line)).toBe(expected);
  });

  it.each([
    '(',
    ')',
    '*a',
    'a{2,1}',
    '[z-a]',
    '[a',
    '\\',
    '\\1',
    '\\q',
    '(?=a)',
    '(?<!a)',
    'a{',
    '(?P<n>a)(?P<n>b)',
  ])('%j does not compile', (pattern) => {
    expect(matches({ pattern }, 'a')).toBe('bad');
  });

  it.each(['a\\nb', 'a\nb', '[\\n]', '\\x00'])('%j asks for what no line holds', (pattern) => {
    expect(matches({ pattern }, 'a')).toBe('bad');
  });

  it('takes a line feed out of a class that holds more', () => {
    expect(matches({ pattern: 'a[\\n\\s]b' }, 'a b')).toBe(true);
  });

  it('says what it does not know instead of guessing', () => {
    expect(matches({ pattern: '(?-u:.)' }, 'a')).toBe('unsupported');
    expect(matches({ pattern: '\\p{nosuch}' }, 'a')).toBe('unsupported');
    expect(matches({ pattern: '(?:a{1000}){1000}' }, 'a')).toBe('unsupported');
  });

  it('is not led into depth', () => {
    expect(matches({ pattern: '('.repeat(100_000) }, 'a')).toBe('bad');
    expect(matches({ pattern: '['.repeat(100_000) }, 'a')).toBe('bad');
  });
});

describe('a literal', () => {
  it.each([
    ['a.b', 'xa.bx', true],
    ['a.b', 'axb', false],
    ['$(', '$(x)', true],
    ['', 'x', true],
  ])('%j on %j: %s', (pattern, line, expected) => {
    expect(matches({ pattern, regex: false }, line)).toBe(expected);
  });
});

describe('letter case', () => {
  it.each([
    ['k', '\u212a', true],
    ['s', '\u017f', true],
    ['σ', 'ς', true],
    ['i', 'İ', false],
    ['ß', 'ẞ', true],
    ['ß', 'ss', false],
    ['[a-z]', 'Z', true],
    ['[^a-z]', 'Z', false],
    ['\\p{Lu}', 'a', true],
  ])('%j on %j, ignored: %s', (pattern, line, expected) => {
    expect(matches({ pattern, caseSensitive: false }, line)).toBe(expected);
  });
});

describe('a whole word', () => {
  it.each([
    ['foo', 'foo', true],
    ['foo', 'a foo-bar', true],
    ['foo', 'foobar', false],
    ['foo', 'foo_', false],
    ['foo', 'foo\u0301', false],
    ['foo', 'foo中', false],
    ['foo', 'foo٣', false],
    ['foo', 'foo²', true],
    ['foo', 'foofoo foo', true],
    ['$x', '$x', true],
    ['$x', 'a$x', false],
  ])('%j in %j: %s', (pattern, line, expected) => {
    expect(matches({ pattern, regex: false, word: true }, line)).toBe(expected);
  });

  it('looks for another match where the first stands in a longer word', () => {
    expect(matches({ pattern: 'a+', word: true }, 'aab aa')).toBe(true);
    expect(matches({ pattern: 'a|ab', word: true }, 'ab')).toBe(true);
  });
});

describe('time', () => {
  const evil = [
    '(a+)+$',
    '(a|aa)+$',
    '(a|a?)+b',
    '(.*a){12}b',
    '(\\w+\\s?)*$x',
    '(?:a?){30}a{30}',
    '^(([a-z])+.)+[A-Z]$',
  ];
  it.each(evil)('%s is linear', async (pattern) => {
    const match = (length: number): unknown => matches({ pattern }, `${'a'.repeat(length)}!`);
    // Few letters first, so that a backtracker fails here before it takes for ever.
    expect(await growthOf(match, 4, 7)).toBeLessThan(linear);
    expect(await growthOf(match, 2_500)).toBeLessThan(linear);
  });
});

describe('a needle', () => {
  it.each([
    ['parse(Date|Time)\\(', 'parse'],
    ['a|b', ''],
    ['(?i)abc', ''],
    ['x*abc?', 'ab'],
    ['foo.*barbaz', 'barbaz'],
  ])('%s: %j', (pattern, needle) => {
    const matcher = matcherOf({ pattern, regex: true, word: false, caseSensitive: true });
    expect(matcher.type === 'ok' && matcher.needle).toBe(needle);
  });
});

describe('a pattern with more states than are kept', () => {
  it('still answers right, again and again', () => {
    const pattern = '(?:a|b)*a(?:a|b){13}c';
    const reference = new RegExp(pattern);
    let seed = 7;
    const next = (): number => (seed = (seed * 48_271) % 0x7fff_ffff);
    const matcher = matcherOf({ pattern, regex: true, word: false, caseSensitive: true });
    for (let round = 0; round < 40; round += 1) {
      const line = Array.from({ length: 200 }, () =>
        next() % 100 === 0 ? 'c' : next() % 2 === 0 ? 'a' : 'b',
      ).join('');
      expect(matcher.type === 'ok' && matcher.matches(line, 0, line.length)).toBe(reference.test(line));
    }
    const long = Array.from({ length: 200_000 }, () => (next() % 2 === 0 ? 'a' : 'b')).join('');
    expect(matcher.type === 'ok' && matcher.matches(long, 0, long.length)).toBe(false);
    expect(matcher.type === 'ok' && matcher.matches(`${long}a${'b'.repeat(13)}c`, 0, long.length + 15)).toBe(
      true,
    );
  });

  it('stays within memory where each state is large', () => {
    const pattern = `(?:${Array.from({ length: 1_500 }, (_, index) => `x{1,3}${index}`).join('|')})+y`;
    const line = 'xxx123'.repeat(2_000);
    expect(matches({ pattern }, line)).toBe(false);
    expect(matches({ pattern }, `${line}y`)).toBe(true);
  });
});
