import { describe, expect, it } from 'vitest';
import { applyEdits, type ApplyOutcome } from '../../../src/core/edit/engine.ts';
import type { TextEdit } from '../../../src/core/edit/locate.ts';
import { growthOf, linear } from '../../support/growth.ts';

const search = (text: string, replace: string, startLine?: number): TextEdit => ({
  type: 'search',
  search: text,
  replace,
  ...(startLine === undefined ? {} : { startLine }),
});
const range = (from: number, to: number, replace: string): TextEdit => ({
  type: 'range',
  range: [from, to],
  replace,
});
const whole = (text: string): TextEdit => ({ type: 'whole', whole: text });

function textOf(outcome: ApplyOutcome): string {
  return outcome.type === 'applied'
    ? outcome.text
    : `${outcome.refusals[0]?.outcome}: ${outcome.refusals[0]?.reason}`;
}
const apply = (base: string, ...edits: readonly TextEdit[]): string => textOf(applyEdits(base, edits));

describe('search and replace', () => {
  it('replaces what stands exactly once, literally', () => {
    expect(apply('a b c\n', search('b', '$& $1 $$'))).toBe('a $& $1 $$ c\n');
    expect(apply('a.c abc\n', search('a.c', 'x'))).toBe('x abc\n');
    expect(apply('one\ntwo\nthree\n', search('e\ntwo\nt', 'E\n2\nT'))).toBe('onE\n2\nThree\n');
  });

  it('refuses what stands not at all or more than once, overlapping places included', () => {
    expect(apply('abc\n', search('x', 'y'))).toContain('not_found');
    expect(apply('Abc\n', search('a', 'y'))).toContain('not_found');
    expect(apply('abab\n', search('ab', 'y'))).toContain('ambiguous');
    expect(apply('aaa\n', search('aa', 'y'))).toContain('ambiguous');
  });

  it('lets a start line choose among exact duplicates, and be only a hint otherwise', () => {
    const base = 'x\ny\nx\ny\nx x\n';
    expect(apply(base, search('x', 'z', 3))).toBe('x\ny\nz\ny\nx x\n');
    expect(apply(base, search('x', 'z', 2))).toContain('ambiguous');
    expect(apply(base, search('x', 'z', 5))).toContain('ambiguous');
    expect(apply('a\nb\n', search('b', 'c', 99))).toBe('a\nc\n');
  });

  it('names the lines of duplicates and the nearest lines of what is missing', () => {
    const many = applyEdits('x\ny\nx\n', [search('x', 'z')]);
    expect(many.type === 'refused' && many.refusals[0]?.lines).toEqual([1, 3]);
    const near = applyEdits('function a() {\n  return 1;\n}\n', [
      search('return 1', 'return 2'),
      search('function a()  {\n  return 1;', 'x'),
    ]);
    expect(near.type === 'refused' && near.refusals[0]?.nearest?.[0]).toEqual({
      line: 1,
      text: 'function a() {',
    });
    expect(near.type === 'refused' && near.refusals[0]?.edit).toBe(1);
  });

  it('refuses an empty search, no change, and the same edit twice', () => {
    expect(apply('a\n', search('', 'x'))).toContain('empty_search');
    expect(apply('', search('', 'x'))).toContain('empty_search');
    expect(textOf(applyEdits('', [search('', 'x')], { fillEmpty: true }))).toBe('x');
    expect(apply('a\n', search('a', 'a'))).toContain('no_change');
    expect(apply('a b\n', search('a', 'c'), search('a', 'c'))).toContain('overlap: edit 2 repeats edit 1');
  });

  it('locates every edit in the original, refuses overlaps, and applies all or nothing', () => {
    expect(apply('a b\n', search('a', 'b'), search('b', 'a'))).toBe('b a\n');
    expect(apply('a b\n', search('a', 'x'), search('x', 'y'))).toContain('not_found');
    expect(apply('abcd\n', search('abc', 'x'), search('cd', 'y'))).toContain('overlap');
    expect(apply('abcd\n', search('ab', 'x'), search('cd', 'y'))).toBe('xy\n');
  });
});

describe('ranges', () => {
  it('replaces lines, inclusive, and leaves the last ending where it is', () => {
    expect(apply('a\nb\nc\n', range(2, 2, 'x'))).toBe('a\nx\nc\n');
    expect(apply('a\nb\nc\n', range(1, 2, 'x\ny\nz'))).toBe('x\ny\nz\nc\n');
    expect(apply('a\nb\nc\n', range(2, 2, 'x\n'))).toBe('a\nx\n\nc\n');
    expect(apply('a\nb', range(2, 2, 'x'))).toBe('a\nx');
  });

  it('deletes lines for an empty text, also the last ones of a file without a final newline', () => {
    expect(apply('a\nb\nc\n', range(2, 2, ''))).toBe('a\nc\n');
    expect(apply('a\nb\nc\n', range(2, 3, ''))).toBe('a\n');
    expect(apply('a\nb\nc', range(3, 3, ''))).toBe('a\nb');
    expect(apply('a\nb\nc', range(2, 2, ''), range(3, 3, ''))).toBe('a');
    expect(apply('a\nb', range(1, 1, ''), range(2, 2, ''))).toBe('');
    expect(apply('a\r\nb', range(2, 2, ''))).toBe('a');
    expect(apply('a\nb', range(1, 1, 'x'), range(2, 2, ''))).toBe('x');
  });

  it('refuses lines that are not there, and no change', () => {
    expect(apply('a\n', range(2, 2, 'x'))).toContain('the file has 1 lines');
    expect(apply('', range(1, 1, 'x'))).toContain('refused');
    expect(apply('a\nb\n', range(2, 1, 'x'))).toContain('no range');
    expect(apply('a\nb\n', range(0, 1, 'x'))).toContain('no range');
    expect(apply('a\nb\n', range(1, 1, 'a'))).toContain('no_change');
    expect(apply('a\nb\nc\n', range(1, 2, 'x'), range(2, 3, 'y'))).toContain('overlap');
  });
});

describe('whole texts', () => {
  it('stands alone and changes something', () => {
    expect(apply('a\n', whole('b\n'))).toBe('b\n');
    expect(apply('', whole('b\n'))).toBe('b\n');
    expect(apply('a\n', whole('a\n'))).toContain('no_change');
    expect(apply('a\nb\n', whole('c\n'), search('a', 'x'))).toContain('stands alone');
  });
});

describe('line endings, byte order mark, end of the file', () => {
  it('reads LF as the ending of the file and writes that', () => {
    expect(apply('a\r\nb\r\n', search('a\nb', 'x\ny\nz'))).toBe('x\r\ny\r\nz\r\n');
    expect(apply('a\r\nb\r\n', search('a\r\nb', 'x\r\ny'))).toBe('x\r\ny\r\n');
    expect(apply('a\r\nb\r\n', range(1, 1, 'x\ny'))).toBe('x\r\ny\r\nb\r\n');
    expect(apply('a\r\nb\r\n', whole('x\ny\n'))).toBe('x\r\ny\r\n');
    expect(apply('a\r\nb\r\n', search('a', 'x'))).toBe('x\r\nb\r\n');
    expect(apply('a\r\nb\r\n', search('\nb', '\nx'))).toBe('a\r\nx\r\n');
  });

  it('refuses a CR in an edit to an LF file, mixed endings in one text, and a lone CR', () => {
    expect(apply('a\nb\n', search('a', 'x\r\ny'))).toContain('the file has LF');
    expect(apply('a\nb\n', search('a\r\nb', 'x'))).toContain('the file has LF');
    expect(apply('a\r\nb\r\n', whole('x\r\ny\n'))).toContain('mixes');
    expect(apply('a\r\nb\r\n', search('a', 'x\ry'))).toContain('CR without its LF');
    expect(apply('a', search('a', 'x\r\ny'))).toBe('x\r\ny');
  });

  it('keeps the endings of kept lines in a file that has both', () => {
    expect(apply('a\r\nb\nc\r\n', search('b', 'x'))).toBe('a\r\nx\nc\r\n');
    expect(apply('a\r\nb\nc\r\n', search('a\nb', 'a\ny'))).toBe('a\r\ny\nc\r\n');
    expect(apply('a\r\nb\nc\r\n', range(2, 2, 'x\ny'))).toBe('a\r\nx\ny\nc\r\n');
    expect(apply('a\r\nb\nc\r\n', whole('a\nb\nnew\nc\n'))).toBe('a\r\nb\nnew\nc\r\n');
    expect(apply('a\r\nb\nc\r\n', whole('b\nc\n'))).toBe('b\nc\r\n');
  });

  it('refuses a byte order mark', () => {
    expect(apply('a\n', whole('\uFEFFb\n'))).toContain('byte order mark');
    expect(apply('a\n', search('\uFEFFa', 'b'))).toContain('byte order mark');
  });

  it('refuses to lose or invent the final newline', () => {
    expect(apply('a\nb\n', search('b\n', 'c'))).toContain('loses the newline');
    expect(apply('a\nb', search('b', 'c\n'))).toContain('adds a newline');
    expect(apply('a\n', whole('b'))).toContain('loses the newline');
    expect(apply('a', whole('b\n'))).toContain('adds a newline');
  });

  it('takes U+2028, a vertical tab and a form feed for text', () => {
    expect(apply('a\u2028b\nc\u000Bd\n', range(2, 2, 'x'))).toBe('a\u2028b\nx\n');
  });
});

describe('where edits went', () => {
  it('says the lines of the new text', () => {
    const outcome = applyEdits('a\nb\nc\nd\n', [range(4, 4, 'D'), range(1, 1, 'x\ny\nz'), range(2, 2, '')]);
    expect(outcome.type === 'applied' && outcome.text).toBe('x\ny\nz\nc\nD\n');
    expect(
      outcome.type === 'applied' && outcome.spots.map(({ edit, line, endLine }) => [edit, line, endLine]),
    ).toEqual([
      [0, 5, 5],
      [1, 1, 3],
      [2, 4, 4],
    ]);
  });
});

describe('tolerant candidates', () => {
  const candidate = (base: string, ...edits: readonly TextEdit[]) => {
    const outcome = applyEdits(base, edits);
    return outcome.type === 'refused' ? outcome.candidate : undefined;
  };

  it('exist with one place only, and carry their tier', () => {
    expect(candidate('f  \ng\n', search('f\ng', 'x'))?.tier).toBe('trailing_ws');
    expect(candidate('say \u201Chi\u201D\n', search('say "hi"', 'x'))?.tier).toBe('unicode');
    expect(candidate('\tif (a) {\n\t  b\n\t}\n', search('if (a) {\n  b\n}', 'c'))).toEqual({
      tier: 'uniform_indent',
      text: '\tc\n',
    });
    expect(candidate('a\nb\nc\n', search('2 | b\n3 | c', '2 | x'))).toEqual({
      tier: 'line_numbers',
      text: 'a\nx\n',
    });
  });

  it('do not exist with two places, for likeness, or beside another refusal', () => {
    expect(candidate('f  \ng\nf   \ng\n', search('f\ng', 'x'))).toBeUndefined();
    expect(candidate('const results = 1;\n', search('const result = 1;', 'x'))).toBeUndefined();
    expect(candidate('a  \nb\nb\n', search('a\nb\nb', 'x'), search('b', 'y'))).toBeUndefined();
    expect(candidate('  a\n    b\n', search('a\nb', 'x'))).toBeUndefined();
  });
});

describe('speed', () => {
  /** A file of so many lines, and one block for every two hundred of them. */
  const pageOf = (size: number): readonly [string, readonly TextEdit[]] => {
    const lines = Array.from({ length: size }, (_, at) => `line ${at} ${'x'.repeat(40)}`);
    const edits = Array.from({ length: size / 200 }, (_, at): TextEdit => {
      const line = 100 + at * 190;
      return search(`${lines[line]}\n${lines[line + 1]}\n${lines[line + 2]}`, `changed ${at}`);
    });
    return [`${lines.join('\r\n')}\r\n`, edits];
  };

  it('grows with the file, not with the file times its blocks, up to five hundred in five megabytes', async () => {
    const pages = new Map([10_000, 100_000].map((size) => [size, pageOf(size)]));
    const apply = (size: number): void => {
      const [base, edits] = pages.get(size) ?? pageOf(size);
      expect(applyEdits(base, edits).type).toBe('applied');
    };
    expect(await growthOf(apply, 10_000, 10)).toBeLessThan(linear);
  });
});
