import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  bytes,
  close,
  finish,
  head,
  latch,
  say,
  startScriptedServer,
  thinkFor,
  type ScriptedServer,
  type ServerOptions,
} from '../../support/scriptedServer.ts';
import { call, dialects, requestOf, scriptedModel, transportOf } from './servers.ts';

// The cores are shared with other suites; no limit of the tests themselves depends on real time.
vi.setConfig({ testTimeout: 60_000 });

const servers: ScriptedServer[] = [];
async function start(options: ServerOptions): Promise<ScriptedServer> {
  const server = await startScriptedServer(options);
  servers.push(server);
  return server;
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

describe.each(dialects)('a turn through %s', (dialect) => {
  test('streams its text and ends with what was spent', async () => {
    const server = await start({
      answer: [[say('Dates are parsed in 中文.ts 🙂', 'words'), finish({ promptTokens: 31 })]],
    });
    const { completion, shown } = await call(
      scriptedModel(dialect, server.url, transportOf()),
      requestOf('where?'),
    );
    expect(completion).toMatchObject({
      type: 'done',
      text: 'Dates are parsed in 中文.ts 🙂',
      stop: 'end',
      usage: { promptTokens: 31, outputTokens: 6 },
    });
    expect(shown).toBe('Dates are parsed in 中文.ts 🙂');
    expect(completion.usage.ms).toBeGreaterThanOrEqual(completion.usage.firstTokenMs);
  });

  test('asks for one deterministic, bounded answer', async () => {
    const server = await start({ answer: () => ({ json: { kind: 'read' } }) });
    const schema = { type: 'object', properties: { kind: { enum: ['read', 'search'] } }, required: ['kind'] };
    const { completion } = await call(
      scriptedModel(dialect, server.url, transportOf()),
      requestOf('what?', { schema, stop: ['###'], prefill: '```ts\n', maxTokens: 16 }),
    );
    expect(completion).toMatchObject({
      type: 'done',
      text: '{"kind":"read"}',
      probability: expect.closeTo(0.99),
    });
    const request = server.requests.find((candidate) => candidate.turn);
    expect(request?.schema).toEqual(schema);
    expect(request?.prefill).toBe('```ts\n');
    expect(request?.headers['accept-encoding']).toBe('identity');
    const asked =
      dialect === 'ollama'
        ? {
            think: false,
            stream: true,
            keep_alive: '30m',
            options: { temperature: 0, num_ctx: 8192, num_predict: 16, stop: ['###'] },
          }
        : {
            stream: true,
            temperature: 0,
            max_tokens: 16,
            stop: ['###'],
            stream_options: { include_usage: true },
          };
    expect(request?.body).toMatchObject(asked);
  });

  test('ends before a stop text that the server did not know, wherever its pieces are cut', async () => {
    const text = 'return 1;\n``x\n```\nand prose';
    const server = await start({ answer: () => [say(text, 'characters')] });
    const { completion, shown } = await call(
      scriptedModel(dialect, server.url, transportOf()),
      requestOf('change it', { stop: ['\n```'] }),
    );
    expect(completion).toMatchObject({ type: 'done', stop: 'stop-text', text: 'return 1;\n``x' });
    expect(shown).toBe('return 1;\n``x');
  });

  test('says that the cap was reached', async () => {
    const server = await start({ answer: [[say('a b c', 'words'), finish({ reason: 'length' })]] });
    const { completion } = await call(scriptedModel(dialect, server.url, transportOf()), requestOf('go on'));
    expect(completion).toMatchObject({ type: 'done', stop: 'length' });
  });

  test.each([-1, 1e12, 2.5])('clamps a token count of %d to what is possible (S60)', async (count) => {
    const server = await start({
      answer: [[say('yes'), finish({ promptTokens: count, outputTokens: count })]],
    });
    const { completion } = await call(scriptedModel(dialect, server.url, transportOf()), requestOf('?'));
    expect(Number.isInteger(completion.usage.promptTokens)).toBe(true);
    expect(completion.usage.promptTokens).toBeGreaterThanOrEqual(0);
    expect(completion.usage.promptTokens).toBeLessThanOrEqual(8192);
    expect(completion.usage.outputTokens).toBeLessThanOrEqual(200);
    expect(completion.usage.outputTokens).toBeGreaterThanOrEqual(1);
  });

  test('a cancelled call ends at once, keeps what was shown and drops what comes later (S61)', async () => {
    const more = latch();
    const server = await start({ answer: () => [say('first '), thinkFor(more.opened), say('late')] });
    const controller = new AbortController();
    const model = scriptedModel(dialect, server.url, transportOf());
    const seen: string[] = [];
    const running = model.complete(
      requestOf('go'),
      (event) => {
        if (event.type !== 'text') return;
        seen.push(event.delta);
        controller.abort();
      },
      controller.signal,
    );
    const completion = await running;
    expect(completion).toMatchObject({ type: 'aborted', partial: 'first ' });
    const request = server.requests.find((candidate) => candidate.turn);
    await request?.closed;
    more.open();
    expect(seen).toEqual(['first ']);
  });

  test('a call whose signal is already aborted asks nobody', async () => {
    const server = await start({ answer: () => 'no' });
    const { completion } = await call(
      scriptedModel(dialect, server.url, transportOf()),
      requestOf('?'),
      AbortSignal.abort(),
    );
    expect(completion.type).toBe('aborted');
    expect(server.requests).toHaveLength(0);
  });

  test('a prompt that cannot fit is refused before it is sent', async () => {
    const server = await start({ answer: () => 'no' });
    const { completion } = await call(
      scriptedModel(dialect, server.url, transportOf()),
      requestOf('x'.repeat(100_000)),
    );
    expect(completion).toMatchObject({ type: 'failed', failure: 'context-too-small' });
    expect(server.requests).toHaveLength(0);
  });

  test('two turns at once do not wait for each other (S64)', async () => {
    const never = latch();
    const server = await start({
      answer: (request) => (request.ask === 'slow' ? [thinkFor(never.opened)] : 'quick'),
    });
    const model = scriptedModel(dialect, server.url, transportOf());
    const stop = new AbortController();
    const slow = call(model, requestOf('slow'), stop.signal);
    await server.requested((request) => request.ask === 'slow');
    expect((await call(model, requestOf('fast'))).completion).toMatchObject({ type: 'done', text: 'quick' });
    stop.abort();
    expect((await slow).completion.type).toBe('aborted');
  });

  test('a restarted server is asked anew on a fresh connection (S62)', async () => {
    const first = await start({ answer: () => 'one' });
    const model = scriptedModel(dialect, first.url, transportOf());
    expect((await call(model, requestOf('?'))).completion).toMatchObject({ type: 'done', text: 'one' });
    await first.close();
    expect((await call(model, requestOf('?'))).completion).toMatchObject({
      type: 'failed',
      failure: 'unreachable',
    });
    await start({ answer: () => 'two', port: first.port });
    expect((await call(model, requestOf('?'))).completion).toMatchObject({ type: 'done', text: 'two' });
  });
});

describe('Ollama', () => {
  const name = 'scripted-coder:latest';

  test('a smaller window than asked for is reported, and fails the turn that filled it', async () => {
    const server = await start({
      answer: (request) => [
        say('ok'),
        finish({ promptTokens: request.ask === 'long' ? 2047 : 100, outputTokens: 1 }),
      ],
      ollama: { models: [{ name, allocatedContext: 2048 }] },
    });
    const model = scriptedModel('ollama', server.url, transportOf());
    expect(model.contextTokens).toBe(8192);
    expect((await call(model, requestOf('short'))).completion.type).toBe('done');
    expect(model.contextTokens).toBe(2048);
    const second = scriptedModel('ollama', server.url, transportOf());
    expect((await call(second, requestOf('long'))).completion).toMatchObject({
      failure: 'context-too-small',
    });
  });

  test('another digest behind the same name fails the turn (S63)', async () => {
    const server = await start({ answer: () => 'ok', ollama: { models: [{ name, digest: 'another' }] } });
    const { completion } = await call(scriptedModel('ollama', server.url, transportOf()), requestOf('?'));
    expect(completion).toMatchObject({ type: 'failed', failure: 'model-error' });
  });

  test('a server that cannot say what it loaded takes nothing away from the answer', async () => {
    const server = await start({
      answer: () => 'ok',
      intercept: (request) => (request.path === '/api/ps' ? 'nonsense' : undefined),
    });
    const { completion } = await call(scriptedModel('ollama', server.url, transportOf()), requestOf('?'));
    expect(completion).toMatchObject({ type: 'done', text: 'ok' });
  });
});

describe('the OpenAI protocol', () => {
  test('a server that refuses the extra fields is asked once without them, and never with them again', async () => {
    const server = await start({
      answer: () => ({ json: { kind: 'read' } }),
      intercept: (request) => {
        if (!request.turn || request.body?.['logprobs'] === undefined) return undefined;
        return [
          head({ status: 400, headers: { 'content-type': 'application/json' } }),
          bytes('{"error":{"message":"unknown field logprobs"}}'),
          close(),
        ];
      },
    });
    const model = scriptedModel('openai', server.url, transportOf());
    const request = requestOf('?', { schema: { type: 'object' } });
    expect((await call(model, request)).completion).toMatchObject({ type: 'done', text: '{"kind":"read"}' });
    expect((await call(model, request)).completion.type).toBe('done');
    expect(server.requests.filter((seen) => seen.turn)).toHaveLength(3);
  });

  test.each([
    ['repeats the prefill', '```ts\nconst a = 1;'],
    ['goes on from it', 'const a = 1;'],
  ])('a server that %s gives the same text', async (_name, text) => {
    const server = await start({ answer: () => [say(text, 'characters')] });
    const { completion } = await call(
      scriptedModel('openai', server.url, transportOf()),
      requestOf('?', { prefill: '```ts\n' }),
    );
    expect(completion).toMatchObject({ type: 'done', text: 'const a = 1;' });
  });

  test('an answer shorter than the prefill is not swallowed', async () => {
    const server = await start({ answer: () => [say('``')] });
    const { completion } = await call(
      scriptedModel('openai', server.url, transportOf()),
      requestOf('?', { prefill: '```ts\n' }),
    );
    expect(completion).toMatchObject({ type: 'done', text: '``' });
  });
});
