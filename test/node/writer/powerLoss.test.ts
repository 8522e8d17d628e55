import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256Of } from '../../../src/node/writer/bytes.ts';
import { openNodeWriter } from '../../../src/node/writer/writer.ts';
import { faultDisk } from './faultDisk.ts';
import { isChanging, killScenes, layGround, lookAt, play, sceneDisk, treesOf } from './killScenes.ts';
import type { Ground, KillScene } from './killScenes.ts';
import { powerDisk } from './powerDisk.ts';
import { namesIn } from './scene.ts';

const all = Object.keys(killScenes);

/** Whether names in a folder that was not flushed are lost, in the ways in which disks differ. */
type Loses = (folder: string, ground: Ground) => boolean;
const ways: Readonly<Record<string, Loses>> = {
  'all that was not flushed': () => true,
  'bytes, and no name': () => false,
  'names beside the files, and none of the journal': (folder, { root }) => folder.startsWith(root),
  'names of the journal, and none beside the files': (folder, { root }) => !folder.startsWith(root),
};
/** The ways above on a change set of each sort; what is lost altogether is tried on all of them. */
const rows = Object.keys(ways).flatMap((way) =>
  all
    .filter((_name, index) => way === 'all that was not flushed' || [1, 2, 7].includes(index))
    .map((name): [string, string] => [way, name]),
);
const manyRuns = 120_000;
const points = new Map<string, number>();

/** Plays a scene until the power goes at a call, or to its end. A disk without power never answers. */
async function playUntil(
  scene: KillScene,
  ground: Ground,
  loses: Loses,
  at: number,
): Promise<'lost' | { type: string }> {
  const power = powerDisk(sceneDisk(scene, ground.root));
  return new Promise((resolve, reject) => {
    let isLost = false;
    const does = (): void => {
      isLost = true;
      power.lose((folder) => loses(folder, ground));
      resolve('lost');
      // The call itself does not happen; from here on nothing of the disk answers.
      throw new Error('no power');
    };
    const { disk } = faultDisk({ at, does, counts: isChanging }, power.disk);
    const silent = new Promise<never>(() => undefined);
    const dead = new Proxy(disk, {
      get(target, key, receiver) {
        const value: unknown = Reflect.get(target, key, receiver);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          if (isLost) return silent;
          try {
            return await (value as (...given: unknown[]) => unknown)(...args);
          } catch (error) {
            if (isLost) return silent;
            throw error;
          }
        };
      },
    });
    play(scene, ground, dead).then((outcome) => {
      // What was reported as done stays done.
      power.lose((folder) => loses(folder, ground));
      resolve(outcome);
    }, reject);
  });
}

/** What this process left in the journal, as a process of an earlier start of the system would have left it. */
async function asLeftByAnother(journal: string): Promise<void> {
  for (const name of await namesIn(journal)) {
    const path = join(journal, name);
    if (name.endsWith('.tmp')) {
      await rename(path, path.replace(`.${process.pid}.`, '.999999999.'));
      continue;
    }
    const [body = ''] = (await readFile(path, 'utf8')).split('\n');
    const dead = body.replace(`"pid":${process.pid},`, '"pid":999999999,');
    await writeFile(path, `${dead}\n${sha256Of(new TextEncoder().encode(dead))}\n`);
  }
}

describe.each(rows)('the power goes, and with it %s (%s)', (way, name) => {
  const scene = killScenes[name];
  if (scene === undefined) throw new Error(`there is no scene ${name}`);

  const loses = ways[way] ?? (() => true);

  test('at any call, and all files are alike again after the next start', { timeout: manyRuns }, async () => {
    for (let at = 1; ; at++) {
      const ground = await layGround(scene);
      const { folders } = await lookAt(ground.root);
      const outcome = await playUntil(scene, ground, loses, at);
      const told: string[] = [];
      await asLeftByAnother(ground.journal);
      const { root, journal } = ground;
      await openNodeWriter({ root, journal, onProblem: (message) => told.push(message) });
      const now = await lookAt(root);
      const { from, to } = treesOf(scene);
      const isNew = scene.changes.some(({ path }) => now.files.get(path) !== from.get(path));
      expect(now.files, `lost at call ${at}`).toEqual(isNew ? to : from);
      if (outcome !== 'lost' && scene.locked === undefined) expect(isNew).toBe(true);
      if (!isNew) expect(now.folders, `lost at call ${at}`).toEqual(folders);
      expect(await namesIn(journal)).toEqual([]);
      // Nothing is called unreadable: an intent is whole, or it is not there.
      for (const words of told) expect(words).toContain('cut off, and has been taken back');
      await ground.remove();
      if (outcome !== 'lost') {
        points.set(`${way} ${name}`, at - 1);
        break;
      }
    }
    expect(points.get(`${way} ${name}`)).toBeGreaterThan(15);
  });
});

test('there are enough points', () => {
  const sum = [...points.values()].reduce((before, count) => before + count, 0);
  console.log(`${sum} points at which the power went`);
  expect(points.size).toBe(rows.length);
  expect(sum).toBeGreaterThanOrEqual(300);
});
