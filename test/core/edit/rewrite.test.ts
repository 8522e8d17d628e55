import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editsBetween } from '../../../src/core/edit/rewrite.ts';
import { stage } from '../../../src/core/edit/stage.ts';

function applied(base: string, content: string): string | undefined {
  const edits = editsBetween('a.txt', base, content);
  const file = { path: 'a.txt', text: base, bom: false, sha256: '0', unsaved: false };
  const staging = stage({ paths: ['a.txt'] }, { edits: [...edits] }, [file]);
  return staging.type === 'staged' ? staging.changeSet.files[0]?.content : undefined;
}

describe('editsBetween', () => {
  it('makes the new text of the old one, whatever lines come, go or change', () => {
    const line = fc.constantFrom('', 'a', 'b', '  c', 'd');
    const text = fc.array(line, { minLength: 1, maxLength: 14 }).map((lines) => `${lines.join('\n')}\n`);
    fc.assert(
      fc.property(text, text, fc.boolean(), (base, content, isCrlf) => {
        const ending = (value: string): string => (isCrlf ? value.replaceAll('\n', '\r\n') : value);
        if (base === content) expect(editsBetween('a.txt', base, content)).toEqual([]);
        else expect(applied(ending(base), ending(content))).toBe(ending(content));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['a line is inserted first', 'a\nb\n', 'x\na\nb\n'],
    ['one empty line takes the place of another', 'a\nb\nc\n', 'a\n\nc\n'],
    ['lines go', 'a\nb\nc\n', 'a\nc\n'],
    ['the only line becomes an empty one', 'a\n', '\n'],
  ])('%s', (_what, base, content) => {
    expect(applied(base, content)).toBe(content);
  });
});
