import { afterAll, describe, expect, it } from 'vitest';
import type { CodeAnswer, Rewritten } from '../../../../src/core/code.ts';
import { decimalOf, numberOf } from '../../../../src/node/code/oracles/decimal.ts';
import { pythonString } from '../../../../src/node/code/oracles/pythonString.ts';
import { formSamples } from '../../../core/checks/edit/formSamples.ts';
import { changeOf, filesOf, never, openTestCode, valueOf } from '../project.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

function rewrite(path: string, text: string): Promise<CodeAnswer<readonly Rewritten[]>> {
  return code.rewrite(filesOf({ [path]: text }), [path], { intent: 'format' }, never);
}

describe('format, made by code', () => {
  it.each(formSamples.map(({ path, text }) => [path, text] as const))('%s', async (path, text) => {
    // Every line indented by chance, as a careless hand leaves it.
    const lines = text
      .split('\n')
      .map((line, at) => (/^ {2,}\S/u.test(line) && at % 3 === 0 ? ` ${line}` : line));
    const before = /\.(?:[jt]sx?|json)$/u.test(path) ? lines.join('\n') : text;
    const answer = await rewrite(path, before);
    if (!/\.(?:[jt]sx?|json)$/u.test(path)) {
      expect(answer).toMatchObject({
        type: 'unable',
        reason: expect.stringContaining('no formatter') as string,
      });
      return;
    }
    const [made] = valueOf(answer);
    const content = made?.content ?? before;
    const report = valueOf(
      await code.oracle(
        filesOf({ [path]: before }),
        changeOf({ [path]: before }, { [path]: content }),
        { intent: 'format' },
        never,
      ),
    );
    expect(content).not.toBe(before);
    expect({ problems: report.problems, unsure: report.unsure }).toEqual({ problems: [], unsure: [] });
    expect(report.counts['tokens']).toBeGreaterThan(10);
  });

  it.each([
    [
      'a.ts',
      'function f() {\n\tif (a)   {\n\tb( 1,2 )\n\t}\n}',
      'function f() {\n\tif (a) {\n\t\tb(1, 2)\n\t}\n}',
    ],
    [
      'a.ts',
      'function f() {\r\n    if (a)   {\r\n    b()\r\n    }\r\n}\r\n',
      'function f() {\r\n    if (a) {\r\n        b()\r\n    }\r\n}\r\n',
    ],
    ['a.json', '{"a":1,\n   "b":[1]}', '{\n   "a": 1,\n   "b": [\n      1\n   ]\n}'],
    ['tsconfig.json', '{\r\n// x\r\n"a":1}\r\n', '{\r\n  // x\r\n  "a": 1\r\n}\r\n'],
  ])('keeps the habits of %s: %j', async (path, text, wanted) => {
    expect(valueOf(await rewrite(path, text))[0]?.content).toBe(wanted);
  });

  it('says nothing where nothing is to do, and why it cannot', async () => {
    expect(valueOf(await rewrite('a.ts', 'f(1);\n'))).toEqual([]);
    expect((await rewrite('a.ts', 'f(;\n')).type).toBe('unable');
    expect((await rewrite('a.json', '{,}\n')).type).toBe('unable');
  });
});

describe('exact numbers', () => {
  it.each([
    ['1.0', '1'],
    ['1e3', '1000'],
    ['.5', '0.50'],
    ['-0', '0'],
    ['1_000', '1000'],
    ['0xFF', '255'],
    ['1e+21', '1000000000000000000000'],
  ])('%s is %s', (a, b) => {
    expect(numberOf(a)).toBe(numberOf(b));
    expect(numberOf(a)).toBeDefined();
  });

  it.each([
    ['9007199254740993', '9007199254740992'],
    ['1', '-1'],
    ['0.1', '0.01'],
    ['1e999999999999', '1e999999999998'],
  ])('%s is not %s', (a, b) => expect(numberOf(a)).not.toBe(numberOf(b)));

  it('knows what is no number', () => {
    expect(['', '.', '1x', 'e3', '0b2', '0xg', '1.2.3'].map(numberOf)).toEqual(Array.from({ length: 7 }));
    expect(decimalOf('0x10')).toBeUndefined();
  });
});

describe('strings of Python', () => {
  it.each([
    ["'a'", '"a"'],
    ["'it\\'s'", '"it\'s"'],
    ["'\\x41'", "'A'"],
    ["'''a'''", '"a"'],
    ["r'\\d'", "'\\\\d'"],
    ["R'a'", "r'a'"],
    ["u'a'", "'a'"],
    ["'\\101'", "'A'"],
    ["B'a'", "b'a'"],
  ])('%s is %s', (a, b) => expect(pythonString(a)).toBe(pythonString(b)));

  it.each([
    ["'a'", "b'a'"],
    ["f'{a}'", "'{a}'"],
    ["'\\n'", "r'\\n'"],
    ["'a '", "'a'"],
    ["b'\\u0041'", "b'A'"],
    ["'\\N{DASH}'", "'N{DASH}'"],
  ])('%s is not %s', (a, b) => expect(pythonString(a)).not.toBe(pythonString(b)));
});
