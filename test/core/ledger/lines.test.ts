import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/core/events.ts';
import {
  decodeLine,
  encodeLine,
  mergeLines,
  openRuns,
  type LedgerLine,
} from '../../../src/core/ledger/lines.ts';
import { cutRun, editRun } from './events.ts';

describe('a line of the ledger', () => {
  test('gives every event back as it was', () => {
    for (const event of editRun('r1', 't1', 'Grüße\n\u2028"\\\u0000')) {
      const line = encodeLine(7, 'w', event);
      expect(line).not.toContain('\n');
      expect(decodeLine(line)).toEqual({ type: 'event', seq: 7, by: 'w', event });
    }
  });

  test.each([
    ['', 'broken'],
    ['{', 'broken'],
    ['null', 'broken'],
    ['[]', 'broken'],
    ['{"v":1}', 'broken'],
    ['{"v":1,"seq":-1,"by":"w","event":{}}', 'broken'],
    ['{"v":1,"seq":1.5,"by":"w","event":{}}', 'broken'],
    ['{"v":1,"seq":1,"by":"w","event":{"type":"unknown"}}', 'newer'],
    ['{"v":2,"seq":1,"by":"w","event":{"type":"discarded","run":"r","task":"t"}}', 'newer'],
    ['{"v":1,"seq":1,"by":"w","event":{"type":"discarded","run":"r","task":"t","more":1}}', 'newer'],
    ['{"v":1,"seq":1,"by":"w","more":1,"event":{"type":"discarded","run":"r","task":"t"}}', 'event'],
  ])('%s is %s', (text, type) => {
    expect(decodeLine(text).type).toBe(type);
  });

  test('is something for any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void decodeLine(text)));
    fc.assert(fc.property(fc.json(), (text) => void decodeLine(text)));
  });
});

describe('lines of several windows', () => {
  const line = (seq: number, by: string, event: RunEvent): LedgerLine => ({ type: 'event', seq, by, event });
  const [asked] = editRun('r1', 't1');
  const end: RunEvent = { type: 'ended', run: 'r1', outcome: 'interrupted', reason: 'x' };
  if (asked === undefined) throw new Error('no event');

  test('come by number, then by window, whatever order the files are read in', () => {
    const events = editRun('r1', 't1');
    const lines = events.map((event, index) =>
      line(Math.floor(index / 2), index % 2 === 0 ? 'a' : 'b', event),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        expect(mergeLines(shuffled)).toEqual(events);
      }),
    );
  });

  test('count once where they stand twice', () => {
    expect(mergeLines([line(1, 'a', asked), line(1, 'a', asked), line(1, 'b', asked)])).toHaveLength(2);
  });

  test('end a run once, as its first end says', () => {
    const done: RunEvent = { ...end, outcome: 'done' };
    expect(mergeLines([line(3, 'b', end), line(2, 'a', done), line(1, 'a', asked)])).toEqual([asked, done]);
  });

  test('tell which runs have no end', () => {
    expect(openRuns([...editRun('r1', 't1'), ...cutRun('r2', 't2')])).toEqual(['r2']);
    expect(openRuns([])).toEqual([]);
  });
});
