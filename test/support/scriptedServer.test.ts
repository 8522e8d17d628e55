import * as net from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  bytes,
  close,
  fail,
  finish,
  forever,
  hangUp,
  head,
  latch,
  reset,
  say,
  stall,
  startScriptedServer,
  thinkFor,
  wire,
  type ScriptedServer,
  type ServerOptions,
} from './scriptedServer.ts';

vi.setConfig({ testTimeout: 30_000 });

const servers: ScriptedServer[] = [];
async function start(
  options: Partial<ServerOptions> & Pick<ServerOptions, 'answer'>,
): Promise<ScriptedServer> {
  const server = await startScriptedServer(options);
  servers.push(server);
  return server;
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const ask = {
  messages: [
    { role: 'system', content: 'be brief' },
    { role: 'user', content: 'where?' },
  ],
};

async function post(
  server: ScriptedServer,
  path: string,
  body: object = ask,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function get(server: ScriptedServer, path: string): Promise<unknown> {
  return (await fetch(`${server.url}${path}`)).json();
}

/** What a client that knows nothing of HTTP receives until the connection ends. */
function rawAnswer(port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => resolve(`${text}<reset>`));
    socket.on('close', () => resolve(text));
  });
}

describe('the scripted server', () => {
  test('speaks Ollama', async () => {
    const server = await start({ answer: (request) => `you said ${request.ask}` });
    const lines = (await (await post(server, '/api/chat')).text())
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { message: { content: 'you said where?' }, done: false },
      { done: true, done_reason: 'stop', eval_count: 1 },
    ]);
    expect(await get(server, '/api/tags')).toMatchObject({ models: [{ name: 'scripted-coder:latest' }] });
    expect(await get(server, '/api/version')).toHaveProperty('version');
    expect(await get(server, '/api/ps')).toMatchObject({ models: [{ context_length: 32_768 }] });
    expect(await (await post(server, '/api/show', { model: 'scripted-coder:latest' })).json()).toMatchObject({
      capabilities: ['completion'],
    });
    expect((await post(server, '/api/show', { model: 'other' })).status).toBe(404);
  });

  test('speaks the OpenAI protocol', async () => {
    const server = await start({ answer: [{ json: { kind: 'read' } }] });
    const text = await (await post(server, '/v1/chat/completions')).text();
    expect(
      text
        .split('\n\n')
        .map((event) => event.slice(0, 6))
        .filter((event) => event !== ''),
    ).toHaveLength(4);
    expect(text).toContain(String.raw`"content":"{\"kind\":\"read\"}"`);
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
    expect(await get(server, '/v1/models')).toMatchObject({ data: [{ id: 'scripted-coder:latest' }] });
  });

  test('tells a script what was asked', async () => {
    const schema = { type: 'object' };
    const server = await start({ answer: () => 'x' });
    const messages = [...ask.messages, { role: 'assistant', content: '```ts\n' }];
    await (await post(server, '/api/chat', { messages, format: schema })).text();
    await (
      await post(server, '/v1/chat/completions', { messages, response_format: { json_schema: { schema } } })
    ).text();
    for (const request of server.requests) {
      expect(request).toMatchObject({
        turn: true,
        ask: 'where?',
        prefill: '```ts\n',
        schema,
        prompt: 'be brief\n\nwhere?\n\n```ts\n',
      });
    }
    expect(server.requests.map((request) => request.dialect)).toEqual(['ollama', 'openai']);
  });

  test("says a text in pieces, an end of one's own, an error", async () => {
    const server = await start({
      answer: [
        [say('a b c', 'words'), finish({ reason: 'length', promptTokens: 5 })],
        [say('né', 'characters')],
        [say('x'), fail('out of memory')],
      ],
    });
    const contents = async (): Promise<string> => (await post(server, '/api/chat')).text();
    const first = await contents();
    expect([...first.matchAll(/"content":"([^"]*)"/gu)].map((match) => match[1])).toEqual([
      'a',
      ' b',
      ' c',
      '',
    ]);
    expect(first).toContain('"done_reason":"length","prompt_eval_count":5,"eval_count":3');
    expect([...(await contents()).matchAll(/"content":"([^"]*)"/gu)].map((match) => match[1])).toEqual([
      'n',
      'é',
      '',
    ]);
    expect((await contents()).trimEnd().endsWith('{"error":"out of memory"}')).toBe(true);
  });

  test('waits for a latch, before the headers and in between', async () => {
    const [before, between] = [latch(), latch()];
    const server = await start({
      answer: () => [thinkFor(before.opened), say('one'), thinkFor(between.opened), say('two')],
    });
    const running = post(server, '/api/chat');
    await server.requested((request) => request.turn);
    before.open();
    const reader = (await running).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain('one');
    between.open();
    let rest = '';
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
      rest += Buffer.from(next.value).toString();
    expect(rest).toContain('two');
  });

  test('misbehaves on the wire as it is told', async () => {
    const server = await start({
      answer: [
        [wire('not http'), hangUp()],
        [head({ status: 204, headers: { 'x-a': '1' } }), close()],
        [say('half'), hangUp()],
        [bytes('raw'), close()],
        [say('x'), reset()],
      ],
    });
    const body = JSON.stringify(ask);
    const request = `POST /api/chat HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    expect(await rawAnswer(server.port, request)).toBe('not http');
    expect(await rawAnswer(server.port, request)).toMatch(/^HTTP\/1\.1 204 .*x-a: 1/su);
    const half = await rawAnswer(server.port, request);
    expect(half).toContain('half');
    expect(half).not.toContain('"done":true');
    const raw = await rawAnswer(server.port, request);
    expect(raw).toContain('raw');
    expect(raw).not.toContain('"done":true');
    expect(await rawAnswer(server.port, request)).toContain('<reset>');
  });

  test('stalls, and goes on for ever, until the client goes', async () => {
    const server = await start({
      answer: (request) => (request.ask === 'stall' ? [stall()] : [forever('la ')]),
    });
    for (const word of ['stall', 'sing']) {
      const stop = new AbortController();
      const running = post(
        server,
        '/api/chat',
        { messages: [{ role: 'user', content: word }] },
        stop.signal,
      ).then(async (response) => {
        const body: AsyncIterable<Uint8Array> | null = response.body;
        for await (const chunk of body ?? []) if (chunk.length > 0) stop.abort();
      });
      const request = await server.requested((seen) => seen.ask === word);
      if (word === 'stall') stop.abort();
      await expect(running).rejects.toThrow();
      await request.closed;
    }
    await expect.poll(() => server.connections(), { timeout: 10_000 }).toBe(0);
  });

  test('cuts what it writes', async () => {
    const server = await start({
      answer: () => 'text',
      cut: (content) => [...content].map((byte) => Buffer.from([byte])),
    });
    const response = await post(server, '/api/chat');
    expect(await response.text()).toContain('"content":"text"');
  });

  test('a protocol that is off, and an interception, answer as told', async () => {
    const server = await start({
      answer: () => 'x',
      ollama: null,
      openai: null,
      intercept: (request) => (request.path === '/odd' ? [head({ status: 418 }), close()] : undefined),
    });
    expect((await fetch(`${server.url}/api/tags`)).status).toBe(404);
    expect((await fetch(`${server.url}/v1/models`)).status).toBe(404);
    expect((await fetch(`${server.url}/odd`)).status).toBe(418);
  });

  test('close ends what is open', async () => {
    const server = await startScriptedServer({ answer: () => [stall()] });
    const running = post(server, '/api/chat');
    await server.requested((request) => request.turn);
    await server.close();
    await expect(running).rejects.toThrow();
  });
});
