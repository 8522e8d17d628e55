import { describe, expect, it } from 'vitest';
import type { Check, CheckInput } from '../../../src/core/check.ts';
import { kinds } from '../../../src/core/kinds/table.ts';
import type { TaskCore } from '../../../src/core/kind.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { verify } from '../../../src/core/verify.ts';
import { memoryHouse } from '../../support/memoryHouse.ts';

/** A task of each kind, of the intents whose checks differ, so that every check there is stands in one of them. */
const tasks: readonly Readonly<Record<string, unknown>>[] = [
  { kind: 'search', what: 'a `name`', into: 'found.md' },
  { kind: 'read', question: 'what?', paths: ['a.ts'] },
  { kind: 'extract', what: 'urls', paths: ['a.ts'] },
  { kind: 'extract', what: 'names of people', paths: ['a.ts'] },
  { kind: 'transform', from: 'json', to: 'yaml', path: 'a.json' },
  { kind: 'fill', template: '{{a}}', paths: ['a.ts'] },
  { kind: 'classify', items: [{ id: '1', text: 'x' }], labels: ['a', 'b'], secondRun: true },
  { kind: 'summarize', path: 'a.ts', instruction: 'Summarise it in two sentences.' },
  { kind: 'refactor', instruction: 'split it', paths: ['a.ts', 'b.ts'] },
  ...['comments', 'format', 'imports', 'types', 'general', 'same-behaviour'].map((intent) =>
    edit(intent, {}),
  ),
  edit('rename', { target: { path: 'a.ts', line: 1, symbol: 'a', to: 'b' } }),
  edit('data', { pointerEdits: [{ op: 'remove', pointer: '/a' }] }),
  edit('fix', { target: { path: 'a.ts', line: 1, code: 2304 } }),
  edit('test', { target: { path: 'a.ts', line: 1, symbol: 'a' } }),
  edit('remove', { target: { path: 'a.ts', line: 1, symbol: 'a' } }),
  edit('review', { against: 'HEAD' }),
];

function edit(intent: string, more: object): Readonly<Record<string, unknown>> {
  return { kind: 'edit', intent, instruction: 'do it', paths: ['a.ts'], ...more };
}

const passes = { type: 'pass', evidence: [] } as const;

/** Ways in which a check breaks, beside hanging. */
const breaks: Readonly<Record<string, () => unknown>> = {
  'throws at once': () => {
    throw new Error('broken');
  },
  'throws later': () => Promise.reject(new Error('broken')),
  'runs out of memory': () => {
    throw new RangeError('Array buffer allocation failed');
  },
  'answers nothing': () => undefined,
  'answers a word of praise': () => Promise.resolve('verified'),
  'answers with a status that there is not': () => Promise.resolve({ type: 'passed', evidence: [] }),
  'passes without evidence': () => Promise.resolve({ type: 'pass' }),
  'passes with more than it may say': () => Promise.resolve({ ...passes, state: 'verified' }),
  'fails without saying what': () => Promise.resolve({ type: 'fail', findings: [], evidence: [] }),
};

describe('a check that breaks is unable, and its result is never verified', () => {
  const house = memoryHouse({ 'a.ts': 'a\n' }, undefined);
  const checks = tasks.flatMap((input) => {
    const kind = kinds.find((one) => one.kind === input['kind']);
    const task = kind?.task.parse(input);
    if (kind === undefined || task === undefined) throw new Error(`no kind ${String(input['kind'])}`);
    return [{ name: JSON.stringify([input['kind'], input['intent']]), task, all: kind.checks(task) }];
  });

  it('stands here with every kind', () => {
    expect(new Set(tasks.map((task) => task['kind']))).toEqual(new Set(kinds.map((kind) => kind.kind)));
  });

  it.each(checks)('$name', async ({ task, all }) => {
    const passing = all.map((check): Check<TaskCore, unknown> => ({
      ...check,
      run: () => Promise.resolve(passes),
    }));
    const state = async (broken: readonly Check<TaskCore, unknown>[], clock: Clock) => {
      const { files, searches, code } = house;
      const input: CheckInput<TaskCore, unknown> = {
        task,
        result: {},
        handedOut: new Map(),
        changeSet: undefined,
        files,
        searches,
        code,
        commands: [],
      };
      return verify(input, broken, { proves: [], leavesOpen: [] }, clock, new AbortController().signal);
    };
    expect((await state(passing, house.clock)).state).toBe('verified');
    for (const [index, check] of all.entries()) {
      const judged = async (run: () => unknown, clock: Clock) => {
        const broken = passing.with(index, {
          ...check,
          timeoutMs: -1,
          run: run as Check<TaskCore, unknown>['run'],
        });
        const verdict = await state(broken, clock);
        return [check.id, verdict.reports[index]?.status, verdict.state];
      };
      const open = [check.id, 'unable', check.required ? 'unproven' : 'verified'];
      for (const [how, run] of Object.entries(breaks))
        expect([how, ...(await judged(run, house.clock))]).toEqual([how, ...open]);
      const late: Clock = {
        ...house.clock,
        delay: (ms) => (ms === -1 ? Promise.resolve() : new Promise<never>(() => undefined)),
      };
      expect(await judged(() => new Promise(() => undefined), late)).toEqual(open);
    }
  });
});
