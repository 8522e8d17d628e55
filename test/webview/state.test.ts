import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import { resetOf, viewEventOf } from '../../src/editor/projection.ts';
import type { ToView } from '../../src/protocol.ts';
import { emptyView, fold, liveAtMost, type Run, type Task, type View } from '../../src/webview/state.ts';
import { asked, delegated, drafted, ended, fell, judged, planned, progress, verdict } from './events.ts';
import { scenes } from './scenes.ts';

const started = fold(emptyView, resetOf([], [], 0));

/** The view after these events, posted one by one from number 1. */
function shown(...events: readonly RunEvent[]): View {
  return events.reduce(
    (view, event, index) => fold(view, { type: 'event', seq: index + 1, event: viewEventOf(event) }),
    started,
  );
}

function run(view: View, id: string): Run {
  const found = view.runs.find((row) => row.run === id);
  if (found === undefined) throw new Error(`no run ${id}`);
  return found;
}

function task(view: View, id: string): Task {
  const found = view.runs.flatMap((row) => row.tasks).find((row) => row.task === id);
  if (found === undefined) throw new Error(`no task ${id}`);
  return found;
}

const all = Object.values(scenes).flat();

test('events one by one and a reset show the same', () => {
  const live = ['l'];
  const onebyone = shown(...all);
  expect(onebyone.behind).toBe(false);
  expect(fold(emptyView, resetOf(all, live, all.length)).runs).toEqual(onebyone.runs);
});

test('a missing number shows nothing further and is noticed; a reset mends it', () => {
  const [first, second, third] = scenes['verified-search'] ?? [];
  if (first === undefined || second === undefined || third === undefined) throw new Error('too short');
  const before = shown(first);
  const gap = fold(before, { type: 'event', seq: 3, event: viewEventOf(third) });
  expect(gap.behind).toBe(true);
  expect(gap.runs).toBe(before.runs);
  const still = fold(gap, { type: 'event', seq: 2, event: viewEventOf(second) });
  expect(still).toBe(gap);
  const mended = fold(gap, resetOf([first, second, third], ['s'], 3));
  expect(mended).toEqual(shown(first, second, third));
  expect(fold(mended, { type: 'event', seq: 4, event: viewEventOf(delegated('s', 's1')) }).behind).toBe(
    false,
  );
});

test('an event that comes twice counts once', () => {
  const events = scenes['refuted-read'] ?? [];
  const view = shown(...events);
  const again = events.reduce<View>(
    (now, event, index) => fold(now, { type: 'event', seq: index + 1, event: viewEventOf(event) }),
    view,
  );
  expect(again).toBe(view);
});

test('whatever is lost or doubled on the way, a view that asks again ends where it should', () => {
  const messages = all.map((event, index): ToView => ({
    type: 'event',
    seq: index + 1,
    event: viewEventOf(event),
  }));
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('deliver', 'lose', 'double'), {
        minLength: messages.length,
        maxLength: messages.length,
      }),
      (fates) => {
        let view: View = started;
        messages.forEach((message, index) => {
          if (fates[index] === 'lose') return;
          const before = view;
          view = fold(view, message);
          if (fates[index] === 'double') view = fold(view, message);
          // The host answers the `ready` that the page posts here.
          if (view.behind && !before.behind)
            view = fold(view, resetOf(all.slice(0, index + 1), liveAfter(index), index + 1));
        });
        // What was lost at the very end is noticed with the next number.
        const last = viewEventOf(asked('end', 'x'));
        const before = view;
        view = fold(view, { type: 'event', seq: messages.length + 1, event: last });
        if (view.behind && !before.behind)
          view = fold(view, resetOf([...all, asked('end', 'x')], ['l', 'end'], messages.length + 1));
        expect(view.runs).toEqual(shown(...all, asked('end', 'x')).runs);
      },
    ),
    { numRuns: 60 },
  );
});

/** Runs that have begun and not ended after so many events. */
function liveAfter(index: number): string[] {
  const seen = all.slice(0, index + 1);
  const over = new Set(seen.filter((event) => event.type === 'ended').map((event) => event.run));
  return [...new Set(seen.map((event) => event.run))].filter((id) => !over.has(id));
}

test('what did not change is the same object, so it is not shown anew', () => {
  const before = shown(...all);
  const after = fold(before, {
    type: 'event',
    seq: all.length + 1,
    event: viewEventOf(progress('l', 'l1', 'more')),
  });
  const changed = after.runs.filter((row, index) => row !== before.runs[index]);
  expect(changed.map((row) => row.run)).toEqual(['l']);
});

test('text streams into the task at work and is gone when the result is there', () => {
  const view = shown(
    asked('r', 'x'),
    planned('r', [{ task: 't', kind: 'edit', title: 'x' }]),
    delegated('r', 't'),
    progress('r', 't', 'loading the model', true),
  );
  expect(task(view, 't').activity).toMatchObject({ type: 'working', waiting: 'loading the model', text: '' });
  const streaming = shown(
    asked('r', 'x'),
    planned('r', [{ task: 't', kind: 'edit', title: 'x' }]),
    delegated('r', 't'),
    progress('r', 't', 'loading the model', true),
    progress('r', 't', 'con'),
    progress('r', 't', 'st'),
  );
  expect(task(streaming, 't').activity).toMatchObject({ waiting: '', text: 'const', cut: false });
  const checking = shown(
    asked('r', 'x'),
    planned('r', [{ task: 't', kind: 'edit', title: 'x' }]),
    delegated('r', 't'),
    progress('r', 't', 'const'),
    drafted('r', 't'),
  );
  expect(task(checking, 't').activity).toMatchObject({ type: 'checking' });
});

test('a worker that never ends keeps only its last characters, and that is said', () => {
  const endless = Array.from({ length: 40 }, (_, index) =>
    progress('r', 't', String(index % 10).repeat(1_000)),
  );
  const view = shown(
    asked('r', 'x'),
    planned('r', [{ task: 't', kind: 'read', title: 'x' }]),
    delegated('r', 't'),
    ...endless,
  );
  const { activity } = task(view, 't');
  if (activity?.type !== 'working') throw new Error('not at work');
  expect(activity.text).toHaveLength(liveAtMost);
  expect(activity.text.endsWith('9'.repeat(1_000))).toBe(true);
  expect(activity.cut).toBe(true);
});

test('tries, time and tokens add up over workers and attempts', () => {
  const view = shown(
    asked('r', 'x'),
    planned('r', [{ task: 't', kind: 'read', title: 'x' }]),
    delegated('r', 't', 'small'),
    fell('r', 't', 'no quotes', 'small'),
    delegated('r', 't', 'small', 2),
    drafted('r', 't', { worker: 'small' }),
    judged(
      'r',
      't',
      verdict('refuted', { findings: [{ check: 'c', level: 'fail', message: 'not there' }] }),
      { worker: 'small' },
    ),
    delegated('r', 't', 'large'),
    drafted('r', 't', { worker: 'large' }),
    judged('r', 't', verdict('verified'), { worker: 'large' }),
    ended('r'),
  );
  const row = task(view, 't');
  expect(row.tries).toEqual([
    { worker: 'small', reason: 'no quotes' },
    { worker: 'small', reason: 'not there' },
  ]);
  expect(row.judged?.worker).toBe('large');
  expect(row.tokens).toBe(3 * 450);
  expect(row.ms).toBe(3 * 2_840 + 2 * 61);
});

test('a second attempt that the checks refute again tells of the first', () => {
  const refuted = judged(
    'r',
    't',
    verdict('refuted', { findings: [{ check: 'c', level: 'fail', message: 'first' }] }),
  );
  const view = shown(
    asked('r', 'x'),
    planned('r', [{ task: 't', kind: 'read', title: 'x' }]),
    delegated('r', 't'),
    drafted('r', 't'),
    refuted,
    delegated('r', 't', undefined, 2),
  );
  expect(task(view, 't').tries).toEqual([{ worker: 'ollama/qwen2.5-coder:1.5b', reason: 'first' }]);
});

test('to verify again changes the card where it stands and is no try', () => {
  const view = shown(
    ...(scenes['refuted-search'] ?? []),
    asked('again', 'Verify again: find calls', 'codelens'),
    planned('again', [{ task: 'x1', kind: 'search', title: 'find calls' }], [], 'record'),
    delegated('again', 'x1'),
    drafted('again', 'x1', { free: true }),
    judged('again', 'x1', verdict('verified')),
    ended('again'),
  );
  expect(run(view, 'again').tasks).toEqual([]);
  expect(run(view, 'again').follows).toEqual(['x1']);
  expect(task(view, 'x1')).toMatchObject({
    judged: { verdict: { state: 'verified' } },
    tries: [],
    activity: undefined,
  });
});

test('a task of a run that is not shown any more gets a card of its own', () => {
  const view = shown(
    asked('again', 'Verify again: x'),
    planned('again', [{ task: 'old', kind: 'search', title: 'x' }], [], 'record'),
    delegated('again', 'old'),
    judged('again', 'old', verdict('stale')),
    ended('again'),
  );
  expect(run(view, 'again').tasks.map((row) => row.task)).toEqual(['old']);
});

test('a stale file takes the verdict back until the next one', () => {
  const stale = shown(...(scenes['stale'] ?? []));
  expect(task(stale, 's1').staled).toBe('src/dates/parse.ts');
  const again = shown(...(scenes['stale'] ?? []), judged('s', 's1', verdict('verified')));
  expect(task(again, 's1').staled).toBeUndefined();
});

test('a change goes from held to applied, discarded or denied', () => {
  expect(task(shown(...(scenes['held-edit'] ?? [])), 'e1').landing).toEqual({
    type: 'held',
    hash: 'hash-e1',
    missing: [],
  });
  const applied = shown(...(scenes['applied-edit'] ?? []));
  expect(task(applied, 'e1').landing).toMatchObject({ type: 'applied', by: 'verdict', fileCount: 1 });
  const held = scenes['held-edit'] ?? [];
  const discarded = shown(
    ...held,
    asked('g', 'Discard: x'),
    { type: 'discarded', run: 'g', task: 'e1' },
    ended('g'),
  );
  expect(task(discarded, 'e1').landing).toEqual({ type: 'discarded' });
  expect(run(discarded, 'g').follows).toEqual(['e1']);
  const undone = shown(
    ...(scenes['applied-edit'] ?? []),
    asked('u', 'Undo: x'),
    { type: 'undone', run: 'u', task: 'e1', restored: [{ path: 'a', saved: true }], left: [], wall: '' },
    ended('u'),
  );
  expect(task(undone, 'e1').landing).toMatchObject({ type: 'undone', restoredCount: 1, leftCount: 0 });
  expect(run(undone, 'u').follows).toEqual(['e1']);
  const denied = shown(...held, { type: 'denied', run: 'e', task: 'e1', reasons: ['outside'] });
  expect(task(denied, 'e1').landing).toEqual({ type: 'denied', reasons: ['outside'] });
});

test('a run that was cut off by the end of its window is interrupted, one that goes on is not', () => {
  const events = scenes['streaming'] ?? [];
  const gone = fold(emptyView, resetOf(events, [], 9));
  expect(run(gone, 'l').ended).toMatchObject({ outcome: 'interrupted' });
  expect(task(gone, 'l1').activity).toBeUndefined();
  const living = fold(emptyView, resetOf(events, ['l'], 9));
  expect(run(living, 'l').ended).toBeUndefined();
  expect(task(living, 'l1').activity).toMatchObject({ type: 'working' });
});

test('the end of a run ends what its tasks wait for', () => {
  const view = shown(...(scenes['streaming'] ?? []), ended('l', 'cancelled', 'stopped'));
  expect(task(view, 'l1').activity).toBeUndefined();
  expect(run(view, 'l').ended).toEqual({ outcome: 'cancelled', reason: 'stopped' });
});

test('an event of a task or run that nobody knows changes nothing', () => {
  const view = shown(...(scenes['verified-search'] ?? []));
  const after = shown(
    ...(scenes['verified-search'] ?? []),
    { type: 'staled', run: 'unknown', task: 'unknown', path: 'x' },
    ended('unknown'),
    planned('unknown', [{ task: 'lost', kind: 'read', title: 'x' }]),
    delegated('unknown', 'lost'),
  );
  expect(after.runs).toEqual(view.runs);
});

test('only the newest runs are sent to a new page, and the others are counted', () => {
  const many = Array.from({ length: 250 }, (_, index) => [
    asked(`r${index}`, 'x'),
    ended(`r${index}`),
  ]).flat();
  const view = fold(emptyView, resetOf(many, [], many.length));
  expect(view.runs).toHaveLength(200);
  expect(view.runs.at(-1)?.run).toBe('r249');
  expect(view.earlier).toBe(50);
});
