import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerRows } from '../../src/cli/rows.ts';

/** Answers each row with itself, from input that comes in these pieces. */
async function echoed(pieces: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const output = new PassThrough();
  const said = text(output);
  await answerRows(Readable.from(pieces, { objectMode: false }), output, (row) => Promise.resolve({ row }));
  output.end();
  return (await said).split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}

describe('rows of JSON', () => {
  test('are answered one a line, in order; blank lines are none, and CRLF is an ending', async () => {
    expect(await echoed(['{"id":1}\r\n\n  \n{"id":2}'])).toEqual([{ row: { id: 1 } }, { row: { id: 2 } }]);
    expect(await echoed([])).toEqual([]);
  });

  test('may hold every character, also those that end a line elsewhere', async () => {
    const row = { id: 'a', path: 'a\u2028b\u2029c\u0085d\u000be', other: '日期 😀' };
    expect(await echoed([`${JSON.stringify(row)}\n`])).toEqual([{ row }]);
  });

  test('come whole wherever the input was cut', async () => {
    const row = { id: 'Grüße', text: '👩‍💻\u2028' };
    const bytes = new TextEncoder().encode(`${JSON.stringify(row)}\n${JSON.stringify(row)}`);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), async (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const pieces = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
        expect(await echoed(pieces.filter((piece) => piece.length > 0))).toEqual([{ row }, { row }]);
      }),
    );
  });

  test('are answered at once, also where the next one comes only then', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const done = answerRows(
      input,
      output,
      (row) => Promise.resolve({ row }),
      () => true,
    );
    for (const id of [1, 2, 3]) {
      input.write(`{"id":${id}}\n`);
      const [line] = (await once(output, 'data')) as [Buffer];
      expect(JSON.parse(line.toString())).toEqual({ row: { id } });
    }
    input.end();
    await done;
  });

  test('are worked on side by side only where they may be, a few at a time, and answered in order', async () => {
    const log: string[] = [];
    const waits: (() => void)[] = [];
    const answer = async (row: unknown): Promise<object> => {
      const { id } = row as { readonly id: string };
      log.push(`begun ${id}`);
      if (id !== 'alone') await new Promise<void>((go) => waits.push(go));
      log.push(`done ${id}`);
      return { id };
    };
    const rows = ['a', 'b', 'c', 'd', 'e', 'alone', 'f'].map((id) => `{"id":"${id}"}\n`);
    const output = new PassThrough();
    const said = text(output);
    const isBeside = (row: unknown): boolean => (row as { readonly id: string }).id !== 'alone';
    const done = answerRows(Readable.from([rows.join('')], { objectMode: false }), output, answer, isBeside);
    // The last that has begun is let go first.
    const finished = { is: false };
    void done.then(() => (finished.is = true));
    while (!finished.is) {
      await new Promise((turn) => setImmediate(turn));
      waits.pop()?.();
    }
    output.end();
    expect(
      (await said)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(['a', 'b', 'c', 'd', 'e', 'alone', 'f']);
    expect(log.slice(0, 4)).toEqual(['begun a', 'begun b', 'begun c', 'begun d']);
    const at = (words: string): number => log.indexOf(words);
    expect(at('begun alone')).toBeGreaterThan(
      Math.max(...['a', 'b', 'c', 'd', 'e'].map((id) => at(`done ${id}`))),
    );
    expect(at('begun f')).toBeGreaterThan(at('done alone'));
  });

  test('stay a few at a time behind rows that were alone', async () => {
    const most = { now: 0, ever: 0 };
    const answer = async (row: unknown): Promise<object> => {
      most.now += 1;
      most.ever = Math.max(most.ever, most.now);
      await new Promise((turn) => setImmediate(turn));
      most.now -= 1;
      return { row };
    };
    const rows = Array.from({ length: 40 }, (_, id) => `{"id":${id}}\n`).join('');
    const output = new PassThrough();
    const said = text(output);
    const isBeside = (row: unknown): boolean => (row as { readonly id: number }).id >= 20;
    await answerRows(Readable.from([rows], { objectMode: false }), output, answer, isBeside);
    output.end();
    expect((await said).split('\n').filter((line) => line !== '')).toHaveLength(40);
    expect(most.ever).toBe(4);
  });

  test('that are bad are said, and the rest is answered', async () => {
    const [bad, good] = await echoed(['{"id":\n{"id":2}\n']);
    expect(bad).toMatchObject({ id: null, error: expect.stringContaining('not JSON') as string });
    expect(good).toEqual({ row: { id: 2 } });
  });
});
