import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/core/events.ts';
import { foldResults } from '../../../src/core/ledger/fold.ts';
import { cutRun, editRun } from './events.ts';

const stale: RunEvent = { type: 'staled', run: 'r1', task: 't1', path: 'src/dates.ts' };

/** What a second look at a recorded result adds. */
function again(run: string, content: string): RunEvent[] {
  return editRun(run, 't1', content).map((event) =>
    event.type === 'planned' ? { ...event, by: 'record' } : event,
  );
}

describe('foldResults', () => {
  test('holds what a task was, what came of it, and where its change stands', () => {
    const [result, ...others] = foldResults(editRun('r1', 't1'));
    expect(others).toEqual([]);
    expect(result).toMatchObject({
      run: 'r1',
      task: 't1',
      kind: 'edit',
      title: 'Document parseDate',
      worker: 'small',
      answer: '1 place changed',
      verdict: { state: 'verified' },
      change: { type: 'held', hash: 'h1', missing: [] },
      spent: { promptTokens: 3, outputTokens: 2, ms: 10 },
    });
  });

  test('has no result for a task before its first draft', () => {
    expect(foldResults(editRun('r1', 't1').slice(0, 3))).toEqual([]);
  });

  test('has no verdict before the checks have spoken', () => {
    expect(foldResults(cutRun('r1', 't1'))[0]).toMatchObject({
      verdict: undefined,
      change: { type: 'none' },
    });
  });

  test('sums what every try has cost, also tries that gave nothing', () => {
    const [asked, planned, ...rest] = editRun('r1', 't1');
    const fell: RunEvent = {
      type: 'fell',
      run: 'r1',
      task: 't1',
      worker: 'small',
      reason: 'unchanged',
      spent: { promptTokens: 100, outputTokens: 10, ms: 1 },
    };
    const events = [asked, planned, fell, ...rest].filter((event) => event !== undefined);
    expect(foldResults(events)[0]?.spent).toEqual({ promptTokens: 103, outputTokens: 12, ms: 11 });
  });

  test('takes the newest draft, and not the verdict on the one before', () => {
    const other = again('r2', 'other').slice(0, 4);
    const [result] = foldResults([...editRun('r1', 't1'), ...other]);
    expect(result).toMatchObject({ run: 'r2', result: { edits: ['other'] }, change: { type: 'none' } });
    expect(result?.verdict).toBeUndefined();
  });

  test('keeps verdict and change of a result whose second look was cut off', () => {
    const [result] = foldResults([...editRun('r1', 't1'), ...again('r2', 'new').slice(0, 4)]);
    expect(result?.verdict?.state).toBe('verified');
    expect(result?.change.type).toBe('held');
  });

  test('keeps a written change written when it is looked at again', () => {
    const applied: RunEvent = {
      type: 'applied',
      run: 'r1',
      task: 't1',
      by: 'override',
      hash: 'h1',
      files: [{ path: 'src/dates.ts', sha256: 'bb', saved: true }],
      wall: '',
    };
    const events = [...editRun('r1', 't1'), applied, ...again('r2', 'new').slice(0, 5)];
    expect(foldResults(events)[0]?.change).toEqual({
      type: 'applied',
      by: 'override',
      files: { 'src/dates.ts': 'bb' },
    });
  });

  test('says that a verdict is stale, once for each cause, and what moved', () => {
    const [result] = foldResults([...editRun('r1', 't1'), stale, stale]);
    expect(result?.verdict?.state).toBe('stale');
    expect(result?.verdict?.findings).toHaveLength(1);
    expect(result?.verdict?.findings[0]?.path).toBe('src/dates.ts');
  });

  test('a write that found another base makes the verdict stale and leaves the change where it was', () => {
    const unwritten: RunEvent = { type: 'unwritten', run: 'r1', task: 't1', reason: 'moved', stale: true };
    const [result] = foldResults([...editRun('r1', 't1'), unwritten]);
    expect(result?.verdict).toMatchObject({ state: 'stale', findings: [{ message: 'moved' }] });
    expect(result?.change.type).toBe('held');
  });

  test('a write that failed for another reason leaves the verdict alone', () => {
    const unwritten: RunEvent = { type: 'unwritten', run: 'r1', task: 't1', reason: 'full', stale: false };
    expect(foldResults([...editRun('r1', 't1'), unwritten])[0]?.verdict?.state).toBe('verified');
  });

  test('a stale verdict is fresh again after the next one', () => {
    const [result] = foldResults([...editRun('r1', 't1'), stale, ...again('r2', 'new')]);
    expect(result?.verdict).toMatchObject({ state: 'verified', findings: [] });
  });

  test('tells denied and discarded changes', () => {
    const denied: RunEvent = { type: 'denied', run: 'r1', task: 't1', reasons: ['outside'] };
    const discarded: RunEvent = { type: 'discarded', run: 'r2', task: 't1' };
    const events = [...editRun('r1', 't1'), denied];
    expect(foldResults(events)[0]?.change).toEqual({ type: 'denied', reasons: ['outside'] });
    expect(foldResults([...events, discarded])[0]?.change).toEqual({ type: 'discarded' });
  });

  test('passes over events of tasks that nobody planned, and keeps the order of first drafts', () => {
    const results = foldResults([stale, ...editRun('r2', 't2'), ...editRun('r1', 't1'), ...again('r3', 'x')]);
    expect(results.map((result) => result.task)).toEqual(['t2', 't1']);
  });
});
