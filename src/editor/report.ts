import type { Choice, RunEvent } from '../core/events.ts';
import type { ChangeState, RecordedResult } from '../core/ledger/results.ts';
import type { VerdictState } from '../core/verdict.ts';

export type Outcome = Extract<RunEvent, { type: 'ended' }>['outcome'];

/** One result as a command gives it back to its caller. */
export interface ResultReport {
  readonly task: string;
  readonly kind: string;
  readonly title: string;
  readonly worker: string;
  /** Undefined where no verdict was reached. */
  readonly state: VerdictState | undefined;
  readonly answer: string;
  readonly change: ChangeState['type'];
}

/** What came of one run: what commands return, for tests and for other extensions. */
export interface RunReport {
  readonly run: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly results: readonly ResultReport[];
  /** Set where nothing was done, with what the person can do. */
  readonly declined?: { readonly reason: string; readonly next: string };
  /** Set where the run asks back. */
  readonly offered?: { readonly question: string; readonly choices: readonly Choice[] };
}

/** Folds the events of one run, with the results they speak of as they stand now. */
export function reportOf(events: readonly RunEvent[], results: readonly RecordedResult[]): RunReport {
  const tasks = new Set(events.flatMap((event) => tasksOf(event)));
  const ended = events.find((event) => event.type === 'ended');
  const declined = events.find((event) => event.type === 'declined');
  const offered = events.find((event) => event.type === 'offered');
  return {
    run: events[0]?.run ?? '',
    outcome: ended?.outcome ?? 'interrupted',
    reason: ended?.reason ?? '',
    results: results.filter((result) => tasks.has(result.task)).map(resultReport),
    ...(declined === undefined ? {} : { declined: { reason: declined.reason, next: declined.next } }),
    ...(offered === undefined ? {} : { offered: { question: offered.question, choices: offered.choices } }),
  };
}

export function resultReport(result: RecordedResult): ResultReport {
  return {
    task: result.task,
    kind: result.kind,
    title: result.title,
    worker: result.worker,
    state: result.verdict?.state,
    answer: result.answer,
    change: result.change.type,
  };
}

function tasksOf(event: RunEvent): string[] {
  if (event.type === 'planned') return event.tasks.map((task) => task.task);
  return 'task' in event ? [event.task] : [];
}
