import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ModelList } from '../../../src/core/ports.ts';
import { cacheFolder } from '../../../src/node/cacheFolder.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { readEndpoint } from '../../../src/node/http.ts';
import {
  catalogue,
  catalogueModel,
  defaultModel,
  runtimeTestModel,
} from '../../../src/node/models/catalogue.ts';
import { ensureModel } from '../../../src/node/models/ensureModel.ts';
import { openModelSource, type ModelSource } from '../../../src/node/models/findModels.ts';
import { hasRuntime, runtimeBinary, runtimeFolder } from '../../../src/node/models/runtime.ts';
import { defaultSettings, type ModelSettings } from '../../../src/node/models/settings.ts';
import {
  bytes,
  close,
  hangUp,
  head,
  startScriptedServer,
  type Script,
  type ScriptedServer,
  type ServerOptions,
} from '../../support/scriptedServer.ts';

vi.setConfig({ testTimeout: 30_000 });

let cache = '';
let source: ModelSource;
const servers: ScriptedServer[] = [];
beforeEach(async () => {
  cache = await fs.mkdtemp(path.join(os.tmpdir(), 'countersign-find-'));
  source = openModelSource({ machine: machine(), clock: systemClock(), hostScript: '/nowhere/host.cjs' });
});
afterEach(async () => {
  await source.dispose();
  for (const server of servers.splice(0)) await server.close();
  await fs.rm(cache, { recursive: true, force: true });
});

function machine(): Parameters<typeof openModelSource>[0]['machine'] {
  return { cache, env: {}, platform: 'linux', arch: 'x64' };
}

async function serve(options: Partial<ServerOptions>): Promise<ScriptedServer> {
  const server = await startScriptedServer({ answer: () => 'yes', ...options });
  servers.push(server);
  return server;
}

function find(settings: Partial<ModelSettings>): Promise<ModelList> {
  return source.find({ ...defaultSettings, ollamaEndpoint: '', ...settings }, new AbortController().signal);
}

/** An address where nothing listens. */
async function deadAddress(): Promise<string> {
  const server = await startScriptedServer({ answer: [] });
  await server.close();
  return server.url;
}

/** Puts the runtime's manifests and a model file with a receipt where they would be, without a byte of either. */
async function pretendInstalled(): Promise<void> {
  const modules = path.join(runtimeFolder(cache), 'node_modules');
  for (const name of ['node-llama-cpp', '@node-llama-cpp/linux-x64']) {
    await fs.mkdir(path.join(modules, name), { recursive: true });
    await fs.writeFile(path.join(modules, name, 'package.json'), '{}');
  }
  await fs.mkdir(path.join(cache, 'models'));
  for (const model of catalogue) {
    const file = path.join(cache, 'models', model.fileName);
    await fs.writeFile(file, 'x');
    const { size, mtimeMs } = await fs.stat(file);
    await fs.writeFile(`${file}.verified.json`, JSON.stringify({ sha256: model.sha256, size, mtimeMs }));
  }
}

const ids = (list: ModelList): string[] => list.models.map((model) => model.id);

/** What a server does wrong when it is asked what it has. */
const faults: readonly (readonly [string, Script])[] = [
  ['that refuses', [head({ status: 500 }), close()]],
  ['that sends elsewhere', [head({ status: 307, headers: { location: 'http://127.0.0.1:1/' } }), close()]],
  ['that hangs up', [hangUp()]],
  ['that says nothing', [close()]],
  ['that talks garbage', [bytes('<html>'), close()]],
  ['that sends other JSON', [bytes('{"models": 3, "data": "no"}'), close()]],
];

describe('finding models', () => {
  test.each(faults)('a server %s: one sentence for people, and no name of a class', async (_name, script) => {
    const server = await serve({ intercept: () => script });
    const { models, missing } = await find({ ollamaEndpoint: server.url, openaiEndpoint: server.url });
    expect(models).toEqual([]);
    expect(missing).toHaveLength(3);
    for (const words of missing) expect(words).toMatch(/^[A-Z][^\n{}[\]]+\)?$/u);
    expect(missing.join(' ')).not.toMatch(/\b[A-Z]\w*(?:Failure|Error)\b/u);
  });

  test('nothing anywhere: each place says what to do next', async () => {
    const list = await find({ ollamaEndpoint: await deadAddress(), openaiEndpoint: await deadAddress() });
    expect(list.models).toEqual([]);
    expect(list.missing).toHaveLength(3);
    expect(list.missing[0]).toMatch(/Ollama does not answer at http:\/\/127.*`ollama serve`.*Select Models/u);
    expect(list.missing[1]).toMatch(/No model server answers/u);
    expect(list.missing[2]).toMatch(/countersign models ensure/u);
  });

  test('Ollama: coders first, then instructed models, the larger before the smaller; no embeddings, no cloud', async () => {
    const models = [
      { name: 'llama3.2:3b', size: 2e9 },
      { name: 'qwen2.5-coder:1.5b', size: 1e9 },
      { name: 'nomic-embed-text', capabilities: ['embedding'] },
      { name: 'qwen2.5-coder:7b', size: 4.7e9 },
      { name: 'qwen2.5-coder:72b', size: 47e9 },
      { name: 'gemma-instruct:2b', size: 1.6e9 },
    ];
    const server = await serve({
      ollama: { models },
      openai: null,
    });
    const list = await find({ ollamaEndpoint: server.url });
    expect(ids(list)).toEqual([
      'ollama/qwen2.5-coder:7b',
      'ollama/qwen2.5-coder:1.5b',
      'ollama/qwen2.5-coder:72b',
      'ollama/gemma-instruct:2b',
      'ollama/llama3.2:3b',
    ]);
    expect(list.missing).toEqual([]);
    expect(list.models[0]).toMatchObject({
      digest: 'digest-of-qwen2.5-coder:7b',
      location: 'this machine',
      contextTokens: 8192,
    });
  });

  test('what a model can do is asked once for each digest', async () => {
    const server = await serve({ openai: null });
    await find({ ollamaEndpoint: server.url });
    const before = server.requests.length;
    await find({ ollamaEndpoint: server.url });
    expect(server.requests.slice(before).map((request) => request.path)).toEqual(['/api/tags']);
  });

  test('a model trained for less gets a smaller window', async () => {
    const server = await serve({ ollama: { models: [{ name: 'tiny', contextLength: 2048 }] } });
    const list = await find({ ollamaEndpoint: server.url });
    expect(list.models[0]?.contextTokens).toBe(2048);
  });

  test('another digest behind the same name is another model (S63)', async () => {
    const first = await serve({ ollama: { models: [{ name: 'm', digest: 'one' }] } });
    const before = await find({ ollamaEndpoint: first.url });
    await first.close();
    await serve({ ollama: { models: [{ name: 'm', digest: 'two' }] }, port: first.port });
    const after = await find({ ollamaEndpoint: first.url });
    expect([before.models[0]?.digest, after.models[0]?.digest]).toEqual(['one', 'two']);
  });

  test('the order of places: Ollama, the OpenAI protocol, embedded', async () => {
    await pretendInstalled();
    const server = await serve({ openai: { models: ['served', 'text-embedding-3'], contextTokens: 16_000 } });
    const list = await find({ ollamaEndpoint: server.url, openaiEndpoint: `${server.url}/v1` });
    expect(ids(list)).toEqual([
      'ollama/scripted-coder:latest',
      'openai/served',
      `embedded/${defaultModel.id}`,
    ]);
    expect(list.models[1]?.contextTokens).toBe(16_000);
  });

  test('the choice comes first, wherever it is', async () => {
    await pretendInstalled();
    const server = await serve({});
    const list = await find({ model: `embedded/${defaultModel.id}`, ollamaEndpoint: server.url });
    expect(ids(list)).toEqual([`embedded/${defaultModel.id}`, 'ollama/scripted-coder:latest']);
    expect(list.missing).toEqual([]);
  });

  test('a choice that is not there is said, and the best other is offered', async () => {
    const server = await serve({});
    const list = await find({ model: 'ollama/gone', ollamaEndpoint: server.url });
    expect(list.missing[0]).toContain('ollama/gone is not there');
    expect(ids(list)).toEqual(['ollama/scripted-coder:latest']);
  });

  test('embedded: why nothing better is there is said; the model for tests of the runtime is never offered', async () => {
    await pretendInstalled();
    const list = await find({ ollamaEndpoint: await deadAddress() });
    expect(ids(list)).toEqual([`embedded/${defaultModel.id}`]);
    expect(list.missing[0]).toMatch(/Ollama does not answer/u);
    const chosen = await find({ model: `embedded/${runtimeTestModel.id}` });
    expect(ids(chosen)).toEqual([`embedded/${defaultModel.id}`]);
    expect(chosen.missing[0]).toContain('not there');
  });

  test.each(['model', 'runtime'])('embedded: without its %s there is none', async (which) => {
    await pretendInstalled();
    const gone = which === 'model' ? path.join(cache, 'models', defaultModel.fileName) : runtimeFolder(cache);
    await fs.rm(gone, { recursive: true });
    expect((await find({})).models).toEqual([]);
  });

  test("embedded: a file that is not the catalogue's is not used", async () => {
    await pretendInstalled();
    await fs.writeFile(path.join(cache, 'models', defaultModel.fileName), 'other');
    expect((await find({})).models).toEqual([]);
  });

  test('a page of another service is no Ollama', async () => {
    const server = await serve({ intercept: () => 'hello' });
    const list = await find({ ollamaEndpoint: server.url });
    expect(list.missing[0]).toMatch(/does not answer as Ollama does/u);
  });

  test('S66 another machine without encryption is asked only when a person confirmed it', async () => {
    const plain = 'http://models.example:11434';
    const refused = await find({ ollamaEndpoint: plain, openaiEndpoint: plain });
    expect(refused.missing[0]).toMatch(
      /models\.example:11434 is another machine and the connection is not encrypted/u,
    );
    expect(refused.missing[1]).toMatch(/not encrypted/u);
  });

  test.each(['ftp://127.0.0.1/', 'not an address', 'http://user:secret@127.0.0.1:11434'])(
    'the address %s is refused in words',
    async (address) => {
      const list = await find({ ollamaEndpoint: address });
      expect(list.missing[0]).toMatch(/cannot be asked/u);
      expect(list.missing.join()).not.toContain('secret');
    },
  );

  // Were it not given up, the test would not end within its time.
  test('a server that hangs is given up, and the others are offered all the same', async () => {
    await pretendInstalled();
    const server = await serve({ intercept: () => [{ do: 'stall' }] });
    const list = await find({ ollamaEndpoint: server.url });
    expect(ids(list)).toEqual([`embedded/${defaultModel.id}`]);
  }, 60_000);
});

describe('ensuring a model', () => {
  const ensure = (settings: Partial<ModelSettings>, signal = new AbortController().signal) =>
    ensureModel(
      { ...defaultSettings, ollamaEndpoint: '', ...settings },
      { source, machine: machine(), clock: systemClock() },
      () => undefined,
      signal,
    );

  test('a running server is preferred to a download', async () => {
    const server = await serve({});
    expect(await ensure({ ollamaEndpoint: server.url })).toEqual({
      type: 'ready',
      model: 'ollama/scripted-coder:latest',
      label: 'scripted-coder:latest (Ollama)',
      fetchedBytes: 0,
    });
    expect(await fs.readdir(cache)).toEqual([]);
  });

  test('what is installed is not fetched again', async () => {
    await pretendInstalled();
    expect(await ensure({})).toMatchObject({
      type: 'ready',
      model: `embedded/${defaultModel.id}`,
      fetchedBytes: 0,
    });
  });

  test.each(['ollama/absent', `embedded/${runtimeTestModel.id}`, 'embedded/unknown'])(
    '%s cannot be fetched, and that is said',
    async (model) => {
      expect(await ensure({ model })).toMatchObject({
        type: 'failed',
        message: expect.stringContaining(model),
      });
      expect(await fs.readdir(cache)).toEqual([]);
    },
  );

  test('a cancel ends it', async () => {
    expect(await ensure({}, AbortSignal.abort())).toEqual({ type: 'aborted' });
  });
});

describe('the catalogue', () => {
  test('every model says all that is needed to fetch and to trust it', () => {
    expect(catalogue.length).toBeGreaterThan(1);
    expect(new Set(catalogue.map((model) => model.id)).size).toBe(catalogue.length);
    for (const model of catalogue) {
      expect(model.sha256).toMatch(/^[0-9a-f]{64}$/u);
      expect(model.bytes).toBeGreaterThan(1e6);
      expect(model.licence).not.toBe('');
      expect(model.sources.length).toBeGreaterThan(0);
      expect(catalogueModel(model.id)).toBe(model);
      expect(path.basename(model.fileName)).toBe(model.fileName);
    }
    expect(defaultModel.role).toBe('worker');
    expect(runtimeTestModel.role).toBe('runtime-test');
  });

  test('the default model has a hub and the package index, in this order', () => {
    expect(defaultModel.sources.map((source) => source.type)).toEqual(['hub', 'packages']);
    const [, index] = defaultModel.sources;
    expect(index?.type === 'packages' && index.parts.map((part) => part.file).join()).toMatch(
      /^data\/part01\.bin,.*,data\/part22\.bin$/u,
    );
  });
});

describe('places', () => {
  test('the cache folder is where the environment or the platform says', () => {
    expect(cacheFolder({ COUNTERSIGN_CACHE: '/own', XDG_CACHE_HOME: '/x' }, 'linux', '/home/p')).toBe('/own');
    expect(cacheFolder({ COUNTERSIGN_CACHE: '', XDG_CACHE_HOME: '/x' }, 'linux', '/home/p')).toBe(
      path.join('/x', 'countersign'),
    );
    expect(cacheFolder({}, 'linux', '/home/p')).toBe(path.join('/home/p', '.cache', 'countersign'));
    expect(cacheFolder({}, 'darwin', '/Users/p')).toBe(
      path.join('/Users/p', 'Library', 'Caches', 'countersign'),
    );
    expect(cacheFolder({ LOCALAPPDATA: '/local' }, 'win32', '/p')).toBe(
      path.join('/local', 'countersign', 'Cache'),
    );
  });

  test('the runtime has a program for the usual machines and for no other', async () => {
    expect(runtimeBinary('linux', 'x64')).toBe('linux-x64');
    expect(runtimeBinary('darwin', 'arm64')).toBe('mac-arm64-metal');
    expect(runtimeBinary('win32', 'x64')).toBe('win-x64');
    expect(runtimeBinary('freebsd', 'x64')).toBeUndefined();
    expect(await hasRuntime(cache, 'freebsd', 'x64')).toBe(false);
  });

  test('what is on this machine is told apart from what is not', () => {
    for (const address of [
      'http://127.0.0.1:1',
      'http://localhost',
      'http://[::1]:8080',
      'http://127.9.9.9',
    ]) {
      expect(readEndpoint(address)).toMatchObject({ type: 'endpoint', loopback: true });
    }
    for (const address of ['http://10.0.0.1', 'https://localhost.example', 'http://127.0.0.1.example']) {
      expect(readEndpoint(address)).toMatchObject({ type: 'endpoint', loopback: false });
    }
  });
});
