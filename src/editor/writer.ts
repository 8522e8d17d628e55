import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { isCleared, isClearedUndo, type Applied, type Cleared, type ClearedUndo } from '../core/gate.ts';
import type { Left } from '../core/ledger/results.ts';
import type { UndoOutcome, Writer, WriteOutcome } from '../core/ports.ts';
import { bytesOf, isEqual, sha256Of } from '../node/writer/bytes.ts';
import { nodeDisk, wordsOf } from '../node/writer/disk.ts';
import { beginIntent, endIntent, readyIntent, type Intent } from '../node/writer/journal.ts';
import { foldersOf, type Unwritten } from '../node/writer/plans.ts';
import { recoverJournal } from '../node/writer/recovery.ts';
import { takeBack } from '../node/writer/transaction.ts';
import { documentsOf, editOf, editsOf, reversedIn } from './edits.ts';
import { hearFromEditor, isSaved, reload } from './saving.ts';
import {
  bytesAt,
  isAsCompared,
  isDiskAsCompared,
  targetOf,
  type DocumentTarget,
  type Target,
} from './documents.ts';
import { undoTargetOf } from './undoTargets.ts';

export interface EditorWriterOptions {
  readonly folder: vscode.WorkspaceFolder;
  /** Folder of the journal, outside of the workspace; made when needed. */
  readonly journal: string;
  /** Told in words what was mended after a crash, what could not be, and what saving added to a file. */
  onProblem(message: string): void;
}

/**
 * Mends what a crash left half done, then gives the writer of one folder: every file is edited as a document, open
 * or not, in one step of undo, and saved unless it held unsaved text of the person's own (design sections 8, 12).
 * Never rejects.
 */
export async function openEditorWriter(options: EditorWriterOptions): Promise<Writer> {
  await recoverJournal(options.journal, nodeDisk(), (ms) => delay(ms), options.onProblem);
  return new EditorWriter(options);
}

/** One change set at a time. */
class EditorWriter implements Writer {
  readonly #options: EditorWriterOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: EditorWriterOptions) {
    this.#options = options;
  }

  write(cleared: Cleared, signal: AbortSignal): Promise<WriteOutcome> {
    return this.#inTurn(async () => {
      try {
        return await this.#write(cleared, signal);
      } catch (error) {
        return { type: 'failed', message: `nothing was written: ${wordsOf(error)}` };
      }
    });
  }

  undo(cleared: ClearedUndo, signal: AbortSignal): Promise<UndoOutcome> {
    return this.#inTurn(async () => {
      try {
        return await this.#undo(cleared, signal);
      } catch (error) {
        return { type: 'failed', message: `nothing was undone: ${wordsOf(error)}` };
      }
    });
  }

  #inTurn<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    const next = this.#last.then(work);
    this.#last = next;
    return next;
  }

  async #write(cleared: Cleared, signal: AbortSignal): Promise<WriteOutcome> {
    if (!isCleared(cleared)) return { type: 'failed', message: 'this change was not cleared by the gate' };
    for (let attempt = 1; ; attempt++) {
      const targets: Target[] = [];
      for (const change of cleared.changeSet.files) {
        const target = await targetOf(this.#options.folder, change, cleared.realPaths.get(change.path));
        if (target.type === 'stale' || target.type === 'failed') return target;
        targets.push(target);
      }
      const tried = await this.#attempt(targets, signal);
      if (!('isOutOfStep' in tried)) return { type: 'applied', applied: { cleared, files: tried } };
      if (!tried.isOutOfStep || attempt === attemptsAtMost) return tried.failure;
      await hearFromEditor();
    }
  }

  async #undo(cleared: ClearedUndo, signal: AbortSignal): Promise<UndoOutcome> {
    if (!isClearedUndo(cleared)) return { type: 'failed', message: 'this undo was not cleared by the gate' };
    const { changeSet, files, realPaths } = cleared;
    for (let attempt = 1; ; attempt++) {
      const targets: Target[] = [];
      const left: Left[] = [];
      for (const change of changeSet.files) {
        const { path } = change;
        const target = await undoTargetOf(this.#options.folder, change, realPaths.get(path), files.get(path));
        if (target.type === 'left') left.push({ path, reason: target.reason });
        else targets.push(target);
      }
      const tried = targets.length === 0 ? [] : await this.#attempt(targets, signal);
      if (!('isOutOfStep' in tried)) {
        return { type: 'undone', restored: tried.map(({ path, saved }) => ({ path, saved })), left };
      }
      if (!tried.isOutOfStep || attempt === attemptsAtMost)
        return { type: 'failed', message: tried.failure.message };
      await hearFromEditor();
    }
  }

  /** One try, after which either all targets are as they were to become or none is. Gives the files after it. */
  async #attempt(targets: readonly Target[], signal: AbortSignal): Promise<Applied['files'] | Failed> {
    const intent = intentOf(targets);
    const progress: Progress = { isEdited: false };
    try {
      await this.#begin(intent);
      const failed = await this.#change(targets, progress, signal);
      if (failed !== undefined) {
        await this.#putBack(targets, intent, progress);
        return failed;
      }
      const files = await Promise.all(targets.map((target) => this.#written(target)));
      await endIntent(this.#options.journal, intent.id, nodeDisk());
      return files;
    } catch (error) {
      await this.#putBack(targets, intent, progress);
      return final({ type: 'failed', message: `nothing was written: ${wordsOf(error)}` });
    }
  }

  /** What will be on disk, in the journal: a crash between two saves is mended at the next start. */
  async #begin(intent: Intent): Promise<void> {
    await beginIntent(this.#options.journal, intent, nodeDisk());
    await readyIntent(this.#options.journal, intent.id, nodeDisk());
  }

  /** Gives why it failed; documents and disk may then be half changed. */
  async #change(
    targets: readonly Target[],
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Failed | undefined> {
    for (const target of targets) {
      if (!(await isDiskAsCompared(target))) return final(moved(target));
    }
    if (signal.aborted) return final({ type: 'failed', message: 'stopped before anything was written' });
    // From here to `applyEdit` nothing else can run, so what is compared is what is edited.
    const typedIn = documentsOf(targets).find((target) => !isAsCompared(target));
    if (typedIn !== undefined) return final(moved(typedIn));
    progress.isEdited = await vscode.workspace.applyEdit(editOf(targets));
    if (!progress.isEdited) {
      return { isOutOfStep: true, failure: { type: 'failed', message: 'the editor refused the change' } };
    }
    const mixed = documentsOf(targets).find((target) => target.document.getText() !== target.to);
    return mixed === undefined ? this.#save(targets) : final(moved(mixed));
  }

  async #save(targets: readonly Target[]): Promise<Failed | undefined> {
    for (const { document, wasUnsaved, path, plan } of documentsOf(targets)) {
      if (wasUnsaved || (await isSaved(document))) continue;
      const isOutOfStep = await hasBytes(plan.entry.path, plan.entry.before);
      return { isOutOfStep, failure: { type: 'failed', message: `${path} could not be saved` } };
    }
    for (const target of targets) {
      const { path, plan } = target;
      if (target.type === 'new' && !(await hasBytes(plan.entry.path, target.bytes)))
        return final({ type: 'failed', message: `${path} could not be created` });
      if (target.type === 'gone' && (await bytesAt(plan.entry.path)) !== undefined)
        return final({ type: 'failed', message: `${path} could not be removed` });
    }
    return undefined;
  }

  /**
   * The file as it is now. Where saving changed the text further, as a formatter does, the true hash is given and
   * the person is told: that is their own setting, and the verdict does not speak of it.
   */
  async #written(target: Target): Promise<Applied['files'][number]> {
    const { path, plan } = target;
    if (target.type === 'document' && target.wasUnsaved) {
      return { path, sha256: sha256Of(bytesOf(target.to, false) ?? new Uint8Array()), saved: false };
    }
    if (target.type === 'gone') return { path, sha256: '', saved: true };
    const now = await bytesAt(plan.entry.path);
    if (now === undefined) throw new Error(`${path} cannot be read after it was saved`);
    if (plan.entry.after === null || !isEqual(now, plan.entry.after)) {
      this.#options.onProblem(
        `Saving ${path} changed its text further, as a formatter does; the verdict was given on the text before.`,
      );
    }
    return { path, sha256: sha256Of(now), saved: true };
  }

  /** Makes documents and files old again; what somebody typed meanwhile stays. */
  async #putBack(targets: readonly Target[], intent: Intent, { isEdited }: Progress): Promise<void> {
    const { journal, onProblem } = this.#options;
    try {
      for (const target of isEdited ? documentsOf(targets) : []) await this.#putTextBack(target);
      const foreign = await takeBack(intent, true, nodeDisk(), (ms) => delay(ms));
      await endIntent(journal, intent.id, nodeDisk());
      if (foreign.length > 0)
        onProblem(`Changed by somebody else meanwhile, so left alone: ${foreign.join(', ')}`);
    } catch (error) {
      onProblem(`A write failed and could not be taken back yet: ${wordsOf(error)}`);
    }
  }

  async #putTextBack(target: DocumentTarget): Promise<void> {
    const { document, from, to, wasUnsaved, path, plan } = target;
    const now = document.getText();
    if (document.isClosed || now === from) return;
    const back = now === to ? from : reversedIn(now, from, to);
    const edit = new vscode.WorkspaceEdit();
    if (back !== undefined) edit.set(document.uri, editsOf(document, now, back));
    if (back === undefined || !(await vscode.workspace.applyEdit(edit))) {
      this.#options.onProblem(`${path}: a change could not be taken out again; undo in the editor does.`);
      return;
    }
    if (wasUnsaved || document.getText() !== from) return;
    // Saved only over what was there before or what this write put there, never over what others wrote since.
    const { path: file, before, after } = plan.entry;
    if (await hasBytes(file, before)) await reload(document);
    else if (await hasBytes(file, after)) await isSaved(document);
    if (!document.isDirty && (await hasBytes(file, before))) return;
    this.#options.onProblem(`${path}: a change was taken back; look at the file before you save it.`);
  }
}

/** How far a write has come. */
interface Progress {
  isEdited: boolean;
}

/**
 * Nothing is written. `isOutOfStep`: file and text are as they were compared, but the editor itself has not yet
 * heard of something it should have, such as the time at which a file was written; it may work when it has.
 */
interface Failed {
  readonly isOutOfStep: boolean;
  readonly failure: Unwritten;
}

function final(failure: Unwritten): Failed {
  return { isOutOfStep: false, failure };
}

const attemptsAtMost = 3;

/** Its bytes will be on disk when the write is over. */
function isWritten(target: Target): boolean {
  return target.type !== 'document' || !target.wasUnsaved;
}

function intentOf(targets: readonly Target[]): Intent {
  const plans = targets.filter(isWritten).map((target) => target.plan);
  return { id: randomUUID(), entries: plans.map((plan) => plan.entry), folders: foldersOf(plans) };
}

function moved({ path }: Target): Unwritten {
  return { type: 'stale', path, message: `${path} changed while it was about to be written` };
}

/** True where a file is there with just these bytes. */
async function hasBytes(path: string, bytes: Uint8Array | null): Promise<boolean> {
  const now = await bytesAt(path);
  return now !== undefined && bytes !== null && isEqual(now, bytes);
}
