import { describe, expect, it } from 'vitest';
import { claimedWork, isBacked, standsWhole, tickedIn, tokensOf } from '../../../src/core/checks/sentence.ts';
import { growthOf, linear } from '../../support/growth.ts';

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
    ['Since v3.1 it is 250, and v1.2.3 was less.', ['v3.1', '250', 'v1.2.3']],
    ['Uses IOError and XMLParser.', ['IOError', 'XMLParser']],
    ['It stands in lib/helper, and src/core/ holds more.', ['lib/helper', 'src/core/']],
    ['The route is /api/users.', ['/api/users']],
    ['See https://example.org/a.', ['https://example.org/a']],
    ['Node.js runs TypeScript from GitHub over HTTP/2.', []],
    ['It waits 30s, then 200ms.', ['30s', '200ms']],
    ['It returns -1 for 0x1F and 1e3 in 1-10.', ['-1', '0x1F', '1e3', '1', '10']],
    ['The 2nd argument of 1.2.3 is UTF-8.', ['1.2.3']],
    ['1. It reads 5 files.', ['5']],
    ['The file(s) and item(s) named in it.', []],
    ['The _only_ way is __init__.', ['__init__']],
    ['函数parseDate返回30秒。', ['parseDate', '30']],
    ['Calls `run()` and ``a`b``.', ['run()', 'a`b']],
    ["parseDate's text costs $5 or 50%.", ['parseDate', '$5', '50']],
    ['24/7 at 10:30 on 2024-05-12.', ['10', '30', '2024', '05', '12']],
    ['', []],
  ])('%j', (sentence, tokens) => {
    expect([...tokensOf(sentence)].sort()).toEqual([...tokens].sort());
  });
});

describe('tickedIn', () => {
  it.each([
    ['`a` b `c`', ['a', 'c']],
    ['``a`b``', ['a`b']],
    ['`a``b`', ['a', 'b']],
    ['``a` b', ['a']],
    ['`a`` b', ['a']],
    ['```a``', ['a']],
    ['`a\nb`', ['a\nb']],
    ['`a', []],
    ['``', []],
    ['', []],
  ])('%j', (text, inner) => {
    expect(tickedIn(text).map((one) => one.inner)).toEqual(inner);
  });

  it('says from where to where', () => {
    expect(tickedIn('x ``a`` y')).toEqual([{ inner: 'a', start: 2, end: 7 }]);
    expect(tickedIn('x ``a` y')).toEqual([{ inner: 'a', start: 3, end: 6 }]);
  });
});

describe('a sentence of 100 KB', () => {
  const size = 100_000;
  const decreasing = Array.from({ length: 440 }, (_none, index) => '`'.repeat(440 - index)).join('a');
  it.each([
    ['backticks', '`'.repeat(size)],
    ['pairs of backticks', '``a'.repeat(size / 3)],
    ['ever fewer backticks', decreasing],
    ['one opening and many shorter ones', `\`\`${'a`b'.repeat(size / 3)}`],
    ['stars', `${'*'.repeat(size)}x`],
    ['a long path', `${'a/'.repeat(size / 2)}-----`],
    ['numbers', '21 '.repeat(size / 3)],
    ['beginnings of a claim', 'ich habe '.repeat(size / 9)],
  ])('takes time in proportion: %s', async (_name, sentence) => {
    for (const read of [tokensOf, claimedWork, (text: string): unknown => standsWhole('1', text)]) {
      const work = (length: number): unknown =>
        read(sentence.slice(0, length / 2) + sentence.slice(-length / 2));
      expect(await growthOf(work, size / 8)).toBeLessThan(linear);
    }
  });

  it('still has its tokens', () => {
    expect(tokensOf(`${'`'.repeat(size)}a\` \`parse\``)).toContain('parse');
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
  it.each([
    ['30s', 'timeout: 30', true],
    ['30s', 'timeout: 300', false],
    ['30s', "after('30s')", true],
    ['0x1F', 'a = 0x1', false],
    ['run()', 'function run(text) {', true],
    ['run()', 'function rerun(text) {', false],
    ['5', 'x = 1.5', false],
    ['1', 'x = 1.5', false],
    ['1', 'f(1, 2)', true],
    ['5', '[0..5]', true],
    ['1.2', 'v = 1.2.3', false],
    ['-1', 'return 1;', false],
    ['-1', 'return -1;', true],
    ['parseDate', '// 调用parseDate函数', true],
    ['parseDate', '// éparseDate', false],
  ])('%s in %j: %s', (token, quote, backed) => {
    expect(isBacked(token, [{ path: 'p', quote }])).toBe(backed);
  });
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
    'I carefully double-checked it.',
    "We've run the build.",
    'All files were checked.',
    'The answer has been verified.',
    'Verified against the source.',
    '我已经检查了所有文件。',
    'Ich habe alles geprüft.',
    'The limit is 250. Tests passed.',
    'The limit is 250. Verified.',
    'It reads a file; checked.',
    'Done and verified.',
    'The limit is 250. I am certain after checking.',
    'I cross-checked this with the tests.',
    'I read all files.',
    'This has been verified by me.',
    'This was checked against the source.',
    'Confirmed by running it.',
    'I double checked everything.',
    'It compiles without errors.',
    'Everything has been checked.',
  ])('finds the claim in %j', (sentence) => {
    expect(claimedWork(sentence)).toBeDefined();
  });
  it.each([
    'Values are checked once.',
    'The value is checked against the schema, and the tests pass a flag.',
    'It reads all files of the folder.',
    'I/O is checked by the caller.',
    'It compiles the pattern without flags.',
    'The token is verified by the server.',
    'Everything that was read is checked.',
    'The function verified() returns a date.',
    'It tests whether the file exists.',
    'Tests are in test/.',
    'The tests pass a flag to the parser.',
    'It returns true once the token has been verified.',
    'It throws when all checks pass and the limit is reached.',
    'Checked exceptions are wrapped.',
    'It was confirmed by the server that the token is new.',
    'I/O errors are checked.',
    'The password is validated before it is stored.',
  ])('leaves %j alone', (sentence) => {
    expect(claimedWork(sentence)).toBeUndefined();
  });
});
