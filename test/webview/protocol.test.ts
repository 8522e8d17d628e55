import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askAtMost, receiveFromHost, receiveFromView, type ToHost, type ToView } from '../../src/protocol.ts';
import { resetOf, viewEventOf } from '../../src/editor/projection.ts';
import { scenes } from './scenes.ts';

const good: readonly ToHost[] = [
  { type: 'ready', lastSeq: 0 },
  { type: 'ask', text: 'where do we parse dates?' },
  { type: 'stop', run: 'r' },
  { type: 'choose', run: 'r', index: 1 },
  { type: 'open', task: 't', path: 'src/a.ts', line: 12 },
  { type: 'open', task: 't', path: 'src/a.ts', line: 12, endLine: 14 },
  { type: 'verify', task: 't' },
  { type: 'evidence', task: 't' },
  { type: 'apply', task: 't', hash: 'f'.repeat(64), override: false },
  { type: 'discard', task: 't' },
  { type: 'diff', task: 't' },
  { type: 'diff', task: 't', path: 'src/a.ts' },
  { type: 'redo', task: 't' },
  { type: 'command', name: 'selectModels' },
  { type: 'refused', reason: 'x' },
];

describe('from the view', () => {
  test.each(good)('takes $type', (message) => {
    expect(receiveFromView(message)).toEqual({ type: 'message', message });
  });

  test.each(good)('refuses $type with one key more, one key less, or a value of another type', (message) => {
    expect(receiveFromView({ ...message, overwrite: true }).type).toBe('refused');
    for (const key of Object.keys(message)) {
      if (key === 'endLine' || (message.type === 'diff' && key === 'path')) continue;
      const { [key]: _gone, ...less } = message as Record<string, unknown>;
      expect(receiveFromView(less).type, `without ${key}`).toBe('refused');
      expect(receiveFromView({ ...message, [key]: ['x'] }).type, `${key} as a list`).toBe('refused');
      expect(receiveFromView({ ...message, [key]: null }).type, `${key} as null`).toBe('refused');
    }
  });

  test.each<readonly [string, unknown]>([
    ['a name that is no message', { type: 'write', path: 'a' }],
    [
      'a command that is not on the list',
      { type: 'command', name: 'workbench.action.terminal.sendSequence' },
    ],
    ['a command of ours that is none for buttons', { type: 'command', name: 'countersign.applyChange' }],
    ['a number as text', { type: 'choose', run: 'r', index: '1' }],
    ['a broken number', { type: 'choose', run: 'r', index: 0.5 }],
    ['a number below zero', { type: 'choose', run: 'r', index: -1 }],
    ['line zero', { type: 'open', task: 't', path: 'a', line: 0 }],
    ['no line at all', { type: 'open', task: 't', path: 'a', line: Number.NaN }],
    ['an empty path', { type: 'open', task: 't', path: '', line: 1 }],
    ['a path without end', { type: 'open', task: 't', path: 'a'.repeat(2_000), line: 1 }],
    ['an empty ask', { type: 'ask', text: '' }],
    ['an ask of blanks', { type: 'ask', text: ' \n\t' }],
    ['an ask that is too long', { type: 'ask', text: 'x'.repeat(askAtMost + 1) }],
    ['an approval without a hash', { type: 'apply', task: 't', hash: '', override: true }],
    ['an approval that is nearly true', { type: 'apply', task: 't', hash: 'h', override: 'true' }],
    ['a text', 'ask'],
    ['nothing', undefined],
    ['a list', [{ type: 'ready', lastSeq: 0 }]],
    ['a prototype', JSON.parse('{"type":"stop","run":"r","__proto__":{"admin":true}}')],
  ])('refuses %s', (_what, value) => {
    const received = receiveFromView(value);
    expect(received.type).toBe('refused');
    expect(received.type === 'refused' && received.reason.length).toBeGreaterThan(0);
  });

  test('takes the longest ask there is', () => {
    expect(receiveFromView({ type: 'ask', text: 'x'.repeat(askAtMost) }).type).toBe('message');
  });
});

describe('from the host', () => {
  const events = Object.values(scenes).flat();

  test('takes every event that the projection makes, alone and in a reset', () => {
    events.forEach((event, index) => {
      const message: ToView = { type: 'event', seq: index + 1, event: viewEventOf(event) };
      expect(receiveFromHost(structuredClone(message))).toEqual({ type: 'message', message });
    });
    const reset = resetOf(events, ['l'], events.length);
    expect(receiveFromHost(structuredClone(reset))).toEqual({ type: 'message', message: reset });
  });

  test.each(events.map((event) => [event.type, viewEventOf(event)] as const))(
    'refuses an event %s with a key that is not in it',
    (_type, event) => {
      expect(receiveFromHost({ type: 'event', seq: 1, event: { ...event, html: '<img>' } }).type).toBe(
        'refused',
      );
      expect(receiveFromHost({ type: 'event', seq: 0, event }).type).toBe('refused');
      expect(receiveFromHost({ type: 'event', seq: 1, event: { ...event, run: 7 } }).type).toBe('refused');
    },
  );

  test('refuses a whole reset for one bad event in it', () => {
    const reset = { ...resetOf(events, [], 9), events: [...events.map(viewEventOf), { type: 'asked' }] };
    expect(receiveFromHost(reset).type).toBe('refused');
  });

  test('refuses a status with a command that is not on the list', () => {
    const status = {
      type: 'status',
      state: 'missing',
      worker: '',
      text: 'No model',
      reasons: [],
      progress: null,
      actions: [{ label: 'Go', command: 'selectModels' }],
    };
    expect(receiveFromHost(status).type).toBe('message');
    const bad = { ...status, actions: [{ label: 'Go', command: 'workbench.action.quit' }] };
    expect(receiveFromHost(bad).type).toBe('refused');
    expect(receiveFromHost({ ...status, progress: 1.5 }).type).toBe('refused');
  });
});

test('neither side throws, whatever it is sent', () => {
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
      (value) => {
        for (const receive of [receiveFromHost, receiveFromView]) {
          const received = receive(value);
          if (received.type === 'message') expect(received.message).toEqual(value);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a message of one side is none of the other', () => {
  for (const message of good) expect(receiveFromHost(message).type).toBe('refused');
});
