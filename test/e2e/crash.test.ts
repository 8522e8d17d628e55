import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killScenes } from '../node/writer/killScenes.ts';
import { descendantsWith } from '../support/descendants.ts';
import { ask, cardSaying, expectMessage, openDesk, pictureFailures, type Desk } from './desk.ts';

const scene = 'five files';
const changes = killScenes[scene]?.changes ?? [];
const others = killScenes[scene]?.beside ?? {};

/** Where a window keeps the journal of a folder. */
function journalOf(data: string, folder: string): string {
  const key = createHash('sha256').update(pathToFileURL(folder).toString()).digest('hex').slice(0, 32);
  return join(data, 'user-data/User/globalStorage/countersign.countersign/journals', key);
}

/** Writes the change set of the scene and ends with SIGKILL when the second of the five files has just been put in its place. */
async function killedInTheMiddle(folder: string, journal: string): Promise<void> {
  const bundles = await mkdtemp(join(tmpdir(), 'countersign-crash-'));
  try {
    const outfile = join(bundles, 'playAndDie.mjs');
    const entry = join(import.meta.dirname, '../node/writer/playAndDie.ts');
    await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile });
    const run = async (work: 'play' | 'mend', at: number): Promise<NodeJS.Signals | null> => {
      const child = spawn(process.execPath, [outfile, folder, journal, scene, work, String(at)], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      return signal;
    };
    // Each try first mends what the one before left, as every start does, so that the last one counts alone.
    for (let at = 1; ; at++) {
      await run('mend', 0);
      if ((await run('play', at)) !== 'SIGKILL') throw new Error('the write was never in the middle');
      const names = await readdir(journal).catch(() => []);
      if (names.some((name) => name.endsWith('.ready'))) {
        const temporary = (await readdir(folder, { recursive: true })).filter((name) =>
          name.endsWith('.tmp'),
        );
        if (temporary.length === changes.length - 2) return;
      }
    }
  } finally {
    await rm(bundles, { recursive: true, force: true });
  }
}

describe('a window that opens after a crash', () => {
  let desk: Desk;
  let journal = '';
  let mixture: readonly string[] = [];

  beforeAll(async () => {
    const files = { ...others, ...Object.fromEntries(changes.map(({ path, base }) => [path, base])) };
    desk = await openDesk({
      files,
      fillFolder: async (data, folder) => {
        journal = journalOf(data, folder);
        await killedInTheMiddle(folder, journal);
        mixture = await Promise.all(changes.map(({ path }) => textIn(folder, path)));
      },
    });
  });
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
  });
  pictureFailures(() => desk);

  it('takes back what was half written, in all files, and says which', async () => {
    // What the crash left: two files new, three old, and the record of it.
    expect(mixture.filter((text, index) => text === changes[index]?.content)).toHaveLength(2);
    expect(mixture.filter((text, index) => text === changes[index]?.base)).toHaveLength(3);
    await desk.bench.openChat();
    await expectMessage(desk, /A write was cut off, and has been taken back: .*a\.ts/);
    for (const { path, base } of changes) expect(await desk.text(path)).toBe(base);
    expect(await readdir(journal)).toEqual([]);
    const left = (await readdir(desk.folder, { recursive: true })).filter((name) =>
      name.includes('.countersign-'),
    );
    expect(left).toEqual([]);
  });
});

describe('an extension host that is killed while it writes five files', () => {
  const names = ['one', 'two', 'three', 'four'];
  const source = 'export function parseDate(text: string): Date {\n  return new Date(text);\n}\n';
  const config = JSON.stringify({
    compilerOptions: { strict: true, noEmit: true, target: 'ES2022', types: [] },
  });
  const before: Readonly<Record<string, string>> = {
    'src/dates.ts': source,
    ...Object.fromEntries(
      names.map((name) => [
        `src/${name}.ts`,
        `import { parseDate } from './dates';\n\nexport const ${name} = parseDate('2024-05-06');\n`,
      ]),
    ),
  };
  const renamed = (text: string): string => text.replaceAll('parseDate', 'readDate');
  let desk: Desk;
  let journal = '';

  beforeAll(async () => {
    desk = await openDesk({
      files: { ...before, 'tsconfig.json': config },
      fillFolder: (data, folder) => {
        journal = journalOf(data, folder);
        return Promise.resolve();
      },
    });
  });
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
  });
  pictureFailures(() => desk);

  it('leaves all old or all new after the next start, and says what was taken back', async () => {
    await ask(desk, 'rename parseDate to readDate');
    const card = cardSaying(desk, 'Verified');
    const apply = card.getByRole('button', { name: 'Apply', exact: true });
    await apply.waitFor();
    const [host] = await descendantsWith('--type=extensionHost');
    if (host === undefined) throw new Error('no extension host runs');
    const changed = new Promise<void>((resolve) => {
      const watcher = watch(join(desk.folder, 'src'), () => {
        watcher.close();
        // The first of five files has just been touched.
        process.kill(host, 'SIGKILL');
        resolve();
      });
    });
    await apply.click();
    await changed;
    await expect
      .poll(() => descendantsWith('--type=extensionHost').then((all) => all.includes(host)))
      .toBe(false);
    const left = (await readdir(journal)).filter((name) => name.endsWith('.ready'));
    await desk.bench.reload();
    await desk.bench.openChat();
    await desk.bench.chat.locator('article.card').first().waitFor();
    if (left.length > 0)
      await expectMessage(desk, /A write was cut off, and has been taken back: .*dates\.ts/);
    const now = await Promise.all(Object.keys(before).map((path) => desk.text(path)));
    const old = Object.values(before);
    expect([old, old.map(renamed)]).toContainEqual(now);
    if (left.length > 0) expect(now).toEqual(old);
    expect(await readdir(journal)).toEqual([]);
    console.log(`killed in the middle: ${left.length > 0 ? 'taken back' : 'nothing to take back'}`);
  });
});

function textIn(folder: string, path: string): Promise<string> {
  return readFile(join(folder, path), 'utf8');
}
