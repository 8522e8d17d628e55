import * as http from 'node:http';
import type * as net from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/node/clock.ts';
import { createFetch, downloadLimits, readEndpoint, shown, turnLimits } from '../../src/node/http.ts';

vi.setConfig({ testTimeout: 30_000 });

const servers: (http.Server | net.Server)[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if (server instanceof http.Server) server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});

async function serve(listener: http.RequestListener): Promise<string> {
  const server = http.createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

const fetch = createFetch(turnLimits, systemClock());

describe('our fetch', () => {
  test('is a fetch: method, headers and body go, status, headers and body come', async () => {
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(201, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
        const { method, headers } = request;
        response.end(JSON.stringify({ method, headers, body: Buffer.concat(chunks).toString() }));
      });
    });
    const response = await fetch(new URL('/v1/x?y=1', url), {
      method: 'POST',
      headers: { 'x-api-key': 'k', 'Content-Type': 'application/json' },
      body: '{"text":"日本語"}',
    });
    expect(response.status).toBe(201);
    expect(response.ok).toBe(true);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.json()).toMatchObject({
      method: 'POST',
      body: '{"text":"日本語"}',
      headers: {
        'x-api-key': 'k',
        'accept-encoding': 'identity',
        connection: 'close',
        'content-length': '20',
      },
    });
  });

  test('takes a Request, and hands errors of status back as responses', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end('no'));
    const response = await fetch(new Request(url));
    expect(response.ok).toBe(false);
    expect(await response.text()).toBe('no');
  });

  test('an abort fails the request, and the body that is being read, with the reason', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/body') response.write('begin');
    });
    const reason = new Error('enough');
    const first = new AbortController();
    const waiting = fetch(url, { signal: first.signal });
    first.abort(reason);
    await expect(waiting).rejects.toBe(reason);

    const second = new AbortController();
    const response = await fetch(`${url}/body`, { signal: second.signal });
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('begin');
    const rest = reader?.read();
    second.abort(reason);
    await expect(rest).rejects.toBe(reason);
    await expect(fetch(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('what came before a break is read before the break is', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('all that came', () => response.socket?.destroySoon());
    });
    const response = await fetch(url);
    const reader = response.body?.getReader();
    // The break has long been here when the reading begins.
    await new Promise<void>((resolve) => void setTimeout(resolve, 50));
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('all that came');
    await expect(reader?.read()).rejects.toMatchObject({ failure: 'incomplete' });
  });

  test('a reader who is slow holds the sender back and loses nothing', async () => {
    const size = 40 * 1024 * 1024;
    let sent = 0;
    const url = await serve((_request, response) => {
      const more = (): void => {
        while (sent < size) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536, 0x61))) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const response = await createFetch(downloadLimits, systemClock())(url);
    const reader = response.body?.getReader();
    await reader?.read();
    await expect.poll(() => sent).toBeGreaterThan(0);
    const before = sent;
    await new Promise<void>((resolve) => void setTimeout(resolve, 100));
    expect(sent).toBeLessThan(size);
    expect(sent - before).toBeLessThan(size / 2);
    reader?.releaseLock();
    const rest: AsyncIterable<Uint8Array> | null = response.body;
    let read = 65_536;
    for await (const chunk of rest ?? []) read += chunk.byteLength;
    expect(read).toBeGreaterThanOrEqual(size);
  });

  test('a reader who leaves closes the connection', async () => {
    let closed: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await serve((_request, response) => {
      response.on('close', closed);
      response.write('endless');
    });
    const response = await fetch(url);
    await response.body?.cancel();
    await gone;
  });

  test('every request has a connection of its own', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('x');
    });
    for (let index = 0; index < 3; index += 1) await (await fetch(url)).text();
    expect(ports.size).toBe(3);
  });

  test('goes through a proxy that the environment names, where it is given one', async () => {
    const asked: string[] = [];
    const proxy = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.end('through');
    });
    const through = createFetch(downloadLimits, systemClock(), {
      proxyEnv: { http_proxy: proxy, HTTP_PROXY: proxy },
    });
    const response = await through('http://models.example/file');
    expect(await response.text()).toBe('through');
    expect(asked).toEqual(['http://models.example/file']);
  });
});

describe('addresses and words', () => {
  test.each([
    'file:///etc/passwd',
    'data:text/plain,x',
    'ws://127.0.0.1',
    'http://a:b@127.0.0.1',
    'nonsense',
  ])('%s is never asked', async (address) => {
    expect(readEndpoint(address).type).toBe('refused');
    await expect(fetch(address)).rejects.toMatchObject({ name: 'CallFailure', failure: 'unreachable' });
  });

  test('the words of another machine become one short line without control characters', () => {
    expect(shown('a\n\u001b[31mred\u202e\u0000 b')).toBe('a [31mred b');
    expect(shown('x'.repeat(1000))).toHaveLength(303);
  });
});
