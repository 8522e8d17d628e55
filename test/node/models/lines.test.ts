import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { CallFailure } from '../../../src/node/callFailure.ts';
import { turnLimits } from '../../../src/node/http.ts';
import { gaugeLines } from '../../../src/node/lineGauge.ts';
import { readEvents, readJsonLines } from '../../../src/node/models/frames.ts';
import { readLines } from '../../../src/node/models/lines.ts';
import { growthOf, linear } from '../../support/growth.ts';

// The cores are shared with other suites; no limit of the tests themselves depends on real time.
vi.setConfig({ testTimeout: 60_000 });

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function responseOf(chunks: readonly Uint8Array[], type: string): Response {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': type } });
}

/** A transcript of about four kilobytes with every sort of character. */
function transcript(frame: (value: object) => string): Buffer {
  const words = ['where ', 'naïve ', '日付を', '解析する ', '🙂👩‍👩‍👧 ', 'a"b\\c ', '\u2028', '\n', '\t'];
  const pieces = Array.from({ length: 130 }, (_, index) =>
    frame({ index, text: words[index % words.length] }),
  );
  return Buffer.from(pieces.join(''));
}

describe('reading lines', () => {
  test('S28, S29 the objects are the same for a cut at every offset', async () => {
    const lines = transcript((value) => `${JSON.stringify(value)}\n`);
    const events = Buffer.concat([
      transcript((value) => `data: ${JSON.stringify(value)}\n\n`),
      Buffer.from('data: [DONE]\n\n'),
    ]);
    expect(lines.length).toBeGreaterThan(3000);
    const whole = JSON.stringify(
      await collect(readJsonLines(responseOf([lines], 'application/x-ndjson'), 'h')),
    );
    expect(JSON.parse(whole)).toHaveLength(130);
    for (let at = 0; at <= lines.length; at += 1) {
      const cut = [lines.subarray(0, at), lines.subarray(at)];
      const read = await collect(readJsonLines(responseOf(cut, 'application/x-ndjson'), 'h'));
      if (JSON.stringify(read) !== whole) throw new Error(`a cut at ${at} changes the lines`);
    }
    for (let at = 0; at <= events.length; at += 1) {
      const cut = [events.subarray(0, at), events.subarray(at)];
      const read = await collect(readEvents(responseOf(cut, 'text/event-stream'), 'h'));
      if (JSON.stringify(read) !== whole) throw new Error(`a cut at ${at} changes the events`);
    }
  }, 60_000);

  test('lines are those of the text, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll('\ufeff', '')),
        fc.array(fc.nat(100), { maxLength: 6 }),
        async (text, cuts) => {
          const whole = Buffer.from(text);
          const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort((a, b) => a - b);
          const chunks = at.slice(1).map((to, index) => whole.subarray(at[index] ?? 0, to));
          const expected = whole
            .toString()
            .split('\n')
            .map((line) => line.replace(/\r$/u, ''));
          if (expected.at(-1) === '' && !whole.toString().endsWith('\r')) expected.pop();
          expect(await collect(readLines(chunksOf(chunks)))).toEqual(expected);
        },
      ),
    );
  });

  test('S30 the time for one long line grows with its length, not with its square', async () => {
    const chunk = Buffer.alloc(1024, 0x78);
    const read = async (chunks: number): Promise<void> => {
      const [line] = await collect(readLines(chunksOf(Array.from({ length: chunks }, () => chunk))));
      expect(line).toHaveLength(chunks * chunk.length);
    };
    expect(await growthOf(read, 1024)).toBeLessThan(linear);
  }, 30_000);

  test('a flood of lines lets the event loop turn', async () => {
    let turns = 0;
    let reading = true;
    const spin = (): void => {
      turns += 1;
      if (reading) setImmediate(spin);
    };
    setImmediate(spin);
    await collect(readLines(chunksOf([Buffer.from('{}\n'.repeat(64_000))])));
    reading = false;
    expect(turns).toBeGreaterThan(500);
  });
});

describe('measuring a body', () => {
  const ndjson = 'application/x-ndjson';
  const stream = 'text/event-stream; charset=utf-8';

  test.each([
    ['a whole line', ndjson, ['{"a":1}\n'], ['progress']],
    ['a line in pieces', ndjson, ['{"a"', ':1}', '\n'], ['nothing', 'nothing', 'progress']],
    ['blank lines', ndjson, ['\n\r\n', '\r', '\n'], ['nothing', 'nothing', 'nothing']],
    ['a colon is no comment in JSON lines', ndjson, [':x\n'], ['progress']],
    ['a comment', stream, [': keep', '-alive\n', '\n'], ['nothing', 'life', 'nothing']],
    ['a ping', stream, ['event: ping\ndata: {}\n', '\n'], ['life', 'nothing']],
    [
      'a ping in pieces',
      stream,
      ['event:', ' ping\n', 'data: {"type":"ping"}\n\n'],
      ['nothing', 'life', 'life'],
    ],
    ['an event after a ping', stream, ['event: ping\n\ndata: {"a":1}\n'], ['progress']],
    ['an event that only begins like a ping', stream, ['event: pin\n'], ['progress']],
    ['one JSON value', 'application/json', ['{', '}\n'], ['life', 'life']],
  ])('%s', (_name, type, chunks, expected) => {
    const gauge = gaugeLines(type, turnLimits);
    expect(chunks.map((chunk) => gauge.feed(Buffer.from(chunk)).type)).toEqual(expected);
  });

  test('caps the line, the event, the lines and the whole', () => {
    const limits = { maxBytes: 100, maxLineBytes: 20, maxLines: 5 };
    const feed = (type: string, ...chunks: string[]): string[] => {
      const gauge = gaugeLines(type, limits);
      return chunks.map((chunk) => gauge.feed(Buffer.from(chunk)).type);
    };
    expect(feed(ndjson, 'x'.repeat(20), 'x')).toEqual(['nothing', 'too-big']);
    expect(feed(ndjson, `${'x'.repeat(20)}\n${'x'.repeat(20)}\n`)).toEqual(['progress']);
    expect(feed(stream, 'data: 123\n', 'data: 456\n', 'data: 7\n')).toEqual([
      'progress',
      'progress',
      'too-big',
    ]);
    expect(feed(stream, 'data: 123\n', 'data: 456\n\n', 'data: 7\n')).toEqual([
      'progress',
      'progress',
      'progress',
    ]);
    expect(feed(ndjson, 'a\nb\nc\nd\ne\n', 'f\n')).toEqual(['progress', 'too-big']);
    expect(feed('application/json', 'x'.repeat(100), 'x')).toEqual(['life', 'too-big']);
  });
});

describe('frames', () => {
  test.each([
    ['application/x-ndjson', '{"a":1}\n{"b":', 'protocol-error'],
    ['application/x-ndjson', '<html>', 'protocol-error'],
    ['application/x-ndjson', '7\n', 'protocol-error'],
    ['application/x-ndjson', '{"error":"out of memory"}\n', 'model-error'],
    ['image/png', '{}\n', 'protocol-error'],
  ])('%s %s ends in %s', async (type, body, failure) => {
    const read = collect(readJsonLines(responseOf([Buffer.from(body)], type), 'host'));
    await expect(read).rejects.toMatchObject({ failure });
    await expect(read).rejects.toBeInstanceOf(CallFailure);
  });

  test('an error that is null is none', async () => {
    const read = collect(readJsonLines(responseOf([Buffer.from('{"error":null}')], ''), 'host'));
    expect(await read).toEqual([{ error: null }]);
  });
});
