import { describe, expect, it } from 'vitest';
import { saysMore, wordsOf } from '../../../src/core/drafting/docComment.ts';

describe('wordsOf', () => {
  it.each([
    ['The function parseDate takes a text. It returns a date.', ['Takes a text.', 'It returns a date.']],
    ['The `parseDate` function reads a date.', ['Reads a date.']],
    ['This function reads a date.', ['Reads a date.']],
    ['parseDate() reads a date.', ['Reads a date.']],
    ['/** Reads a date. */', ['Reads a date.']],
    ['/**\n * Reads a date.\n * @param text - a text\n */', ['Reads a date.']],
    ['Reads `1.5` of a date. Then stops. And more.', ['Reads `1.5` of a date.', 'Then stops.', 'And more.']],
    ['读取日期。', ['读取日期。']],
    ['', []],
  ])('%j', (answer, words) => {
    expect(wordsOf(answer, 'parseDate', false)).toEqual(words);
  });

  it('leaves out a sentence that the token limit cut', () => {
    expect(wordsOf('Reads a date. It then retu', 'parseDate', true)).toEqual(['Reads a date.']);
    expect(wordsOf('Reads a date and then retu', 'parseDate', true)).toEqual([]);
  });

  it('cannot close the comment it is put into', () => {
    expect(wordsOf('Reads */ process.exit() /* a date.', 'parseDate', false).join('')).not.toContain('*/');
  });

  it('keeps a subject that is another name', () => {
    expect(wordsOf('The function readDate takes a text.', 'parseDate', false)).toEqual([
      'The function readDate takes a text.',
    ]);
  });
});

describe('saysMore', () => {
  it.each([
    ['add a doc comment to parseDate', false],
    ['Add a doc comment to parseDate in src/dates.ts', false],
    ['document parseDate (src/dates.ts)', false],
    ['add a comment above parseDate that says when it gives up', true],
    ['document parseDate: its parameters and what it returns', true],
  ])('%j', (instruction, more) => {
    expect(saysMore(instruction, 'parseDate')).toBe(more);
  });
});
