import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasHidden, keyOf } from '../../../src/core/paths/characters.ts';
import { likenessOf } from '../../../src/core/paths/likeness.ts';
import { protectedNames } from '../../../src/core/paths/protectedNames.ts';
import { isProtectedName, protectionsOf } from '../../../src/core/paths/protections.ts';
import { askOrder, describeReason } from '../../../src/core/paths/reasons.ts';
import { decidePath, type DiskFacts } from '../../../src/core/paths/rules.ts';
import { readPath, type Root, type Spelled } from '../../../src/core/paths/spelling.ts';

describe('keyOf', () => {
  test.each([
    ['.GIT', '.git'],
    ['.gıt', '.git'],
    ['.gİt', '.git'],
    ['.ｇｉｔ', '.git'],
    ['.g\u200cit', '.git'],
    ['ſrc', 'src'],
    ['\u212aeys', 'keys'],
    ['STRASSE', 'strasse'],
    ['straße', 'strasse'],
    ['cafe\u0301', 'caf\u00e9'],
    ['日期', '日期'],
  ])('%j is %j', (name, key) => {
    expect(keyOf(name)).toBe(key);
  });

  test('is the key of itself, and the same for any case and normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const key = keyOf(name);
        expect(keyOf(key)).toBe(key);
        expect(keyOf(name.normalize('NFD'))).toBe(keyOf(name.normalize('NFC')));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('hidden characters of names', () => {
  test('are none in names that people give', () => {
    for (const name of ['a b', 'مرحبا', '日期', '❤️', '1️⃣', 'é'])
      expect([name, hasHidden(name)]).toEqual([name, false]);
    for (const name of ['a\u200b', '\ufeff', 'a\ufe0f', '\u3164', '\u2800', '\u{e0041}'])
      expect(hasHidden(name)).toBe(true);
  });
});

describe('likeness', () => {
  test.each<[string, string[], string]>([
    ['src', ['src', 'SRC'], 'none'],
    ['SRC', ['src'], 'collision'],
    ['ѕrc', ['src'], 'look-alike'],
    ['src', ['ѕrc'], 'look-alike'],
    ['ѕrc', ['SRC'], 'look-alike'],
    ['new', ['src'], 'none'],
    ['сор', ['cop'], 'look-alike'],
    ['app1', ['appl'], 'none'],
    ['x', [], 'none'],
  ])('of %j among %j is %s', (name, others, likeness) => {
    expect(likenessOf(name, others)).toBe(likeness);
  });
});

describe('the table of protected names', () => {
  test('is written as names are compared, and names nothing twice within a reason', () => {
    for (const { reason, anywhere = [], pairs = [], files = [] } of protectedNames) {
      const all = [...anywhere, ...pairs, ...files];
      for (const name of all) expect([reason, keyOf(name)]).toEqual([reason, name]);
      expect([reason, all.filter((name, index) => all.indexOf(name) !== index)]).toEqual([reason, []]);
    }
  });

  test('protects each of its names, at any depth, and by no other than its own reason first', () => {
    for (const { reason, anywhere = [], pairs = [], files = [] } of protectedNames) {
      for (const name of anywhere) {
        const { denies, asks } = protectionsOf(['a', name, 'b', 'c.txt']);
        expect([name, [...denies, ...asks]]).toEqual([name, expect.arrayContaining([reason])]);
        expect(isProtectedName(name)).toBe(true);
      }
      for (const path of [...pairs, ...files]) {
        const { denies, asks } = protectionsOf(['a', ...path.toUpperCase().split('/')]);
        expect([path, [...denies, ...asks]]).toEqual([path, expect.arrayContaining([reason])]);
      }
    }
  });

  test('leaves ordinary names alone', () => {
    for (const name of [
      'index.ts',
      'README.md',
      'git.ts',
      'config.json',
      'build',
      'workspace.ts',
      'keys.ts',
      'environment.ts',
      'Settings.tsx',
      'LICENSE',
      'agents.ts',
      'rules.md',
      'main.go',
      'lib.rs',
      'app.py',
      'docker.md',
      'makefile.md',
      'hooks.ts',
    ]) {
      const expected = name === 'build';
      expect([name, isProtectedName(name)]).toEqual([name, expected]);
    }
  });
});

test('every reason has words, and every reason to ask has its place', () => {
  for (const reason of askOrder)
    expect(describeReason(reason)).toMatch(new RegExp(`^.{10,} \\(${reason}\\)$`));
  expect(new Set(askOrder).size).toBe(askOrder.length);
});

describe('letters alone', () => {
  const root: Root = { spelled: 'C:/Users/me/work', real: 'C:/Users/me/work' };
  test.each([
    ['C:/Users/me/work/src/app.ts', ['src', 'app.ts']],
    ['C:\\Users\\me\\work/src/app.ts', ['src', 'app.ts']],
    ['c:/users/ME/work/src/app.ts', ['src', 'app.ts']],
    ['src/app.ts', ['src', 'app.ts']],
  ])('on Windows, %s lies in the folder', (path, names) => {
    expect(readPath(path, [root], 'win32')).toMatchObject({ type: 'spelled', names });
  });

  test.each([
    ['C:/Users/me/work-evil/app.ts', 'drive'],
    ['C:/Users/me/work/../x', 'outside-lexical'],
    ['C:/Users/me/work', 'is-root'],
    ['D:/x', 'drive'],
    ['src\\app.ts', 'backslash'],
    ['\\\\server\\share', 'unc'],
  ])('on Windows, %s is refused', (path, reason) => {
    expect(readPath(path, [root], 'win32')).toEqual({ type: 'denied', reason });
  });

  test('decide on any path without an error, and names they give are names', () => {
    const work: Root = { spelled: '/home/me/work', real: '/data/work' };
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('..', '.', '', 'a', '/home/me/work', 'b c', '%2e', '~', ':'))
        .map((parts) => parts.join('/')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('posix', 'darwin', 'win32' as const), (path, platform) => {
        const read = readPath(path, [work], platform);
        if (read.type === 'denied') return;
        expect(read.names.length).toBeGreaterThan(0);
        for (const name of read.names) expect(/^$|^\.{1,2}$|[/\\\0]/.test(name)).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the order of reasons', () => {
  const spelled: Spelled = { type: 'spelled', root: undefined, names: ['a.ts'], isFolder: false };
  const inside = {
    type: 'inside' as const,
    names: ['a.ts'],
    rootNames: ['work'],
    entry: 'file' as const,
    isReadOnly: false,
    hasOtherNames: false,
    isInRepository: false,
    isOwnState: false,
  };
  const facts: DiskFacts = {
    names: [{ name: 'a.ts', siblings: ['a.ts'], found: true }],
    isLink: false,
    destination: inside,
    isAmbiguous: false,
  };
  const decide = (more: Partial<typeof inside>, other: Partial<DiskFacts> = {}): string =>
    decidePath(spelled, { ...facts, destination: { ...inside, ...more }, ...other }, 'modify', 'posix')
      .reason;

  test('is that of the table', () => {
    expect(decide({})).toBe('ok');
    expect(decide({ hasOtherNames: true })).toBe('hard-link');
    expect(decide({ hasOtherNames: true }, { isLink: true })).toBe('link-final');
    expect(decide({}, { isAmbiguous: true })).toBe('ambiguous-root');
    expect(decide({ isReadOnly: true, hasOtherNames: true }, { isLink: true })).toBe('read-only');
    expect(decide({ entry: 'directory' as never, isReadOnly: true })).toBe('is-directory');
    expect(decide({ entry: 'other' as never })).toBe('special-file');
    expect(decide({ isInRepository: true, entry: 'directory' as never })).toBe('vcs-internal');
    expect(decide({ isOwnState: true, isInRepository: true })).toBe('own-state');
    expect(decide({ names: ['id_rsa'], isOwnState: true })).toBe('private-key');
    expect(decide({ rootNames: ['work', '.git', 'x'] })).toBe('vcs-internal');
    expect(decide({ names: ['.vscode', 'x'], hasOtherNames: true })).toBe('editor-config');
  });

  test('names what cannot be followed before what is protected', () => {
    const git: Spelled = { ...spelled, names: ['.git', 'x'] };
    const away = { ...facts, destination: { type: 'outside' as const } };
    expect(decidePath(git, away, 'modify', 'posix').reason).toBe('outside-physical');
    expect(decidePath(git, { ...facts, destination: { type: 'failed' } }, 'modify', 'posix').reason).toBe(
      'resolve-error',
    );
  });
});
