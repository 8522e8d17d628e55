import { chmod, link, lstat, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Applied, Cleared, ClearedUndo } from '../../../src/core/gate.ts';
import type { UndoOutcome, Writer } from '../../../src/core/ports.ts';
import { sha256Of } from '../../../src/node/writer/bytes.ts';
import { nodeDisk, type Disk } from '../../../src/node/writer/disk.ts';
import { openNodeWriter } from '../../../src/node/writer/writer.ts';
import { faultDisk } from './faultDisk.ts';
import {
  clearedBy,
  create,
  filesOf,
  makeScene,
  modify,
  namesIn,
  oldText,
  scenarios,
  undoOf,
  type Scene,
} from './scene.ts';

let scene: Scene;
let problems: string[];
beforeEach(async () => {
  scene = await makeScene();
  problems = [];
});
afterEach(() => scene.remove());

const never = new AbortController().signal;
const at = (path: string): string => join(scene.root, path);

function openWriter(disk: Disk = nodeDisk()): Promise<Writer> {
  const { root, journal } = scene;
  return openNodeWriter({
    root,
    journal,
    disk,
    onProblem: (message) => problems.push(message),
    pause: () => Promise.resolve(),
  });
}

async function applied(writer: Writer, cleared: Cleared): Promise<Applied> {
  const outcome = await writer.write(cleared, never);
  if (outcome.type !== 'applied') throw new Error(`${outcome.type}: ${outcome.message}`);
  return outcome.applied;
}

async function undo(writer: Writer, result: Applied): Promise<UndoOutcome> {
  return writer.undo(await undoOf(scene, result), never);
}

const changed = 'it changed since it was written';

describe('a written change', () => {
  test('is on the disk byte for byte, with its hash, and nothing else is', async () => {
    const files = scenarios['three'] ?? [];
    const result = await applied(await openWriter(), await clearedBy(scene, files));
    expect(await filesOf(scene)).toEqual({
      ...oldText,
      ...Object.fromEntries(files.map((change) => [change.path, change.content])),
    });
    for (const { path, sha256, saved } of result.files) {
      expect(sha256).toBe(sha256Of(await readFile(at(path))));
      expect(saved).toBe(true);
    }
    expect(await namesIn(scene.journal)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['LF', 'one\ntwo\n', 'one\n2\n', false],
    ['CRLF', 'one\r\ntwo\r\n', 'one\r\n2\r\n', false],
    ['mixed endings', 'one\r\ntwo\nthree\r', 'one\r\n2\nthree\r', false],
    ['a byte order mark', 'one\n', 'two\n', true],
    ['no final newline', 'one', 'two', false],
    ['an empty file', '', 'text', false],
    ['a file that becomes empty', 'text', '', false],
    ['Chinese text and an emoji', '时间\n', '日期 👩‍💻\n', false],
    ['a line of a million letters', 'x'.repeat(1_000_000), 'y'.repeat(1_000_000), false],
  ])('keeps %s', async (_name, before, after, bom) => {
    const bytes = (text: string): Buffer =>
      Buffer.concat([Buffer.from(bom ? [0xef, 0xbb, 0xbf] : []), Buffer.from(text)]);
    await writeFile(at('src/a.ts'), bytes(before));
    const writer = await openWriter();
    const result = await applied(writer, await clearedBy(scene, [modify('src/a.ts', after, before, bom)]));
    expect((await readFile(at('src/a.ts'))).equals(bytes(after))).toBe(true);
    expect(await undo(writer, result)).toEqual({
      type: 'undone',
      restored: [{ path: 'src/a.ts', saved: true }],
      left: [],
    });
    expect((await readFile(at('src/a.ts'))).equals(bytes(before))).toBe(true);
  });

  test('keeps the permissions of a file, and gives a new one the usual ones', async () => {
    await chmod(at('src/b.ts'), 0o755);
    const files = [...(scenarios['three'] ?? []), modify('src/b.ts', 'b')];
    await applied(await openWriter(), await clearedBy(scene, files));
    expect((await stat(at('src/a.ts'))).mode & 0o777).toBe(0o640);
    expect((await stat(at('src/b.ts'))).mode & 0o777).toBe(0o755);
    const mask = process.umask(0o022);
    process.umask(mask);
    expect((await stat(at('src/sub/e.ts'))).mode & 0o777).toBe(0o666 & ~mask);
  });

  test.runIf(process.getuid?.() === 0)('keeps the owner of a file where it may', async () => {
    const disk = nodeDisk();
    const file = await disk.open(at('src/a.ts'));
    await file.chown(1234, 4321);
    await file.close();
    await applied(await openWriter(), await clearedBy(scene, scenarios['replace'] ?? []));
    expect(await stat(at('src/a.ts'))).toMatchObject({ uid: 1234, gid: 4321 });
  });

  test('through a link inside the workspace changes the file, not the link', async () => {
    await symlink('a.ts', at('src/link.ts'));
    await applied(
      await openWriter(),
      await clearedBy(scene, [modify('src/link.ts', 'new', oldText['src/a.ts'])]),
    );
    expect((await lstat(at('src/link.ts'))).isSymbolicLink()).toBe(true);
    expect(await readFile(at('src/a.ts'), 'utf8')).toBe('new');
  });
});

describe('nothing is written', () => {
  async function expectUntouched(outcome: { type: string }, type: 'stale' | 'failed'): Promise<void> {
    expect(outcome.type).toBe(type);
    expect(await namesIn(scene.journal)).toEqual([]);
  }

  test('for what the gate did not clear', async () => {
    const cleared = await clearedBy(scene, scenarios['replace'] ?? []);
    const copy = { ...cleared, changeSet: structuredClone(cleared.changeSet) };
    const read = JSON.parse(JSON.stringify(cleared)) as Cleared;
    const writer = await openWriter();
    const own = {
      changeSet: cleared.changeSet,
      realPaths: cleared.realPaths,
      by: 'verdict',
      hash: cleared.hash,
    };
    for (const forged of [read, own as unknown as Cleared, copy]) {
      await expectUntouched(await writer.write(forged, never), 'failed');
    }
    const undoing = await undoOf(scene, { cleared, files: [] });
    for (const forged of [{ ...undoing }, own as unknown as ClearedUndo, cleared as unknown as ClearedUndo]) {
      expect(await writer.undo(forged, never)).toMatchObject({ type: 'failed' });
    }
    expect(await filesOf(scene)).toEqual(oldText);
  });

  test.each([
    ['changed', () => writeFile(at('src/a.ts'), 'typed meanwhile')],
    ['was truncated', () => writeFile(at('src/a.ts'), '')],
    ['was deleted', () => rm(at('src/a.ts'))],
    ['became a folder', async () => (await rm(at('src/a.ts')), mkdir(at('src/a.ts')))],
    [
      'became a link out',
      async () => (await rm(at('src/a.ts')), symlink(join(scene.top, 'x'), at('src/a.ts'))),
    ],
    ['moved to another folder', async () => (await rename(at('src'), at('lib')), symlink('lib', at('src')))],
  ])('when a file %s since', async (_name, meanwhile) => {
    const cleared = await clearedBy(scene, scenarios['three'] ?? []);
    await meanwhile();
    const before = await filesOf(scene);
    const outcome = await (await openWriter()).write(cleared, never);
    expect(outcome.type).not.toBe('applied');
    expect(await filesOf(scene)).toEqual(before);
    expect(await namesIn(scene.journal)).toEqual([]);
  });

  test('over a file that came to stand where a new one should', async () => {
    const cleared = await clearedBy(scene, scenarios['create'] ?? []);
    await mkdir(at('new/folder'), { recursive: true });
    await writeFile(at('new/folder/d.ts'), 'somebody else');
    await expectUntouched(await (await openWriter()).write(cleared, never), 'stale');
    expect(await readFile(at('new/folder/d.ts'), 'utf8')).toBe('somebody else');
  });

  test('after the person stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    const cleared = await clearedBy(scene, scenarios['three'] ?? []);
    await expectUntouched(await (await openWriter()).write(cleared, stop.signal), 'failed');
    expect(await filesOf(scene)).toEqual(oldText);
  });
});

describe('at every call of a write', () => {
  /** Does something to the workspace between two calls of the writer, for each pair in turn. */
  async function forEachCall(
    meanwhile: () => Promise<void>,
    judge: (outcome: string, happened: boolean) => Promise<void>,
  ): Promise<number> {
    for (let call = 1; ; call++) {
      await scene.remove();
      scene = await makeScene();
      const cleared = await clearedBy(scene, scenarios['three'] ?? []);
      const { disk, calls } = faultDisk(undefined);
      let happened = false;
      const racing = new Proxy(disk, {
        get(target, key, receiver) {
          const value: unknown = Reflect.get(target, key, receiver);
          if (typeof value !== 'function') return value;
          return async (...args: unknown[]) => {
            if (calls.length + 1 >= call && !happened) {
              happened = true;
              await meanwhile();
            }
            return (value as (...given: unknown[]) => unknown)(...args);
          };
        },
      });
      const outcome = await (await openWriter(racing)).write(cleared, never);
      await judge(outcome.type, happened);
      if (!happened) return call - 1;
    }
  }

  test('a file that somebody else changes is never overwritten', { timeout: 300_000 }, async () => {
    const tried = await forEachCall(
      () => writeFile(at('src/a.ts'), 'typed meanwhile'),
      async (outcome, happened) => {
        const now = await readFile(at('src/a.ts'), 'utf8');
        if (outcome === 'applied')
          expect(['const a = 3;\n', happened ? 'typed meanwhile' : '']).toContain(now);
        else expect(now).toBe('typed meanwhile');
      },
    );
    expect(tried).toBeGreaterThan(20);
  });

  test('a folder that is swapped for a link is never written through', { timeout: 300_000 }, async () => {
    await forEachCall(
      async () => {
        await rename(at('src'), join(scene.top, 'src-was'));
        await symlink(join(scene.top, 'src-was'), at('src'));
      },
      async (outcome) => {
        // Swapped after the file had landed, it lands nowhere new: the moved folder holds what was written.
        const now = await readFile(at('src/a.ts'), 'utf8');
        expect(outcome === 'applied' ? ['const a = 3;\n'] : [oldText['src/a.ts']]).toContain(now);
      },
    );
  });
});

describe('two writers at once', () => {
  test('on the same file: one writes, the other finds it stale, nothing is lost', async () => {
    const one = await clearedBy(scene, [modify('src/a.ts', 'one'), modify('src/b.ts', 'one')]);
    const two = await clearedBy(scene, [modify('src/b.ts', 'two'), modify('src/a.ts', 'two')]);
    const writer = await openWriter();
    const outcomes = await Promise.all([writer.write(one, never), writer.write(two, never)]);
    expect(outcomes.map((outcome) => outcome.type)).toEqual(['applied', 'stale']);
    expect(await filesOf(scene)).toMatchObject({ 'src/a.ts': 'one', 'src/b.ts': 'one' });
  });

  test('of two processes, with the same new bytes: what one has written, the other does not take back', async () => {
    const cleared = await clearedBy(scene, scenarios['replace'] ?? []);
    const first = await openWriter();
    const disk = nodeDisk();
    // The first one writes in the very moment before the second one's rename.
    const second = await openWriter({
      ...disk,
      read: async (path) => {
        if (path === at('src/a.ts') && reads++ === 1) await applied(first, cleared);
        return disk.read(path);
      },
    });
    let reads = 0;
    expect(await second.write(cleared, never)).toMatchObject({ type: 'stale' });
    expect(await readFile(at('src/a.ts'), 'utf8')).toBe(cleared.changeSet.files[0]?.content);
  });
});

describe('undo', () => {
  const names = ({ restored }: Extract<UndoOutcome, { type: 'undone' }>): string[] =>
    restored.map((file) => file.path);

  async function undone(writer: Writer, result: Applied): Promise<Extract<UndoOutcome, { type: 'undone' }>> {
    const outcome = await undo(writer, result);
    if (outcome.type !== 'undone') throw new Error(outcome.message);
    return outcome;
  }

  test('restores what was replaced and removes what was new', async () => {
    const writer = await openWriter();
    const result = await applied(writer, await clearedBy(scene, scenarios['three'] ?? []));
    const outcome = await undone(writer, result);
    expect(names(outcome)).toEqual(['src/a.ts', 'src/sub/e.ts', 'deep/er/c.ts']);
    expect(outcome.left).toEqual([]);
    expect(await filesOf(scene)).toEqual(oldText);
    expect((await stat(at('src/a.ts'))).mode & 0o777).toBe(0o640);
    expect(await namesIn(scene.journal)).toEqual([]);
  });

  test('leaves alone, and names, what somebody changed after', async () => {
    const writer = await openWriter();
    const result = await applied(writer, await clearedBy(scene, scenarios['three'] ?? []));
    await writeFile(at('src/sub/e.ts'), 'mine now');
    const outcome = await undone(writer, result);
    expect(names(outcome)).toEqual(['src/a.ts', 'deep/er/c.ts']);
    expect(outcome.left).toEqual([{ path: 'src/sub/e.ts', reason: changed }]);
    expect(await filesOf(scene)).toEqual({ ...oldText, 'src/sub/e.ts': 'mine now' });
    expect(names(await undone(writer, result))).toEqual([]);
  });

  test.each([
    ['one more byte', () => writeFile(at('src/a.ts'), 'const a = 3;\n\n'), changed],
    ['was deleted', () => rm(at('src/a.ts')), 'it is not there any more'],
    [
      'became a folder',
      async () => (await rm(at('src/a.ts')), mkdir(at('src/a.ts'))),
      'it is no file any more',
    ],
    [
      'became a link to the same bytes',
      async () => (await rename(at('src/a.ts'), at('src/z.ts')), symlink('z.ts', at('src/a.ts'))),
      'it leads to another place now',
    ],
  ])('leaves a file that %s since, and does the others', async (_name, meanwhile, reason) => {
    const writer = await openWriter();
    const result = await applied(writer, await clearedBy(scene, scenarios['three'] ?? []));
    const undoing = await undoOf(scene, result);
    await meanwhile();
    const outcome = await writer.undo(undoing, never);
    expect(outcome).toMatchObject({ type: 'undone', left: [{ path: 'src/a.ts', reason }] });
    const now = await filesOf(scene);
    expect(now['deep/er/c.ts']).toBe('');
    expect(now).not.toHaveProperty(['src/sub/e.ts']);
  });

  test('does nothing after the person stopped', async () => {
    const writer = await openWriter();
    const result = await applied(writer, await clearedBy(scene, scenarios['three'] ?? []));
    const after = await filesOf(scene);
    const outcome = await writer.undo(await undoOf(scene, result), AbortSignal.abort());
    expect(outcome).toMatchObject({ type: 'failed' });
    expect(await filesOf(scene)).toEqual(after);
    expect(await namesIn(scene.journal)).toEqual([]);
  });
});

describe('on Windows, where others hold files for a moment', () => {
  function holding(times: number, code: string, platform: NodeJS.Platform): Disk {
    const disk = nodeDisk();
    let held = 0;
    return {
      ...disk,
      platform,
      rename: (from, to) => {
        if (to !== at('src/a.ts') || held++ >= times) return disk.rename(from, to);
        return Promise.reject(Object.assign(new Error(`${code}: held`), { code }));
      },
    };
  }

  test.each(['EPERM', 'EACCES', 'EBUSY'])('a rename that fails with %s is tried again', async (code) => {
    const writer = await openWriter(holding(5, code, 'win32'));
    await applied(writer, await clearedBy(scene, scenarios['replace'] ?? []));
  });

  test.each([
    ['for about two seconds only', holding, 1000, 'EBUSY', 'win32'],
    ['not for other errors', holding, 1, 'EIO', 'win32'],
    ['not elsewhere', holding, 1, 'EBUSY', 'linux'],
  ] as const)('%s', async (_name, make, times, code, platform) => {
    const writer = await openWriter(make(times, code, platform));
    expect(await writer.write(await clearedBy(scene, scenarios['replace'] ?? []), never)).toMatchObject({
      type: 'failed',
    });
    expect(await filesOf(scene)).toEqual(oldText);
  });
});

describe('a disk without hard links', () => {
  test('gets new files too', async () => {
    const disk: Disk = {
      ...nodeDisk(),
      link: () => Promise.reject(Object.assign(new Error('EPERM'), { code: 'EPERM' })),
    };
    await applied(await openWriter(disk), await clearedBy(scene, scenarios['create'] ?? []));
    expect(await filesOf(scene)).toHaveProperty(['new/folder/d.ts']);
  });
});

describe('a write that failed and could not be taken back', () => {
  test('is taken back before the next one', async () => {
    const disk = nodeDisk();
    let broken = true;
    // From the second rename of a file on, nothing that changes a name works.
    let renames = 0;
    const guard =
      <Args extends unknown[]>(work: (...args: Args) => Promise<void>) =>
      (...args: Args) => {
        const isJournal = String(args[0]).startsWith(scene.journal);
        if (broken && !isJournal && ++renames > 1)
          return Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));
        return work(...args);
      };
    const writer = await openWriter({
      ...disk,
      rename: guard(disk.rename),
      link: guard(disk.link),
      remove: guard(disk.remove),
    });
    const cleared = await clearedBy(scene, scenarios['three'] ?? []);
    expect(await writer.write(cleared, never)).toMatchObject({ type: 'failed' });
    expect((await filesOf(scene))['src/a.ts']).toBe('const a = 3;\n');
    expect(problems).toEqual([expect.stringContaining('could not be taken back yet')]);
    broken = false;
    await applied(writer, await clearedBy(scene, [modify('src/b.ts', 'b')]));
    expect(await filesOf(scene)).toEqual({ ...oldText, 'src/b.ts': 'b' });
  });
});

test('a path that has another name elsewhere is replaced, and the other name keeps the old bytes', async () => {
  await link(at('src/a.ts'), join(scene.top, 'other-name'));
  await applied(await openWriter(), await clearedBy(scene, scenarios['replace'] ?? []));
  expect(await readFile(join(scene.top, 'other-name'), 'utf8')).toBe(oldText['src/a.ts']);
});

test('create is refused for a file that is there', async () => {
  const cleared = await clearedBy(scene, [create('src/a.ts', 'x')]);
  expect(await (await openWriter()).write(cleared, never)).toMatchObject({ type: 'stale' });
});
