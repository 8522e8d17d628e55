import { describe, expect, it } from 'vitest';
import { extractTask } from '../../../src/core/plan/extractTask.ts';
import { wishByRule } from '../../../src/core/plan/rules.ts';
import type { AskContext } from '../../../src/core/request.ts';

const all = ['README.md', 'docs/team.md', 'lib/util.rb', 'src/a.ts', 'src/b.py', 'src/shop/c.tsx'];

describe('asks to list everything of one sort', () => {
  it.each([
    ['list every env var', 'env-vars'],
    ['list all TODOs in src/', 'todos'],
    ['list every TODO and FIXME in src', 'todos'],
    ['Please extract the URLs from README.md', 'urls'],
    ['what environment variables does the server read?', 'env-vars'],
    ['list every environment variable that the server reads', 'env-vars'],
    ['which routes are there?', 'routes'],
    ['what are the exports of src/a.ts?', 'exports'],
    ['find every email address in docs/team.md', 'emails'],
    ['list all functions in src/a.ts', 'functions'],
    ['list every function in src/a.ts', 'functions'],
    ['list every import in src/', 'imports'],
    ['find each route in src/', 'routes'],
    ['/extract version numbers in package.json', 'versions'],
    ['/extract the error messages in src/a.ts', 'the error messages'],
  ])('%s', (ask, what) => {
    expect(wishByRule(ask)).toEqual({ type: 'extract', what });
  });

  it.each([
    'find functions that parse dates',
    'find the function in src/a.ts',
    'list every function that parses dates',
    'list the places that use foo',
    'where are the todos handled?',
    'find all imports of lodash',
    'list all places where env vars are read',
    'what does the dates module do?',
  ])('are not: %s', (ask) => {
    expect(wishByRule(ask)?.type).not.toBe('extract');
  });

  it('/extract alone says what it needs', () => {
    expect(wishByRule('/extract')).toMatchObject({ type: 'unsupported' });
  });
});

describe('the files of an extract task', () => {
  const paths = (what: string, ask: string, context: AskContext = {}): unknown => {
    const answer = extractTask({ type: 'extract', what }, { ask, context, all });
    return answer.type === 'task' ? answer.task['paths'] : answer;
  };

  it('are those that the ask names', () => {
    expect(paths('urls', 'extract the URLs from README.md', { activePath: 'src/a.ts' })).toEqual([
      'README.md',
    ]);
  });

  it('are those of the folder that it names, with or without a slash, that the set can be read from', () => {
    expect(paths('todos', 'list all TODOs in src/')).toEqual(['src/a.ts', 'src/b.py', 'src/shop/c.tsx']);
    expect(paths('exports', 'list the exports in src')).toEqual(['src/a.ts', 'src/shop/c.tsx']);
  });

  it('are the open file, unless the whole folder is meant', () => {
    expect(paths('imports', 'list the imports', { activePath: 'src/a.ts' })).toEqual(['src/a.ts']);
    expect(paths('urls', 'list the urls in this project', { activePath: 'src/a.ts' })).toEqual(all);
    expect(paths('urls', 'list the urls')).toEqual(all);
  });

  it('are none where the file is not there, or nothing reads the set from it', () => {
    expect(paths('urls', 'list the urls in gone.md')).toMatchObject({ type: 'none' });
    expect(paths('functions', 'list the functions in lib/util.rb')).toMatchObject({
      type: 'none',
      reason: 'Nothing here reads functions from lib/util.rb.',
    });
  });

  it('are capped, and the rest is said', () => {
    const many = Array.from({ length: 700 }, (_, index) => `src/${index}.ts`);
    const answer = extractTask(
      { type: 'extract', what: 'todos' },
      { ask: 'list all TODOs in src/', context: {}, all: many },
    );
    expect(answer).toMatchObject({
      type: 'task',
      notes: [expect.stringContaining('200 more files were left out')],
    });
  });
});
