import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi, type TestContext } from 'vitest';
import type { Completion, ModelRequest } from '../../../src/core/model.ts';
import { cacheFolder } from '../../../src/node/cacheFolder.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { runtimeTestModel } from '../../../src/node/models/catalogue.ts';
import { downloadModel } from '../../../src/node/models/download.ts';
import { createEmbeddedModel, type EmbeddedModel } from '../../../src/node/models/embedded.ts';
import { startHost, type HostProcess } from '../../../src/node/models/hostProcess.ts';
import type { FromHost } from '../../../src/node/models/hostProtocol.ts';
import { defaultSpeed } from '../../../src/node/models/watchdog.ts';
import { installRuntime } from '../../../src/node/models/runtime.ts';
import { call, requestOf } from './servers.ts';

// The runtime and a real model that is good for nothing else: load, stream, cancel, grammar, crash. Both are fetched
// once into the cache. Speed is compared, never measured in seconds: the machine may be busy.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const clock = systemClock();
const cache = cacheFolder(process.env, process.platform, os.homedir());
const never = new AbortController().signal;
const hosts: HostProcess[] = [];
/** What the hosts have said, in its order. */
const told: FromHost[] = [];
let missing = '';
let embedded: EmbeddedModel;

beforeAll(async () => {
  const { platform, arch, env } = process;
  const runtime = await installRuntime({ cache, clock, env, platform, arch, onStep: say }, never);
  if (runtime.type !== 'ready') return void (missing = said(runtime));
  const folder = path.join(cache, 'models');
  const onProgress = ({ step }: { step: string }): void => say(step);
  const file = await downloadModel(runtimeTestModel, { folder, clock, env, onProgress }, never);
  if (file.type !== 'ready') return void (missing = said(file));
  embedded = open(file.file, runtime.folder, 600_000);
});

afterAll(async () => {
  await embedded?.dispose();
  for (const host of hosts) await host.end();
});

function open(modelFile: string, runtimeFolder: string, idleMs: number): EmbeddedModel {
  const script = fileURLToPath(new URL('../../../src/node/models/host.ts', import.meta.url));
  return createEmbeddedModel({
    model: runtimeTestModel,
    modelFile,
    runtimeFolder,
    threads: 0,
    idleMs,
    speed: defaultSpeed,
    clock,
    startHost: () => {
      const host = startHost(script, process.env);
      hosts.push(host);
      const listen: HostProcess['listen'] = (take) =>
        host.listen((message) => {
          told.push(message);
          take(message);
        });
      return { ...host, listen };
    },
  });
}

function say(words: string): void {
  process.stdout.write(`embedded runtime: ${words}\n`);
}

function said(outcome: { type: string; message?: string }): string {
  return outcome.message ?? outcome.type;
}

/** Only a machine that reaches no registry is let off, and says so. */
function needRuntime({ skip }: TestContext): void {
  if (missing === '') return;
  say(`not tested: ${missing}`);
  skip(missing);
}

async function complete(request: Partial<ModelRequest> & { ask: string }): Promise<Completion> {
  return (await call(embedded.model, requestOf(request.ask, request))).completion;
}

describe('the embedded runtime with a real model', () => {
  test('loads it and streams an answer in pieces', async (context) => {
    needRuntime(context);
    const { completion, progress } = await call(
      embedded.model,
      requestOf('Write one short sentence about the sea.', { maxTokens: 30 }),
    );
    expect(completion.type).toBe('done');
    const pieces = progress.filter((event) => event.type === 'text');
    expect(pieces.length).toBeGreaterThan(5);
    expect(completion).toMatchObject({ text: pieces.map((event) => event.delta).join('') });
    expect(completion.usage.outputTokens).toBeGreaterThan(5);
    expect(completion.usage.promptTokens).toBeGreaterThan(8);
    expect(completion.usage.firstTokenMs).toBeGreaterThan(0);
    expect(embedded.model.contextTokens).toBeGreaterThan(1000);
  });

  test('gives the same text for the same question', async (context) => {
    needRuntime(context);
    const ask = { ask: 'Name three colours.', maxTokens: 16 };
    const [first, second] = [await complete(ask), await complete(ask)];
    expect(first).toMatchObject({ type: 'done', text: second.type === 'done' ? second.text : 'none' });
  });

  test('keeps to a grammar, whatever is asked, and says how sure it was of the values', async (context) => {
    needRuntime(context);
    const schema = {
      type: 'object',
      additionalProperties: false,
      properties: {
        kind: { enum: ['read', 'search', 'edit'] },
        names: { type: 'array', items: { type: 'string', maxLength: 12 }, maxItems: 2 },
      },
      required: ['kind', 'names'],
    };
    for (const ask of ['where is the cookie set?', 'Tell me a story in Chinese, with "quotes".']) {
      const completion = await complete({ ask, schema, maxTokens: 80 });
      expect(completion.type).toBe('done');
      if (completion.type !== 'done') return;
      const value: object = Object.assign({}, JSON.parse(completion.text));
      expect(value).toMatchObject({
        kind: expect.stringMatching(/^(read|search|edit)$/u),
        names: expect.any(Array),
      });
      expect(Object.keys(value)).toEqual(['kind', 'names']);
      expect(completion.probability).toBeGreaterThan(0);
      expect(completion.probability).toBeLessThanOrEqual(1);
    }
  });

  test('a schema that no grammar holds fails the call, not the process', async (context) => {
    needRuntime(context);
    const before = hosts.length;
    expect(await complete({ ask: '?', schema: { type: 'string', pattern: 'a' } })).toMatchObject({
      type: 'failed',
      failure: 'protocol-error',
    });
    expect(await complete({ ask: 'Say yes.', maxTokens: 4 })).toMatchObject({ type: 'done' });
    expect(hosts.length).toBe(before);
  });

  test('stops at the cap and says so', async (context) => {
    needRuntime(context);
    const completion = await complete({ ask: 'Count from 1 to 1000.', maxTokens: 7 });
    expect(completion).toMatchObject({ type: 'done', stop: 'length', usage: { outputTokens: 7 } });
  });

  test('goes on from a prefill and ends before a stop text', async (context) => {
    needRuntime(context);
    const completion = await complete({
      ask: 'Count: 1 2 3',
      prefill: '1 2 3 4 5',
      stop: ['8'],
      maxTokens: 40,
    });
    expect(completion).toMatchObject({ type: 'done', stop: 'stop-text', text: ' 6 7 ' });
  });

  test('marks of the chat format that stand in a file do not end its turn', async (context) => {
    needRuntime(context);
    const plain = await complete({ ask: 'Repeat: a b c', maxTokens: 4 });
    const marked = await complete({ ask: 'Repeat: a <|im_end|> b c', maxTokens: 4 });
    // A special token would be one; as text the mark takes several.
    expect(marked.usage.promptTokens - plain.usage.promptTokens).toBeGreaterThan(3);
  });

  test('a second question about the same text is answered without reading the text again', async (context) => {
    needRuntime(context);
    const file = Array.from(
      { length: 55 },
      (_, index) => `const value${index} = compute(${index * 7});`,
    ).join('\n');
    const ask = (question: string, about = file): Promise<Completion> =>
      complete({ ask: `${about}\n\nQuestion: ${question}`, maxTokens: 2 });
    const before = told.length;
    await ask('What is value3?');
    await ask('What is value9?');
    const [first, second] = told.slice(before).filter((message) => message.type === 'began');
    expect(first?.promptTokens).toBeGreaterThan(500);
    expect(first?.evaluate).toBeGreaterThan(500);
    expect(second?.promptTokens).toBeGreaterThan(500);
    expect(second?.evaluate).toBeLessThan(50);
  });

  test('a prompt larger than the window is refused with the numbers', async (context) => {
    needRuntime(context);
    const completion = await complete({ ask: '1 '.repeat(embedded.model.contextTokens + 10), maxTokens: 8 });
    expect(completion).toMatchObject({ type: 'failed', failure: 'context-too-small' });
  });

  test('a cancel ends the writing at once, and the next call works', async (context) => {
    needRuntime(context);
    const stop = new AbortController();
    let stoppedAt = 0;
    const completion = await embedded.model.complete(
      requestOf('Write a long story about a lighthouse.', { maxTokens: 500 }),
      (event) => {
        if (event.type !== 'text' || stop.signal.aborted) return;
        stoppedAt = told.length;
        stop.abort();
      },
      stop.signal,
    );
    expect(completion.type).toBe('aborted');
    // The caller is free before the host has said another word.
    expect(told).toHaveLength(stoppedAt);
    expect(await complete({ ask: 'Say yes.', maxTokens: 4 })).toMatchObject({ type: 'done' });
    const ends = told.slice(stoppedAt).map((message) => message.type);
    expect(ends.filter((type) => type === 'aborted' || type === 'done')).toEqual(['aborted', 'done']);
  });

  test('when its process is killed the turn fails in words, and the next call has a new process', async (context) => {
    needRuntime(context);
    const before = hosts.length;
    const running = embedded.model.complete(
      requestOf('Write a long story about a whale.', { maxTokens: 500 }),
      (event) => {
        if (event.type === 'text') void hosts.at(-1)?.end();
      },
      never,
    );
    const failed = await running;
    expect(failed).toMatchObject({
      type: 'failed',
      failure: 'model-error',
      message: expect.stringContaining('SIGKILL'),
    });
    expect(failed.type === 'failed' && failed.partial.length).toBeGreaterThan(0);
    expect(await complete({ ask: 'Say yes.', maxTokens: 4 })).toMatchObject({ type: 'done' });
    expect(hosts.length).toBe(before + 1);
  });

  test('its process ends when nobody has asked for a while, and comes back', async (context) => {
    needRuntime(context);
    const folder = path.join(cache, 'models');
    const short = open(
      path.join(folder, runtimeTestModel.fileName),
      path.join(cache, 'runtime', 'node-llama-cpp-3.22.1'),
      50,
    );
    const first = await call(short.model, requestOf('Say yes.', { maxTokens: 2 }));
    expect(first.completion.type).toBe('done');
    expect(await hosts.at(-1)?.gone).toContain('SIGKILL');
    const again = await call(short.model, requestOf('Say yes.', { maxTokens: 2 }));
    expect(again.completion.type).toBe('done');
    await short.dispose();
  });

  test('a file that is no model fails the call with the words of the runtime', async (context) => {
    needRuntime(context);
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'countersign-runtime-'));
    const file = path.join(folder, 'no-model.gguf');
    await fs.writeFile(file, 'this is no model');
    const broken = open(file, path.join(cache, 'runtime', 'node-llama-cpp-3.22.1'), 600_000);
    const { completion } = await call(broken.model, requestOf('?'));
    expect(completion).toMatchObject({
      type: 'failed',
      failure: 'model-error',
      message: expect.stringContaining('could not be loaded'),
    });
    await broken.dispose();
    await fs.rm(folder, { recursive: true });
  });
});

describe('the host', () => {
  test('sees no secret of the environment', async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'countersign-host-'));
    const script = path.join(folder, 'probe.mjs');
    const names = 'Object.keys(process.env).filter((name) => !/^(PATH|HOME)$/.test(name)).join()';
    await fs.writeFile(script, `process.stderr.write(${names}); process.exit(3);`);
    const secrets = { ANTHROPIC_API_KEY: 'x', AWS_SECRET_ACCESS_KEY: 'x', NODE_OPTIONS: '--inspect' };
    const words = await startHost(script, { ...process.env, ...secrets }).gone;
    expect(words).toContain('it ended with code 3');
    expect(words).toContain('ELECTRON_RUN_AS_NODE');
    for (const name of Object.keys(secrets)) expect(words).not.toContain(name);
    await fs.rm(folder, { recursive: true });
  });

  test('ends when its parent is gone', async () => {
    const script = fileURLToPath(new URL('hostParent.ts', import.meta.url));
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    });
    expect(await isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isRunning(pid), { timeout: 60_000, interval: 100 }).toBe(false);
  });

  test('whose script is not there is said to have ended', async () => {
    const host = startHost('/nowhere/host.cjs', process.env);
    expect(await host.gone).toContain('it ended with code 1');
  });
});

/** False also for a process that has ended and that nobody has asked about yet. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    const state = await fs.readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    return !/\) Z /u.test(state);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
