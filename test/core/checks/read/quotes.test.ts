import { describe, expect, it } from 'vitest';
import type { CheckInput, CheckOutcome } from '../../../../src/core/check.ts';
import { pageOf, quotesStand, standsAt } from '../../../../src/core/checks/read/quotes.ts';
import type { ReadResult, ReadTask } from '../../../../src/core/kinds/read.ts';
import type { FileRead } from '../../../../src/core/ports.ts';
import { growthOf, linear } from '../../../support/growth.ts';
import { memoryCode, memoryFiles, memorySearch, sha256 } from '../../../support/memoryHouse.ts';

describe('standsAt', () => {
  const lf = 'one two\n  three\n\nfive';
  const crlf = 'one two\r\n  three\r\n\r\nfive\r\n';

  it.each([
    ['a part of a line', 'e t', 1, lf, true],
    ['a whole line', '  three', 2, lf, true],
    ['the line before', '  three', 1, lf, false],
    ['the line behind', 'one', 2, lf, false],
    ['letter case', 'One', 1, lf, false],
    ['several lines', 'two\n  three\n\nfive', 1, lf, true],
    ['the middle of a line before a line feed', 'one\n  three', 1, lf, false],
    ['a last line that is cut', 'two\n  thr', 1, lf, false],
    ['a line that is left out', 'two\n\nfive', 1, lf, false],
    ['a line feed at the end', '  three\n', 2, lf, true],
    ['a line feed where the file has none', 'five\n', 4, lf, false],
    ['more lines than there are', 'five\nsix', 4, lf, false],
    ['LF for CRLF', 'two\n  three', 1, crlf, true],
    ['CRLF where it is', 'two\r\n  three', 1, crlf, true],
    ['CRLF where it is not', 'two\r\n  three', 1, lf, false],
    ['a CR of an ending in one line', 'one two\r', 1, crlf, false],
    ['a lone CR in a line', 'a\rb', 1, 'xa\rbx\n', true],
    ['an odd line end', 'b\u2028c\vd\fe', 1, 'ab\u2028c\vd\fef\n', true],
    ['another normal form', '\u00e9', 1, 'e\u0301\n', false],
    ['half of a pair', '\ud83d', 1, '😀\n', true],
  ])('%s', (_name, quote, line, text, expected) => {
    expect(standsAt(quote, line, pageOf(text))).toBe(expected);
  });
});

const text = 'const maxRetries = 5;\r\nexport function wait(ms: number) {\r\n  return  ms;\r\n}\r\n';
const files = new Map<string, FileRead>([
  ['a.ts', { type: 'text', file: { path: 'a.ts', text, bom: true, sha256: sha256(text), unsaved: false } }],
  ['gone.ts', { type: 'refused', reason: 'missing', message: 'there is no such file' }],
  ['big.ts', { type: 'refused', reason: 'too-big', message: 'the file is too big' }],
]);

function run(
  quotes: ReadResult['statements'][number]['quotes'],
  paths = ['a.ts', 'gone.ts', 'big.ts'],
): Promise<CheckOutcome> {
  const texts = new Map<string, string>();
  const input: CheckInput<ReadTask, ReadResult> = {
    task: { kind: 'read', question: 'how often?', paths },
    result: { statements: [{ text: 'So it is.', quotes }] },
    handedOut: files,
    changeSet: undefined,
    files: memoryFiles(texts),
    searches: { first: memorySearch(texts), second: memorySearch(texts) },
    code: memoryCode(),
    commands: [],
  };
  return quotesStand.run(input, new AbortController().signal);
}

describe('read.quotes', () => {
  it('passes quotes that stand, with the bytes they stand in', async () => {
    expect(await run([{ path: 'a.ts', line: 1, quote: 'maxRetries = 5' }])).toMatchObject({
      type: 'pass',
      evidence: [{ path: 'a.ts', line: 1, sha256: sha256(text) }],
    });
  });

  it.each([
    ['moved', { path: 'a.ts', line: 2, quote: 'maxRetries = 5' }, /not stand at line 2, but at line 1/],
    [
      'other white space',
      { path: 'a.ts', line: 3, quote: 'return ms' },
      /line 3 has these words, but not with this white space/,
    ],
    ['other white space elsewhere', { path: 'a.ts', line: 1, quote: 'return ms' }, /line 3 has its words/],
    ['absent', { path: 'a.ts', line: 1, quote: 'minRetries' }, /stands nowhere in a\.ts/],
    ['blank', { path: 'a.ts', line: 1, quote: ' \t' }, /blank/],
    ['empty', { path: 'a.ts', line: 1, quote: '' }, /blank/],
    ['line 0', { path: 'a.ts', line: 0, quote: 'const' }, /none is line 0/],
    ['behind the end', { path: 'a.ts', line: 5, quote: '}' }, /has 4 lines/],
    ['a byte order mark', { path: 'a.ts', line: 1, quote: '\ufeffconst' }, /it is no quote/],
    ['not handed out', { path: 'b.ts', line: 1, quote: 'const' }, /not handed out/],
    ['a file that is gone', { path: 'gone.ts', line: 1, quote: 'const' }, /not there/],
  ])('refutes a quote that is %s, in these words', async (_name, quote, message) => {
    const outcome = await run([quote]);
    expect(outcome.type === 'fail' && outcome.findings[0]?.message).toMatch(message);
  });

  it('refutes a statement without a quote', async () => {
    expect((await run([])).type).toBe('fail');
  });

  it('is unable where the file cannot be handed out', async () => {
    expect(await run([{ path: 'big.ts', line: 1, quote: 'const' }])).toMatchObject({ type: 'unable' });
  });

  it('takes hundreds of absent quotes in a large file in its stride', async () => {
    const large = `${'some words of a line in a file\n'.repeat(40_000)}`;
    files.set('large.ts', {
      type: 'text',
      file: { path: 'large.ts', text: large, bom: false, sha256: sha256(large), unsaved: false },
    });
    const quotes = Array.from({ length: 500 }, (_, index) => ({
      path: 'large.ts',
      line: 1,
      quote: `absent ${index}`,
    }));
    const outcome = await run(quotes, ['large.ts']);
    expect(outcome.type === 'fail' && outcome.findings).toHaveLength(500);
  }, 10_000);

  it('looks for a long quote in time, and still says where it stands', async () => {
    const lines = (word: string, count: number): string => `${word}\n`.repeat(count);
    const told = async (quote: string): Promise<string> => {
      const outcome = await run([{ path: 'long.ts', line: 1, quote }], ['long.ts']);
      return outcome.type === 'fail' ? (outcome.findings[0]?.message ?? '') : outcome.type;
    };
    const look = async (size: number): Promise<void> => {
      const long = lines('x', 5 * size) + lines('z', 2 * size);
      files.set('long.ts', {
        type: 'text',
        file: { path: 'long.ts', text: long, bom: false, sha256: sha256(long), unsaved: false },
      });
      const [x, z] = [lines('x', 2 * size), lines('z', 2 * size)];
      expect(await told(lines('y', 2 * size))).toBe('the quote does not stand at line 1');
      expect(await told(`\n${x}y`)).toBe('the quote does not stand at line 1');
      expect(await told(`${x}y`)).toBe('the quote does not stand at line 1');
      expect(await told(z)).toBe(`the quote does not stand at line 1, but at line ${5 * size + 1}`);
      expect(await told(x)).toBe('pass');
    };
    expect(await growthOf(look, 500)).toBeLessThan(linear);
    expect(await told(lines(' z', 3))).toMatch(/line 20001 has its words with other white space/);
  }, 10_000);
});
