import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import { clearUndo, isClearedUndo, type ClearedUndo, type UndoInput } from '../../src/core/gate.ts';
import { foldResults } from '../../src/core/ledger/fold.ts';
import type { RecordedResult } from '../../src/core/ledger/results.ts';
import type { House, PathDecision } from '../../src/core/ports.ts';
import { run } from '../../src/core/run.ts';
import { memoryHouse, scriptedModel, sha256, type MemoryHouse } from '../support/memoryHouse.ts';

const never = new AbortController().signal;
const path = 'src/dates.ts';
const before = 'export function parseDate(text: string): Date {\n  return new Date(text);\n}\n';
const after = before.replace('new Date(text)', 'new Date(text.trim())');

/** A house in which a person applied a change of one file, and that result. */
async function applied(): Promise<{ house: MemoryHouse; result: RecordedResult }> {
  const house = memoryHouse({ [path]: before }, scriptedModel([after, after]));
  await run({ type: 'ask', text: 'make `parseDate` trim the text', context: {}, via: 'chat' }, house, never);
  const held = newest(house);
  if (held.change.type !== 'held') throw new Error(`the change is ${held.change.type}`);
  const approval = { hash: held.change.hash, override: true };
  await run({ type: 'apply', result: held, approval, via: 'chat' }, house, never);
  expect(house.texts.get(path)).toBe(after);
  return { house, result: newest(house) };
}

function newest({ events }: MemoryHouse): RecordedResult {
  const result = foldResults(events).at(-1);
  if (result === undefined) throw new Error('there is no result');
  return result;
}

async function undone(house: House & MemoryHouse, result: RecordedResult): Promise<RunEvent[]> {
  const from = house.events.length;
  await run({ type: 'undo', result, via: 'chat' }, house, never);
  return house.events.slice(from);
}

describe('an undo', () => {
  test('restores what the result wrote, records it, and asks no model', async () => {
    const { house, result } = await applied();
    const events = await undone(house, result);
    expect(house.texts.get(path)).toBe(before);
    expect(events.map((event) => event.type)).toEqual(['asked', 'undone', 'ended']);
    expect(events[1]).toMatchObject({ task: result.task, restored: [{ path, saved: true }], left: [] });
    expect(events.at(-1)).toMatchObject({ outcome: 'done' });
    expect(newest(house).change).toEqual({ type: 'undone', left: [] });
  });

  test('leaves a file that changed since, says why, and the change stays applied', async () => {
    const { house, result } = await applied();
    house.texts.set(path, `${after}// mine\n`);
    const events = await undone(house, result);
    expect(house.texts.get(path)).toBe(`${after}// mine\n`);
    expect(events.map((event) => event.type)).toEqual(['asked', 'ended']);
    expect(events.at(-1)).toMatchObject({ outcome: 'failed' });
    expect(JSON.stringify(events.at(-1))).toContain(`${path}: it changed since it was written`);
    expect(newest(house).change.type).toBe('applied');
  });

  test('decides on the paths again, and leaves one that is denied now', async () => {
    const { house, result } = await applied();
    const decide = (): Promise<PathDecision> => Promise.resolve({ type: 'deny', reason: 'leads outside' });
    const events = await undone({ ...house, paths: { decide } }, result);
    expect(house.texts.get(path)).toBe(after);
    expect(JSON.stringify(events.at(-1))).toContain(`${path}: leads outside`);
  });

  test('takes a path that cannot be looked at for a denied one', async () => {
    const { house, result } = await applied();
    const decide = (): Promise<PathDecision> => Promise.reject(new Error('EIO'));
    await undone({ ...house, paths: { decide } }, result);
    expect(house.texts.get(path)).toBe(after);
  });

  test('is declined for what others wrote, for what was not written, and a second time', async () => {
    const { house, result } = await applied();
    const files = { [path]: sha256(after) };
    for (const change of [
      { type: 'applied', by: 'others', files },
      { type: 'held', hash: 'h', missing: [] },
      { type: 'undone', left: [] },
      { type: 'discarded' },
    ] as const) {
      const events = await undone(house, { ...result, change });
      expect(events.map((event) => event.type)).toEqual(['asked', 'declined', 'ended']);
    }
    expect(house.texts.get(path)).toBe(after);
  });

  test('does nothing in a folder that is not trusted, and nothing after the person stopped', async () => {
    const { house, result } = await applied();
    const events = await undone({ ...house, trusted: false }, result);
    expect(events.map((event) => event.type)).toEqual(['asked', 'declined', 'ended']);
    await run({ type: 'undo', result, via: 'chat' }, house, AbortSignal.abort());
    expect(house.events.at(-1)).toMatchObject({ type: 'ended', outcome: 'cancelled' });
    expect(house.texts.get(path)).toBe(after);
  });

  test('of a result that is verified again afterwards: the change is staged once more', async () => {
    const { house, result } = await applied();
    await undone(house, result);
    await run({ type: 'verify', result: newest(house), via: 'chat' }, house, never);
    expect(newest(house).change.type).toBe('held');
  });

  test('takes back what was written, also where the result has another change set since', async () => {
    const { house, result } = await applied();
    const drafted = house.events.findLast((event) => event.type === 'drafted');
    const [change] = result.changeSet?.files ?? [];
    if (drafted === undefined || change === undefined) throw new Error('there is no draft');
    const other = { ...change, base: 'other', baseSha256: sha256('other') };
    const again: RunEvent = { ...drafted, result: { edits: [] }, changeSet: { files: [other] } };
    house.events.push(again);
    expect(newest(house).changeSet?.files[0]?.base).toBe('other');
    await undone(house, newest(house));
    expect(house.texts.get(path)).toBe(before);
  });
});

describe('the gate of an undo', () => {
  const change = {
    path,
    operation: 'modify',
    baseSha256: sha256(before),
    base: before,
    content: after,
    bom: false,
  };
  const allow: PathDecision = { type: 'allow', realPath: `/work/${path}`, reason: 'ok' };
  const input = {
    changeSet: { files: [change] },
    files: { [path]: sha256(after) },
    paths: new Map([[path, allow]]),
    trusted: true,
  } as UndoInput;

  function cleared(given: UndoInput): ClearedUndo {
    const decision = clearUndo(given);
    if (decision.type !== 'cleared') throw new Error(decision.reasons.join());
    return decision.cleared;
  }

  test('clears what was written, also where the path asks', () => {
    expect(cleared(input).changeSet.files).toEqual([change]);
    const ask: PathDecision = { ...allow, type: 'ask' };
    expect(cleared({ ...input, paths: new Map([[path, ask]]) }).realPaths.get(path)).toBe(`/work/${path}`);
  });

  test.each([
    ['a denied path', { paths: new Map([[path, { type: 'deny', reason: 'no' } as const]]) }, 'no'],
    ['a path nobody looked at', { paths: new Map() }, 'not looked at'],
    ['a file that is not recorded as written', { files: {} }, 'not recorded'],
    [
      'a file that is recorded by inheritance only',
      { files: Object.create({ [path]: 'x' }) as object },
      'not recorded',
    ],
  ])('leaves %s, and says why', (_name, more, words) => {
    const decision = clearUndo({ ...input, ...more });
    if (decision.type !== 'cleared') throw new Error('denied');
    expect(decision.cleared.changeSet.files).toEqual([]);
    expect(decision.left).toEqual([{ path, reason: expect.stringContaining(words) as string }]);
  });

  test('leaves the second of two paths that are one file', () => {
    const twin = { ...change, path: 'SRC/dates.ts' };
    const decision = clearUndo({
      ...input,
      changeSet: { files: [change, twin] },
      files: { [path]: 'x', [twin.path]: 'x' },
      paths: new Map([
        [path, allow],
        [twin.path, { ...allow, realPath: '/work/SRC/dates.ts' }],
      ]),
    } as UndoInput);
    expect(decision).toMatchObject({ type: 'cleared', left: [{ path: twin.path }] });
  });

  test.each([
    ['no trust', { trusted: false }],
    ['trust that is not said', { trusted: undefined }],
    ['a malformed change set', { changeSet: { files: [{ path }] } }],
    ['no input at all', { changeSet: null, paths: null }],
  ])('denies %s', (_name, more) => {
    expect(clearUndo({ ...input, ...more } as unknown as UndoInput).type).toBe('denied');
  });

  test('makes what nobody else can make, copy or change', () => {
    const own = cleared(input);
    expect(isClearedUndo(own)).toBe(true);
    expect(isClearedUndo({ ...own })).toBe(false);
    expect(isClearedUndo(structuredClone({ ...own, files: new Map(), realPaths: new Map() }))).toBe(false);
    expect(isClearedUndo(JSON.parse(JSON.stringify(own)))).toBe(false);
    const made = own.constructor as new (...args: unknown[]) => unknown;
    expect(() => new made(Symbol('cleared'), [], new Map(), new Map())).toThrow('only the gate');
    expect(() => Object.assign(own.changeSet.files[0] ?? {}, { base: 'x' })).toThrow();
    (own.files as Map<string, string>).set(path, 'x');
    expect(own.files.get(path)).toBe(sha256(after));
  });
});
