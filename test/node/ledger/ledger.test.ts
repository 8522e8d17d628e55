import { spawn } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/core/events.ts';
import { foldResults } from '../../../src/core/ledger/fold.ts';
import { openRuns } from '../../../src/core/ledger/lines.ts';
import { parseLedgerFile } from '../../../src/node/ledger/files.ts';
import { ledgerFolder, openLedger, type Ledger } from '../../../src/node/ledger/ledger.ts';
import { nodeDisk, type Disk, type OpenFile } from '../../../src/node/writer/disk.ts';
import { cutRun, editRun } from '../../core/ledger/events.ts';
import { faultDisk } from '../writer/faultDisk.ts';

const workspace = '/somewhere/project';
let bundled: string;

let storage: string;
let problems: string[];

beforeAll(async () => {
  bundled = await mkdtemp(join(tmpdir(), 'countersign-child-'));
  await build({
    entryPoints: [join(import.meta.dirname, 'appendAndDie.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(bundled, 'child.mjs'),
  });
});
afterAll(() => rm(bundled, { recursive: true, force: true }));

beforeEach(async () => {
  storage = await mkdtemp(join(tmpdir(), 'countersign-ledger-'));
  problems = [];
});
afterEach(() => rm(storage, { recursive: true, force: true }));

function open(more: { disk?: Disk; compactAt?: number } = {}): Promise<Ledger> {
  return openLedger({ storage, workspace, onProblem: (message) => problems.push(message), ...more });
}

const folder = (): string => ledgerFolder(storage, workspace);

async function ledgerFiles(): Promise<string[]> {
  return (await readdir(folder())).filter((name) => name.endsWith('.jsonl'));
}

/** Appends events in a process that ends without closing anything; resolves when it is gone. */
async function inProcessThatEnds(events: readonly RunEvent[]): Promise<void> {
  const process_ = spawn(process.execPath, [join(bundled, 'child.mjs'), storage, workspace], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  process_.stdin.end(JSON.stringify(events));
  const signal = await new Promise((resolve) => process_.on('exit', (_code, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
}

describe('a ledger', () => {
  test('gives back in order what was appended, also to the next window', async () => {
    const first = await open();
    const events = [...editRun('r1', 't1'), ...editRun('r2', 't2')];
    await Promise.all(events.map((event) => first.append(event)));
    await first.close();
    expect(await first.load()).toEqual(events);
    expect(await (await open()).load()).toEqual(events);
    expect(problems).toEqual([]);
  });

  test('leaves nothing on the disk before the first event', async () => {
    const ledger = await open();
    await ledger.load();
    await ledger.close();
    expect(await readdir(storage)).toEqual([]);
  });

  test('never keeps live progress', async () => {
    const ledger = await open();
    const [asked] = editRun('r1', 't1');
    await ledger.append({ type: 'progress', run: 'r1', task: 't1', text: 'thinking', waiting: false });
    if (asked !== undefined) await ledger.append(asked);
    await ledger.close();
    const [name = ''] = await ledgerFiles();
    expect(await readFile(join(folder(), name), 'utf8')).not.toContain('progress');
    expect(await ledger.load()).toEqual([asked]);
  });

  test('can be read by its owner only', async () => {
    const ledger = await open();
    await Promise.all(editRun('r1', 't1').map((event) => ledger.append(event)));
    await ledger.close();
    const [name = ''] = await ledgerFiles();
    expect((await stat(join(folder(), name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder())).mode & 0o777).toBe(0o700);
  });

  test('is on the disk when append resolves', async () => {
    const ledger = await open();
    const [asked, planned] = editRun('r1', 't1');
    for (const [index, event] of [asked, planned].entries()) {
      if (event === undefined) throw new Error('no event');
      await ledger.append(event);
      const [name = ''] = await ledgerFiles();
      const file = parseLedgerFile(name, await readFile(join(folder(), name)));
      expect(file.lines).toHaveLength(index + 1);
      expect(file.tail).toHaveLength(0);
    }
    await ledger.close();
  });

  test('shares one flush among the events of one tick', async () => {
    const counted = countingDisk();
    const ledger = await open({ disk: counted.disk });
    await Promise.all(editRun('r1', 't1').map((event) => ledger.append(event)));
    expect(counted.syncs()).toBe(1);
    await ledger.close();
  });

  test('says that a closed ledger records nothing', async () => {
    const ledger = await open();
    await ledger.close();
    const [asked] = editRun('r1', 't1');
    if (asked !== undefined) await ledger.append(asked);
    expect(problems).toEqual([expect.stringContaining('closed')]);
  });

  test('keeps workspaces apart', async () => {
    const ledger = await open();
    await Promise.all(editRun('r1', 't1').map((event) => ledger.append(event)));
    await ledger.close();
    const other = await openLedger({ storage, workspace: '/elsewhere', onProblem: () => undefined });
    expect(await other.load()).toEqual([]);
  });
});

describe('two windows at once', () => {
  test('lose nothing, and what one has read comes before what it writes', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    await Promise.all([
      ...editRun('r1', 't1').map((event) => one.append(event)),
      ...editRun('r2', 't2').map((event) => two.append(event)),
    ]);
    await two.load();
    await two.append({ type: 'discarded', run: 'r3', task: 't1' });
    await one.load();
    await one.append({ type: 'staled', run: 'r1', task: 't1', path: 'x' });
    const events = await (await open()).load();
    expect(events).toHaveLength(16);
    expect(events.slice(-2).map((event) => event.type)).toEqual(['discarded', 'staled']);
    expect(foldResults(events).find((result) => result.task === 't1')?.change.type).toBe('discarded');
    await Promise.all([one.close(), two.close()]);
  });

  test('leave each other’s running runs alone', async () => {
    const one = await open();
    await Promise.all(cutRun('r1', 't1').map((event) => one.append(event)));
    const two = await open();
    expect(openRuns(await two.load())).toEqual(['r1']);
    await Promise.all([one.close(), two.close()]);
  });
});

describe('a window that was killed', () => {
  test('leaves runs that the next window ends as interrupted, once', async () => {
    await inProcessThatEnds(cutRun('r1', 't1'));
    const [one, two] = await Promise.all([open(), open()]);
    for (const ledger of [one, two, await open()]) {
      const events = await ledger.load();
      const ends = events.filter((event) => event.type === 'ended');
      expect(ends).toEqual([expect.objectContaining({ run: 'r1', outcome: 'interrupted' })]);
      expect(foldResults(events)).toHaveLength(1);
      await ledger.close();
    }
  });

  test('leaves ended runs as they were', async () => {
    await inProcessThatEnds(editRun('r1', 't1'));
    expect(await (await open()).load()).toEqual(editRun('r1', 't1'));
  });

  test('leaves half a line that is set aside, said, and no loss of what is whole', async () => {
    await inProcessThatEnds(editRun('r1', 't1'));
    const [name = ''] = await ledgerFiles();
    const half = '{"v":1,"seq":9,"by":"x","event":{"type":"as';
    await appendFile(join(folder(), name), half);
    const ledger = await open();
    expect(await ledger.load()).toEqual(editRun('r1', 't1'));
    expect(problems).toEqual([expect.stringContaining('.torn')]);
    expect(await readFile(join(folder(), `${name}.torn`), 'utf8')).toBe(half);
    problems = [];
    await open();
    expect(problems).toEqual([]);
  });

  test('leaves all whole lines readable wherever its file was cut', async () => {
    await inProcessThatEnds(editRun('r1', 't1', 'Grüße, 世界'));
    const [name = ''] = await ledgerFiles();
    const bytes = await readFile(join(folder(), name));
    const full = parseLedgerFile(name, bytes);
    const ends = [...bytes.keys()].filter((index) => bytes[index] === 10);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const file = parseLedgerFile(name, bytes.subarray(0, cut));
      const whole = ends.filter((end) => end < cut).length;
      expect(file.lines).toEqual(full.lines.slice(0, Math.max(0, whole - 1)));
      expect(file.wholeBytes + file.tail.length).toBe(cut);
    }
  });

  test.each([0, 1, 40, 300, 900])('opens after a cut at byte %i', async (cut) => {
    await inProcessThatEnds(editRun('r1', 't1'));
    const [name = ''] = await ledgerFiles();
    await truncate(join(folder(), name), cut);
    const ledger = await open();
    const before = await ledger.load();
    await ledger.append({ type: 'discarded', run: 'r9', task: 't9' });
    expect(await ledger.load()).toHaveLength(before.length + 1);
    await ledger.close();
  });
});

describe('a ledger file that another build wrote or somebody damaged', () => {
  test('keeps lines of a newer version and passes them over', async () => {
    await inProcessThatEnds(editRun('r1', 't1'));
    const [name = ''] = await ledgerFiles();
    const path = join(folder(), name);
    const newer = [
      '{"v":2,"seq":20,"by":"w","event":{"type":"asked"}}',
      '{"v":1,"seq":21,"by":"w","event":{"type":"dreamed","run":"r1"}}',
      '{"v":1,"seq":22,"by":"w","event":{"type":"discarded","run":"r1","task":"t1","why":"a new field"}}',
    ];
    await appendFile(path, `${newer.join('\n')}\n`);
    const ledger = await open({ compactAt: 1 });
    expect(await ledger.load()).toEqual(editRun('r1', 't1'));
    expect(problems).toEqual([expect.stringContaining('3 lines')]);
    await ledger.append({ type: 'discarded', run: 'r2', task: 't1' });
    await ledger.close();
    const texts = await Promise.all(
      (await ledgerFiles()).map((file) => readFile(join(folder(), file), 'utf8')),
    );
    for (const line of newer) expect(texts.join('')).toContain(line);
    expect((await (await open()).load()).at(-1)?.type).toBe('discarded');
  });

  test('passes over a damaged line in the middle and says so', async () => {
    await inProcessThatEnds(editRun('r1', 't1'));
    const [name = ''] = await ledgerFiles();
    const lines = (await readFile(join(folder(), name), 'utf8')).split('\n');
    lines[3] = '\u0000\u0000 not a line';
    await writeFile(join(folder(), name), lines.join('\n'));
    const events = await (await open()).load();
    expect(events).toEqual(editRun('r1', 't1').filter((event) => event.type !== 'delegated'));
    expect(problems).toEqual([expect.stringContaining('1 line')]);
  });

  test('is never a reason to fail when the folder cannot be read', async () => {
    await writeFile(folder(), 'a file where the folder should be');
    const ledger = await open();
    expect(await ledger.load()).toEqual([]);
    const [asked] = editRun('r1', 't1');
    if (asked !== undefined) await ledger.append(asked);
    await ledger.close();
    expect(problems.length).toBeGreaterThan(0);
  });
});

describe('a disk that fails', () => {
  test('is told once, and events are on the disk when it works again', async () => {
    const failing = failingDisk();
    const ledger = await open({ disk: failing.disk });
    const events = editRun('r1', 't1');
    const [first, second, third, ...rest] = events;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no events');
    await ledger.append(first);
    failing.fail = 'ENOSPC';
    await ledger.append(second);
    await ledger.append(third);
    expect(problems).toEqual([expect.stringContaining('ENOSPC')]);
    failing.fail = undefined;
    await Promise.all(rest.map((event) => ledger.append(event)));
    await ledger.close();
    problems = [];
    expect(await (await open()).load()).toEqual(events);
    expect(problems).toEqual([]);
  });

  test('may fail at the very first write too', async () => {
    const failing = failingDisk();
    failing.fail = 'EIO';
    const ledger = await open({ disk: failing.disk });
    const [first, ...rest] = editRun('r1', 't1');
    if (first !== undefined) await ledger.append(first);
    failing.fail = undefined;
    await Promise.all(rest.map((event) => ledger.append(event)));
    await ledger.close();
    expect(await (await open()).load()).toEqual(editRun('r1', 't1'));
  });
});

describe('a disk that fails once, at whichever call', () => {
  test.each(['ENOSPC', 'EIO', 'EACCES'])('with %s, loses no event and tears no line', async (does) => {
    const events = editRun('r1', 't1');
    let failures = 0;
    for (let at = 1; ; at++) {
      await rm(storage, { recursive: true });
      const { disk, hit } = faultDisk({ at, does });
      const ledger = await open({ disk });
      for (const event of events) await ledger.append(event);
      await ledger.close();
      problems = [];
      expect(await (await open()).load()).toEqual(events);
      expect(problems).toEqual([]);
      if (!hit()) break;
      failures++;
    }
    expect(failures).toBeGreaterThan(15);
  });
});

describe('a ledger that has grown', () => {
  async function grown(): Promise<void> {
    const old = Array.from({ length: 40 }, (_, n) => [
      ...editRun(`old${n}`, `task${n}`, 'x'.repeat(2000)),
      { type: 'discarded' as const, run: `bin${n}`, task: `task${n}` },
      { type: 'ended' as const, run: `bin${n}`, outcome: 'done' as const, reason: '' },
    ]);
    await inProcessThatEnds([...editRun('kept', 'staged', 'y'.repeat(2000)), ...old.flat()]);
  }

  test('loses drafts of old runs first, never what is staged, and stays readable', async () => {
    await grown();
    const before = foldResults(await (await open()).load());
    await open({ compactAt: 60_000 });
    const files = await ledgerFiles();
    expect(files).toHaveLength(1);
    expect((await stat(join(folder(), files[0] ?? ''))).size).toBeLessThan(60_000);
    const events = await (await open()).load();
    const after = foldResults(events);
    const find = (task: string) => (result: { task: string }) => result.task === task;
    expect(after.find(find('staged'))).toEqual(before.find(find('staged')));
    expect(after.find(find('task39'))).toEqual(before.find(find('task39')));
    expect(after.find(find('task5'))).toBeUndefined();
    expect(events.filter((event) => event.type === 'judged').length).toBeGreaterThan(after.length);
    expect(openRuns(events)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('is left alone below the limit', async () => {
    await grown();
    const files = await ledgerFiles();
    await open();
    expect(await ledgerFiles()).toEqual(files);
  });

  test('loses nothing and doubles nothing when two windows make it smaller at once', async () => {
    await grown();
    await Promise.all([open({ compactAt: 60_000 }), open({ compactAt: 60_000 })]);
    const events = await (await open()).load();
    await open({ compactAt: 1_000 });
    expect(await ledgerFiles()).toHaveLength(1);
    expect(events.filter((event) => event.type === 'asked' && event.run === 'kept')).toHaveLength(1);
    expect(foldResults(await (await open()).load()).map((result) => result.task)).toContain('staged');
  });

  test('is whole at whichever operation making it smaller fails', async () => {
    await grown();
    const original = await ledgerFiles();
    const bytes = await readFile(join(folder(), original[0] ?? ''));
    const staged = foldResults(await (await open()).load()).find((result) => result.task === 'staged');
    let failures = 0;
    for (let at = 1; ; at++) {
      await rm(folder(), { recursive: true });
      await mkdir(folder());
      await writeFile(join(folder(), original[0] ?? ''), bytes);
      const failing = failingDisk();
      failing.failAt = at;
      await open({ compactAt: 60_000, disk: failing.disk });
      const results = foldResults(await (await open()).load());
      expect(results.find((result) => result.task === 'staged')).toEqual(staged);
      if (!failing.hasFailed()) break;
      failures++;
    }
    expect(failures).toBeGreaterThan(5);
  });
});

function countingDisk(): { disk: Disk; syncs: () => number } {
  let syncs = 0;
  const disk = nodeDisk();
  const create = async (path: string, mode: number): Promise<OpenFile> => {
    const file = await disk.create(path, mode);
    return { ...file, sync: () => (syncs++, file.sync()) };
  };
  return { disk: { ...disk, create }, syncs: () => syncs };
}

interface FailingDisk {
  readonly disk: Disk;
  /** While set, all that changes the disk fails with this code, writing half of what it was given. */
  fail: string | undefined;
  /** The operation, counted from 1, that fails. */
  failAt: number;
  hasFailed(): boolean;
}

function failingDisk(): FailingDisk {
  const real = nodeDisk();
  let calls = 0;
  let failed = false;
  const check = (): void => {
    calls++;
    const code = calls === state.failAt ? 'EIO' : state.fail;
    if (code === undefined) return;
    failed = true;
    throw Object.assign(new Error(`${code}: planted`), { code });
  };
  const wrap = (file: OpenFile): OpenFile => ({
    ...file,
    async write(bytes, position) {
      try {
        check();
      } catch (error) {
        await file.write(bytes.subarray(0, bytes.length / 2), position);
        throw error;
      }
      await file.write(bytes, position);
    },
    sync: async () => (check(), file.sync()),
    truncate: async (size) => (check(), file.truncate(size)),
  });
  const disk: Disk = {
    ...real,
    create: async (path, mode) => (check(), wrap(await real.create(path, mode))),
    open: async (path) => (check(), wrap(await real.open(path))),
    rename: async (from, to) => (check(), real.rename(from, to)),
    remove: async (path) => (check(), real.remove(path)),
    list: async (path) => (check(), real.list(path)),
    read: async (path) => (check(), real.read(path)),
    syncFolder: async (path) => (check(), real.syncFolder(path)),
  };
  const state = { disk, fail: undefined as string | undefined, failAt: 0, hasFailed: () => failed };
  return state;
}
