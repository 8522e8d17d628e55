import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChangeSet, FileChange } from '../../../src/core/change.ts';
import {
  bindingOf,
  bindVerdict,
  clear,
  isCleared,
  type Cleared,
  type GateInput,
} from '../../../src/core/gate.ts';
import type { PathDecision } from '../../../src/core/ports.ts';
import type { Verdict } from '../../../src/core/verdict.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function modify(path: string, base: string, content: string): FileChange {
  return { path, operation: 'modify', baseSha256: hash(base), base, content, bom: false };
}

function verdictOn(changeSet: ChangeSet, state: Verdict['state'] = 'verified'): Verdict {
  const files: Record<string, string> = {};
  for (const { path, baseSha256 } of changeSet.files) if (baseSha256 !== null) files[path] = baseSha256;
  const said: Verdict = { state, findings: [], reports: [], proves: [], unproven: [], files, ms: 1 };
  return bindVerdict(said, changeSet, hash);
}

const allow = (path: string): PathDecision => ({ type: 'allow', realPath: `/work/${path}`, reason: 'ok' });

/** With the approval of a person who was shown just this. */
function withYes(input: Omit<GateInput, 'approval'>, override: boolean): GateInput {
  return { ...input, approval: { hash: bindingOf(input, hash), override } };
}

/** A verified change of one file that a person approved: the control of every test here. */
function approved(changeSet: ChangeSet = { files: [modify('src/a.ts', 'old\n', 'new\n')] }): GateInput {
  const paths = new Map(changeSet.files.map((change) => [change.path, allow(change.path)]));
  return withYes({ changeSet, verdict: verdictOn(changeSet), paths, trusted: true }, false);
}

function cleared(input: GateInput): Cleared {
  const decision = clear(input, hash);
  if (decision.type !== 'cleared') throw new Error(JSON.stringify(decision));
  return decision.cleared;
}

describe('the gate', () => {
  test('clears a verified change that a person approved', () => {
    expect(cleared(approved())).toMatchObject({ by: 'verdict' });
  });

  test('holds it without a word of a person, and then nothing else is missing', () => {
    const input = { ...approved(), approval: undefined };
    expect(clear(input, hash)).toEqual({ type: 'held', hash: approved().approval?.hash, missing: [] });
  });

  test.each([
    ['refuted', 'refuted'],
    ['unproven', 'could not prove'],
  ] as const)('holds what is %s until it is overridden, and records the override', (state, words) => {
    const input = approved();
    const verdict = verdictOn(input.changeSet, state);
    expect(clear({ ...input, verdict }, hash)).toMatchObject({
      type: 'held',
      missing: expect.arrayContaining([expect.stringContaining(words)]),
    });
    expect(cleared(withYes({ ...input, verdict }, true)).by).toBe('override');
  });

  test('a yes to what could not be proven is no yes to what was refuted since', () => {
    const input = approved();
    const shown = withYes({ ...input, verdict: verdictOn(input.changeSet, 'unproven') }, true);
    expect(cleared(shown).by).toBe('override');
    expect(clear({ ...shown, verdict: verdictOn(input.changeSet, 'refuted') }, hash)).toMatchObject({
      type: 'held',
      missing: [expect.stringContaining('approved'), expect.stringContaining('refuted')],
    });
  });

  test('an override of what is verified is a plain approval', () => {
    const input = approved();
    expect(cleared({ ...input, approval: { hash: input.approval?.hash ?? '', override: true } }).by).toBe(
      'verdict',
    );
  });

  test('holds a path that asks, and names it', () => {
    const input = approved();
    const paths = new Map(input.paths).set('src/a.ts', {
      type: 'ask',
      realPath: '/work/src/a.ts',
      reason: 'why',
    });
    expect(clear({ ...input, paths }, hash)).toMatchObject({
      type: 'held',
      missing: expect.arrayContaining(['src/a.ts: why']),
    });
    expect(cleared(withYes({ ...input, paths }, true)).by).toBe('override');
  });
});

describe('an approval dies when anything changes', () => {
  const plain = approved({
    files: [
      modify('src/a.ts', 'old\n', 'new\n'),
      { ...modify('src/b.ts', '', 'x'), operation: 'create', baseSha256: null },
    ],
  });
  const [first, second] = plain.changeSet.files;
  if (first === undefined || second === undefined) throw new Error('no files');

  test.each<[string, Partial<GateInput>]>([
    ['one byte of the content', { changeSet: { files: [{ ...first, content: 'new \n' }, second] } }],
    ['the byte order mark', { changeSet: { files: [{ ...first, bom: true }, second] } }],
    ['the order of files', { changeSet: { files: [second, first] } }],
    ['a file less', { changeSet: { files: [first] } }],
    [
      'the real path',
      { paths: new Map(plain.paths).set('src/a.ts', { type: 'allow', realPath: '/work/x', reason: 'ok' }) },
    ],
    ['its own hash', { approval: { hash: `${plain.approval?.hash ?? ''}0`, override: false } }],
    ['an empty hash', { approval: { hash: '', override: true } }],
  ])('%s', (_name, change) => {
    expect(cleared(plain)).toBeDefined();
    // The checks have seen the change too: only the person has not.
    const input = { ...plain, ...change };
    expect(clear({ ...input, verdict: verdictOn(input.changeSet) }, hash)).toMatchObject({
      type: 'held',
      missing: [expect.stringContaining('not the one that was approved')],
    });
  });

  test('whatever text the content becomes', () => {
    fc.assert(
      fc.property(fc.string(), (content) => {
        fc.pre(content !== first.content);
        const changeSet = { files: [{ ...first, content }, second] };
        expect(clear({ ...plain, changeSet }, hash).type).not.toBe('cleared');
      }),
    );
  });
});

describe('the gate denies, whatever a person says', () => {
  const base = approved();
  const [change] = base.changeSet.files;
  if (change === undefined) throw new Error('no change');
  const create: FileChange = { ...change, operation: 'create', baseSha256: null, base: '' };
  const withFiles = (files: FileChange[]): GateInput => {
    const input = approved({ files });
    return {
      ...input,
      verdict: base.verdict,
      approval: { hash: input.approval?.hash ?? '', override: true },
    };
  };

  test.each<[string, unknown]>([
    ['an untrusted workspace', { ...base, trusted: false }],
    ['trust that is not known', { ...base, trusted: undefined }],
    ['an empty change set', withFiles([])],
    ['a stale verdict', { ...base, verdict: verdictOn(base.changeSet, 'stale') }],
    [
      'a path that is refused',
      { ...base, paths: new Map([['src/a.ts', { type: 'deny', reason: 'outside' }]]) },
    ],
    ['a path nobody looked at', { ...base, paths: new Map() }],
    [
      'a path decision of no known kind',
      { ...base, paths: new Map([['src/a.ts', { type: 'maybe', realPath: '/x' }]]) },
    ],
    ['the change set of another verdict: another file', withFiles([modify('src/z.ts', 'old\n', 'new\n')])],
    ['the change set of another verdict: other bytes', withFiles([modify('src/a.ts', 'older\n', 'new\n')])],
    [
      'the change set of another verdict: another new text',
      withFiles([modify('src/a.ts', 'old\n', 'other\n')]),
    ],
    [
      'a verdict that does not say which change it is for',
      { ...base, verdict: { ...base.verdict, contents: undefined } },
    ],
    ['a file more than was judged', withFiles([change, modify('src/z.ts', 'z', 'zz')])],
    ['a base that is not said', withFiles([{ ...change, baseSha256: null }])],
    ['creating a file that was there when it was judged', withFiles([create])],
    ['creating a file with a base', withFiles([{ ...create, path: 'src/n.ts', base: 'x' }])],
    ['a file twice', withFiles([change, change])],
    ['half a character', withFiles([{ ...change, content: 'cut \ud83d off' }])],
    ['deleting', withFiles([{ ...change, operation: 'delete' } as unknown as FileChange])],
    ['a key nobody knows', withFiles([{ ...change, force: true } as unknown as FileChange])],
    ['a verdict of no known state', { ...base, verdict: { ...base.verdict, state: 'fine' } }],
    ['no verdict', { ...base, verdict: undefined }],
    [
      'an approval that is no approval',
      { ...base, approval: { hash: base.approval?.hash, override: 'yes' } },
    ],
    ['nothing at all', undefined],
    ['a string', 'cleared'],
  ])('%s', (_name, input) => {
    const decision = clear(input as GateInput, hash);
    expect(decision).toMatchObject({ type: 'denied' });
    expect(decision).toHaveProperty('reasons.0');
  });

  test('two paths that are one file on a disk that ignores letter case', () => {
    const files = [modify('src/a.ts', 'old\n', 'new\n'), modify('src/A.ts', 'old\n', 'other\n')];
    const input = approved({ files });
    expect(clear(input, hash)).toMatchObject({ type: 'denied', reasons: [expect.stringContaining('twice')] });
  });

  test('a hash that breaks', () => {
    const broken = (): string => {
      throw new Error('no hash today');
    };
    expect(clear(base, broken)).toEqual({
      type: 'denied',
      reasons: [expect.stringContaining('no hash today')],
    });
  });

  test('a verdict whose files are inherited, not its own', () => {
    const verdict = { ...base.verdict, files: Object.create(base.verdict.files) as Record<string, string> };
    expect(clear({ ...base, verdict }, hash).type).toBe('denied');
  });
});

test('the gate never throws and never clears what is no input', () => {
  fc.assert(
    fc.property(fc.anything(), (input) => {
      expect(clear(input as GateInput, hash).type).toBe('denied');
    }),
  );
});

describe('content that fires by itself is held', () => {
  test.each([
    ['a remote schema', '{ "$schema": "https://evil.example/s.json" }', 'evil.example'],
    ['a hidden character', 'const a = 1;\u200b\n', 'U+200B'],
    ['a direction override', 'if (admin\u202e) {}\n', 'U+202E'],
    ['a secret', `const key = 'AKIA${'Q'.repeat(16)}';\n`, 'AWS access key'],
  ])('%s', (_name, content, words) => {
    const input = approved({ files: [modify('src/a.json', '{}\n', content)] });
    expect(clear(input, hash)).toMatchObject({ type: 'held', missing: [expect.stringContaining(words)] });
    const approval = { hash: input.approval?.hash ?? '', override: true };
    expect(cleared({ ...input, approval }).by).toBe('override');
  });
});

describe('a Cleared', () => {
  const real = cleared(approved());

  test('is what the gate made, and no copy of it', () => {
    expect(isCleared(real)).toBe(true);
    const { changeSet, by, realPaths } = real;
    for (const forged of [
      { ...real },
      Object.assign(Object.create(real) as object, {}),
      structuredClone({ changeSet, by, hash: real.hash }),
      JSON.parse(JSON.stringify(real)),
      { changeSet, by, realPaths, hash: real.hash },
      new Proxy(real, {}),
      null,
      undefined,
      'cleared',
    ]) {
      expect(isCleared(forged)).toBe(false);
    }
  });

  test('cannot be made through its constructor', () => {
    const Made = real.constructor as new (...parts: unknown[]) => unknown;
    expect(() => new Made(Symbol('cleared'), real.changeSet, new Map(), 'verdict', real.hash)).toThrow(
      TypeError,
    );
    expect(() => Reflect.construct(Made, [])).toThrow(TypeError);
  });

  test('cannot be written by hand in the language of types', () => {
    const made = {
      changeSet: real.changeSet,
      realPaths: real.realPaths,
      by: 'verdict' as const,
      hash: real.hash,
    };
    // The compiler refuses this line when all that can be named makes a Cleared: the seal has no name outside the gate.
    const isEnough: typeof made extends Cleared ? true : false = false;
    expect(isEnough).toBe(false);
    expect(isCleared(made)).toBe(false);
  });

  test('stays what it was when what it was made from changes, and cannot be changed itself', () => {
    const input = approved();
    const made = cleared(input);
    Object.assign(input.changeSet.files[0] ?? {}, { content: 'evil' });
    input.changeSet.files.push(modify('src/evil.ts', '', 'evil'));
    (made.realPaths as Map<string, string>).set('src/a.ts', '/etc/passwd');
    expect(made.changeSet.files).toHaveLength(1);
    expect(made.changeSet.files[0]?.content).toBe('new\n');
    expect(made.realPaths.get('src/a.ts')).toBe('/work/src/a.ts');
    expect(() => Object.assign(made.changeSet.files[0] ?? {}, { content: 'evil' })).toThrow(TypeError);
    expect(() => made.changeSet.files.push(modify('x', '', ''))).toThrow(TypeError);
    expect(() => Object.assign(made, { by: 'verdict' })).toThrow(TypeError);
  });
});
