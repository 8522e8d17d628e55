import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { CodeAnswer } from '../../core/code.ts';
import type { ApprovedCommands, Command, RunOptions, RunReceipt, Runs, Scratch } from '../../core/runs.ts';
import { sha256 } from '../hash.ts';
import { runCommand } from './command.ts';
import { comparePairs } from './compare.ts';
import { openCopyThread, type CopyThread } from './copyThread.ts';
import { reportedBy } from './counts.ts';
import { unreachedIn } from './coverage.ts';
import { environmentOf } from './environment.ts';
import type { ListLimits } from './listing.ts';
import { openPlace, sweepPlaces, type ScratchPlace } from './place.ts';

export interface ScratchOptions {
  /** Absolute path of the workspace folder; undefined where all files are in `texts`. */
  readonly folder: string | undefined;
  /** Its name. */
  readonly name: string;
  /** Texts in place of what is on disk: unsaved ones, or all files of a workspace in memory. Asked at each use. */
  readonly texts?: () => ReadonlyMap<string, string>;
  readonly approved: (signal: AbortSignal) => Promise<ApprovedCommands>;
  /**
   * When functions of the change may be called, which runs code that a model wrote: where a person approved a command
   * of this folder, or, where whoever started us said so, always (contracts rule 61).
   */
  readonly compares: 'where-approved' | 'always';
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `copyWorker.ts` of this folder, or what it was bundled to. */
  readonly copyWorker: string | URL;
  /** `compareChild.ts` of this folder, or what it was bundled to. */
  readonly compareChild: string;
  /** Where copies are made; the system's folder for temporary files if not given. */
  readonly temp?: string;
  readonly limits?: Partial<Omit<ListLimits, 'never'>>;
}

export interface OpenRuns extends Runs {
  /** Waits for what runs, and removes the copy. */
  close(): Promise<void>;
}

const limitsByDefault = { bytes: 4e9, files: 400_000, ignoredBytes: 256e6 };
const runAtMostMs = 10 * 60_000;
/** A copy that nobody uses for so long is removed; the next use makes it again. */
const idleMs = 10 * 60_000;
const tailAtMost = 2_000;

interface Open {
  readonly place: ScratchPlace;
  readonly thread: CopyThread;
}

/**
 * Opens where a workspace's check commands run. Starts and copies nothing before the first run; keeps the copy, so
 * that the next use writes only what changed, and lends it to one user at a time.
 */
export function openRuns(options: ScratchOptions): OpenRuns {
  const temp = options.temp ?? tmpdir();
  let last: Promise<unknown> = Promise.resolve();
  let open: Open | undefined;
  let idle: NodeJS.Timeout | undefined;
  let isSwept = false;
  let isClosed = false;

  async function opened(): Promise<Open> {
    if (open !== undefined && !open.thread.isGone) return open;
    await discard();
    if (!isSwept) await sweepPlaces(temp);
    isSwept = true;
    const place = await openPlace(temp, options.name);
    const limits = { ...limitsByDefault, ...options.limits, never: [place.root] };
    const data = { source: options.folder, target: place.work, limits };
    open = { place, thread: openCopyThread(options.copyWorker, data) };
    return open;
  }

  async function openedOrWhy(): Promise<Open | string> {
    try {
      return await opened();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `no scratch copy can be made: ${reason}`;
    }
  }

  async function discard(): Promise<void> {
    if (open === undefined) return;
    const { place, thread } = open;
    open = undefined;
    if (!thread.isGone) await thread.remove(place.root);
    await thread.end();
    await rm(place.root, { recursive: true, force: true });
  }

  /** One after the other: two runs in one copy would see each other's files. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = last.then(act);
    last = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  }

  function use<T>(act: (scratch: Scratch) => Promise<T>, signal: AbortSignal): Promise<CodeAnswer<T>> {
    return inTurn(async () => {
      if (isClosed) return { type: 'unable', reason: 'runs are closed' };
      if (signal.aborted) return { type: 'unable', reason: 'cancelled' };
      clearTimeout(idle);
      const ready = await openedOrWhy();
      if (typeof ready === 'string') return { type: 'unable', reason: ready };
      try {
        return { type: 'ok', value: await act(lend(ready, options, runAtMostMs)) };
      } finally {
        idle = setTimeout(() => void inTurn(discard), idleMs);
        idle.unref();
      }
    });
  }

  return {
    approved: (signal) => options.approved(signal),
    use,
    async compare(pairs, signal) {
      if (options.compares === 'where-approved') {
        const { commands, missing } = await options.approved(signal);
        if (commands.length === 0) return { type: 'unable', reason: missing.join('; ') };
      }
      return comparePairs(options.compareChild, pairs, options.env, signal);
    },
    async close() {
      isClosed = true;
      await inTurn(async () => {
        clearTimeout(idle);
        await discard();
      });
    },
  };
}

function lend({ place, thread }: Open, options: ScratchOptions, runMs: number): Scratch {
  const notes: string[] = [];
  let isFresh = true;
  return {
    notes,
    async run(command, texts, wanted, signal) {
      const over = new Map<string, string | null>([...(options.texts?.() ?? []), ...texts]);
      const brought = await thread.bring(over, isFresh, signal);
      if (brought.type === 'unable') return brought;
      if (isFresh) notes.push(...brought.value.notes);
      isFresh = false;
      return runIn(place, command, over, texts, { timeoutMs: runMs, ...wanted }, options, signal);
    },
  };
}

async function runIn(
  place: ScratchPlace,
  command: Command,
  over: ReadonlyMap<string, string | null>,
  texts: ReadonlyMap<string, string | null>,
  wanted: RunOptions & { readonly timeoutMs: number },
  options: ScratchOptions,
  signal: AbortSignal,
): Promise<CodeAnswer<RunReceipt>> {
  for (const folder of [place.temp, place.coverage]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
  }
  const cover = new Map<string, string>();
  for (const path of wanted.cover ?? []) {
    const text = over.get(path);
    if (typeof text === 'string') cover.set(path, text);
  }
  const env = {
    ...environmentOf(options.env, { folder: options.folder, work: place.work, temp: place.temp }),
    ...(cover.size > 0 ? { NODE_V8_COVERAGE: place.coverage } : {}),
  };
  const outcome = await runCommand(command, { cwd: place.work, env, timeoutMs: wanted.timeoutMs }, signal);
  if (outcome.type === 'cancelled') return { type: 'unable', reason: 'cancelled' };
  if (outcome.type === 'unstartable') return { type: 'unable', reason: outcome.reason };
  const text = withoutPlace(outcome.text, place);
  const { counts, failing } = reportedBy(text);
  const unreached = cover.size > 0 ? await unreachedIn(place.coverage, place.work, cover) : new Map();
  return {
    type: 'ok',
    value: {
      command,
      end: outcome.end,
      ms: Math.round(outcome.ms),
      counts,
      failing,
      sha256: hashOf(texts),
      bytes: outcome.bytes,
      tail: text.slice(-tailAtMost),
      unreached,
    },
  };
}

/** Where the copy is means nothing to whoever reads the output later. */
function withoutPlace(text: string, place: ScratchPlace): string {
  return text.trimEnd().replaceAll(place.work, '.').replaceAll(place.root, '<scratch>');
}

function hashOf(texts: ReadonlyMap<string, string | null>): string {
  const rows = [...texts]
    .map(([path, text]) => [path, text === null ? null : sha256(text)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify(rows));
}
