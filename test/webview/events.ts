import type { ChangeSet } from '../../src/core/change.ts';
import type { RunEvent } from '../../src/core/events.ts';
import type { CheckReport, Claim, Finding, Place, Verdict, VerdictState } from '../../src/core/verdict.ts';

/** Events as the core makes them, with what a test does not care about filled in. */
export const wall = '2026-11-24T14:02:00.000Z';
export const worker = 'ollama/qwen2.5-coder:1.5b';
const spent = { promptTokens: 412, outputTokens: 38, ms: 2_840 };

export function asked(run: string, text: string, via = 'chat'): RunEvent {
  return { type: 'asked', run, text, via, wall };
}

export function planned(
  run: string,
  tasks: readonly { task: string; kind: string; title: string; input?: Record<string, unknown> }[],
  notes: string[] = [],
  by: 'rules' | 'model' | 'surface' | 'record' = 'rules',
): RunEvent {
  return { type: 'planned', run, by, notes, tasks: tasks.map((row) => ({ input: {}, ...row })) };
}

export function delegated(run: string, task: string, who = worker, attempt = 1): RunEvent {
  return { type: 'delegated', run, task, worker: who, digest: 'sha256:0', attempt };
}

export function progress(run: string, task: string, text: string, waiting = false): RunEvent {
  return { type: 'progress', run, task, text, waiting };
}

export function drafted(
  run: string,
  task: string,
  more: { result?: unknown; claims?: Claim[]; changeSet?: ChangeSet; worker?: string; free?: boolean } = {},
): RunEvent {
  return {
    type: 'drafted',
    run,
    task,
    worker: more.worker ?? worker,
    result: more.result ?? {},
    base: {},
    claims: more.claims ?? [],
    ...(more.changeSet === undefined ? {} : { changeSet: more.changeSet }),
    spent: more.free === true ? { promptTokens: 0, outputTokens: 0, ms: 0 } : spent,
  };
}

export function fell(run: string, task: string, reason: string, who = worker): RunEvent {
  return { type: 'fell', run, task, worker: who, reason, spent };
}

export function judged(
  run: string,
  task: string,
  verdict: Verdict,
  more: { shown?: Place[]; answer?: string; worker?: string } = {},
): RunEvent {
  return {
    type: 'judged',
    run,
    task,
    worker: more.worker ?? worker,
    verdict,
    shown: more.shown ?? [],
    answer: more.answer ?? '',
    wall,
  };
}

export function verdict(
  state: VerdictState,
  more: {
    findings?: Finding[];
    checks?: readonly (readonly [string, CheckReport['status'], boolean?])[];
    proves?: string[];
    unproven?: string[];
  } = {},
): Verdict {
  return {
    state,
    findings: more.findings ?? [],
    reports: (more.checks ?? []).map(([title, status, required = true], index) => ({
      check: `check-${index}`,
      title,
      required,
      status,
      findings: [],
      evidence: [{ saw: 'a'.repeat(200) }],
      ms: 3,
    })),
    proves: more.proves ?? [],
    unproven: more.unproven ?? [],
    files: {},
    ms: 61,
  };
}

export function ended(
  run: string,
  outcome: 'done' | 'cancelled' | 'failed' | 'interrupted' = 'done',
  reason = '',
): RunEvent {
  return { type: 'ended', run, outcome, reason };
}

export function modified(path: string, base: string, content: string): ChangeSet['files'][number] {
  return { path, operation: 'modify', baseSha256: '0'.repeat(64), base, content, bom: false };
}
