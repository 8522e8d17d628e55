import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/events.ts';
import { foldResults } from '../../../src/core/ledger/fold.ts';
import { settle } from '../../../src/core/ledger/settle.ts';
import { memoryFiles, sha256 } from '../../support/memoryHouse.ts';
import { editRun } from './events.ts';

const never = new AbortController().signal;
const now = { hash: sha256, wall: () => '2026-01-01T00:00:00.000Z' };
const cleared: RunEvent = { type: 'cleared', run: 'r2', task: 't1', by: 'override', hash: 'h1', wall: '' };
const ended: RunEvent = { type: 'ended', run: 'r2', outcome: 'interrupted', reason: 'the window ended' };
const before = editRun('r1', 't1');
const [change] = foldResults(before)[0]?.changeSet?.files ?? [];

function settled(events: readonly RunEvent[], texts: Readonly<Record<string, string>>) {
  return settle(events, memoryFiles(new Map(Object.entries(texts))), now, never);
}

describe('a change that was cleared, and of which the record says no more', () => {
  if (change === undefined) throw new Error('the record holds no change');
  const { path, base, content } = change;

  it('was written where its text stands in the file', async () => {
    const events = await settled([...before, cleared, ended], { [path]: content });
    expect(events).toMatchObject([
      { type: 'applied', task: 't1', by: 'override', hash: 'h1', files: [{ path, sha256: sha256(content) }] },
    ]);
    expect(foldResults([...before, cleared, ended, ...events])[0]?.change).toMatchObject({ type: 'applied' });
  });

  it('was not where the file is as it was, or holds something else', async () => {
    for (const text of [base, `${content}more`]) {
      const events = await settled([...before, cleared, ended], { [path]: text });
      expect(events).toMatchObject([{ type: 'unwritten', task: 't1' }]);
    }
  });

  it('is left alone while its run may go on, and where the record knows its end', async () => {
    expect(await settled([...before, cleared], { [path]: content })).toEqual([]);
    const known: RunEvent = { type: 'unwritten', run: 'r2', task: 't1', reason: 'full', stale: false };
    expect(await settled([...before, cleared, known, ended], { [path]: content })).toEqual([]);
    expect(await settled([cleared, ended], { [path]: content })).toEqual([]);
  });
});
