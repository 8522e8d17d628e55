import { describe, expect, it } from 'vitest';
import { rankQuotes } from '../../../src/core/search/quotes.ts';

const lines = [
  'function retry(max = 5) {',
  '  let waitMs = 100;',
  '  return max * waitMs;',
  '}',
  '',
  '/** Retry waits as long as the server says. */',
  'function retryAfter(header) {',
  "  const parts = header.split(';');",
  '  // The server may say no number.',
  '  if (Number.isNaN(parts[0])) {',
  '    return 0;',
  '  }',
  "  if (parts[1] === '-') throw new RangeError('a negative wait');",
  '  return parts[0] * 1000;',
  '}',
  'module.exports = { retry, retryAfter };',
];
const all = { ranges: [{ line: 1, endLine: lines.length }], focus: [] };
const after = { ranges: all.ranges, focus: [{ name: 'retryAfter', line: 7, endLine: 15 }] };

function chosen(
  answer: string,
  question: string,
  place: Parameters<typeof rankQuotes>[3],
): readonly number[] {
  return rankQuotes(answer, question, lines, place).map((row) => row.line);
}

describe('rankQuotes', () => {
  it('puts the line that says it first', () => {
    expect(chosen('The default of max is 5.', 'how often does it retry?', all)[0]).toBe(1);
  });

  it('covers every name and number of the answer', () => {
    const found = chosen('It waits `waitMs` at most 5 times.', 'how long?', all);
    expect(found).toContain(1);
    expect(found.some((line) => line === 2 || line === 3)).toBe(true);
  });

  it('covers a name that stands outside the symbol that is named', () => {
    expect(chosen('retryAfter waits as `waitMs` does.', 'what does retryAfter do?', after)).toContain(2);
  });

  it('gives more than three lines only where the names stand on more', () => {
    expect(
      chosen('It uses `waitMs`, `parts`, `header`, `isNaN` and `RangeError`.', 'names?', all),
    ).toHaveLength(4);
    expect(chosen('It waits.', 'how does it wait?', all).length).toBeLessThanOrEqual(3);
  });

  it('takes lines of the symbol that is named before lines that say its name', () => {
    const [first] = chosen('retryAfter throws an error.', 'what does retryAfter throw?', after);
    expect(first).toBe(13);
    expect(chosen('It returns 0.', 'what does retryAfter return without a number?', after)[0]).toBe(11);
  });

  it('knows a sign by its name', () => {
    expect(chosen('It splits on semicolons.', 'what does retryAfter split on? a semicolon?', after)[0]).toBe(
      8,
    );
    expect(chosen('It is a minus.', 'which sign is wrong?', all)[0]).toBe(13);
  });

  it('shows code beside a comment', () => {
    const found = chosen('The server may say no number.', 'when does retryAfter give nothing?', after);
    expect(found.filter((line) => line === 6 || line === 9)).toHaveLength(1);
    expect(found).toContain(10);
  });

  it('offers nothing for an answer that shares no word', () => {
    expect(chosen('Bananas.', 'fruit?', all)).toEqual([]);
  });
});
