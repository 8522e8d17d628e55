import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunReceipt, Scratch } from '../../../src/core/runs.ts';
import type { OpenRuns } from '../../../src/node/scratch/runs.ts';
import { sweepPlaces } from '../../../src/node/scratch/place.ts';
import { thisProcess } from '../../../src/node/writer/owner.ts';
import { valueOf } from '../code/project.ts';
import { never, tempFolder } from '../search/place.ts';
import { openTestRuns } from './openTestRuns.ts';

const script = (text: string) => [process.execPath, '-e', text];
const none = new Map<string, string | null>();

async function once(
  runs: OpenRuns,
  text: string,
  texts = none,
  cover: readonly string[] = [],
): Promise<RunReceipt> {
  const answer = await runs.use((scratch) => scratch.run(script(text), texts, { cover }, never), never);
  return valueOf(valueOf(answer));
}

describe('a run in a scratch copy', () => {
  it('sees the workspace with the texts over it, and leaves no trace in the workspace', async () => {
    using folder = tempFolder({ 'a.txt': 'old', 'b.txt': 'kept' });
    using temp = tempFolder();
    const runs = openTestRuns({
      folder: folder.path,
      temp: temp.path,
      texts: () => new Map([['c.txt', 'unsaved']]),
    });
    const text = `
      const fs = require('node:fs');
      console.log(['a.txt', 'b.txt', 'c.txt'].map((path) => fs.readFileSync(path, 'utf8')).join(' '));
      fs.writeFileSync('a.txt', 'by the run'); fs.writeFileSync('made.txt', ''); fs.rmSync('b.txt');
      fs.writeFileSync('../escaped.txt', '');
    `;
    const receipt = await once(runs, text, new Map([['a.txt', 'proposed']]));
    expect([receipt.end, receipt.tail]).toEqual([{ type: 'exited', code: 0 }, 'proposed kept unsaved']);
    expect(receipt.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(readdirSync(folder.path).sort()).toEqual(['a.txt', 'b.txt']);
    expect(readFileSync(join(folder.path, 'a.txt'), 'utf8')).toBe('old');
    // The next one is clean, on the same copy.
    const next = await once(runs, 'console.log(require("node:fs").readdirSync(".").join(" "))');
    expect(next.tail).toBe('a.txt b.txt c.txt');
    expect(readdirSync(temp.path).length).toBe(1);
    await runs.close();
    expect(readdirSync(temp.path)).toEqual([]);
    expect(await runs.use(() => Promise.resolve(1), never)).toMatchObject({ type: 'unable' });
  }, 60_000);

  it('reaches the files of the user through no link of theirs', async () => {
    using outside = tempFolder({ 'file.txt': 'outside', 'lib/x.txt': 'outside' });
    using folder = tempFolder({ 'a.txt': 'a' });
    symlinkSync(join(outside.path, 'file.txt'), join(folder.path, 'file.txt'));
    symlinkSync(join(outside.path, 'lib'), join(folder.path, 'lib'));
    symlinkSync(join(folder.path, 'a.txt'), join(folder.path, 'absolute.txt'));
    const runs = openTestRuns({ folder: folder.path });
    const text = `
      const fs = require('node:fs');
      for (const path of ['file.txt', 'lib/x.txt', 'absolute.txt', 'a.txt']) {
        try { fs.writeFileSync(path, 'overwritten'); } catch (error) { console.log(path, error.code); }
      }
    `;
    expect((await once(runs, text)).tail).toBe('lib/x.txt ENOENT');
    await runs.close();
    const read = (path: string): string => readFileSync(path, 'utf8');
    expect(
      [join(outside.path, 'file.txt'), join(outside.path, 'lib/x.txt'), join(folder.path, 'a.txt')].map(read),
    ).toEqual(['outside', 'outside', 'a']);
  }, 60_000);

  it('is given no secret of the environment', async () => {
    const env = { ...process.env, GITHUB_TOKEN: 'gh-1', MY_API_KEY: 'key-1', NODE_OPTIONS: '--no-such-flag' };
    const runs = openTestRuns({ env });
    const { tail, end } = await once(runs, 'console.log(Object.values(process.env).join("\\n"))');
    await runs.close();
    expect(end).toEqual({ type: 'exited', code: 0 });
    for (const value of ['gh-1', 'key-1', '--no-such-flag']) expect(tail).not.toContain(value);
  }, 60_000);

  it('says what of a file never ran, in child processes too, and nothing of one that was not loaded', async () => {
    const texts = new Map([
      ['a.cjs', 'exports.f = (x) => {\n  if (x) return 1;\n  return 2;\n};\n'],
      ['b.ts', 'export function g(x: number): number {\n  return x > 0 ? x : -x;\n}\n'],
      ['c.cjs', 'exports.h = 1;\n'],
      [
        'run.cjs',
        "require('./a.cjs').f(1);\nrequire('node:child_process').execFileSync(process.execPath, ['b.mts']);\n",
      ],
      ['b.mts', "import { g } from './b.ts';\ng(-1);\n"],
    ]);
    const runs = openTestRuns({ texts: () => texts });
    const receipt = await once(runs, 'require("./run.cjs")', texts, ['a.cjs', 'b.ts', 'c.cjs']);
    await runs.close();
    expect(receipt.end).toEqual({ type: 'exited', code: 0 });
    const said = (path: string) =>
      receipt.unreached.get(path)?.map(([from, to]) => texts.get(path)?.slice(from, to).trim());
    expect(said('a.cjs')?.join(' ')).toContain('return 2');
    expect(said('a.cjs')?.join(' ')).not.toContain('return 1');
    expect(said('b.ts')?.join(' ')).toContain('x');
    expect(said('b.ts')?.join(' ')).not.toContain('-x');
    expect(said('c.cjs')).toBeUndefined();
  }, 60_000);

  it('waits for the one before it', async () => {
    const runs = openTestRuns({});
    const order: string[] = [];
    const take = (name: string) =>
      runs.use(async (scratch: Scratch) => {
        order.push(`${name} begins`);
        await scratch.run(script(''), none, {}, never);
        order.push(`${name} ends`);
      }, never);
    await Promise.all([take('one'), take('two')]);
    await runs.close();
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  }, 60_000);

  it('is unable where it is cancelled, and the next one is not', async () => {
    using folder = tempFolder({ 'a.txt': 'a' });
    const runs = openTestRuns({ folder: folder.path });
    const stop = new AbortController();
    const cancelled = runs.use((scratch) => {
      const running = scratch.run(script('setInterval(() => {}, 1000)'), none, {}, stop.signal);
      stop.abort();
      return running;
    }, never);
    expect(valueOf(await cancelled)).toEqual({ type: 'unable', reason: 'cancelled' });
    expect((await once(runs, 'console.log(require("node:fs").readdirSync(".").join())')).tail).toBe('a.txt');
    await runs.close();
  }, 60_000);

  it('is unable above the limits of a copy, and where there is no such program', async () => {
    using folder = tempFolder({ 'a.txt': 'a'.repeat(100), 'b.txt': 'b' });
    const small = openTestRuns({ folder: folder.path, limits: { bytes: 50 } });
    const answer = await small.use((scratch) => scratch.run(script(''), none, {}, never), never);
    expect(valueOf(answer)).toMatchObject({
      type: 'unable',
      reason: expect.stringContaining('more than is copied'),
    });
    await small.close();
    const runs = openTestRuns({});
    const missing = await runs.use((scratch) => scratch.run(['no-such-program'], none, {}, never), never);
    expect(valueOf(missing)).toMatchObject({
      type: 'unable',
      reason: expect.stringContaining('no-such-program'),
    });
    await runs.close();
  }, 60_000);

  it('is unable where no copy can be made, and a bug of the check is no such thing', async () => {
    using temp = tempFolder();
    const runs = openTestRuns({ temp: join(temp.path, 'not-there') });
    expect(await runs.use(() => Promise.resolve(1), never)).toMatchObject({ type: 'unable' });
    await runs.close();
    const fine = openTestRuns({});
    await expect(fine.use(() => Promise.reject(new Error('a bug')), never)).rejects.toThrow('a bug');
    await fine.close();
  }, 60_000);
});

describe('what a process left behind', () => {
  it('is swept where its owner is gone or was never written, and stays where it is alive, young or not ours', async () => {
    using temp = tempFolder();
    const make = (name: string, owner: object | undefined): string => {
      const root = join(temp.path, name);
      mkdirSync(join(root, 'work'), { recursive: true });
      if (owner !== undefined) writeFileSync(join(root, 'owner.json'), JSON.stringify(owner));
      return root;
    };
    const me = await thisProcess();
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const dead = make('countersign-scratch-dead', { ...me, pid: gone });
    const alive = make('countersign-scratch-alive', me);
    const young = make('countersign-scratch-young', undefined);
    const old = make('countersign-scratch-old', undefined);
    utimesSync(old, 0, 0);
    const other = make('something-else', { ...me, pid: gone });
    symlinkSync(other, join(temp.path, 'countersign-scratch-link'));
    expect((await sweepPlaces(temp.path)).toSorted()).toEqual([dead, old].toSorted());
    expect([dead, alive, young, old, other].map((path) => existsSync(path))).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
  });
});
