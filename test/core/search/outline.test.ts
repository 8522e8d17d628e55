import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { piecesOf } from '../../../src/core/search/outline.ts';
import { growthOf, linear } from '../../support/growth.ts';

const spans = (text: string): readonly string[] =>
  piecesOf(text.split('\n')).map(({ name, line, endLine }) => `${name} ${line}-${endLine}`);

describe('piecesOf', () => {
  it.each<[string, string, string[]]>([
    ['functions', 'export async function a(x) {\n  x();\n}\nfunction b() {}\n', ['a 1-3', 'b 4-4']],
    [
      'values',
      'const a = (x: number): number => {\n  return x;\n};\nexports.b = function () {\n};',
      ['a 1-3', 'b 4-5'],
    ],
    [
      'prototypes',
      'T.prototype.a = function (x) {\n  x();\n};\nmodule.exports = function () {\n}',
      ['a 1-3', 'exports 4-5'],
    ],
    [
      'methods',
      'class T {\n  static async a(x) {\n    x();\n  }\n\n  get b() {\n    return 1;\n  }\n}',
      ['a 2-4', 'b 6-8'],
    ],
    ['long parameters', 'class T {\n  a(\n    x: number,\n  ): void {\n    x();\n  }\n}', ['a 2-6']],
    ['inner ones', 'function a() {\n  function b() {\n    1;\n  }\n}', ['a 1-5', 'b 2-4']],
    ['properties', 'const t = {\n  a: function () {\n    1;\n  },\n};', ['a 2-4']],
    ['Python', 'def a(x):\n    if x:\n        return 1\n\nb = 2\n', ['a 1-3']],
    ['Go', 'func (t *T) A(x int) int {\n\treturn x\n}\n', ['A 1-3']],
    ['brackets on their own lines', 'function a()\n{\n  1;\n}\n', ['a 1-4']],
  ])('sees %s', (_name, text, expected) => {
    expect(spans(text)).toEqual(expected);
  });

  it.each([
    ['calls', '  read(a, function () {\n    1;\n  });\n  read(\n    a,\n  );'],
    ['statements', '  if (a) {\n  }\n  for (const a of b) {\n  }\n  while (\n    a\n  ) {\n  }'],
    ['values that are no functions', 'const a = 1;\nlet b = c.d;\nconst e = a === b;'],
    ['nothing', ''],
  ])('sees no function in %s', (_name, text) => {
    expect(spans(text)).toEqual([]);
  });

  it('gives the first line up to the name and its bracket', () => {
    expect(piecesOf(['  private a(x: number) {', '  }'])[0]?.lead).toBe('private a(');
    expect(piecesOf(['const aa = a => a;'])[0]?.lead).toBe('const aa');
  });

  it('stays inside the file and in order, whatever the text', () => {
    const line = fc.constantFrom(
      'function a() {',
      '  b(x) {',
      '}',
      '  }',
      '',
      '\t',
      'x;',
      '  const c = () => {',
      ') {',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        let last = 0;
        for (const piece of piecesOf(lines)) {
          expect(piece.line).toBeGreaterThan(last);
          expect(piece.endLine).toBeGreaterThanOrEqual(piece.line);
          expect(piece.endLine).toBeLessThanOrEqual(lines.length);
          expect(lines[piece.line - 1]).toContain(piece.lead);
          last = piece.line;
        }
      }),
    );
  });

  it('takes time in proportion on long and odd lines', async () => {
    const odd = [
      (length: number) => '  a('.repeat(length / 4),
      (length: number) => `  a${'(('.repeat(length / 2)}`,
      (length: number) => `  ${'static '.repeat(length / 7)}(`,
      (length: number) => 'x.'.repeat(length / 2),
    ];
    const count = (lines: number): unknown =>
      piecesOf(Array.from({ length: lines }, (_, index) => odd[index % odd.length]?.(360) ?? ''));
    expect(await growthOf(count, 200)).toBeLessThan(linear);
    for (const lineOf of odd) {
      const cut = (length: number): unknown => piecesOf(Array.from({ length: 200 }, () => lineOf(length)));
      expect(await growthOf(cut, 45), lineOf(20)).toBeLessThan(linear);
      // So long that they are passed over.
      expect(await growthOf(cut, 2_000), lineOf(20)).toBeLessThan(linear);
    }
  });
});
