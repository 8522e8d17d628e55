import { chmod, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeDisk, type Disk } from '../../../src/node/writer/disk.ts';
import { openNodeWriter } from '../../../src/node/writer/writer.ts';
import { faultDisk } from './faultDisk.ts';
import {
  clearedBy,
  filesOf,
  foldersIn,
  makeScene,
  namesIn,
  oldText,
  scenarios,
  type Scene,
} from './scene.ts';

const manyRuns = 120_000;
const files = scenarios['three'] ?? [];
const never = new AbortController().signal;

let scene: Scene;
let problems: string[];
beforeEach(async () => {
  scene = await makeScene();
  problems = [];
});
afterEach(() => scene.remove());

const at = (path: string): string => join(scene.root, path);
const a = 'src/a.ts';

async function write(disk: Disk): Promise<{ readonly type: string; readonly message?: string }> {
  const { root, journal } = scene;
  const cleared = await clearedBy(scene, files);
  const onProblem = (message: string): unknown => problems.push(message);
  const writer = await openNodeWriter({ root, journal, disk, onProblem });
  return writer.write(cleared, never);
}

async function again(): Promise<void> {
  await scene.remove();
  scene = await makeScene();
  problems = [];
}

/** The real disk, with something done to the workspace just before its `call`th call. */
function disturbed(call: number, meanwhile: () => Promise<unknown>): { disk: Disk; happened: () => boolean } {
  const { disk, calls } = faultDisk(undefined);
  let happened = false;
  const racing = new Proxy(disk, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        // Calls of an open file are counted too, and come to pass in between.
        if (calls.length + 1 >= call && !happened) {
          happened = true;
          await meanwhile();
        }
        return (value as (...given: unknown[]) => unknown)(...args);
      };
    },
  });
  return { disk: racing, happened: () => happened };
}

/** Each leaves something that is not what was approved; `isThere` says that it has stayed as it was made. */
const disturbances: readonly (readonly [string, () => Promise<unknown>, () => Promise<boolean>])[] = [
  [
    'is deleted',
    () => rm(at(a)),
    () =>
      lstat(at(a)).then(
        () => false,
        () => true,
      ),
  ],
  [
    'is replaced by a folder',
    async () => (await rm(at(a)), mkdir(at(a))),
    async () => (await lstat(at(a))).isDirectory(),
  ],
  [
    'is replaced by a link to the same bytes',
    async () => (await rename(at(a), join(scene.top, 'moved')), symlink(join(scene.top, 'moved'), at(a))),
    async () => (await lstat(at(a))).isSymbolicLink() && (await readFile(at(a), 'utf8')) === oldText[a],
  ],
  [
    'is made read-only',
    () => chmod(at(a), 0o444),
    async () => ((await lstat(at(a))).mode & 0o222) === 0 && (await readFile(at(a), 'utf8')) === oldText[a],
  ],
];

describe.each(disturbances)('a file that %s before any one call', (_name, meanwhile, isThere) => {
  test('stops all of it in words, or comes after it was written', { timeout: manyRuns }, async () => {
    const outcomes = { written: 0, stopped: 0 };
    for (let call = 1; ; call++) {
      await again();
      const { disk, happened } = disturbed(call, meanwhile);
      const outcome = await write(disk);
      if (!happened()) {
        expect(outcome.type).toBe('applied');
        break;
      }
      expect(await namesIn(scene.journal)).toEqual([]);
      const now = await filesOf(scene);
      expect(Object.keys(now).filter((path) => path.includes('.countersign-'))).toEqual([]);
      if (outcome.type === 'applied') {
        outcomes.written += 1;
        expect(now).toMatchObject({
          'src/sub/e.ts': 'export const e = 5;\n',
          'deep/er/c.ts': 'const c = 3;\n',
        });
      } else {
        outcomes.stopped += 1;
        expect(outcome.message).toMatch(/src\/a\.ts/);
        expect(now).not.toHaveProperty(['src/sub/e.ts']);
        expect(now['deep/er/c.ts']).toBe('');
        expect(await isThere(), `before call ${call}`).toBe(true);
        expect(await foldersIn(scene)).not.toContain('sub');
      }
    }
    expect(outcomes.stopped).toBeGreaterThan(15);
    expect(outcomes.written).toBeGreaterThan(3);
  });
});

test(
  'a file that comes to stand where a new one should, before any one call, is not replaced',
  { timeout: manyRuns },
  async () => {
    for (let call = 1; ; call++) {
      await again();
      const { disk, happened } = disturbed(call, async () => {
        await mkdir(at('src/sub'), { recursive: true });
        // Once ours has landed there is nothing that somebody could make.
        await writeFile(at('src/sub/e.ts'), 'mine', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        });
      });
      const outcome = await write(disk);
      const now = await filesOf(scene);
      if (outcome.type === 'applied') expect(now['src/sub/e.ts']).toBe('export const e = 5;\n');
      else expect(now).toEqual({ ...oldText, 'src/sub/e.ts': 'mine' });
      expect(await namesIn(scene.journal)).toEqual([]);
      if (!happened()) break;
    }
  },
);

describe.each([
  ['a disk that is full from a call on', 'ENOSPC', ['create', 'write', 'makeFolder']],
  ['a right to write that is lost from a call on', 'EACCES', ['create', 'makeFolder']],
  ['a disk that becomes read-only at a call', 'EROFS', ['create', 'write', 'makeFolder', 'chmod', 'chown']],
] as const)('%s', (_name, does, calls) => {
  test('leaves all old and says so, or all is new', { timeout: manyRuns }, async () => {
    const refused: ReadonlySet<string> = new Set(calls);
    for (let call = 1; ; call++) {
      await again();
      const { disk, hit } = faultDisk({ at: call, does, stays: true, counts: (name) => refused.has(name) });
      const outcome = await write(disk);
      const now = await filesOf(scene);
      if (outcome.type === 'applied') {
        expect(now).toMatchObject({ [a]: 'const a = 3;\n', 'deep/er/c.ts': 'const c = 3;\n' });
      } else {
        expect(outcome.message).toContain(does);
        expect(now).toEqual(oldText);
      }
      expect(await namesIn(scene.journal)).toEqual([]);
      expect(problems).toEqual([]);
      if (!hit()) break;
    }
  });
});

test('a file that was made read-only since it was approved is not written, and says so', async () => {
  const cleared = await clearedBy(scene, files);
  await chmod(at(a), 0o444);
  const { root, journal } = scene;
  const writer = await openNodeWriter({ root, journal, onProblem: () => undefined, disk: nodeDisk() });
  expect(await writer.write(cleared, never)).toEqual({ type: 'failed', message: `${a}: it is read-only` });
  expect(await filesOf(scene)).toEqual(oldText);
});
