import { describe, expect, it } from 'vitest';
import { wishByRule } from '../../../src/core/plan/rules.ts';
import { summarizeTask } from '../../../src/core/plan/summarizeTask.ts';
import { memoryHouse } from '../../support/memoryHouse.ts';

describe('wishByRule, summaries', () => {
  it.each([
    'summarize src/a.ts in 3 bullets',
    'Summarise this file.',
    'tl;dr',
    'tldr of docs/setup.md',
    'please sum up src/a.ts',
    'give me an overview of src/a.ts in at most 100 words',
    'Could you write a short summary of this module?',
    'write a 50-word summary of src/a.ts',
    "what's the gist of src/a.ts?",
    '/summarize in 2 sentences',
    '/summarize',
  ])('%s', (ask) => {
    expect(wishByRule(ask)?.type).toBe('summarize');
  });

  it.each([
    'add a comment that summarizes parseDate',
    'where is the summary printed?',
    'write a summary comment for parseDate',
    'find summarize',
    'rename summary to digest',
    'what does summarize do?',
  ])('not: %s', (ask) => {
    expect(wishByRule(ask)?.type).not.toBe('summarize');
  });

  it('keeps the whole sentence, since it sets the limits', () => {
    expect(wishByRule('/summarize in 2 sentences')).toEqual({
      type: 'summarize',
      instruction: 'Summarize this file in 2 sentences',
    });
    expect(wishByRule('/summarize src/a.ts in 2 sentences')).toEqual({
      type: 'summarize',
      instruction: 'Summarize src/a.ts in 2 sentences',
    });
  });
});

describe('summarizeTask', () => {
  const files = { 'src/a.ts': 'const retry = 1;\n', 'src/b.ts': 'const cache = 2;\n' };
  const taskOf = (instruction: string, activePath?: string) =>
    summarizeTask(
      { type: 'summarize', instruction },
      activePath === undefined ? {} : { activePath },
      Object.keys(files),
      memoryHouse(files, undefined),
      new AbortController().signal,
    );

  it.each([
    ['summarize src/b.ts', 'src/a.ts', 'src/b.ts'],
    ['summarize this file in 3 bullets', 'src/b.ts', 'src/b.ts'],
    ['tl;dr', 'src/b.ts', 'src/b.ts'],
    ['summarize the cache', undefined, 'src/b.ts'],
  ])('%s', async (instruction, active, path) => {
    expect(await taskOf(instruction, active)).toMatchObject({
      type: 'task',
      task: { kind: 'summarize', path, instruction },
    });
  });

  it('says which of two files it takes, and where it knows none', async () => {
    const both = await taskOf('summarize src/a.ts and src/b.ts');
    expect(JSON.stringify(both)).toContain('One file is summed up at a time');
    expect((await taskOf('tl;dr')).type).toBe('none');
  });
});
