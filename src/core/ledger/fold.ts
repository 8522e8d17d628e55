import type { ChangeSet } from '../change.ts';
import type { RunEvent, Spent } from '../events.ts';
import type { Finding, Verdict } from '../verdict.ts';
import type { ChangeState, RecordedResult } from './results.ts';

type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** A task as it was planned, with what its tries have cost so far; it has no result before its first draft. */
interface Known {
  readonly run: string;
  readonly kind: string;
  readonly title: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly spent: Spent;
  readonly result: RecordedResult | undefined;
}

/**
 * The newest result of each task, in the order of their first drafts. Events that speak of an unknown task are
 * passed over, since the ledger of a window that was closed may have been cut off. Never throws.
 */
export function foldResults(events: readonly RunEvent[]): RecordedResult[] {
  const tasks = new Map<string, Known>();
  const order = new Set<string>();
  for (const event of events) {
    if (event.type === 'planned') plan(tasks, event);
    if (!('task' in event)) continue;
    const known = tasks.get(event.task);
    if (known === undefined) continue;
    if (event.type === 'drafted') order.add(event.task);
    tasks.set(event.task, step(known, event));
  }
  return [...order].flatMap((task) => tasks.get(task)?.result ?? []);
}

/** A task that is planned again from the record keeps its result until a new draft comes. */
function plan(tasks: Map<string, Known>, event: Of<'planned'>): void {
  for (const { task, kind, title, input } of event.tasks) {
    const before = tasks.get(task);
    const spent = before?.spent ?? { promptTokens: 0, outputTokens: 0, ms: 0 };
    tasks.set(task, { run: event.run, kind, title, input, spent, result: before?.result });
  }
}

function step(known: Known, event: Extract<RunEvent, { task: string }>): Known {
  switch (event.type) {
    case 'fell':
      return withSpent(known, event.spent);
    case 'drafted':
      return draft(withSpent(known, event.spent), event);
    case 'judged': {
      const { verdict, shown, answer, worker } = event;
      return withResult(known, { verdict, shown, answer, worker });
    }
    case 'held':
      return withChange(known, { type: 'held', hash: event.hash, missing: event.missing });
    case 'denied':
      return withChange(known, { type: 'denied', reasons: event.reasons });
    case 'applied': {
      const files = Object.fromEntries(event.files.map((file) => [file.path, file.sha256]));
      return withChange(known, { type: 'applied', by: event.by, files });
    }
    case 'discarded':
      return withChange(known, { type: 'discarded' });
    case 'undone':
      return withChange(known, { type: 'undone', left: event.left });
    case 'unwritten':
      return event.stale ? withStale(known, { message: event.reason }) : known;
    case 'staled': {
      const message = `${event.path} is not the file any more that the verdict was given on`;
      return withStale(known, { path: event.path, message });
    }
    case 'delegated':
    case 'progress':
    case 'cleared':
      return known;
  }
}

/**
 * A verdict belongs to the draft it was given on, and a place at the gate to its change set: both outlive a new
 * draft only where it is the same one, as when a result is verified again. What is on disk stays applied.
 */
function draft(known: Known, event: Of<'drafted'>): Known {
  const { run, task, worker, result, base, claims, changeSet } = event;
  const { kind, title, input, spent } = known;
  const before = known.result;
  const same = before !== undefined && isSame([before.result, before.base], [result, base]);
  const change = changeAfter(before, changeSet);
  const fresh = { run, task, kind, title, input, worker, result, base, claims, changeSet, spent, change };
  const judged = same
    ? { verdict: before.verdict, shown: before.shown, answer: before.answer }
    : { verdict: undefined, shown: [], answer: '' };
  return { ...known, result: { ...fresh, ...judged } };
}

function changeAfter(before: RecordedResult | undefined, changeSet: ChangeSet | undefined): ChangeState {
  if (before === undefined) return { type: 'none' };
  if (isSame(before.changeSet, changeSet)) return before.change;
  if (before.change.type === 'applied') {
    // What was written is what an undo takes back, whatever is judged now.
    const written = before.change.changeSet ?? before.changeSet;
    return { ...before.change, ...(written === undefined ? {} : { changeSet: written }) };
  }
  return before.change.type === 'discarded' ? before.change : { type: 'none' };
}

/** Compares data that came through JSON, where the order of keys is the order they were written in. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withSpent(known: Known, more: Spent): Known {
  const spent = {
    promptTokens: known.spent.promptTokens + more.promptTokens,
    outputTokens: known.spent.outputTokens + more.outputTokens,
    ms: known.spent.ms + more.ms,
  };
  return withResult({ ...known, spent }, { spent });
}

function withResult(known: Known, part: Partial<RecordedResult>): Known {
  return known.result === undefined ? known : { ...known, result: { ...known.result, ...part } };
}

function withChange(known: Known, change: ChangeState): Known {
  return withResult(known, { change });
}

function withStale(known: Known, about: Pick<Finding, 'path' | 'message'>): Known {
  const before = known.result?.verdict;
  if (before === undefined) return known;
  const finding: Finding = { check: 'base', level: 'unable', ...about };
  const isKnown = before.findings.some((row) => isSame(row, finding));
  const findings = isKnown ? before.findings : [...before.findings, finding];
  const verdict: Verdict = { ...before, state: 'stale', findings };
  return withResult(known, { verdict });
}
