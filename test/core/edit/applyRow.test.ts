import { describe, expect, it } from 'vitest';
import { applyRow } from '../../../src/cli/apply.ts';

const row = (original: string, edit: unknown): unknown => ({ id: 'r', original, edit });

describe('a row of the plumbing', () => {
  it('answers each form', () => {
    expect(applyRow(row('a b\n', { search: 'a', replace: 'x' }))).toEqual({
      id: 'r',
      outcome: 'applied',
      tier: 'exact',
      text: 'x b\n',
    });
    expect(applyRow(row('a a\n', { search: 'a', replace: 'x', replaceAll: true }))).toMatchObject({
      text: 'x x\n',
    });
    expect(applyRow(row('a\na\n', { search: 'a', replace: 'x', startLine: 2 }))).toMatchObject({
      text: 'a\nx\n',
    });
    expect(
      applyRow(
        row('a b\n', {
          blocks: [
            { search: 'a', replace: 'x' },
            { search: 'b', replace: 'y' },
          ],
        }),
      ),
    ).toMatchObject({ text: 'x y\n' });
    expect(applyRow(row('a\n', { whole: 'b\n' }))).toMatchObject({ text: 'b\n' });
    expect(applyRow(row('a\nb\n', { range: [2, 2], replace: 'x' }))).toMatchObject({ text: 'a\nx\n' });
    expect(applyRow(row('', { search: '', replace: 'x' }))).toMatchObject({ outcome: 'applied', text: 'x' });
  });

  it('takes the line break of whole lines that an edit empties, and of nothing else', () => {
    const textOf = (original: string, search: string): string | undefined => {
      const answer = applyRow({ id: 1, original, edit: { search, replace: '' } });
      return 'text' in answer ? answer.text : undefined;
    };
    expect(textOf('a\nb\nc\n', 'b')).toBe('a\nc\n');
    expect(textOf('a\r\nb\r\nc\r\n', 'b')).toBe('a\r\nc\r\n');
    expect(textOf('a\nb', 'b')).toBe('a');
    expect(textOf('a\nb c\nd\n', ' c')).toBe('a\nb\nd\n');
    expect(textOf('a\n  b\nc\n', 'b')).toBe('a\n  \nc\n');
    expect(textOf('a\nb\n\nc\n', 'b\n')).toBe('a\n\nc\n');
  });

  it('reads CRLF in an edit to a text with LF as LF, and still refuses both in one text', () => {
    const replace = (text: string): unknown =>
      applyRow({ id: 1, original: 'a\nb\n', edit: { search: 'b', replace: text } });
    expect(replace('c\r\nd')).toMatchObject({ outcome: 'applied', text: 'a\nc\nd\n' });
    expect(replace('c\r\nd\ne')).toMatchObject({ outcome: 'refused' });
  });

  it('keeps the byte order mark', () => {
    expect(applyRow(row('\uFEFFa\r\n', { search: 'a', replace: 'x\ny' }))).toMatchObject({
      text: '\uFEFFx\r\ny\r\n',
    });
  });

  it('says why not, and where', () => {
    expect(applyRow(row('a\nb\na\n', { search: 'a', replace: 'x' }))).toMatchObject({
      outcome: 'ambiguous',
      lines: [1, 3],
    });
    expect(applyRow(row('one two\n', { search: 'three', replace: 'x' }))).toMatchObject({
      outcome: 'not_found',
    });
    expect(
      applyRow(
        row('abc\n', {
          blocks: [
            { search: 'ab', replace: 'x' },
            { search: 'bc', replace: 'y' },
          ],
        }),
      ),
    ).toMatchObject({ outcome: 'overlap' });
    expect(applyRow(row('a\n', { search: '', replace: 'x' }))).toMatchObject({ outcome: 'empty_search' });
    expect(applyRow(row('a\n', { search: 'a', replace: 'a' }))).toMatchObject({ outcome: 'no_change' });
    expect(applyRow(row('a\n', { whole: 'a' }))).toMatchObject({ outcome: 'refused' });
    expect(applyRow(row('f();\n', { search: 'f();', replace: '// ... existing code ...' }))).toMatchObject({
      outcome: 'refused',
    });
  });

  it('labels a candidate with its tier', () => {
    expect(applyRow(row('  a\n', { search: 'a\n', replace: 'b\n' }))).toMatchObject({
      tier: 'exact',
      text: '  b\n',
    });
    expect(applyRow(row('  a\n    b\n', { search: 'a\n  b\n', replace: 'c\n' }))).toMatchObject({
      outcome: 'applied',
      tier: 'uniform_indent',
      text: '  c\n',
    });
  });

  it('answers a bad row with its id and an error', () => {
    for (const edit of [
      undefined,
      {},
      { search: 'a' },
      { search: 'a', replace: 'b', extra: 1 },
      { range: [1], replace: '' },
      { search: 'a', replace: 'b', startLine: '1' },
    ]) {
      const answer = applyRow(row('a\n', edit));
      expect(answer).toMatchObject({ id: 'r' });
      expect('error' in answer).toBe(true);
    }
    expect(applyRow(null)).toMatchObject({ id: null });
    expect(applyRow('x')).toMatchObject({ id: null });
  });
});
