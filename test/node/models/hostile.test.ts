import * as net from 'node:net';
import * as zlib from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ModelFailure } from '../../../src/core/model.ts';
import type { HttpLimits } from '../../../src/node/http.ts';
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
  type Script,
  type ScriptedServer,
  type Step,
} from '../../support/scriptedServer.ts';
import { manualClock, settle } from './manualClock.ts';
import { call, dialects, requestOf, scriptedModel, transportOf, type DialectName } from './servers.ts';

// The cores are shared with other suites; no limit of the tests themselves depends on real time.
vi.setConfig({ testTimeout: 60_000 });

const rejections: unknown[] = [];
const onRejection = (reason: unknown): void => {
  rejections.push(reason);
};
beforeAll(() => {
  process.on('unhandledRejection', onRejection);
});
afterAll(() => {
  process.off('unhandledRejection', onRejection);
});

const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function start(script: Script, dialect: DialectName = 'ollama'): Promise<ScriptedServer> {
  const server = await startScriptedServer({ answer: () => script });
  servers.push(server);
  expect(dialects).toContain(dialect);
  return server;
}

/** Plays a script and asserts what holds on every row (I2, I4, I5 and no false completion: I3). */
async function outcome(
  dialect: DialectName,
  script: Script,
  limits: Partial<HttpLimits> = {},
  maxTokens = 4000,
): Promise<{ outcome: ModelFailure | 'done' | 'aborted'; text: string; message: string }> {
  const server = await start(script, dialect);
  const turns = watchTurns();
  const { completion, shown } = await call(
    scriptedModel(dialect, server.url, transportOf(undefined, limits)),
    requestOf('go on', { maxTokens }),
  );
  const most = turns.end();
  const turn = server.requests.findLast((request) => request.turn);
  await turn?.closed;
  await settle();
  expect(rejections).toEqual([]);
  expect(await server.connections()).toBe(0);
  // I5: the event loop turns all the time, however fast the answer comes. In turns, since in time the server of the
  // test, which is in this process too, would be measured with it.
  expect(most).toBeLessThan(500);
  const text = completion.type === 'done' ? completion.text : completion.partial;
  expect(shown).toBe(text);
  if (completion.type !== 'failed') return { outcome: completion.type, text, message: '' };
  expect(completion.message.length).toBeGreaterThan(10);
  expect(completion.message.length).toBeLessThan(700);
  return { outcome: completion.failure, text, message: completion.message };
}

/** The most objects that were parsed in one turn of the event loop, until `end`. */
function watchTurns(): { end(): number } {
  const parse = JSON.parse;
  let most = 0;
  let parsed = 0;
  const spy = vi.spyOn(JSON, 'parse').mockImplementation((...args: Parameters<typeof parse>): unknown => {
    if (parsed === 0) setImmediate(() => (parsed = 0));
    parsed += 1;
    most = Math.max(most, parsed);
    return parse(...args);
  });
  return {
    end: () => {
      spy.mockRestore();
      return most;
    },
  };
}

/** The wire form of a piece of text, to be damaged. */
function framed(dialect: DialectName, text: string): string {
  return dialect === 'ollama'
    ? `${JSON.stringify({ message: { role: 'assistant', content: text }, done: false })}\n`
    : `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text } }] })}\n\n`;
}

function terminal(dialect: DialectName): string {
  return dialect === 'ollama'
    ? `${JSON.stringify({ message: { content: '' }, done: true, done_reason: 'stop' })}\n`
    : `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`;
}

function typeOf(dialect: DialectName): string {
  return dialect === 'ollama' ? 'application/x-ndjson' : 'text/event-stream';
}

function http(dialect: DialectName, headers: string, body: string): Step {
  return wire(`HTTP/1.1 200 OK\r\nContent-Type: ${typeOf(dialect)}\r\n${headers}\r\n${body}`);
}

describe.each(dialects)('connection faults in %s', (dialect) => {
  test('S01 nothing listens: unreachable before any limit of time', async () => {
    const server = await startScriptedServer({ answer: [] });
    await server.close();
    const stopped = manualClock();
    const { completion } = await call(
      scriptedModel(dialect, server.url, transportOf(stopped)),
      requestOf('?'),
    );
    expect(completion).toMatchObject({ type: 'failed', failure: 'unreachable' });
    expect(completion.type === 'failed' && completion.message).toContain(`127.0.0.1:${server.port}`);
    expect(stopped.pending()).toBe(0);
  });

  test('S02 closes before any header: unreachable after one more try on a new socket', async () => {
    let connections = 0;
    const server = net.createServer((socket) => {
      connections += 1;
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { completion } = await call(
      scriptedModel(dialect, `http://127.0.0.1:${port}`, transportOf()),
      requestOf('?'),
    );
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(completion).toMatchObject({ type: 'failed', failure: 'unreachable' });
    expect(connections).toBe(2);
  });

  test('S03 never sends headers: first-byte-timeout at the limit, and a cancel in between works', async () => {
    const clock = manualClock();
    const server = await start([stall()]);
    const model = scriptedModel(dialect, server.url, transportOf(clock));
    const running = call(model, requestOf('?'));
    await server.requested((request) => request.turn);
    await clock.advance(599_000);
    expect(server.requests.filter((request) => request.turn)).toHaveLength(1);
    await clock.advance(2_000);
    expect((await running).completion).toMatchObject({ failure: 'first-byte-timeout' });
    expect(clock.pending()).toBe(0);

    const stop = new AbortController();
    const cancelled = call(model, requestOf('again'), stop.signal);
    await server.requested((request) => request.ask === 'again');
    stop.abort();
    expect((await cancelled).completion.type).toBe('aborted');
    expect(clock.pending()).toBe(0);
  });

  test('S03, S05 in real time with small limits', async () => {
    expect((await outcome(dialect, [stall()], { firstByteMs: 60 })).outcome).toBe('first-byte-timeout');
    expect((await outcome(dialect, [head(), stall()], { idleMs: 60 })).outcome).toBe('idle-timeout');
  });

  test('S04 a model that loads for 400 s answers in the end, and waiting is said meanwhile', async () => {
    const clock = manualClock();
    const loaded = latch();
    const server = await start([thinkFor(loaded.opened), say('ready')]);
    const running = call(scriptedModel(dialect, server.url, transportOf(clock)), requestOf('?'));
    await server.requested((request) => request.turn);
    await clock.advance(400_000);
    loaded.open();
    const { completion, progress } = await running;
    expect(completion).toMatchObject({ type: 'done', text: 'ready' });
    expect(progress.filter((event) => event.type === 'waiting').at(-1)).toMatchObject({
      message: expect.stringContaining('400 s'),
    });
    expect(server.requests.filter((request) => request.turn)).toHaveLength(1);
  });

  test('S05 headers, then silence: idle-timeout at 120 s', async () => {
    const clock = manualClock();
    const server = await start([head(), stall()]);
    let ended = false;
    const running = call(scriptedModel(dialect, server.url, transportOf(clock)), requestOf('?')).finally(
      () => {
        ended = true;
      },
    );
    await answered(server);
    await clock.advance(119_000);
    expect(ended).toBe(false);
    await clock.advance(2_000);
    expect((await running).completion).toMatchObject({ failure: 'idle-timeout' });
  });

  test('S06 a byte now and then and never a line: idle-timeout for want of progress', async () => {
    const clock = manualClock();
    const ticks = Array.from({ length: 8 }, latch);
    const server = await start([
      head(),
      ...ticks.flatMap((tick) => [thinkFor(tick.opened), bytes('x')]),
      stall(),
    ]);
    const running = call(scriptedModel(dialect, server.url, transportOf(clock)), requestOf('?'));
    await answered(server);
    for (const tick of ticks) {
      await clock.advance(30_000);
      tick.open();
      await arrive();
    }
    expect((await running).completion).toMatchObject({ failure: 'idle-timeout' });
    expect(clock.now()).toBeLessThanOrEqual(240_000);
  });

  test('S08 a reset in mid-line: incomplete, what was shown stays', async () => {
    const half = framed(dialect, 'second').slice(0, 20);
    const got = await outcome(dialect, [say('first '), bytes(half), thinkFor(arrive()), reset()]);
    expect(got).toMatchObject({ outcome: 'incomplete', text: 'first ' });
  });

  test('S09, S39 an orderly end without the terminal marker: incomplete', async () => {
    expect(await outcome(dialect, [say('all of it'), close()])).toMatchObject({
      outcome: 'incomplete',
      text: 'all of it',
    });
    expect(
      (await outcome(dialect, [say('cut '), bytes(framed(dialect, 'x').slice(0, -9)), hangUp()])).outcome,
    ).toBe('incomplete');
  });

  test('S10 fewer bytes than declared: incomplete', async () => {
    const script = [
      http(dialect, 'Content-Length: 1000\r\n', framed(dialect, 'eight')),
      thinkFor(arrive()),
      hangUp(),
    ];
    expect(await outcome(dialect, script)).toMatchObject({ outcome: 'incomplete', text: 'eight' });
  });

  test('S11 two different lengths, S12 a bad chunk size, S13 a huge header, S14 not HTTP: protocol-error', async () => {
    const chunked = http(dialect, 'Transfer-Encoding: chunked\r\n', `5\r\nhello\r\nzz\r\n`);
    const scripts: Script[] = [
      [http(dialect, 'Content-Length: 5\r\nContent-Length: 6\r\n', 'hello')],
      [chunked],
      [http(dialect, `X-Long: ${'a'.repeat(65_536)}\r\nContent-Length: 0\r\n`, '')],
      [wire('SSH-2.0-OpenSSH_9.2\r\n')],
    ];
    for (const script of scripts) expect((await outcome(dialect, script)).outcome).toBe('protocol-error');
  });

  test.each([301, 302, 303, 307, 308])(
    'S15, S16 a redirect with %d is refused, the other origin sees nothing',
    async (status) => {
      const other = await startScriptedServer({ answer: () => 'stolen' });
      servers.push(other);
      const got = await outcome(dialect, [
        head({ status, headers: { location: `${other.url}/api/chat` } }),
        close(),
      ]);
      expect(got.outcome).toBe('redirect-refused');
      expect(other.requests).toHaveLength(0);
    },
  );

  test.each(['http://169.254.169.254/latest', 'file:///etc/passwd'])(
    'S17 a redirect to %s is refused',
    async (location) => {
      expect((await outcome(dialect, [head({ status: 302, headers: { location } }), close()])).outcome).toBe(
        'redirect-refused',
      );
    },
  );

  test('S18 a body that inflates without end stops at the cap; a small compressed one is read', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const bomb = zlib.gzipSync(Buffer.alloc(40 * 1024 * 1024));
    const big = await outcome(dialect, [head({ headers }), bytes(bomb), stall()]);
    expect(big.outcome).toBe('too-big');
    const small = zlib.gzipSync(framed(dialect, 'small') + terminal(dialect));
    expect(await outcome(dialect, [head({ headers }), bytes(small), close()])).toMatchObject({
      outcome: 'done',
      text: 'small',
    });
    expect((await outcome(dialect, [head({ headers }), bytes('no gzip at all'), close()])).outcome).toBe(
      'protocol-error',
    );
  });

  test('S19 500 interim responses and then a good one', async () => {
    const body = framed(dialect, 'good') + terminal(dialect);
    const interim = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(500);
    const script = [wire(interim), http(dialect, `Content-Length: ${Buffer.byteLength(body)}\r\n`, body)];
    expect(await outcome(dialect, script)).toMatchObject({ outcome: 'done', text: 'good' });
  });

  test('S20 204 and an empty 200: incomplete', async () => {
    expect((await outcome(dialect, [head({ status: 204 }), close()])).outcome).toBe('incomplete');
    expect((await outcome(dialect, [head(), close()])).outcome).toBe('incomplete');
  });

  test('S21 a web page with 200: protocol-error that names the type and suspects a proxy', async () => {
    const page = [
      head({ headers: { 'content-type': 'text/html' } }),
      bytes('<!doctype html><p>Sign in'),
      close(),
    ];
    const got = await outcome(dialect, page);
    expect(got.outcome).toBe('protocol-error');
    expect(got.message).toMatch(/text\/html.*proxy/u);
    expect((await outcome(dialect, [bytes('<html>'), close()])).outcome).toBe('protocol-error');
  });

  test('S22 text/plain is read when it is the protocol after all', async () => {
    const headers = { 'content-type': 'text/plain' };
    const body = framed(dialect, 'plain') + terminal(dialect);
    expect(await outcome(dialect, [head({ headers }), bytes(body), close()])).toMatchObject({
      outcome: 'done',
      text: 'plain',
    });
    expect((await outcome(dialect, [head({ headers }), bytes('hello\n'), close()])).outcome).toBe(
      'protocol-error',
    );
  });

  test.each([400, 401, 403, 404, 413, 500])(
    'S27 status %d: http-error with the words of the server, one short line',
    async (status) => {
      const error = { error: `model "x" not found\n\u001b[31m${'long '.repeat(1000)}` };
      const got = await outcome(dialect, [
        head({ status, headers: { 'content-type': 'application/json' } }),
        bytes(JSON.stringify(error)),
        close(),
      ]);
      expect(got.outcome).toBe('http-error');
      expect(got.message).toContain(`status ${status}: model "x" not found [31mlong`);
      expect(got.message).not.toContain('\u001b');
    },
  );

  test('a refusal for too many requests is a class of its own', async () => {
    const got = await outcome(dialect, [head({ status: 429, headers: { 'retry-after': '7' } }), close()]);
    expect(got).toMatchObject({ outcome: 'rate-limited', message: expect.stringContaining('retry after 7') });
  });
});

describe.each(dialects)('framing in %s', (dialect) => {
  test('S28, S29 the same text wherever the bytes are cut', async () => {
    const body = Buffer.from(framed(dialect, 'naïve 中文 🙂 \u{1F468}\u200D\u{1F469}') + terminal(dialect));
    for (const size of [1, 2, 3, 5, 7, 64]) {
      const server = await startScriptedServer({
        answer: () => [bytes(body), close()],
        cut: (content) =>
          Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
            content.subarray(index * size, (index + 1) * size),
          ),
      });
      servers.push(server);
      const { completion } = await call(scriptedModel(dialect, server.url, transportOf()), requestOf('?'));
      expect(completion).toMatchObject({ type: 'done', text: 'naïve 中文 🙂 \u{1F468}\u200D\u{1F469}' });
    }
  });

  test('S30 a line that never ends: too-big at 1 MiB', async () => {
    const block = 'x'.repeat(65_536);
    const got = await outcome(dialect, [
      head(),
      bytes('{"a":"'),
      ...Array.from({ length: 64 }, () => bytes(block)),
      stall(),
    ]);
    expect(got.outcome).toBe('too-big');
    expect(got.message).toContain('1048576');
  });

  test('S31 endless tiny events: too-big at the cap of lines; endless tokens end at the cap of tokens', async () => {
    const blanks = dialect === 'ollama' ? '{}\n' : 'data: {}\n\n';
    const got = await outcome(dialect, [head(), bytes(blanks.repeat(20_000)), stall()], { maxLines: 10_000 });
    expect(got.outcome).toBe('too-big');
    const endless = await outcome(dialect, [forever('word ')], {}, 300);
    expect(endless.outcome).toBe('done');
    expect(endless.text.length).toBeLessThan(300 * 4 * 6);
  });

  test('S31 a flood of tiny lines below the cap is read in many turns', async () => {
    const flood = framed(dialect, 'a').repeat(3_000) + terminal(dialect);
    expect(await outcome(dialect, [head(), bytes(flood), close()])).toMatchObject({
      outcome: 'done',
      text: 'a'.repeat(3_000),
    });
  });

  test('S32 blank lines, CRLF and a byte order mark are read; two objects on a line are not', async () => {
    const body = `\ufeff\r\n${framed(dialect, 'one').replace(/\n/gu, '\r\n')}\r\n${terminal(dialect)}`;
    expect(await outcome(dialect, [bytes(body), close()])).toMatchObject({ outcome: 'done', text: 'one' });
    const two =
      framed(dialect, 'one').trimEnd() + framed(dialect, 'two').replace('data: ', '') + terminal(dialect);
    expect((await outcome(dialect, [bytes(two), close()])).outcome).toBe('protocol-error');
  });

  test('S33 a malformed line among good ones: protocol-error, never skipped', async () => {
    const bad = framed(dialect, 'lost').replace('"content"', 'content');
    const got = await outcome(dialect, [say('kept '), bytes(bad), say('later'), finish()]);
    expect(got).toMatchObject({ outcome: 'protocol-error', text: 'kept ' });
  });

  test('S34, S36 an error inside the stream: model-error with its words', async () => {
    const got = await outcome(dialect, [say('so far '), fail('llama runner has terminated'), finish()]);
    expect(got).toMatchObject({
      outcome: 'model-error',
      text: 'so far ',
      message: expect.stringContaining('llama runner'),
    });
  });

  test('S40 what comes after the terminal marker is dropped', async () => {
    const got = await outcome(dialect, [say('answer'), finish(), say(' and more'), fail('late')]);
    expect(got).toMatchObject({ outcome: 'done', text: 'answer' });
  });

  test('S41 the other protocol than expected: protocol-error that says which it looks like', async () => {
    const other = dialect === 'ollama' ? 'openai' : 'ollama';
    const headers = { 'content-type': typeOf(other) };
    const got = await outcome(dialect, [
      head({ headers }),
      bytes(framed(other, 'x') + terminal(other)),
      close(),
    ]);
    expect(got.outcome).toBe('protocol-error');
    expect(got.message).toMatch(dialect === 'ollama' ? /OpenAI/u : /Ollama/u);
  });

  test('S42 bytes that are not UTF-8 show as U+FFFD', async () => {
    const [before = '', after = ''] = framed(dialect, 'a|b').split('|');
    const body = Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xc3]), Buffer.from(after)]);
    expect(await outcome(dialect, [bytes(body), finish()])).toMatchObject({
      outcome: 'done',
      text: 'a\ufffd\ufffdb',
    });
  });

  test('S43 answers of another shape: protocol-error', async () => {
    const wrong =
      dialect === 'ollama'
        ? '{"message":{"content":7},"done":false}\n'
        : 'data: {"choices":[{"delta":{"content":7}}]}\n\n';
    expect((await outcome(dialect, [bytes(wrong), finish()])).outcome).toBe('protocol-error');
    const list = dialect === 'ollama' ? '[1,2]\n' : 'data: [1,2]\n\n';
    expect((await outcome(dialect, [say('x'), bytes(list), finish()])).outcome).toBe('protocol-error');
  });
});

describe('event streams', () => {
  test('S07 comments keep a stream alive for 600 s and no longer', async () => {
    const clock = manualClock();
    const ticks = Array.from({ length: 12 }, latch);
    const server = await start([
      head(),
      ...ticks.flatMap((tick) => [thinkFor(tick.opened), bytes(': ping\n\n')]),
      stall(),
    ]);
    const running = call(scriptedModel('openai', server.url, transportOf(clock)), requestOf('?'));
    await answered(server);
    for (const tick of ticks) {
      await clock.advance(60_000);
      tick.open();
      await arrive();
    }
    expect((await running).completion).toMatchObject({ failure: 'idle-timeout' });
    expect(clock.now()).toBeGreaterThanOrEqual(600_000);
  });

  test('S35 an error field before [DONE]: model-error', async () => {
    const got = await outcome('openai', [
      say('half '),
      bytes('error: {"code":500,"message":"context shift is disabled"}\n\n'),
      finish(),
    ]);
    expect(got).toMatchObject({
      outcome: 'model-error',
      message: expect.stringContaining('context shift is disabled'),
    });
  });

  test('S38 unknown events and fields are passed over', async () => {
    const odd = 'event: hello\nid: 7\nfancy: yes\ndata: {"choices":[],"extra":1}\n\n';
    expect(await outcome('openai', [bytes(odd), say('fine'), finish()])).toMatchObject({
      outcome: 'done',
      text: 'fine',
    });
  });

  test('S43 text after the end, or of a second choice: protocol-error', async () => {
    const stop = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n';
    expect((await outcome('openai', [say('a'), bytes(stop), say('b'), finish()])).outcome).toBe(
      'protocol-error',
    );
    const second = 'data: {"choices":[{"index":1,"delta":{"content":"b"}}]}\n\n';
    expect((await outcome('openai', [say('a'), bytes(second), finish()])).outcome).toBe('protocol-error');
  });

  test('a stream whose [DONE] comes without a reason: incomplete', async () => {
    expect((await outcome('openai', [say('a'), bytes('data: [DONE]\n\n'), close()])).outcome).toBe(
      'incomplete',
    );
  });
});

test('a turn that makes progress for ever ends at the limit of the whole turn', async () => {
  const clock = manualClock();
  const ticks = Array.from({ length: 14 }, latch);
  const server = await start([
    head(),
    ...ticks.flatMap((tick) => [thinkFor(tick.opened), say('w')]),
    stall(),
  ]);
  const running = call(scriptedModel('ollama', server.url, transportOf(clock)), requestOf('?'));
  await answered(server);
  for (const tick of ticks) {
    await clock.advance(100_000);
    tick.open();
    await arrive();
  }
  expect((await running).completion).toMatchObject({ failure: 'turn-timeout' });
});

/** Settles when bytes that a loopback peer was made to write have been read on this side. */
async function arrive(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = net.createServer((socket) => socket.pipe(socket));
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const client = net.connect(port, '127.0.0.1', () => client.write('x'));
      client.on('error', reject);
      client.once('data', () => {
        client.destroy();
        server.close(() => resolve());
      });
    });
  });
}

/** Settles when the headers of a scripted turn have been read on this side. */
async function answered(server: ScriptedServer): Promise<void> {
  await server.requested((request) => request.turn);
  await arrive();
}
