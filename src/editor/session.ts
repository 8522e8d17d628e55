import * as vscode from 'vscode';
import type { RunEvent } from '../core/events.ts';
import { foldResults } from '../core/ledger/fold.ts';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { House } from '../core/ports.ts';
import type { Request } from '../core/request.ts';
import type { Engine, LoadEngine, Store } from './engine.ts';
import { wordsOf } from './log.ts';
import { reportOf, type RunReport } from './report.ts';

/** What a session needs from outside; built by the composition root. */
export interface SessionParts {
  readonly engine: LoadEngine;
  readonly log: vscode.LogOutputChannel;
}

interface LiveRun {
  readonly controller: AbortController;
  readonly events: RunEvent[];
  readonly request: Request;
  /** Resolves when the run's last event is recorded. */
  readonly done: Promise<void>;
}

/** A disk that does not answer in this time leaves a change as the record has it. */
const settleMs = 20_000;

const stoppedByWindow = 'the window was closed or reloaded while this ran';

/**
 * The runs of one workspace folder and the log of their events. All that is shown is a fold over these events;
 * a session holds no other state than which runs are alive.
 */
export class Session implements vscode.Disposable {
  readonly folder: vscode.WorkspaceFolder;
  readonly #parts: SessionParts;
  readonly #events: RunEvent[] = [];
  readonly #live = new Set<LiveRun>();
  readonly #added = new vscode.EventEmitter<RunEvent>();
  readonly #liveChanged = new vscode.EventEmitter<void>();
  #store: Promise<Store> | undefined;
  #results: readonly RecordedResult[] | undefined;
  #closing = false;

  /** Every event as it is recorded, and live progress that never is. */
  readonly onEvent = this.#added.event;
  readonly onLiveChange = this.#liveChanged.event;

  constructor(folder: vscode.WorkspaceFolder, parts: SessionParts) {
    this.folder = folder;
    this.#parts = parts;
  }

  /** Reads what was recorded before; later calls wait for the first. */
  async open(): Promise<void> {
    await this.#opened();
  }

  get events(): readonly RunEvent[] {
    return this.#events;
  }

  /** Ids of the runs that go on. */
  get liveRuns(): readonly string[] {
    return [...this.#live].flatMap(({ events }) => events[0]?.run ?? []);
  }

  get running(): number {
    return this.#live.size;
  }

  /** True while a run works on this result. */
  isBusy(task: string): boolean {
    return [...this.#live].some(
      ({ events, request }) =>
        (request.type === 'undo' && request.result.task === task) ||
        events.some((event) => event.type === 'planned' && event.tasks.some((row) => row.task === task)),
    );
  }

  /** Newest last. */
  results(): readonly RecordedResult[] {
    this.#results ??= foldResults(this.#events);
    return this.#results;
  }

  result(task: string): RecordedResult | undefined {
    return this.results().find((result) => result.task === task);
  }

  /** Runs one request to its end and tells what came of it. Never throws: what breaks is the run's own end. */
  async start(request: Request, signal?: AbortSignal): Promise<RunReport> {
    const controller = new AbortController();
    const both = signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]);
    const events: RunEvent[] = [];
    const done = this.#run(request, events, both);
    const live: LiveRun = { controller, events, request, done };
    this.#live.add(live);
    this.#liveChanged.fire();
    await done;
    this.#live.delete(live);
    this.#liveChanged.fire();
    return reportOf(events, this.results());
  }

  /** Ends one run, or all of them. What was recorded stays. */
  stop(run?: string): void {
    for (const live of this.#live) {
      if (run === undefined || live.events[0]?.run === run) live.controller.abort();
    }
  }

  /** Records what happened outside of a run: a file that a verdict was given on is other bytes now. */
  async note(event: Extract<RunEvent, { type: 'staled' }>): Promise<void> {
    await this.#append(event);
  }

  /** The house of this folder, for questions outside of a run. */
  async house(): Promise<House> {
    const engine = await this.#parts.engine();
    return engine.openHouse(this.folder, { append: (event) => this.#append(event) });
  }

  /** Ends all runs as interrupted and waits until what they were writing is whole and recorded. */
  async close(): Promise<void> {
    this.#closing = true;
    this.stop();
    await Promise.allSettled([...this.#live].map((live) => live.done));
    const store = await this.#store?.catch(() => undefined);
    await store?.close();
  }

  dispose(): void {
    this.#added.dispose();
    this.#liveChanged.dispose();
  }

  async #run(request: Request, events: RunEvent[], signal: AbortSignal): Promise<void> {
    const append = async (event: RunEvent): Promise<void> => {
      if (event.type !== 'progress') events.push(event);
      await this.#append(event);
    };
    try {
      await this.#opened();
      const engine = await this.#parts.engine();
      await engine.run(request, await engine.openHouse(this.folder, { append }), signal);
    } catch (error) {
      const reason = wordsOf(error);
      this.#parts.log.error(`A run could not start: ${reason}`);
      const run = events[0]?.run ?? crypto.randomUUID();
      await append({ type: 'ended', run, outcome: 'failed', reason });
    }
  }

  #opened(): Promise<Store> {
    this.#store ??= this.#openStore();
    return this.#store;
  }

  async #openStore(): Promise<Store> {
    const engine = await this.#parts.engine();
    const store = await engine.openStore(this.folder);
    this.#events.push(...(await store.load()));
    if (vscode.workspace.isTrusted) await this.#settle(engine, store);
    this.#results = undefined;
    return store;
  }

  /** Says of each write that a crash cut off whether it is in the files. */
  async #settle(engine: Engine, store: Store): Promise<void> {
    const house = await engine.openHouse(this.folder, { append: (event) => store.append(event) });
    const signal = AbortSignal.timeout(settleMs);
    for (const event of await engine.settle(this.#events, house, signal)) {
      await store.append(event);
      this.#events.push(event);
      this.#parts.log.warn(
        event.type === 'applied'
          ? `A change that was being written when the editor ended is in the files: ${event.files.map((file) => file.path).join(', ')}`
          : 'A change that was to be written when the editor ended is not in the files',
      );
    }
  }

  async #append(event: RunEvent): Promise<void> {
    if (event.type === 'progress') {
      this.#added.fire(event);
      return;
    }
    const told = this.#closing ? asInterrupted(event) : event;
    const store = await this.#opened();
    await store.append(told);
    this.#events.push(told);
    this.#results = undefined;
    this.#added.fire(told);
  }
}

/** A run that the end of the window cancelled was not cancelled by the person. */
function asInterrupted(event: RunEvent): RunEvent {
  if (event.type !== 'ended' || event.outcome !== 'cancelled') return event;
  return { ...event, outcome: 'interrupted', reason: stoppedByWindow };
}
