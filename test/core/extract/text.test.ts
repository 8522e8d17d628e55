import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextSet } from '../../../src/core/extract/item.ts';
import { gradedText } from '../../../src/core/extract/text/graded.ts';
import { plainText } from '../../../src/core/extract/text/plain.ts';
import { growthOf, linear } from '../../support/growth.ts';

/** Values as the graded reading sees them: sure ones bare, `~` nearly sure, `?` open, `-` hardly any. */
function graded(set: TextSet, text: string): readonly string[] {
  const marks = { must: '', should: '~', may: '?', unlikely: '-' };
  return gradedText(set, text).map(({ value, grade }) => marks[grade] + value);
}

const counted = (set: TextSet, text: string): readonly string[] =>
  gradedText(set, text)
    .filter(({ grade }) => grade === 'must' || grade === 'should')
    .map(({ value, line }) => `${line}:${value}`)
    .sort();
const plain = (set: TextSet, text: string): readonly string[] =>
  plainText(set, text)
    .map(({ value, line }) => `${line}:${value}`)
    .sort();
const isOpen = (set: TextSet, text: string): boolean =>
  gradedText(set, text).some(({ grade }) => grade === 'may');

const rows: Readonly<Record<TextSet, readonly (readonly [text: string, graded: readonly string[]])[]>> = {
  dates: [
    ['on 2024-05-01, and 2024-05-02.', ['2024-05-01', '2024-05-02']],
    ['2024-05-01T10:00:00Z', ['~2024-05-01T10:00:00Z', '-2024-05-01']],
    ['2024-05-01T10:00:00.5+02:00', ['~2024-05-01T10:00:00.5+02:00', '-2024-05-01']],
    ['2024-05-01 10:00', ['~2024-05-01', '-2024-05-01 10:00']],
    ['12 May 2024 and May 12, 2024', ['~12 May 2024', '~May 12, 2024']],
    ['1st July 2024', ['~1st July 2024']],
    ['2024/05/12', ['~2024/05/12']],
    ['05/12/2024 38.0.2096', ['?05/12/2024', '-38.0.2096']],
    ['2024-02-30', ['?2024-02-30']],
    ['2024-02-29 2023-02-29', ['2024-02-29', '?2023-02-29']],
    ['2024-13-45', ['-2024-13-45']],
    ['v2024-05-01', ['?2024-05-01']],
    ['12024-05-01 2024-05-011', []],
    ['\u53d1\u5e03\u4e8e2024-05-01\u3002', ['~2024-05-01']],
    ['May be in 2024', []],
  ],
  urls: [
    ['see https://x.org/a.', ['https://x.org/a']],
    ['(https://x.org/a), <http://y.org>', ['https://x.org/a', 'http://y.org']],
    ['[t](https://x.org/a)', ['https://x.org/a']],
    ['https://x.org/?a=1&b=2#c', ['https://x.org/?a=1&b=2#c']],
    ['https://x.org...', ['https://x.org', '-https://x.org..']],
    ['HTTP://x.org', ['?HTTP://x.org']],
    ['http:// https://.', []],
    ['`https://x.org` "https://y.org"', ['https://x.org', 'https://y.org']],
    ['https://a.org/https://x.org/', ['https://a.org/https://x.org/', '-https://x.org/']],
    ['www.x.org ftp://x.org', []],
  ],
  emails: [
    ['a.b+c@x-y.co.uk, <d@e.org>.', ['a.b+c@x-y.co.uk', 'd@e.org']],
    ['mailto:a@b.org?x', ['a@b.org']],
    ['git@github.com:a/b.git', ['~git@github.com']],
    ['node@20.1.0 a@localhost @app.route', ['-node@20.1.0']],
    ['https://user:pw@x.org/', ['?pw@x.org']],
    ['a@b.c', ['?a@b.c']],
  ],
  versions: [
    ['v1.2.3 ^4.5.6 >=7.8.9', ['1.2.3', '4.5.6', '7.8.9']],
    ['1.2.3-beta.1+build.5', ['1.2.3-beta.1+build.5', '-1.2.3', '-1.2.3-beta.1']],
    ['127.0.0.1', ['-127.0.0']],
    ['1.2 1.2.x', []],
    ['1.2.3.', ['1.2.3']],
    ['a-1.2.3.tgz', ['~1.2.3']],
    ['1.2.3rc1', ['?1.2.3', '?1.2.3rc1']],
    ['01.2.3', ['?01.2.3']],
  ],
  numbers: [
    ['5, -6 and (7.5)', ['5', '~6', '7.5']],
    ['x86 v2 foo_3', []],
    ['utf-8', ['-8']],
    ['1.2.3 2024-05-01', []],
    ['12 May 2024', ['-12', '-2024']],
    ['0x1f', ['-0']],
    ['1,000', ['?1,000', '?1', '?000']],
    ['[1,2]', ['1', '2']],
    ['50% $5 #12', ['50', '~5', '~12']],
    ['src/2/x.ts', ['-2']],
    ['/v1/users/42', ['-42']],
    ['x/2', ['?2']],
    ['version 2.0 and May 2024', ['~2.0', '~2024']],
    ['a:5', ['~5']],
    ['10:30', ['?10', '?30']],
    ['1e3', ['-1', '?1e3']],
    ['It is 5.', ['~5']],
  ],
};

describe('sets of all text', () => {
  for (const [set, table] of Object.entries(rows) as [TextSet, (typeof rows)[TextSet]][]) {
    it.each(table)(`${set}: %s`, (text, values) => {
      expect([...graded(set, text)].sort()).toEqual([...values].sort());
    });

    it.each(table)(`${set}, the plain reading: %s`, (text) => {
      if (!isOpen(set, text)) expect(plain(set, text)).toEqual(counted(set, text));
    });
  }

  it.each(['urls', 'emails', 'versions', 'dates', 'numbers'] as const)('%s of no text are none', (set) => {
    expect(gradedText(set, '')).toEqual([]);
    expect(plainText(set, '')).toEqual([]);
  });

  it('count lines as the contracts do', () => {
    const text = 'a\r\nhttps://x.org\r\n\u2028http://y.org\rz\nhttp://z.org';
    const found = ['2:https://x.org', '3:http://y.org', '4:http://z.org'];
    expect(counted('urls', text)).toEqual(found);
    expect(plain('urls', text)).toEqual(found);
  });
});

const pieces = [
  ...Object.values(rows).flatMap((table) => table.map(([text]) => text)),
  ...[
    '-',
    '.',
    ',',
    ':',
    '/',
    '@',
    '_',
    'v',
    'V',
    ' ',
    '(',
    ')',
    '"',
    '#',
    '$',
    '%',
    '\u4e2d',
    '\u00e9',
    '\r',
    '\n',
    'T',
    'Z',
  ],
  ...[
    '1',
    '22',
    '2024',
    '05',
    'May',
    'Jan',
    'x',
    'http://',
    'https://',
    '1.2',
    '3.4.5',
    '-rc.1',
    '+b',
    '\ud83d\ude00',
    '\u2013',
    '\t',
  ],
];
const made = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...pieces) },
      { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

describe('both readings of a made-up text', () => {
  it.each(['dates', 'urls', 'emails', 'versions', 'numbers'] as const)(
    'agree about %s where nothing is open',
    (set) => {
      fc.assert(
        fc.property(made, (text) => {
          fc.pre(!isOpen(set, text));
          expect(plain(set, text)).toEqual(counted(set, text));
        }),
        { numRuns: 3000, seed: 7 },
      );
    },
  );

  it.each([
    ['dates', '2024-05-01 '],
    ['dates', '1 '],
    ['urls', 'http'],
    ['urls', 'https://a.b.'],
    ['emails', 'a.'],
    ['emails', 'a@b-.'],
    ['versions', '1.2.3-1.2.3-_'],
    ['versions', '1.'],
    ['numbers', '1,000,'],
    ['numbers', '1-'],
  ] as const)('%s cost in proportion to a long line of %s', async (set, part) => {
    const cost = (size: number): void => {
      const text = part.repeat(size);
      gradedText(set, text);
      plainText(set, text);
    };
    expect(await growthOf(cost, 2_000, 8)).toBeLessThan(linear);
  });
});
