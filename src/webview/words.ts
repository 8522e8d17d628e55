import type { ViewVerdict } from '../protocol.ts';
import type { Activity, Judged, Run, Task } from './state.ts';

export type State = ViewVerdict['state'];

/** The state that a card shows: a verdict on a file that has changed since is stale, whatever it was. */
export function stateOf(task: Task): State | undefined {
  if (task.judged === undefined) return undefined;
  return task.staled === undefined ? task.judged.verdict.state : 'stale';
}

export function stateWord(state: State): string {
  switch (state) {
    case 'verified':
      return 'Verified';
    case 'refuted':
      return 'Refuted';
    case 'unproven':
      return 'Unproven';
    case 'stale':
      return 'Stale';
  }
}

/** The codicon of a state; it always stands beside the word. */
export function stateIcon(state: State): string {
  switch (state) {
    case 'verified':
      return 'pass';
    case 'refuted':
      return 'error';
    case 'unproven':
      return 'question';
    case 'stale':
      return 'history';
  }
}

/** What decided the state: what is proven, what failed, what is open, which file moved. */
export function reasonOf(state: State, judged: Judged, staled: string | undefined): string {
  const { verdict } = judged;
  switch (state) {
    case 'verified':
      return verdict.proves[0] ?? '';
    case 'refuted':
      return messages(verdict, 'fail')[0] ?? '';
    case 'unproven':
      return messages(verdict, 'unable')[0] ?? verdict.unproven[0] ?? '';
    case 'stale':
      return `${staled ?? 'a file'} changed since the check`;
  }
}

function messages(verdict: ViewVerdict, level: 'fail' | 'unable'): string[] {
  return verdict.findings.filter((finding) => finding.level === level).map((finding) => finding.message);
}

export function kindWord(task: Task): string {
  if (task.intent === 'comments') return 'Document';
  if (task.intent === 'rename') return 'Rename';
  const [first = '', ...rest] = task.kind;
  return first.toUpperCase() + rest.join('');
}

export function kindIcon(task: Task): string {
  if (task.intent === 'comments') return 'comment';
  if (task.intent === 'rename') return 'symbol-key';
  switch (task.kind) {
    case 'search':
      return 'search';
    case 'read':
      return 'book';
    case 'edit':
      return 'edit';
    case 'summarize':
      return 'note';
    case 'extract':
      return 'list-unordered';
    case 'transform':
      return 'arrow-swap';
    case 'classify':
      return 'tag';
    default:
      return 'symbol-misc';
  }
}

export function activityWords(activity: Activity): string {
  switch (activity.type) {
    case 'queued':
      return 'Waiting';
    case 'checking':
      return 'Checking the result';
    case 'working': {
      if (activity.waiting !== '') return activity.waiting;
      const who = workerWord(activity.worker);
      return activity.attempt === 1 ? `${who} is at work` : `${who} tries again, with what was found`;
    }
  }
}

/** `code` is the name of what no model was asked for. */
export function workerWord(worker: string): string {
  return worker === 'code' ? 'Code' : shortWorker(worker);
}

/** Who, how long, how many tokens; what is zero is left out. */
export function metaWords(task: Task): string[] {
  const worker = task.judged?.worker ?? '';
  return [
    worker === '' ? '' : worker === 'code' ? 'by code, no model' : shortWorker(worker),
    task.ms === 0 ? '' : duration(task.ms),
    task.tokens === 0 ? '' : `${counted(task.tokens)} tokens`,
  ].filter((word) => word !== '');
}

/** A model's own name without the service it is reached through, which the status tells. */
export function shortWorker(worker: string): string {
  const slash = worker.indexOf('/');
  return slash === -1 ? worker : worker.slice(slash + 1);
}

/** Milliseconds for people: "0.4 s", "12 s", "2 min 5 s". */
export function duration(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 0.05) return 'under 0.1 s';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function counted(count: number): string {
  return count.toLocaleString('en');
}

export function plural(count: number, one: string, many: string): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}

/** The time of day of an ISO time, or nothing where it is none. */
export function clockTime(wall: string): string {
  const date = new Date(wall);
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleTimeString(undefined, { timeStyle: 'short' });
}

export function endWords(ended: NonNullable<Run['ended']>): string {
  switch (ended.outcome) {
    case 'done':
      return '';
    case 'cancelled':
      return 'Stopped. What was checked before stays; nothing more is written.';
    case 'failed':
      return ended.reason === '' ? 'This ended without a result.' : ended.reason;
    case 'interrupted':
      return ended.reason === '' ? 'Interrupted' : `Interrupted: ${ended.reason}`;
  }
}

/** How a change came into the files. */
export function appliedWords(by: 'verdict' | 'override' | 'others'): string {
  if (by === 'others') return 'In the working tree';
  return by === 'override' ? 'Applied by your override' : 'Applied';
}

/** What an undo left as it is, and why: one row a file. */
export function leftWords(undone: {
  readonly left: readonly { readonly path: string; readonly reason: string }[];
  readonly leftCount: number;
}): string[] {
  const more = undone.leftCount - undone.left.length;
  return [
    ...undone.left.map(({ path, reason }) => `${path} is left as it is: ${reason}`),
    ...(more > 0 ? [`${plural(more, 'more file is', 'more files are')} left`] : []),
  ];
}
