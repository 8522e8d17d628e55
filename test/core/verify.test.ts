import { describe, expect, it } from 'vitest';
import type { Check, CheckInput, CheckOutcome } from '../../src/core/check.ts';
import type { Clock } from '../../src/core/ports.ts';
import { verify } from '../../src/core/verify.ts';
import { memoryHouse } from '../support/memoryHouse.ts';

const words = { proves: ['all of it'], leavesOpen: ['whether it is wise'] };
const pass: CheckOutcome = { type: 'pass', evidence: [{ saw: 'three lines' }] };
const fail: CheckOutcome = { type: 'fail', findings: [{ message: 'line 2 is not there' }], evidence: [] };
const unable: CheckOutcome = { type: 'unable', reason: 'no compiler', evidence: [] };

function check(id: string, run: Check<unknown, unknown>['run'], required = true): Check<unknown, unknown> {
  return { id, title: `Title of ${id}`, required, timeoutMs: 1_000, run };
}

function answering(id: string, outcome: CheckOutcome, required = true): Check<unknown, unknown> {
  return check(id, () => Promise.resolve(outcome), required);
}

function input(): CheckInput<unknown, unknown> {
  const house = memoryHouse({ 'a.ts': 'x' }, undefined);
  const file = { path: 'a.ts', text: 'x', bom: false, sha256: 'abc', unsaved: false };
  return {
    task: {},
    result: {},
    handedOut: new Map([['a.ts', { type: 'text', file }]]),
    changeSet: undefined,
    files: house.files,
    searches: house.searches,
    code: house.code,
    commands: [],
  };
}

const { clock } = memoryHouse({}, undefined);
const judge = (
  checks: readonly Check<unknown, unknown>[],
  with_: Clock = clock,
  signal = new AbortController().signal,
) => verify(input(), checks, words, with_, signal);

describe('verify', () => {
  it('is verified when every required check ran and passed, and says what that proves', async () => {
    const verdict = await judge([answering('a', pass), answering('b', pass)]);
    expect(verdict).toMatchObject({
      state: 'verified',
      proves: ['all of it'],
      unproven: ['whether it is wise'],
    });
    expect(verdict.files).toEqual({ 'a.ts': 'abc' });
  });

  it('is refuted by one failing check, whatever the others say', async () => {
    const verdict = await judge([answering('a', pass), answering('b', fail), answering('c', unable)]);
    expect(verdict.state).toBe('refuted');
    expect(verdict.findings).toContainEqual({ check: 'b', level: 'fail', message: 'line 2 is not there' });
    expect(verdict.proves).toEqual(['Title of a']);
  });

  it('is refuted by a failing check that is not required', async () => {
    expect((await judge([answering('a', pass), answering('b', fail, false)])).state).toBe('refuted');
  });

  it('tells the first hundred findings of a check, and how many more there are', async () => {
    const findings = Array.from({ length: 5_000 }, (_, index) => ({ message: `line ${index} is wrong` }));
    const verdict = await judge([answering('a', { type: 'fail', findings, evidence: [] })]);
    expect(verdict.findings).toHaveLength(101);
    expect(verdict.findings.at(-1)).toMatchObject({
      check: 'a',
      level: 'fail',
      message: 'and 4,900 more of this check',
    });
  });

  it('is unproven when a required check could not run', async () => {
    const verdict = await judge([answering('a', pass), answering('b', unable)]);
    expect(verdict.state).toBe('unproven');
    expect(verdict.unproven).toContain('Title of b (no compiler)');
  });

  it('stays verified when a check that is not required could not run', async () => {
    const verdict = await judge([answering('a', pass), answering('b', unable, false)]);
    expect(verdict.state).toBe('verified');
    expect(verdict.findings.map((finding) => finding.level)).toEqual(['note']);
  });

  it('is never verified without a required check', async () => {
    expect((await judge([])).state).toBe('unproven');
    expect((await judge([answering('a', pass, false)])).state).toBe('unproven');
  });

  it('is stale when only the base moved, and refuted when something else is wrong too', async () => {
    const moved = answering('a', { ...fail, stale: true });
    expect((await judge([moved, answering('b', pass)])).state).toBe('stale');
    expect((await judge([moved, answering('b', fail)])).state).toBe('refuted');
  });

  it('takes a check that throws, now or later, as unable', async () => {
    const thrower = check('a', () => {
      throw new Error('boom');
    });
    const rejecter = check('b', () => Promise.reject(new Error('bang')));
    const verdict = await judge([thrower, rejecter]);
    expect(verdict.state).toBe('unproven');
    expect(verdict.reports.map((report) => report.status)).toEqual(['unable', 'unable']);
    expect(verdict.findings[0]?.message).toContain('boom');
  });

  it('takes a check that never answers as unable, and tells it to stop', async () => {
    let stopped = false;
    const endless = check('a', (_input, signal) => {
      signal.addEventListener('abort', () => {
        stopped = true;
      });
      return new Promise(() => undefined);
    });
    const impatient: Clock = { ...clock, delay: () => Promise.resolve() };
    const verdict = await judge([endless], impatient);
    expect(verdict.state).toBe('unproven');
    expect(verdict.findings[0]?.message).toContain('took longer than 1 s');
    expect(stopped).toBe(true);
  });

  it('ends at once when it is cancelled', async () => {
    const controller = new AbortController();
    const endless = check('a', () => new Promise(() => undefined));
    const judged = judge([endless], clock, controller.signal);
    controller.abort();
    expect(await judged).toMatchObject({ state: 'unproven' });
  });

  it('runs the checks side by side', async () => {
    let open: (outcome: CheckOutcome) => void = () => undefined;
    const first = check('a', () => new Promise((resolve) => (open = resolve)));
    const second = check('b', () => {
      open(pass);
      return Promise.resolve(pass);
    });
    expect((await judge([first, second])).state).toBe('verified');
  });
});
