import type { RunEvent } from '../../../src/core/events.ts';
import type { Verdict } from '../../../src/core/verdict.ts';

const spent = { promptTokens: 3, outputTokens: 2, ms: 10 };

export const verdict: Verdict = {
  state: 'verified',
  findings: [],
  reports: [],
  proves: ['only comments changed'],
  unproven: [],
  files: { 'src/dates.ts': 'aa' },
  ms: 4,
};

/** The events of an ordinary edit up to the gate, as one run records them. */
export function editRun(run: string, task: string, content = 'new'): RunEvent[] {
  const change = { path: 'src/dates.ts', operation: 'modify' as const, baseSha256: 'aa', base: 'old' };
  return [
    { type: 'asked', run, text: 'document parseDate', via: 'chat', wall: '2026-05-01T10:00:00Z' },
    {
      type: 'planned',
      run,
      by: 'rules',
      notes: [],
      tasks: [{ task, kind: 'edit', title: 'Document parseDate', input: { kind: 'edit' } }],
    },
    { type: 'delegated', run, task, worker: 'small', digest: 'd1', attempt: 1 },
    {
      type: 'drafted',
      run,
      task,
      worker: 'small',
      result: { edits: [content] },
      base: { 'src/dates.ts': 'aa' },
      claims: [],
      changeSet: { files: [{ ...change, content, bom: false }] },
      spent,
    },
    {
      type: 'judged',
      run,
      task,
      worker: 'small',
      verdict,
      shown: [],
      answer: '1 place changed',
      wall: '2026-05-01T10:00:05Z',
    },
    { type: 'held', run, task, hash: 'h1', missing: [] },
    { type: 'ended', run, outcome: 'done', reason: 'steps' },
  ];
}

/** The same run without its end: the window was closed while it went on. */
export function cutRun(run: string, task: string): RunEvent[] {
  return editRun(run, task).slice(0, 4);
}
