import { describe, expect, it } from 'vitest';
import { globOf } from '../../../src/core/search/glob.ts';
import { ignoreRulesOf, isIgnored } from '../../../src/core/search/ignores.ts';
import { pathProblem, scopeOf } from '../../../src/core/search/scope.ts';
import { growthOf, linear } from '../../support/growth.ts';

function inScope(path: string, include: string[], exclude: string[] = []): boolean {
  const scope = scopeOf(include, exclude);
  if (scope.type === 'bad') throw new Error(scope.message);
  return scope.includes(path);
}

describe('scopeOf', () => {
  it.each([
    ['a.ts', ['*.ts'], true],
    ['src/deep/a.ts', ['*.ts'], true],
    ['src/a.tsx', ['*.ts'], false],
    ['src/a.ts', ['src/*.ts'], true],
    ['src/deep/a.ts', ['src/*.ts'], false],
    ['lib/src/a.ts', ['src/*.ts'], false],
    ['src/deep/a.ts', ['src/**'], true],
    ['src/deep/a.ts', ['src/**/*.ts'], true],
    ['src/a.ts', ['src/**/*.ts'], true],
    ['a/b/c', ['**/b/**'], true],
    ['.github/a.yml', ['**/*.yml'], true],
    ['.env', ['*'], true],
    ['a.js', ['*.{ts,js}'], true],
    ['lib/a.js', ['{src,lib}/**'], true],
    ['src/a.ts', ['src'], false],
    ['src', ['src'], true],
    ['src/a.ts', ['/src/a.ts'], true],
    ['a.ts', ['[!a]*'], false],
    ['a.ts', ['!*.js'], true],
    ['a.js', ['!*.js'], false],
    ['A.ts', ['a.ts'], false],
  ])('%s in %j: %s', (path, include, expected) => {
    expect(inScope(path, include)).toBe(expected);
  });

  it('excludes what a glob matches, and all in a folder that it matches', () => {
    expect(inScope('dist/a.js', [], ['dist'])).toBe(false);
    expect(inScope('lib/dist/deep/a.js', [], ['dist/'])).toBe(false);
    expect(inScope('dist', [], ['dist/'])).toBe(true);
    expect(inScope('src/a.js', ['src/**'], ['*.js'])).toBe(false);
    expect(inScope('src/a.ts', ['src/**'], ['*.js'])).toBe(true);
  });

  it.each(['[a', '{a', 'a}', 'a\\', '[z-a]'])('says that %j is no glob', (glob) => {
    expect(scopeOf([glob], []).type).toBe('bad');
  });

  it('is linear in a glob that a backtracker could not bear', async () => {
    const matchOf = (stars: number): ((length: number) => void) => {
      const glob = globOf(`${'*a'.repeat(stars)}b`);
      return (length) => expect(glob.type === 'ok' && glob.matches('a'.repeat(length))).toBe(false);
    };
    // Few letters first, so that a backtracker fails here before it takes for ever.
    expect(await growthOf(matchOf(12), 4, 7)).toBeLessThan(linear);
    expect(await growthOf(matchOf(30), 375)).toBeLessThan(linear);
  });
});

describe('ignore rules', () => {
  const decide = (text: string, path: string, isFolder = false) => ignoreRulesOf(text).decide(path, isFolder);

  it.each([
    ['*.log', 'deep/a.log', 'ignore'],
    ['/a.log', 'deep/a.log', undefined],
    ['a/b', 'x/a/b', undefined],
    ['*.log\n!keep.log', 'keep.log', 'keep'],
    ['!keep.log\n*.log', 'keep.log', 'ignore'],
    ['# *.log', '# *.log', undefined],
    ['\\#a', '#a', 'ignore'],
    ['\\!a', '!a', 'ignore'],
    ['a  ', 'a', 'ignore'],
    ['a\\ ', 'a ', 'ignore'],
    ['*.log\r\n', 'a.log', 'ignore'],
    ['\ufeff*.log', 'a.log', 'ignore'],
    ['[z', '[z', undefined],
    ['é.ts', 'é.ts', 'ignore'],
    ['a/**', 'a/b/c', 'ignore'],
    ['a/**', 'a', undefined],
  ])('%j on %s: %s', (text, path, expected) => {
    expect(decide(text, path)).toBe(expected);
  });

  it('knows folders', () => {
    expect(decide('dist/', 'dist', true)).toBe('ignore');
    expect(decide('dist/', 'dist', false)).toBeUndefined();
  });

  it('asks the deepest folder first', () => {
    const rules = new Map([
      ['', ignoreRulesOf('*.log')],
      ['a', ignoreRulesOf('!keep.log')],
    ]);
    const ignored = (path: string) => isIgnored(path, false, (folder) => rules.get(folder));
    expect(ignored('keep.log')).toBe(true);
    expect(ignored('a/keep.log')).toBe(false);
    expect(ignored('a/other.log')).toBe(true);
    expect(ignored('a/b/keep.log')).toBe(false);
  });
});

describe('pathProblem', () => {
  it.each(['a', 'a/b.ts', '.env', 'x y', '中/é.ts', '...', 'a..b'])('takes %s', (path) => {
    expect(pathProblem(path)).toBeUndefined();
  });
  it.each(['', '/a', 'a/', 'a//b', './a', 'a/../b', '..', '.', 'a\\b', 'C:/a', 'c:a', 'a\0b'])(
    'refuses %j',
    (path) => {
      expect(pathProblem(path)).toBeTypeOf('string');
    },
  );
});
