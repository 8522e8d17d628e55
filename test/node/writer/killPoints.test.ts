import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import PQueue from 'p-queue';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openNodeWriter } from '../../../src/node/writer/writer.ts';
import {
  killScenes,
  layGround,
  lookAt,
  treesOf,
  type Ground,
  type KillScene,
  type Tree,
} from './killScenes.ts';
import { namesIn } from './scene.ts';

/** Every point is a process of its own; two hundred of them take their time on a machine with other work. */
const manyProcesses = 300_000;

/** Fewer than these would mean that the writer does less than it promises, or that calls are not seen any more. */
const pointsAtLeast = 300;

const names = Object.keys(killScenes);
let bundle: string;
let folder: string;
const points = new Map<string, number>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-kill-bundle-'));
  bundle = join(folder, 'playAndDie.mjs');
  const entry = join(import.meta.dirname, 'playAndDie.ts');
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    outfile: bundle,
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly isKilled: boolean;
  /** What the process printed, where it was not killed. */
  readonly type: string;
  readonly points: readonly string[];
}

/** `at`: the call at which the process ends itself with SIGKILL; 0 lets it live. */
async function child(ground: Ground, name: string, work: 'play' | 'mend', at: number): Promise<Ended> {
  const process_ = spawn(process.execPath, [bundle, ground.root, ground.journal, name, work, String(at)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') },
  });
  const [said, [code, signal]] = await Promise.all([
    text(process_.stdout),
    new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      process_.on('exit', (...ended) => resolve(ended));
    }),
  ]);
  if (signal === 'SIGKILL') return { isKilled: true, type: '', points: [] };
  if (code !== 0) throw new Error(`the child ended with code ${code}`);
  return { isKilled: false, ...(JSON.parse(said) as Omit<Ended, 'isKilled'>) };
}

/** Runs work for 1 to `last`, two at a time, and rejects with the first failure, which names its point. */
async function atEach(
  last: number,
  calls: readonly string[],
  work: (at: number) => Promise<void>,
): Promise<void> {
  const queue = new PQueue({ concurrency: Math.min(2, availableParallelism()) });
  await Promise.all(
    Array.from({ length: last }, (_, index) =>
      queue.add(async () => {
        try {
          await work(index + 1);
        } catch (error) {
          throw new Error(`killed at call ${index + 1}, ${calls[index] ?? ''}`, { cause: error });
        }
      }),
    ),
  );
}

/** Each file for itself: as before or as after, and never anything else. Ours beside them may be anything. */
function expectNothingTorn(scene: KillScene, now: Tree): void {
  const { from, to } = treesOf(scene);
  for (const path of new Set([...from.keys(), ...to.keys()])) {
    expect([from.get(path), to.get(path)], path).toContain(now.get(path));
  }
  for (const path of now.keys()) {
    if (!path.includes('.countersign-')) expect(from.has(path) || to.has(path), path).toBe(true);
  }
}

/** The next start: everything as before or everything as after, and the person has been told what was mended. */
async function expectMended(
  scene: KillScene,
  ground: Ground,
  before: readonly string[],
): Promise<'from' | 'to'> {
  const { root, journal } = ground;
  const left = (await namesIn(journal)).filter((name) => !name.endsWith('.tmp'));
  const told: string[] = [];
  await openNodeWriter({ root, journal, onProblem: (message) => told.push(message) });
  const { files, folders } = await lookAt(root);
  const { from, to } = treesOf(scene);
  const isNew = scene.changes.some(({ path }) => files.get(path) !== from.get(path));
  expect(files).toEqual(isNew ? to : from);
  if (!isNew) expect(folders).toEqual(before);
  expect(await namesIn(journal)).toEqual([]);
  // An intent that was left is a write that was cut off: it is taken back, and every file of it is named.
  expect(told).toHaveLength(left.length);
  if (left.length > 0) {
    expect(isNew).toBe(false);
    expect(told[0]).toContain('cut off, and has been taken back');
    for (const { path } of scene.changes) expect(told[0]).toContain(join(root, path));
  }
  return isNew ? 'to' : 'from';
}

describe.each(names)('a process that is killed at any call that changes the disk (%s)', (name) => {
  const scene = killScenes[name];
  if (scene === undefined) throw new Error(`there is no scene ${name}`);

  test(
    'leaves each file whole, and all of them alike after the next start',
    { timeout: manyProcesses },
    async () => {
      const whole = await layGround(scene);
      const { folders } = await lookAt(whole.root);
      const control = await child(whole, name, 'play', 0);
      expect(control.type).toBe(scene.locked !== undefined ? 'failed' : scene.undo ? 'undone' : 'applied');
      expect(await expectMended(scene, whole, folders)).toBe(scene.locked === undefined ? 'to' : 'from');
      await whole.remove();
      points.set(name, control.points.length);
      await atEach(control.points.length, control.points, async (at) => {
        const ground = await layGround(scene);
        expect(await child(ground, name, 'play', at)).toMatchObject({ isKilled: true });
        expectNothingTorn(scene, (await lookAt(ground.root)).files);
        await expectMended(scene, ground, folders);
        await ground.remove();
      });
    },
  );
});

test(
  'a next start that is killed too, at any call, leaves it to the one after',
  { timeout: manyProcesses },
  async () => {
    const name = 'new files and changed ones';
    const scene = killScenes[name];
    if (scene === undefined) throw new Error('there is no scene');
    const ground = await layGround(scene);
    const { folders } = await lookAt(ground.root);
    const control = await child(ground, name, 'play', 0);
    await ground.remove();
    // In the middle of landing: after the second file has come into its place, which is the first link.
    const landed = control.points.indexOf('link') + 2;
    const cut = await layGround(scene);
    expect(await child(cut, name, 'play', landed)).toMatchObject({ isKilled: true });
    const mending = await child(cut, name, 'mend', 0);
    expect(mending.points.length).toBeGreaterThan(10);
    points.set('a next start', mending.points.length);
    await cut.remove();
    await atEach(mending.points.length, mending.points, async (at) => {
      const again = await layGround(scene);
      await child(again, name, 'play', landed);
      expect(await child(again, name, 'mend', at)).toMatchObject({ isKilled: true });
      expectNothingTorn(scene, (await lookAt(again.root)).files);
      expect(await expectMended(scene, again, folders)).toBe('from');
      await again.remove();
    });
  },
);

test('there are enough points', () => {
  const all = [...points.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${all} kill points: ${[...points].map(([name, count]) => `${name} ${count}`).join(', ')}`);
  expect(points.size).toBe(names.length + 1);
  expect(all).toBeGreaterThanOrEqual(pointsAtLeast);
});
