import { afterAll, describe, expect, it } from 'vitest';
import { foldResults } from '../../../src/core/ledger/fold.ts';
import { run } from '../../../src/core/run.ts';
import type { RunEvent } from '../../../src/core/events.ts';
import type { WorkingChanges } from '../../../src/core/ports.ts';
import { openTestCode } from '../../node/code/project.ts';
import { memoryHouse, sha256, type MemoryHouse } from '../../support/memoryHouse.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

const config = '{"compilerOptions":{"strict":true,"noEmit":true},"include":["*.ts"]}\n';

/** A house whose working tree is `now` and whose last commit was `before`. */
function house(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): MemoryHouse {
  const texts = { 'tsconfig.json': config, ...now };
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  const files = paths
    .filter((path) => before[path] !== now[path])
    .map((path) => {
      const text = before[path];
      const base =
        text === undefined ? undefined : { path, text, bom: false, sha256: sha256(text), unsaved: false };
      return { path, base };
    });
  const changes: WorkingChanges = { type: 'changes', base: 'commit 1234', files, skipped: [] };
  return memoryHouse(texts, undefined, { code, history: { changes: () => Promise.resolve(changes) } });
}

async function review(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>) {
  const home = house(before, now);
  await run({ type: 'review', against: 'HEAD', via: 'palette' }, home, new AbortController().signal);
  const [result] = foldResults(home.events);
  const told = result?.verdict?.findings.filter((one) => one.level === 'fail');
  return { home, result, told, events: home.events };
}

function declined(events: readonly RunEvent[]): string | undefined {
  const event = events.find((one) => one.type === 'declined');
  return event?.type === 'declined' ? event.reason : undefined;
}

describe('the changes of a working tree', () => {
  it('finds an error that a change made in another file', async () => {
    const a = 'export function f(n: number): number {\n  return n;\n}\n';
    const b = "import { f } from './a';\nexport const x: number = f(1);\n";
    const { result, told } = await review(
      { 'a.ts': a, 'b.ts': b },
      { 'a.ts': a.replace('): number', '): string').replace('return n', 'return `${n}`'), 'b.ts': b },
    );
    expect(result?.verdict?.state).toBe('refuted');
    expect(told).toMatchObject([{ check: 'edit.types', path: 'b.ts', line: 2 }]);
    expect(result?.change).toMatchObject({ type: 'applied', by: 'others' });
  });

  it('finds what was left behind, on the line where it stands', async () => {
    const { told } = await review(
      { 'a.ts': 'export const a = 1;\n' },
      { 'a.ts': 'export const a = 1;\n<<<<<<< HEAD\nexport const b = 2;\n=======\n>>>>>>> side\n' },
    );
    expect(told).toContainEqual(
      expect.objectContaining({ check: 'edit.left-behind', path: 'a.ts', line: 2 }),
    );
  });

  it('leaves a harmless change unproven, since nothing ran, and writes nothing', async () => {
    const { result, told, home } = await review(
      { 'a.ts': 'export const a = 1;\n' },
      { 'a.ts': 'export const a = 1;\nexport const b = 2;\n' },
    );
    expect(told).toEqual([]);
    expect(result?.verdict?.state).toBe('unproven');
    expect(home.written).toEqual([]);
    expect(home.events.some((event) => event.type === 'held' || event.type === 'cleared')).toBe(false);
  });

  it('judges a new file with what it brings, and a deleted one by who needs it', async () => {
    const fresh = await review({}, { 'c.ts': "export const c: number = 'x';\n" });
    expect(fresh.told).toMatchObject([{ check: 'edit.types', path: 'c.ts', line: 1 }]);
    const b = "import { a } from './a';\nexport const b = a;\n";
    const gone = await review({ 'a.ts': 'export const a = 1;\n', 'b.ts': b }, { 'b.ts': b });
    expect(gone.told).toMatchObject([{ check: 'edit.types', path: 'b.ts', line: 1 }]);
  });

  it('says of a clean tree that nothing differs, and has nothing to judge', async () => {
    const files = { 'a.ts': 'export const a = 1;\n' };
    const { events } = await review(files, files);
    expect(events.find((event) => event.type === 'planned')).toMatchObject({
      notes: ['Nothing differs from commit 1234.'],
      tasks: [],
    });
    expect(events.at(-1)).toMatchObject({ type: 'ended', outcome: 'done' });
  });

  it('takes no line ending, byte order mark or last newline for a change', async () => {
    const before = { 'a.ts': 'export const a = 1;\nexport const b = 2;' };
    const same = await review(before, { 'a.ts': 'export const a = 1;\r\nexport const b = 2;\r\n' });
    expect(declined(same.events)).toMatch(/Nothing differs from commit 1234.*a\.ts: line endings/u);
    const more = await review(before, { 'a.ts': 'export const a = 1;\r\nexport const b = 3;\r\n' });
    expect(more.told).toEqual([]);
    const planned = more.events.find((event) => event.type === 'planned');
    expect(planned?.type === 'planned' ? planned.notes : []).toEqual([
      expect.stringContaining('line endings'),
    ]);
    expect(more.result?.changeSet?.files[0]?.content).toBe('export const a = 1;\r\nexport const b = 3;\r\n');
  });

  it('judges what stands there now when it is verified again', async () => {
    const before = { 'a.ts': 'export const a = 1;\n' };
    const { home, result } = await review(before, { 'a.ts': "export const a: number = 'x';\n" });
    if (result === undefined) throw new Error('no result');
    home.texts.set('a.ts', 'export const a = 2;\n');
    await run({ type: 'verify', result, via: 'codelens' }, home, new AbortController().signal);
    const again = foldResults(home.events);
    expect(again).toHaveLength(1);
    expect(again[0]?.verdict?.state).toBe('unproven');
    expect(again[0]?.change).toMatchObject({
      by: 'others',
      files: { 'a.ts': sha256('export const a = 2;\n') },
    });
  });

  it('says why there is nothing to judge', async () => {
    const home = memoryHouse({}, undefined);
    await run({ type: 'review', against: 'index', via: 'cli' }, home, new AbortController().signal);
    expect(declined(home.events)).toBe('This folder has no history.');
  });
});
