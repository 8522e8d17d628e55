import type {
  Status,
  ToView,
  ViewChange,
  ViewClaim,
  ViewEvent,
  ViewLine,
  ViewPlace,
  ViewVerdict,
} from '../protocol.ts';

/** Text that streams is kept to its last so many characters: a worker that never ends fills no memory. */
export const liveAtMost = 8_000;

/** What a task is waiting for now; undefined when nothing is under way. */
export type Activity =
  | { readonly type: 'queued' }
  | {
      readonly type: 'working';
      readonly worker: string;
      readonly attempt: number;
      /** What the worker waits for, in words; empty once text comes. */
      readonly waiting: string;
      readonly text: string;
      /** True where the beginning of `text` was dropped. */
      readonly cut: boolean;
    }
  | { readonly type: 'checking'; readonly worker: string };

/** A try that gave no verified result. */
export interface Try {
  readonly worker: string;
  readonly reason: string;
}

/** What a worker returned, not judged yet. */
export interface Drafted {
  readonly claims: readonly ViewClaim[];
  readonly claimCount: number;
  readonly lines: readonly ViewLine[];
  readonly lineCount: number;
  readonly change: ViewChange | undefined;
}

/** The newest result that was judged. */
export interface Judged extends Drafted {
  readonly worker: string;
  readonly verdict: ViewVerdict;
  readonly shown: readonly ViewPlace[];
  readonly answer: string;
  readonly wall: string;
}

/** Where the staged change of a result is on its way to the disk. */
export type Landing =
  | { readonly type: 'none' }
  | { readonly type: 'held'; readonly hash: string; readonly missing: readonly string[] }
  | { readonly type: 'denied'; readonly reasons: readonly string[] }
  | {
      readonly type: 'applied';
      readonly by: 'verdict' | 'override' | 'others';
      readonly files: readonly { readonly path: string; readonly saved: boolean }[];
      readonly fileCount: number;
      readonly wall: string;
    }
  | { readonly type: 'unwritten'; readonly reason: string; readonly stale: boolean }
  | {
      readonly type: 'undone';
      readonly restored: readonly { readonly path: string; readonly saved: boolean }[];
      readonly restoredCount: number;
      readonly left: readonly { readonly path: string; readonly reason: string }[];
      readonly leftCount: number;
      readonly wall: string;
    }
  | { readonly type: 'discarded' };

/** One task with its newest result: what a card shows. */
export interface Task {
  readonly task: string;
  readonly kind: string;
  readonly intent: string | undefined;
  readonly title: string;
  readonly activity: Activity | undefined;
  readonly tries: readonly Try[];
  readonly drafted: Drafted | undefined;
  readonly judged: Judged | undefined;
  /** A file that the verdict was given on and that is other bytes now. */
  readonly staled: string | undefined;
  readonly landing: Landing;
  readonly ms: number;
  readonly tokens: number;
}

export interface Run {
  readonly run: string;
  readonly text: string;
  readonly via: string;
  readonly wall: string;
  readonly by: 'rules' | 'model' | 'surface' | 'record' | undefined;
  readonly notes: readonly string[];
  /** Tasks that this run was the first to plan. */
  readonly tasks: readonly Task[];
  /** Tasks of earlier runs that this one verifies, applies, undoes or discards: their cards stand where they were. */
  readonly follows: readonly string[];
  readonly offered:
    | {
        readonly question: string;
        readonly choices: readonly { readonly label: string; readonly detail: string }[];
      }
    | undefined;
  readonly declined: { readonly reason: string; readonly next: string } | undefined;
  readonly ended:
    | { readonly outcome: 'done' | 'cancelled' | 'failed' | 'interrupted'; readonly reason: string }
    | undefined;
}

/** The runs in order, and where they and their tasks stand. */
interface Log {
  readonly runs: readonly Run[];
  /** The index of a run. */
  readonly positions: ReadonlyMap<string, number>;
  /** The run that shows a task's card. */
  readonly owners: ReadonlyMap<string, string>;
}

const emptyLog: Log = { runs: [], positions: new Map(), owners: new Map() };

/** All that the page shows: a fold over what the host posted. */
export interface View extends Log {
  readonly seq: number;
  /** True where a number is missing: nothing is shown from then on until the host has sent a reset. */
  readonly behind: boolean;
  readonly earlier: number;
  readonly status: Status | undefined;
}

export const emptyView: View = { ...emptyLog, seq: 0, behind: true, earlier: 0, status: undefined };

/** The view after one message. Pure; what did not change is the same object as before. */
export function fold(view: View, message: ToView): View {
  switch (message.type) {
    case 'reset':
      return {
        ...view,
        seq: message.seq,
        behind: false,
        ...logOf(message.events, new Set(message.live)),
        earlier: message.earlier,
      };
    case 'event': {
      if (view.behind || message.seq <= view.seq) return view;
      if (message.seq > view.seq + 1) return { ...view, behind: true };
      const log = openLog(view);
      log.add(message.event);
      return { ...view, ...log.close(), seq: message.seq };
    }
    case 'status':
      return { ...view, status: message };
    case 'draft':
      return view;
  }
}

const interrupted = {
  outcome: 'interrupted',
  reason: 'the window was closed or reloaded while this ran',
} as const;

function logOf(events: readonly ViewEvent[], live: ReadonlySet<string>): Log {
  const log = openLog(emptyLog);
  for (const event of events) log.add(event);
  for (const run of log.close().runs) {
    if (run.ended === undefined && !live.has(run.run))
      log.add({ type: 'ended', run: run.run, ...interrupted });
  }
  return log.close();
}

/**
 * Adds events to a copy of a log; a run or task that an event changes becomes a new object. The maps are copied only
 * for an event that adds to them, so that most events cost the same however long the log is.
 */
function openLog(before: Log) {
  const runs = [...before.runs];
  let { positions, owners } = before;

  const changeRun = (id: string, change: (run: Run) => Run): void => {
    const position = positions.get(id);
    const run = position === undefined ? undefined : runs[position];
    if (position !== undefined && run !== undefined) runs[position] = change(run);
  };
  const changeTask = (id: string, change: (task: Task) => Task): void => {
    const owner = owners.get(id);
    if (owner === undefined) return;
    changeRun(owner, (run) => ({
      ...run,
      tasks: run.tasks.map((task) => (task.task === id ? change(task) : task)),
    }));
  };
  const plan = (event: Extract<ViewEvent, { type: 'planned' }>): void => {
    const fresh = event.tasks.filter((row) => !owners.has(row.task));
    const follows = event.tasks.filter((row) => owners.has(row.task)).map((row) => row.task);
    changeRun(event.run, (run) => ({
      ...run,
      by: event.by,
      notes: event.notes,
      tasks: [...run.tasks, ...fresh.map(plannedTask)],
      follows: [...run.follows, ...follows],
    }));
    if (positions.has(event.run))
      owners = new Map([...owners, ...fresh.map((row) => [row.task, event.run] as const)]);
    for (const id of follows) changeTask(id, (task) => ({ ...task, activity: { type: 'queued' } }));
  };
  const end = (event: Extract<ViewEvent, { type: 'ended' }>): void => {
    const position = positions.get(event.run);
    const run = position === undefined ? undefined : runs[position];
    if (run === undefined) return;
    changeRun(event.run, (ending) => ({
      ...ending,
      ended: { outcome: event.outcome, reason: event.reason },
    }));
    for (const id of [...run.tasks.map((task) => task.task), ...run.follows]) {
      changeTask(id, (task) => (task.activity === undefined ? task : { ...task, activity: undefined }));
    }
  };

  return {
    close: (): Log => ({ runs, positions, owners }),
    add(event: ViewEvent): void {
      switch (event.type) {
        case 'asked':
          if (positions.has(event.run)) return;
          positions = new Map([...positions, [event.run, runs.length]]);
          runs.push(askedRun(event));
          return;
        case 'planned':
          return plan(event);
        case 'offered':
          return changeRun(event.run, (run) => ({
            ...run,
            offered: { question: event.question, choices: event.choices },
          }));
        case 'declined':
          return changeRun(event.run, (run) => ({
            ...run,
            declined: { reason: event.reason, next: event.next },
          }));
        case 'ended':
          return end(event);
        case 'undone':
        case 'discarded':
          changeRun(event.run, (run) =>
            owners.get(event.task) === run.run || run.follows.includes(event.task)
              ? run
              : { ...run, follows: [...run.follows, event.task] },
          );
          return changeTask(event.task, (task) => afterTaskEvent(task, event));
        default:
          return changeTask(event.task, (task) => afterTaskEvent(task, event));
      }
    },
  };
}

function askedRun(event: Extract<ViewEvent, { type: 'asked' }>): Run {
  return {
    run: event.run,
    text: event.text,
    via: event.via,
    wall: event.wall,
    by: undefined,
    notes: [],
    tasks: [],
    follows: [],
    offered: undefined,
    declined: undefined,
    ended: undefined,
  };
}

function plannedTask(row: Extract<ViewEvent, { type: 'planned' }>['tasks'][number]): Task {
  return {
    task: row.task,
    kind: row.kind,
    intent: row.intent,
    title: row.title,
    activity: { type: 'queued' },
    tries: [],
    drafted: undefined,
    judged: undefined,
    staled: undefined,
    landing: { type: 'none' },
    ms: 0,
    tokens: 0,
  };
}

type TaskEvent = Extract<ViewEvent, { task: string }>;

function afterTaskEvent(task: Task, event: TaskEvent): Task {
  switch (event.type) {
    case 'delegated':
      return { ...task, activity: workingOf(event), tries: withRefuted(task, event) };
    case 'progress':
      return task.activity?.type === 'working'
        ? { ...task, activity: afterProgress(task.activity, event) }
        : task;
    case 'drafted':
      return {
        ...task,
        activity: { type: 'checking', worker: event.worker },
        drafted: {
          claims: event.claims,
          claimCount: event.claimCount,
          lines: event.lines,
          lineCount: event.lineCount,
          change: event.change,
        },
        ...spentAfter(task, event.spent),
      };
    case 'fell':
      return {
        ...task,
        activity: { type: 'queued' },
        tries: [...task.tries, { worker: event.worker, reason: event.reason }],
        ...spentAfter(task, event.spent),
      };
    case 'judged': {
      const drafted = task.drafted ?? {
        claims: [],
        claimCount: 0,
        lines: [],
        lineCount: 0,
        change: undefined,
      };
      return {
        ...task,
        activity: undefined,
        drafted: undefined,
        staled: undefined,
        judged: {
          ...drafted,
          worker: event.worker,
          verdict: event.verdict,
          shown: event.shown,
          answer: event.answer,
          wall: event.wall,
        },
        ms: task.ms + event.verdict.ms,
      };
    }
    case 'held':
      return { ...task, landing: { type: 'held', hash: event.hash, missing: event.missing } };
    case 'cleared':
      return task;
    case 'denied':
      return { ...task, landing: { type: 'denied', reasons: event.reasons } };
    case 'applied': {
      const { by, files, fileCount, wall } = event;
      return { ...task, landing: { type: 'applied', by, files, fileCount, wall } };
    }
    case 'unwritten':
      return { ...task, landing: { type: 'unwritten', reason: event.reason, stale: event.stale } };
    case 'discarded':
      return { ...task, activity: undefined, landing: { type: 'discarded' } };
    case 'undone': {
      const { restored, restoredCount, left, leftCount, wall } = event;
      const landing = { type: 'undone', restored, restoredCount, left, leftCount, wall } as const;
      return { ...task, activity: undefined, landing };
    }
    case 'staled':
      return { ...task, staled: event.path };
  }
}

function workingOf(event: Extract<ViewEvent, { type: 'delegated' }>): Activity {
  return { type: 'working', worker: event.worker, attempt: event.attempt, waiting: '', text: '', cut: false };
}

function afterProgress(
  working: Extract<Activity, { type: 'working' }>,
  event: Extract<ViewEvent, { type: 'progress' }>,
): Activity {
  if (event.waiting) return { ...working, waiting: event.text };
  const text = working.text + event.text;
  const kept = text.length > liveAtMost ? text.slice(-liveAtMost) : text;
  return { ...working, waiting: '', text: kept, cut: working.cut || kept.length < text.length };
}

/**
 * When somebody else, or the same worker anew, takes over from a result that the checks did not take, that result
 * was one try. A recorded result that is judged again is none: the same worker, first attempt.
 */
function withRefuted(task: Task, next: Extract<ViewEvent, { type: 'delegated' }>): readonly Try[] {
  const { judged } = task;
  if (judged === undefined || judged.verdict.state === 'verified') return task.tries;
  if (judged.worker === next.worker && next.attempt === 1) return task.tries;
  const [reason = 'the checks did not take the result'] = [
    ...judged.verdict.findings
      .filter((finding) => finding.level === 'fail')
      .map((finding) => finding.message),
    ...judged.verdict.unproven,
  ];
  return [...task.tries, { worker: judged.worker, reason }];
}

function spentAfter(
  task: Task,
  spent: { readonly promptTokens: number; readonly outputTokens: number; readonly ms: number },
): { readonly ms: number; readonly tokens: number } {
  return { ms: task.ms + spent.ms, tokens: task.tokens + spent.promptTokens + spent.outputTokens };
}
