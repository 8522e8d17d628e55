import { describe, expect, it } from 'vitest';
import { compileConstraints } from '../../../src/core/constraints/compile.ts';
import { bulletsOf, formOf, outlineOf } from '../../../src/core/drafting/summarize.ts';
import { foldResults } from '../../../src/core/ledger/fold.ts';
import { run } from '../../../src/core/run.ts';
import { memoryHouse, scriptedModel } from '../../support/memoryHouse.ts';

const files = { 'src/dates.ts': 'export function parseDate(text: string) {\n  return new Date(text);\n}\n' };

async function play(ask: string, answers: readonly string[]) {
  const model = scriptedModel(answers);
  const house = memoryHouse(files, model);
  await run(
    { type: 'ask', text: ask, context: { activePath: 'src/dates.ts' }, via: 'chat' },
    house,
    new AbortController().signal,
  );
  return { model, result: foldResults(house.events).at(-1) };
}

describe('a summary by a small model', () => {
  it('gets its quotes from the harness', async () => {
    const { model, result } = await play('summarize src/dates.ts in 1 bullet', [
      '- `parseDate` gives back a `Date` of the text.',
    ]);
    expect(result?.verdict?.state).toBe('verified');
    expect(JSON.stringify(result)).toContain('return new Date(text);');
    const asked = model.requests[0]?.messages.at(-1)?.content ?? '';
    expect(asked.indexOf('File src/dates.ts')).toBe(0);
    expect(asked).toContain('- 1 bullet');
  });

  it('is asked once more with the demand that it dropped, and without its answer', async () => {
    const { model, result } = await play('summarize this file in at most 5 words', [
      'It reads a text and it makes a date of it.',
      'It reads dates.',
    ]);
    expect(result?.verdict?.state).toBe('verified');
    const again = model.requests[1]?.messages.at(-1)?.content ?? '';
    expect(again).toContain('is not kept');
    expect(again).not.toContain('makes a date of it');
  });
});

describe('formOf', () => {
  it.each([
    ['Summarize src/a.ts', 'bullets'],
    ['Summarize src/a.ts in 3 bullets', 'bullets'],
    ['Summarize src/a.ts in 3 bullets without commas', 'bullets'],
    ['Summarize src/a.ts in 2 paragraphs', 'text'],
    ['Summarize src/a.ts in at most 50 words', 'text'],
    ['Summarize src/a.ts in 3 bullets with a title', 'text'],
    ['Summarize src/a.ts; mention `a`', 'bullets'],
  ])('%s: %s', (instruction, form) => {
    expect(formOf(compileConstraints(instruction).constraints)).toBe(form);
  });
});

describe('bulletsOf', () => {
  it.each([
    ['- one\n* two\n', ['one', 'two']],
    ['Here:\n1. one\n2) two', ['one', 'two']],
    ['one\n\ntwo', ['one', 'two']],
    ['', []],
  ])('%j', (text, bullets) => {
    expect(bulletsOf(text)).toEqual(bullets);
  });
});

describe('outlineOf', () => {
  it('shows a small file whole, and of a long one the top and the heads of its declarations', () => {
    expect(outlineOf(['a', 'b'], []).ranges).toEqual([{ line: 1, endLine: 2 }]);
    expect(outlineOf([], []).ranges).toEqual([{ line: 1, endLine: 1 }]);
    const lines = Array.from({ length: 900 }, (_value, index) => `line ${index + 1}`);
    const symbol = {
      name: 'x',
      kind: 'function',
      exported: true,
      line: 700,
      endLine: 800,
      nameLine: 700,
      nameColumn: 0,
      parameters: [],
      returnsValue: true,
    } as const;
    expect(outlineOf(lines, [symbol]).ranges).toEqual([
      { line: 1, endLine: 24 },
      { line: 700, endLine: 702 },
    ]);
    const shown = outlineOf(lines, []).ranges.reduce((sum, { line, endLine }) => sum + endLine - line + 1, 0);
    expect(shown).toBe(100);
  });

  it('shows no more of long lines than a model reads well', () => {
    const lines = Array.from({ length: 50 }, () => 'x'.repeat(5_000));
    const { ranges } = outlineOf(lines, []);
    expect(ranges.reduce((sum, { line, endLine }) => sum + endLine - line + 1, 0)).toBeLessThanOrEqual(2);
  });
});
