import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runEventSchema, type RunEvent } from '../../src/core/events.ts';
import { planAsk } from '../../src/core/plan/ask.ts';
import { viewEventOf } from '../../src/editor/projection.ts';
import { askAtMost, most, receiveFromHost, viewEventSchema, type ViewFile } from '../../src/protocol.ts';
import { growthOf, linear } from '../support/growth.ts';
import { memoryHouse } from '../support/memoryHouse.ts';
import { drafted, judged, modified, planned, verdict } from './events.ts';
import { scenes } from './scenes.ts';

/**
 * No event may be larger, whatever a worker, a file or a person put into it: this is six bytes for each character, as
 * JSON writes the worst of them. A common event has a few hundred bytes.
 */
const bytesAtMost = 3_000_000;

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

test('the scenes are events as the ledger keeps them', () => {
  for (const event of Object.values(scenes).flat())
    expect(runEventSchema.safeParse(event).success, event.type).toBe(true);
});

/** An event of every sort, with this text wherever a text can stand. */
function eventsWith(text: string): RunEvent[] {
  const many = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const place = { path: text, line: 7 };
  const words = many(100, () => text);
  return [
    { type: 'asked', run: 'r', text, via: text, wall: text },
    planned(
      'r',
      many(50, () => ({ task: 't', kind: text, title: text, input: { intent: text } })),
      words,
    ),
    {
      type: 'offered',
      run: 'r',
      question: text,
      choices: many(30, () => ({ label: text, detail: text, task: { kind: text } })),
    },
    { type: 'declined', run: 'r', reason: text, next: text },
    { type: 'delegated', run: 'r', task: 't', worker: text, digest: text, attempt: 1 },
    { type: 'progress', run: 'r', task: 't', text, waiting: false },
    { type: 'progress', run: 'r', task: 't', text, waiting: true },
    drafted('r', 't', {
      claims: many(300, () => ({ id: text, text, place, support: many(20, () => place) })),
      worker: text,
      result: { hits: many(500, (index) => ({ path: text, line: index + 1, text })) },
      changeSet: { files: many(30, () => modified(text, `${text}\n`.repeat(20), `${text}!\n`.repeat(90))) },
    }),
    {
      type: 'fell',
      run: 'r',
      task: 't',
      worker: text,
      reason: text,
      spent: { promptTokens: 1, outputTokens: 1, ms: 1 },
    },
    judged(
      'r',
      't',
      verdict('refuted', {
        findings: many(100, () => ({
          check: text,
          level: 'fail' as const,
          claim: text,
          ...place,
          message: text,
        })),
        checks: many(100, () => [text, 'fail'] as const),
        proves: words,
        unproven: words,
      }),
      { answer: text, worker: text, shown: many(50, () => place) },
    ),
    { type: 'held', run: 'r', task: 't', hash: 'f'.repeat(64), missing: words },
    { type: 'denied', run: 'r', task: 't', reasons: words },
    {
      type: 'applied',
      run: 'r',
      task: 't',
      by: 'override',
      hash: 'h',
      wall: text,
      files: many(80, () => ({ path: text, sha256: 'x', saved: true })),
    },
    { type: 'unwritten', run: 'r', task: 't', reason: text, stale: true },
    { type: 'discarded', run: 'r', task: 't' },
    {
      type: 'undone',
      run: 'r',
      task: 't',
      restored: many(80, () => ({ path: text, saved: false })),
      left: many(80, () => ({ path: text, reason: text })),
      wall: text,
    },
    { type: 'staled', run: 'r', task: 't', path: text },
    { type: 'ended', run: 'r', outcome: 'failed', reason: text },
  ];
}

test('an event is small and well-formed however large what it tells of is', () => {
  const characters = fc.constantFrom('a', '漢', '𝒳', '"', '\u0000', '\u202e', '\n', '\ud800');
  fc.assert(
    fc.property(characters, fc.integer({ min: 0, max: 3_000 }), (character, size) => {
      for (const event of eventsWith(character.repeat(size))) {
        const slim = viewEventOf(event);
        const parsed = viewEventSchema.safeParse(slim);
        expect(parsed.success, `${event.type}: ${parsed.error?.message}`).toBe(true);
        expect(bytes(slim), event.type).toBeLessThan(bytesAtMost);
      }
    }),
    { numRuns: 15 },
  );
});

test('what a result holds beyond its lines never goes to the page', () => {
  const secret = 'sk-planted-0123456789';
  const event = drafted('r', 't', {
    result: {
      edits: [{ path: 'a.ts', search: secret, replace: secret }],
      hits: [{ path: 'a.ts', line: 1, text: 'x' }],
      note: secret,
    },
  });
  const sent = JSON.stringify(viewEventOf(event));
  expect(sent).not.toContain(secret);
  expect(sent).toContain('"lineCount":1');
});

test('lines are found in the results of every kind, counted whole and sent in part', () => {
  const hits = Array.from({ length: 2_000 }, (_, index) => ({ path: 'a.ts', line: index + 1, text: 'x' }));
  const search = viewEventOf(drafted('r', 't', { result: { hits, total: 2_000 } }));
  const read = viewEventOf(
    drafted('r', 't', {
      result: { statements: [{ text: 'no place', quotes: [{ path: 'b.ts', line: 3, quote: 'q' }] }] },
    }),
  );
  const extract = viewEventOf(
    drafted('r', 't', { result: { items: [{ value: 'v', path: 'c.ts', line: 4, quote: 'v here' }] } }),
  );
  if (search.type !== 'drafted' || read.type !== 'drafted' || extract.type !== 'drafted')
    throw new Error('other events');
  expect([search.lines.length, search.lineCount]).toEqual([most.lines, 2_000]);
  expect(read.lines).toEqual([{ path: 'b.ts', line: 3, text: 'q' }]);
  expect(extract.lines).toEqual([{ path: 'c.ts', line: 4, text: 'v here' }]);
});

test('text is cut between characters, never through one', () => {
  const event = viewEventOf({ type: 'declined', run: 'r', reason: '𝒳'.repeat(3_000), next: '' });
  if (event.type !== 'declined') throw new Error('another event');
  expect(event.reason.isWellFormed()).toBe(true);
  expect(event.reason.endsWith('…')).toBe(true);
});

function diffOf(base: string, content: string): ViewFile {
  const event = viewEventOf(drafted('r', 't', { changeSet: { files: [modified('a.ts', base, content)] } }));
  const file = event.type === 'drafted' ? event.change?.files[0] : undefined;
  if (file === undefined) throw new Error('no file');
  return file;
}

test('a small change is a small diff, with the lines around it', () => {
  const file = diffOf('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nD\ne\nf\n');
  expect(file).toMatchObject({ added: 1, removed: 1, cut: 0 });
  expect(file.hunks).toEqual([{ line: 2, rows: [' b', ' c', '-d', '+D', ' e', ' f'] }]);
});

test('line endings are not part of what is shown, unless they are what changes', () => {
  expect(diffOf('a\r\nb\r\n', 'a\r\nB\r\n').hunks[0]?.rows).toEqual([' a', '-b', '+B']);
  expect(diffOf('a\r\nb\r\n', 'a\nb\n').hunks[0]?.rows).toContain('-a\r');
});

test('a new file, an empty file and a file without a final newline have diffs', () => {
  expect(diffOf('', 'a\nb\n')).toMatchObject({ added: 2, removed: 0, hunks: [{ rows: ['+a', '+b'] }] });
  expect(diffOf('a\n', '')).toMatchObject({ added: 0, removed: 1 });
  expect(diffOf('a\nb', 'a\nc').hunks[0]?.rows).toEqual([' a', '-b', '+c']);
});

test('a change of hundreds of lines is counted and cut, a rewritten file is said to be one', () => {
  const lines = Array.from({ length: 250 }, (_, index) => `line ${index}`);
  const many = diffOf(`${lines.join('\n')}\n`, `${lines.map((row) => `${row}!`).join('\n')}\n`);
  expect(many).toMatchObject({ added: 250, removed: 250 });
  expect(many.hunks.flatMap((hunk) => hunk.rows)).toHaveLength(most.diffLines);
  expect(many.cut).toBe(500 - most.diffLines);
  const other = Array.from({ length: 3_000 }, (_, index) => `other ${index}`).join('\n');
  expect(diffOf(Array.from({ length: 3_000 }, (_, index) => `line ${index}`).join('\n'), other).cut).toBe(
    'all',
  );
});

test('one line changed in five megabytes is found in time in proportion to them', async () => {
  const find = (length: number): void => {
    const lines = Array.from({ length }, (_, at) => `const value${at} = ${at} * 2; // padding padding`);
    const base = lines.join('\n');
    const file = diffOf(base, base.replace(`value${length / 2} =`, 'renamed ='));
    expect(file).toMatchObject({ added: 1, removed: 1 });
  };
  expect(await growthOf(find, 12_500)).toBeLessThan(linear);
});

test('the longest ask that the page sends is the longest that is planned', async () => {
  const house = memoryHouse({}, undefined);
  const { signal } = new AbortController();
  const longest = await planAsk(`/nothing ${'x'.repeat(askAtMost)}`.slice(0, askAtMost), {}, house, signal);
  const longer = await planAsk('x'.repeat(askAtMost + 1), {}, house, signal);
  expect(JSON.stringify(longest)).not.toContain('characters');
  expect(longer).toMatchObject({ type: 'declined' });
  expect(JSON.stringify(longer)).toContain('characters');
  expect(receiveFromHost({ type: 'draft', text: 'x'.repeat(100_000) }).type).toBe('message');
});
