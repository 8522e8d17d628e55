import { describe, expect, it } from 'vitest';
import type { DataEntry } from '../../../src/core/code.ts';
import { resolveStep } from '../../../src/core/plan/dataSteps.ts';
import type { DataStep } from '../../../src/core/plan/wish.ts';
import { entriesOf } from '../../../src/node/code/dataEntries.ts';

function entries(path: string, text: string): readonly DataEntry[] {
  const answer = entriesOf(path, text);
  if (answer.type !== 'ok') throw new Error(answer.reason);
  return answer.value;
}

const manifest = entries(
  'package.json',
  JSON.stringify({
    version: '1.0.0',
    private: true,
    'a.b': 1,
    scripts: { test: 'vitest', 'lint/all': 'x' },
    dependencies: { left: '1', 'd~e': '2' },
    devDependencies: { left: '2' },
    list: [{ name: 'n' }],
  }),
);

const resolve = (step: DataStep) => resolveStep(step, manifest, 'package.json');

describe('resolveStep', () => {
  it.each<readonly [DataStep, object]>([
    [
      { op: 'set', key: 'version', value: '2.0.0' },
      { op: 'replace', pointer: '/version', value: '2.0.0' },
    ],
    [
      { op: 'set', key: 'scripts.test', value: 'jest' },
      { op: 'replace', pointer: '/scripts/test', value: 'jest' },
    ],
    [
      { op: 'set', key: '/scripts/test', value: '"5"' },
      { op: 'replace', pointer: '/scripts/test', value: '5' },
    ],
    [
      { op: 'set', key: 'test', value: 'jest' },
      { op: 'replace', pointer: '/scripts/test', value: 'jest' },
    ],
    [
      { op: 'set', key: 'a.b', value: '2' },
      { op: 'replace', pointer: '/a.b', value: 2 },
    ],
    [
      { op: 'set', key: 'private', value: 'false' },
      { op: 'replace', pointer: '/private', value: false },
    ],
    [
      { op: 'remove', key: 'lint/all' },
      { op: 'remove', pointer: '/scripts/lint~1all' },
    ],
    [
      { op: 'remove', key: 'dependencies.d~e' },
      { op: 'remove', pointer: '/dependencies/d~0e' },
    ],
    [
      { op: 'add', key: 'scripts.build', value: 'tsc' },
      { op: 'add', pointer: '/scripts/build', value: 'tsc' },
    ],
    [
      { op: 'set', key: 'name', value: 'm' },
      { op: 'replace', pointer: '/list/0/name', value: 'm' },
    ],
  ])('%o', (step, edit) => {
    expect(resolve(step)).toEqual({ type: 'edit', edit });
  });

  it('asks back where a key stands in several places, and guesses nothing', () => {
    expect(resolve({ op: 'remove', key: 'left' })).toEqual({
      type: 'several',
      pointers: ['/dependencies/left', '/devDependencies/left'],
    });
  });

  it('sets no date, and no number that would be another one', () => {
    const toml = entries('a.toml', 'c = 2024-01-01\nn = 1\n');
    const set = (key: string, value: string) => resolveStep({ op: 'set', key, value }, toml, 'a.toml');
    expect(set('c', '2025-01-01')).toMatchObject({
      type: 'none',
      reason: expect.stringContaining('is a date'),
    });
    expect(set('n', '12345678901234567899')).toMatchObject({
      type: 'none',
      reason: expect.stringContaining('digits'),
    });
    expect(set('n', '9007199254740991')).toMatchObject({ type: 'edit', edit: { value: 9007199254740991 } });
    expect(resolve({ op: 'set', key: 'version', value: '12345678901234567899' })).toMatchObject({
      edit: { value: '12345678901234567899' },
    });
    expect(resolve({ op: 'add', key: 'n', value: '0.12345678901234567' })).toMatchObject({ type: 'none' });
  });

  it('says what is not there', () => {
    expect(resolve({ op: 'remove', key: 'nothing' })).toMatchObject({ type: 'none' });
    expect(resolve({ op: 'add', key: 'engines.node', value: '20' })).toMatchObject({
      type: 'none',
      reason: expect.stringContaining('engines'),
    });
  });
});

describe('entriesOf', () => {
  it.each([
    ['a.yaml', 'a:\n  b: [1, x]\nc: 2024-01-01\n'],
    ['a.toml', 'c = 2024-01-01\n[a]\nb = [1, "x"]\n'],
    ['a.json', '{"a":{"b":[1,"x"]},"c":"2024-01-01"}'],
    ['.vscode/a.json', '// c\n{"a":{"b":[1,"x"],},"c":"2024-01-01"}'],
  ])('reads %s', (path, text) => {
    const found = new Map(entries(path, text).map((entry) => [entry.pointer, entry.value]));
    expect(found.get('/a')).toEqual({ holds: 'object', count: 1 });
    expect(found.get('/a/b')).toEqual({ holds: 'array', count: 2 });
    expect(found.get('/a/b/0')).toBe(1);
    expect(found.get('/a/b/1')).toBe('x');
    const day = path.endsWith('.toml') ? { holds: 'date', text: '2024-01-01' } : '2024-01-01';
    expect(found.get('/c')).toEqual(day);
  });

  it.each([
    ['a.json', '{"a":'],
    ['a.yaml', 'a: [1\n'],
    ['a.toml', 'a = = 1\n'],
    ['a.txt', 'a'],
  ])('says that %s cannot be read', (path, text) => {
    expect(entriesOf(path, text)).toMatchObject({ type: 'unable', reason: expect.stringContaining(path) });
  });
});
