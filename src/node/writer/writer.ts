import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isCleared, isClearedUndo, type Cleared, type ClearedUndo } from '../../core/gate.ts';
import type { Left } from '../../core/ledger/results.ts';
import type { UndoOutcome, Writer, WriteOutcome } from '../../core/ports.ts';
import { sha256Of } from './bytes.ts';
import { nodeDisk, wordsOf, type Disk } from './disk.ts';
import { beginIntent, endIntent, readyIntent, type Intent } from './journal.ts';
import { foldersOf, lookAgain, planChange, planUndo, type Plan, type Unwritten } from './plans.ts';
import { recoverJournal } from './recovery.ts';
import type { Pause } from './rename.ts';
import { land, Moved, prepare, settle, takeBack } from './transaction.ts';

export interface NodeWriterOptions {
  /** Absolute path of the workspace folder, as it was opened. */
  readonly root: string;
  /** Folder of the journal, outside the workspace; made when needed. */
  readonly journal: string;
  /** Told in words what was mended after a crash, and what could not be. */
  onProblem(message: string): void;
  readonly disk?: Disk;
  readonly pause?: Pause;
}

/** Mends what a crash left half done, then gives a writer. Never rejects. */
export async function openNodeWriter(options: NodeWriterOptions): Promise<Writer> {
  const disk = options.disk ?? nodeDisk();
  const pause: Pause = options.pause ?? ((ms) => delay(ms));
  await recoverJournal(options.journal, disk, pause, options.onProblem);
  return new DiskWriter(options, disk, pause);
}

interface Begun {
  readonly intent: Intent;
  isReady: boolean;
}

/** One transaction at a time: two at once would each see the other's files half done. */
class DiskWriter implements Writer {
  readonly #options: NodeWriterOptions;
  readonly #disk: Disk;
  readonly #pause: Pause;
  #last: Promise<unknown> = Promise.resolve();
  /** Begun, failed, and not taken back yet, since the disk failed again. */
  #stuck: Begun[] = [];

  constructor(options: NodeWriterOptions, disk: Disk, pause: Pause) {
    this.#options = options;
    this.#disk = disk;
    this.#pause = pause;
  }

  write(cleared: Cleared, signal: AbortSignal): Promise<WriteOutcome> {
    return this.#inTurn(() => this.#write(cleared, signal));
  }

  undo(cleared: ClearedUndo, signal: AbortSignal): Promise<UndoOutcome> {
    return this.#inTurn(() => this.#undo(cleared, signal));
  }

  #inTurn<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    const next = this.#last.then(work);
    this.#last = next;
    return next;
  }

  async #write(cleared: Cleared, signal: AbortSignal): Promise<WriteOutcome> {
    if (!isCleared(cleared)) return { type: 'failed', message: 'this change was not cleared by the gate' };
    const plans: Plan[] = [];
    let at = '';
    try {
      for (const change of cleared.changeSet.files) {
        at = change.path;
        const real = cleared.realPaths.get(change.path);
        const plan = await planChange(this.#options.root, change, real, this.#disk);
        if (plan.type !== 'plan') return plan;
        plans.push(plan);
      }
    } catch (error) {
      return { type: 'failed', message: `nothing was written: ${at}: ${wordsOf(error)}` };
    }
    const failure = await this.#transact(plans, signal);
    if (failure !== undefined) return failure;
    const files = plans.map(({ path, entry }) => ({
      path,
      sha256: sha256Of(entry.after ?? new Uint8Array()),
      saved: true,
    }));
    return { type: 'applied', applied: { cleared, files } };
  }

  async #undo(cleared: ClearedUndo, signal: AbortSignal): Promise<UndoOutcome> {
    if (!isClearedUndo(cleared)) return { type: 'failed', message: 'this undo was not cleared by the gate' };
    const { changeSet, files, realPaths } = cleared;
    const plans: Plan[] = [];
    const left: Left[] = [];
    let at = '';
    try {
      for (const change of changeSet.files) {
        const { path } = change;
        at = path;
        const real = realPaths.get(path);
        const plan = await planUndo(this.#options.root, change, real, files.get(path), this.#disk);
        if (plan.type === 'plan') plans.push(plan);
        else left.push({ path, reason: plan.reason });
      }
    } catch (error) {
      return { type: 'failed', message: `nothing was undone: ${at}: ${wordsOf(error)}` };
    }
    const failure = plans.length === 0 ? undefined : await this.#transact(plans, signal);
    if (failure !== undefined) return { type: 'failed', message: failure.message };
    return { type: 'undone', restored: plans.map(({ path }) => ({ path, saved: true })), left };
  }

  /**
   * Journal, new bytes beside the files, a last look, the files, and the end of the journal, which is the moment
   * from which the change is done. Gives why nothing was written, where nothing was.
   */
  async #transact(plans: readonly Plan[], signal: AbortSignal): Promise<Unwritten | undefined> {
    const { root, journal, onProblem } = this.#options;
    const disk = this.#disk;
    const entries = plans.map((plan) => plan.entry);
    const intent: Intent = { id: randomUUID(), entries, folders: foldersOf(plans) };
    const begun: Begun = { intent, isReady: false };
    try {
      await this.#mendStuck();
      if (signal.aborted) throw new Error('stopped before anything was written');
    } catch (error) {
      return unwritten(plans, error);
    }
    try {
      await beginIntent(journal, intent, disk);
      await prepare(intent, disk);
      for (const plan of plans) await lookAgain(root, plan, disk);
      if (signal.aborted) throw new Error('stopped before anything was written');
      await readyIntent(journal, intent.id, disk);
      begun.isReady = true;
      for (const entry of entries) await land(entry, disk, this.#pause);
      await settle(intent, disk);
      await endIntent(journal, intent.id, disk);
    } catch (error) {
      await this.#giveUp(begun);
      return unwritten(plans, error);
    }
    try {
      await disk.syncFolder(journal);
    } catch (error) {
      onProblem(`A write is done; only a power failure now could still take it back: ${wordsOf(error)}`);
    }
    return undefined;
  }

  async #giveUp(begun: Begun): Promise<void> {
    this.#stuck.push(begun);
    try {
      await this.#mendStuck();
    } catch (error) {
      this.#options.onProblem(`A write failed and could not be taken back yet: ${wordsOf(error)}`);
    }
  }

  async #mendStuck(): Promise<void> {
    for (const begun of [...this.#stuck]) {
      const { intent, isReady } = begun;
      const foreign = await takeBack(intent, isReady, this.#disk, this.#pause);
      await endIntent(this.#options.journal, intent.id, this.#disk);
      this.#stuck = this.#stuck.filter((other) => other !== begun);
      if (foreign.length > 0) {
        this.#options.onProblem(`Changed by somebody else meanwhile, so left alone: ${foreign.join(', ')}`);
      }
    }
  }
}

function unwritten(plans: readonly Plan[], cause: unknown): Unwritten {
  const moved = cause instanceof Moved ? plans.find((plan) => plan.entry.path === cause.path) : undefined;
  if (moved === undefined) return { type: 'failed', message: `nothing was written: ${wordsOf(cause)}` };
  const message = `${moved.path} changed while it was about to be written`;
  return { type: 'stale', path: moved.path, message };
}
