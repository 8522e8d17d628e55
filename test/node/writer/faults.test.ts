import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { sha256Of } from '../../../src/node/writer/bytes.ts';
import { openNodeWriter } from '../../../src/node/writer/writer.ts';
import type { Writer } from '../../../src/core/ports.ts';
import { faultDisk, type Fault } from './faultDisk.ts';
import {
  clearedBy,
  filesOf,
  foldersIn,
  makeScene,
  namesIn,
  newText,
  oldText,
  scenarios,
  type Scene,
} from './scene.ts';

let scene: Scene;
let problems: string[];
beforeEach(async () => {
  scene = await makeScene();
  problems = [];
});
afterEach(() => scene.remove());

/** Each of some sixty calls is one run, and each run flushes the disk many times. */
const manyCalls = 300_000;

const never = new AbortController().signal;

function openWriter(fault?: Fault): { opened: Promise<Writer>; hit: () => boolean; calls: string[] } {
  const faulty = faultDisk(fault);
  const { root, journal } = scene;
  const opened = openNodeWriter({
    root,
    journal,
    onProblem: (message) => problems.push(message),
    disk: faulty.disk,
  });
  return { opened, ...faulty };
}

/** Each file for itself: old, new, or not there yet, and never anything else. */
async function expectNothingTorn(scenario: string): Promise<void> {
  const after = newText(scenarios[scenario] ?? []);
  const now = await filesOf(scene);
  for (const path of Object.keys(oldText)) expect([oldText[path], after[path]]).toContain(now[path]);
  for (const [path, content] of Object.entries(now)) {
    if (!path.includes('.countersign-')) expect([oldText[path], after[path]]).toContain(content);
  }
}

/** Makes what this process left in the journal look like a dead one's, and opens it as the next process would. */
async function mendAsNextProcess(): Promise<void> {
  for (const name of await namesIn(scene.journal)) {
    const path = join(scene.journal, name);
    if (name.endsWith('.tmp')) {
      await rename(path, path.replace(`.${process.pid}.`, '.999999999.'));
      continue;
    }
    const [body = ''] = (await readFile(path, 'utf8')).split('\n');
    const dead = body.replace(`"pid":${process.pid},`, '"pid":999999999,');
    await writeFile(path, `${dead}\n${sha256Of(new TextEncoder().encode(dead))}\n`);
  }
  await openWriter().opened;
}

/** All new or all old, nothing beside the files, and an empty journal. Gives which of the two. */
async function expectWhole(scenario: string): Promise<'old' | 'new'> {
  const files = scenarios[scenario] ?? [];
  const now = await filesOf(scene);
  const isNew =
    JSON.stringify(now['src/a.ts']) !== JSON.stringify(oldText['src/a.ts']) || 'new/folder/d.ts' in now;
  expect(now).toEqual(isNew ? newText(files) : oldText);
  if (!isNew) expect((await foldersIn(scene)).sort()).toEqual(['deep', 'er', 'src']);
  expect(await namesIn(scene.journal)).toEqual([]);
  return isNew ? 'new' : 'old';
}

describe.each(Object.keys(scenarios))(
  'a disk that fails while a change is written (%s)',
  { timeout: manyCalls },
  (scenario) => {
    test.each(['ENOSPC', 'EIO', 'EACCES'])(
      '%s at any one call leaves all old and says so, or all new',
      async (does) => {
        let failures = 0;
        for (let at = 1; ; at++) {
          await scene.remove();
          scene = await makeScene();
          const cleared = await clearedBy(scene, scenarios[scenario] ?? []);
          const { opened, hit } = openWriter({ at, does });
          const outcome = await (await opened).write(cleared, never);
          const state = await expectWhole(scenario);
          expect(outcome.type === 'applied').toBe(state === 'new');
          if (!hit()) break;
          failures++;
        }
        expect(failures).toBeGreaterThan(15);
      },
    );

    test('and fails from then on, leaves all old after the next start', async () => {
      let failures = 0;
      for (let at = 1; ; at++) {
        await scene.remove();
        scene = await makeScene();
        const cleared = await clearedBy(scene, scenarios[scenario] ?? []);
        const { opened, hit } = openWriter({ at, does: 'EIO', stays: true });
        const outcome = await (await opened).write(cleared, never);
        await expectNothingTorn(scenario);
        if (!hit()) break;
        failures++;
        if (outcome.type === 'applied') expect(await expectWhole(scenario)).toBe('new');
        else expect(outcome.message).toContain('planted');
        // What this process could not take back is mended by the next one: here a disk that works again.
        await mendAsNextProcess();
        expect(await expectWhole(scenario)).toBe(outcome.type === 'applied' ? 'new' : 'old');
      }
      expect(failures).toBeGreaterThan(15);
    });
  },
);
