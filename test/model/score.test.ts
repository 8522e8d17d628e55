import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import type { Ask, AtomicGold, PackageName, RenameGold } from './ask.ts';
import { allAsks } from './asks/all.ts';
import type { Edited } from './gold/change.ts';
import { editChecks } from './gold/checks.ts';
import { planted } from './gold/examples.ts';
import { judgeRename } from './gold/rename.ts';
import { lineOf, measure, scan, type Ground } from './judge.ts';
import { filesOfTar, packages, sourcesOf, workCopy } from './packages.ts';
import { goalsOf, median, rowOf, rowsOf, sayShare, share, tableOf } from './score.ts';
import { storyOf } from './tries.ts';

const grounds = new Map<PackageName, Ground>();
let offline: string | undefined;

beforeAll(async () => {
  try {
    for (const name of Object.keys(packages) as PackageName[]) {
      const sources = await sourcesOf(name);
      const texts = new Map([...sources].map(([path, bytes]) => [path, bytes.toString('utf8')]));
      grounds.set(name, { folder: await workCopy(name, sources), texts });
    }
  } catch (error) {
    offline = error instanceof Error ? error.message : String(error);
  }
}, 180_000);

afterAll(async () => {
  for (const ground of grounds.values()) await rm(dirname(ground.folder), { recursive: true, force: true });
});

/** The package's sources; a test that needs them says that it did not run where they cannot be fetched. */
function groundOf(context: TestContext, name: PackageName): Ground {
  const ground = grounds.get(name);
  if (ground === undefined) return context.skip(`the packages could not be fetched: ${offline ?? ''}`);
  return ground;
}

const partsOf = (ask: Ask): readonly AtomicGold[] =>
  ask.gold.type === 'compound' ? ask.gold.parts : [ask.gold];
const packageOf = (id: string): PackageName => {
  const ask = allAsks.find((one) => one.id === id.replace(/\/\d+$/, ''));
  if (ask === undefined) throw new Error(`no ask ${id}`);
  return ask.package;
};

describe('the asks', () => {
  test('are enough of each kind, each with an id of its own', () => {
    const of = (type: string): number => allAsks.filter((ask) => ask.gold.type === type).length;
    expect(new Set(allAsks.map((ask) => ask.id)).size).toBe(allAsks.length);
    expect(allAsks.length - of('compound')).toBeGreaterThanOrEqual(72);
    expect(of('find')).toBeGreaterThanOrEqual(14);
    expect(of('closed')).toBeGreaterThanOrEqual(6);
    expect(of('read')).toBeGreaterThanOrEqual(18);
    expect(of('comments')).toBeGreaterThanOrEqual(8);
    expect(of('general')).toBeGreaterThanOrEqual(8);
    expect(of('types')).toBeGreaterThanOrEqual(4);
    expect(of('rename')).toBeGreaterThanOrEqual(8);
    expect(of('unclear')).toBeGreaterThanOrEqual(6);
    expect(of('compound')).toBeGreaterThanOrEqual(3);
  });

  test('name only lines that are there, and closed searches find some', (context) => {
    let anchors = 0;
    for (const ask of allAsks) {
      const ground = groundOf(context, ask.package);
      const lines = partsOf(ask).flatMap((part) =>
        part.type === 'find' ? part.lines : part.type === 'read' ? part.proof : [],
      );
      const selection = ask.from?.selection;
      for (const anchor of [...lines, ...(selection === undefined ? [] : [selection.from])]) {
        expect(lineOf(anchor, ground), ask.id).toBeGreaterThan(0);
        anchors += 1;
      }
      for (const part of partsOf(ask)) {
        if (part.type !== 'closed') continue;
        const exact = scan(ground, { ...part, caseSensitive: true });
        expect(exact?.length, ask.id).toBeGreaterThan(0);
        expect(scan(ground, { ...part, caseSensitive: false }), ask.id).toEqual(exact);
      }
    }
    expect(anchors).toBeGreaterThan(80);
  });
});

describe('each gold check of an edit', () => {
  const ids = allAsks.flatMap((ask) =>
    partsOf(ask).flatMap((part, index) => {
      const id = ask.gold.type === 'compound' ? `${ask.id}/${index + 1}` : ask.id;
      return part.type === 'comments' || part.type === 'general' || part.type === 'types' ? [id] : [];
    }),
  );

  test('is there, with planted examples', () => {
    expect(Object.keys(editChecks).sort()).toEqual([...ids].sort());
    expect(Object.keys(planted).sort()).toEqual([...ids].sort());
  });

  test.for(ids)(
    '%s passes the right changes and refuses the wrong ones',
    { timeout: 60_000 },
    async (id, context) => {
      const ground = groundOf(context, packageOf(id));
      const examples = planted[id];
      const check = editChecks[id];
      if (examples === undefined || check === undefined) throw new Error(`no examples for ${id}`);
      const old = ground.texts.get(examples.path) ?? '';
      const edited = (now: string): Edited => ({
        folder: ground.folder,
        before: ground.texts,
        after: new Map([[examples.path, now]]),
      });
      for (const make of examples.right) expect(await check(edited(make(old)))).toEqual({ right: true });
      expect(examples.wrong.length).toBeGreaterThan(0);
      for (const make of examples.wrong)
        expect((await check(edited(make(old)))).right, make(old)).toBe(false);
      const [first] = examples.right;
      const now = first?.(old) ?? old;
      const after = new Map([
        [examples.path, now],
        ['package.json', '{}'],
      ]);
      expect((await check({ ...edited(now), after })).right, 'another file changed too').toBe(false);
    },
  );
});

describe('the gold of renames', () => {
  const gold: RenameGold = {
    type: 'rename',
    from: 'kindOf',
    to: 'typeNameOf',
    paths: [
      'src/utils/kindOf.ts',
      'src/createStore.ts',
      'src/bindActionCreators.ts',
      'src/combineReducers.ts',
    ],
  };
  const renamed = (ground: Ground, change: (text: string) => string): Edited => {
    const after = gold.paths.map((path) => [path, change(ground.texts.get(path) ?? '')] as const);
    return { folder: ground.folder, before: ground.texts, after: new Map(after) };
  };
  // Module paths keep their name: only names in code change.
  const replace = (text: string): string => text.replace(/(?<![\w/])kindOf(?!\w)/g, 'typeNameOf');

  test('passes where every reference changed', (context) => {
    const ground = groundOf(context, 'redux');
    expect(judgeRename(renamed(ground, replace), gold)).toEqual({ right: true });
  });

  test('refuses a reference left behind, a string changed, an alias, and other files', (context) => {
    const ground = groundOf(context, 'redux');
    const once = (text: string): string => text.replace(/(?<![\w/])kindOf(?!\w)/, 'typeNameOf');
    const everywhere = (text: string): string => text.replaceAll('kindOf', 'typeNameOf');
    const alias = (text: string): string =>
      replace(text).replace('import { typeNameOf }', 'import { typeNameOf as kindOf }');
    for (const wrong of [once, everywhere, alias, (text: string) => `${replace(text)}export {}\n`]) {
      expect(judgeRename(renamed(ground, wrong), gold).right).toBe(false);
    }
    const good = renamed(ground, replace);
    const more: Edited = { ...good, after: new Map([...good.after, ['README.md', '']]) };
    expect(judgeRename(more, gold).right).toBe(false);
    const fewer: Edited = { ...good, after: new Map([...good.after].slice(1)) };
    expect(judgeRename(fewer, gold).right).toBe(false);
  });
});

describe('events', () => {
  const ground: Ground = {
    folder: '',
    texts: new Map([['src/a.ts', 'const one = 1\nconst two = 2\nexport const three = one + two\n']]),
  };
  const verdict = (state: Verdict['state']): Verdict => ({
    state,
    findings: [],
    reports: [
      {
        check: 'c',
        title: 'c',
        required: true,
        status: state === 'refuted' ? 'fail' : 'pass',
        findings: [],
        evidence: [],
        ms: 1,
      },
    ],
    proves: [],
    unproven: [],
    files: {},
    ms: 1,
  });
  const spent = { promptTokens: 100, outputTokens: 10, ms: 5 };
  const at = { run: 'r', task: 't' };
  const planned = (kind: string, input: Record<string, unknown> = {}): RunEvent => ({
    type: 'planned',
    run: 'r',
    by: 'rules',
    notes: [],
    tasks: [{ task: 't', kind, title: '', input }],
  });
  const tried = (attempt: number, result: unknown, state: Verdict['state'], line: number): RunEvent[] => [
    { type: 'delegated', ...at, worker: 'w', digest: '', attempt },
    { type: 'drafted', ...at, worker: 'w', result, base: {}, claims: [], spent },
    {
      type: 'judged',
      ...at,
      worker: 'w',
      verdict: verdict(state),
      shown: [{ path: 'src/a.ts', line }],
      answer: '',
      wall: '',
    },
  ];
  const fell = (attempt: number): RunEvent[] => [
    { type: 'delegated', ...at, worker: 'w', digest: '', attempt },
    { type: 'fell', ...at, worker: 'w', reason: 'cut', spent },
  ];
  const ask = (gold: Ask['gold']): Ask => ({ id: 'x', package: 'ini', text: 'x', gold });
  const proof = [{ path: 'src/a.ts', text: 'const two' }];
  const read = ask({ type: 'read', must: [/\b2\b/], mustNot: [/\b3\b/], proof });
  const says = (text: string): unknown => ({ statements: [{ text, quotes: [] }] });
  const search = (...lines: number[]): unknown => ({
    pattern: 'const',
    regex: false,
    word: false,
    caseSensitive: false,
    hits: lines.map((line) => ({ path: 'src/a.ts', line })),
  });

  test('tell the first try from the one that stands', async () => {
    const events = [planned('read'), ...fell(1), ...tried(2, says('It is 2.'), 'verified', 2)];
    const outcome = await measure(read, storyOf(events), ground, 3);
    expect(outcome).toMatchObject({
      planned: 'right kind',
      attempts: 2,
      promptTokens: 200,
      outputTokens: 20,
    });
    expect(outcome.first).toMatchObject({ right: false, state: 'none' });
    expect(outcome.final).toMatchObject({ right: true, state: 'verified', proof: true });
  });

  test('a re-ask that gives nothing leaves the verdict before it standing', async () => {
    const events = [planned('read'), ...tried(1, says('It is 3.'), 'refuted', 1), ...fell(2)];
    const outcome = await measure(read, storyOf(events), ground, 3);
    expect(outcome.final).toMatchObject({ right: false, state: 'refuted', proof: false });
  });

  test('an answer that says what it must not is wrong', async () => {
    const story = storyOf([planned('read'), ...tried(1, says('It is 2 or 3.'), 'unproven', 2)]);
    expect((await measure(read, story, ground, 1)).final.right).toBe(false);
  });

  test('a find is right by the ten lines shown, and its claim by every line', async () => {
    const gold = ask({ type: 'find', lines: proof });
    const good = await measure(
      gold,
      storyOf([planned('search'), ...tried(1, search(1, 2, 3), 'verified', 2)]),
      ground,
      1,
    );
    expect(good.final).toMatchObject({ right: true, claimFalse: false });
    const short = await measure(
      gold,
      storyOf([planned('search'), ...tried(1, search(1, 2), 'verified', 1)]),
      ground,
      1,
    );
    expect(short.final).toMatchObject({ right: false, claimFalse: true });
  });

  test('a closed search needs every line and no other', async () => {
    const gold = ask({ type: 'closed', pattern: 'const', regex: false, word: false, under: '' });
    const of = async (...lines: number[]): Promise<boolean> =>
      (
        await measure(
          gold,
          storyOf([planned('search'), ...tried(1, search(...lines), 'verified', 1)]),
          ground,
          1,
        )
      ).final.right;
    expect(await of(1, 2, 3)).toBe(true);
    expect(await of(1, 2)).toBe(false);
    expect(await of(1, 2, 3, 4)).toBe(false);
  });

  test('an edit planned with another intent, or without a change, is wrong', async () => {
    const gold = ask({ type: 'rename', from: 'one', to: 'uno', paths: ['src/a.ts'] });
    const content = 'const uno = 1\nconst two = 2\nexport const three = uno + two\n';
    const file = {
      path: 'src/a.ts',
      operation: 'modify' as const,
      baseSha256: 'x',
      base: '',
      content,
      bom: false,
    };
    const events = (intent: string): RunEvent[] =>
      [planned('edit', { intent }), ...tried(1, {}, 'verified', 1)].map((event) =>
        event.type === 'drafted' ? { ...event, changeSet: { files: [file] } } : event,
      );
    expect((await measure(gold, storyOf(events('rename')), ground, 1)).final).toMatchObject({
      right: true,
      passed: true,
    });
    const other = await measure(gold, storyOf(events('general')), ground, 1);
    expect(other).toMatchObject({ planned: 'wrong kind', final: { right: false } });
    const nothing = await measure(
      gold,
      storyOf([planned('edit', { intent: 'rename' }), ...tried(1, {}, 'verified', 1)]),
      ground,
      1,
    );
    expect(nothing.final).toMatchObject({ right: false, passed: false });
  });

  test('asking back is right for an unclear ask, and running something is not', async () => {
    const gold = ask({ type: 'unclear', mayFall: false });
    const offered: RunEvent = {
      type: 'offered',
      run: 'r',
      question: '?',
      choices: [{ label: '', detail: '', task: { kind: 'read' } }],
    };
    const declined: RunEvent = { type: 'declined', run: 'r', reason: 'no', next: '' };
    expect((await measure(gold, storyOf([offered]), ground, 1)).final.right).toBe(true);
    expect((await measure(gold, storyOf([declined]), ground, 1)).final.right).toBe(true);
    const ran = storyOf([planned('read'), ...tried(1, says('2'), 'verified', 2)]);
    expect((await measure(gold, ran, ground, 1)).final.right).toBe(false);
    expect((await measure(read, storyOf([offered]), ground, 1)).planned).toBe('asked back');
    expect((await measure(ask({ type: 'find', lines: proof }), storyOf([offered]), ground, 1)).planned).toBe(
      'wrong kind',
    );
    expect(await measure(read, storyOf([declined]), ground, 1)).toMatchObject({
      planned: 'declined',
      final: { right: false },
    });
    const nothing = storyOf([planned('edit', { intent: 'rename' }), ...fell(1)]);
    expect((await measure(gold, nothing, ground, 1)).final.right).toBe(false);
    expect((await measure(ask({ type: 'unclear', mayFall: true }), nothing, ground, 1)).final.right).toBe(
      true,
    );
  });

  test('a compound ask is right where each part is', async () => {
    const parts: AtomicGold[] = [
      { type: 'find', lines: proof },
      { type: 'unclear', mayFall: true },
    ];
    const find = parts.slice(0, 1);
    const story = storyOf([planned('search'), ...tried(1, search(1, 2, 3), 'verified', 2)]);
    expect(await measure(ask({ type: 'compound', parts: find }), story, ground, 1)).toMatchObject({
      planned: 'right kind',
      final: { right: true },
    });
    const two = ask({ type: 'compound', parts: [...find, ...find] });
    expect(await measure(two, story, ground, 1)).toMatchObject({
      planned: 'wrong kind',
      final: { right: false },
    });
  });
});

describe('the figures', () => {
  test.each([
    [0, 0, 0, 1],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [55, 60, 0.8193, 0.9639],
    [22, 25, 0.7004, 0.9583],
  ])('%i of %i lies between %f and %f', (hits, n, low, high) => {
    expect(share(hits, n).low).toBeCloseTo(low, 3);
    expect(share(hits, n).high).toBeCloseTo(high, 3);
  });

  test('medians and shares are said plainly', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBe(0);
    expect(sayShare(share(55, 60))).toBe('55/60 = 92 % [82, 96]');
    expect(sayShare(share(0, 0))).toBe('-');
  });

  const measured = (right: boolean, state: 'verified' | 'unproven' | 'none', passed?: boolean) => ({
    right,
    why: '',
    state,
    ...(passed === undefined ? {} : { passed }),
  });
  const outcome = (kind: string, final: ReturnType<typeof measured>, first = final) => ({
    id: kind,
    kind,
    text: '',
    planned: 'right kind' as const,
    asked: false,
    final,
    first,
    attempts: 1,
    seconds: 2,
    promptTokens: 10,
    outputTokens: 5,
    said: '',
  });

  test('a row counts verified and wrong, and what the re-ask brought', () => {
    const row = rowOf('x', [
      outcome('general', measured(true, 'unproven', true), measured(false, 'none', false)),
      outcome('general', measured(false, 'verified', true)),
      outcome('comments', measured(true, 'verified', true)),
      outcome('types', measured(false, 'none', false)),
    ]);
    expect(row).toMatchObject({
      n: 4,
      verifiedRight: 1,
      verifiedWrong: 1,
      unproven: 1,
      unprovenRight: 1,
      noResult: 1,
      tokens: 15,
    });
    expect([row.right.hits, row.rightFirst.hits, row.passed.hits, row.passedRight.hits]).toEqual([
      2, 1, 3, 2,
    ]);
  });

  test('goals fail where one edit is verified and wrong', () => {
    const good = [outcome('rename', measured(true, 'verified', true))];
    expect(goalsOf(good).every((goal) => goal.reached)).toBe(true);
    const bad = [...good, outcome('rename', measured(false, 'verified', true))];
    expect(
      goalsOf(bad)
        .filter((goal) => !goal.reached)
        .map((goal) => goal.name),
    ).toEqual(['renames right', 'verified and wrong']);
    expect(tableOf(rowsOf(bad))).toContain('1/2 = 50 % [9, 91]');
  });
});

test('an archive that leaves its folder, or is none, is refused', () => {
  const entry = (name: string, text: string): Buffer => {
    const head = Buffer.alloc(512);
    head.write(name, 0);
    head.write(`${text.length.toString(8).padStart(11, '0')}\0`, 124);
    head.write('0', 156);
    const body = Buffer.alloc(512);
    body.write(text);
    return Buffer.concat([head, body]);
  };
  const files = [
    ...filesOfTar(
      Buffer.concat([entry('package/src/a.js', 'one'), entry('package/b.js', 'two'), Buffer.alloc(1024)]),
    ),
  ];
  expect(files.map(([path, bytes]) => [path, bytes.toString()])).toEqual([
    ['src/a.js', 'one'],
    ['b.js', 'two'],
  ]);
  expect(() => [...filesOfTar(entry('package/../../etc/x', 'one'))]).toThrow(/unexpected path/);
  expect(() => [...filesOfTar(Buffer.alloc(512, 'x'))]).toThrow(/not a tar/);
});
