import { describe, expect, it } from 'vitest';
import { endingIn, withDestinations } from '../../../src/core/plan/destination.ts';
import { splitAsk } from '../../../src/core/plan/split.ts';

const all = ['README.md', 'docs/notes.md', 'data.json', 'src/a.ts'];

describe('the file that an ask is to end in', () => {
  it.each([
    ['list every env var and write them to ENV.md', 'list every env var', 'ENV.md'],
    [
      'find every TODO, then save the list as a new file called out/TODO.md',
      'find every TODO',
      'out/TODO.md',
    ],
    ['List all TODOs and put them into `todo.csv`.', 'List all TODOs', 'todo.csv'],
    ['list every env var in ENV.md', 'list every env var', 'ENV.md'],
    ['collect the TODOs into ./TODO.md', 'collect the TODOs', 'TODO.md'],
    ['where is the port set? Then write it to port.txt', 'where is the port set?', 'port.txt'],
    ['summarize src/a.ts in 3 bullets and save it to a.json', 'summarize src/a.ts in 3 bullets', 'a.json'],
  ])('%s', (ask, rest, into) => {
    expect(withDestinations(splitAsk(ask), all)).toEqual([{ ask: rest, into }]);
  });

  it.each([
    'list every link in README.md',
    'list all headings in notes.md',
    'find all references to data.json',
    'add a section to README.md',
    'write a test for parse in src/a.ts',
    'put the constant into src/a.ts',
    'what is in ENV.md?',
    'write to ENV.md',
    'list everything into src/new.ts',
    'find where we save it in a.json',
  ])('is none in: %s', (ask) => {
    expect(withDestinations([ask], all)).toEqual([{ ask, into: undefined }]);
  });

  it('is said to be none where no list is written so', () => {
    for (const ask of [
      'list every import in src/ and write them to out/imports.yaml',
      'list every route and save them as .env.local',
    ])
      expect(withDestinations(splitAsk(ask), all)).toMatchObject([
        { into: undefined, refused: expect.any(String) as string },
      ]);
    expect(withDestinations(splitAsk('convert data.json to yaml and write it to data.yaml'), all)).toEqual([
      { ask: 'convert data.json to yaml', into: 'data.yaml' },
    ]);
  });

  it('is not looked into again, and belongs to tasks that answer', () => {
    const search = { kind: 'search', what: 'x', exclude: ['*.js'] };
    expect(endingIn(search, 'README.md', all)).toEqual({
      ...search,
      into: 'README.md',
      exclude: ['*.js', 'README.md'],
    });
    expect(endingIn(search, 'new.md', all)).toEqual({ ...search, into: 'new.md' });
    const extract = { kind: 'extract', what: 'urls', paths: ['README.md', 'src/a.ts'] };
    expect(endingIn(extract, 'README.md', all)).toEqual({
      ...extract,
      into: 'README.md',
      paths: ['src/a.ts'],
    });
    expect(endingIn({ kind: 'edit', paths: ['a.ts'] }, 'x.md', all)).toBeUndefined();
  });
});
