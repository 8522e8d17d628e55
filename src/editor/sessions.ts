import * as vscode from 'vscode';
import type { RunEvent } from '../core/events.ts';
import type { RecordedResult } from '../core/ledger/results.ts';
import { Lifetime } from './lifetime.ts';
import { wordsOf } from './log.ts';
import { Session, type SessionParts } from './session.ts';

/** A result and the session that holds it, which knows its folder. */
export interface Held {
  readonly session: Session;
  readonly result: RecordedResult;
}

export interface SessionEvent {
  readonly session: Session;
  readonly event: RunEvent;
}

/** One session for each workspace folder. Views listen here and never care how many folders there are. */
export class Sessions implements vscode.Disposable {
  readonly #parts: SessionParts;
  readonly #lifetime = new Lifetime();
  readonly #byFolder = new Map<string, Session>();
  readonly #event = this.#lifetime.own(new vscode.EventEmitter<SessionEvent>());
  readonly #opened = this.#lifetime.own(new vscode.EventEmitter<Session>());
  readonly #live = this.#lifetime.own(new vscode.EventEmitter<void>());
  #opening: Promise<void> | undefined;

  readonly onEvent = this.#event.event;
  /** A session whose record has been read, or one that is gone. */
  readonly onOpen = this.#opened.event;
  readonly onLiveChange = this.#live.event;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    for (const folder of vscode.workspace.workspaceFolders ?? []) this.#add(folder);
    this.#lifetime.own(
      vscode.workspace.onDidChangeWorkspaceFolders((change) => {
        for (const folder of change.removed) this.#remove(folder);
        for (const folder of change.added) this.#add(folder);
        if (this.#opening !== undefined) void this.#openAll();
      }),
    );
  }

  get all(): readonly Session[] {
    return [...this.#byFolder.values()];
  }

  get running(): number {
    return this.all.reduce((sum, session) => sum + session.running, 0);
  }

  /** Reads the records of all folders; a record that cannot be read is said and leaves its folder empty. */
  open(): Promise<void> {
    this.#opening ??= this.#openAll();
    return this.#opening;
  }

  of(uri: vscode.Uri): Session | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    return folder === undefined ? undefined : this.#byFolder.get(folder.uri.toString());
  }

  /** Results of all folders, newest last within a folder. */
  results(): readonly Held[] {
    return this.all.flatMap((session) => session.results().map((result) => ({ session, result })));
  }

  find(task: string): Held | undefined {
    for (const session of this.all) {
      const result = session.result(task);
      if (result !== undefined) return { session, result };
    }
    return undefined;
  }

  stop(run?: string): void {
    for (const session of this.all) session.stop(run);
  }

  /** Ends what runs, for the end of the window. */
  async close(): Promise<void> {
    await Promise.all(this.all.map((session) => session.close()));
  }

  dispose(): void {
    for (const session of this.all) session.dispose();
    this.#lifetime.dispose();
  }

  async #openAll(): Promise<void> {
    await Promise.all(
      this.all.map(async (session) => {
        try {
          await session.open();
        } catch (error) {
          this.#parts.log.error(`The record of ${session.folder.name} could not be read: ${wordsOf(error)}`);
        }
        this.#opened.fire(session);
      }),
    );
  }

  #add(folder: vscode.WorkspaceFolder): void {
    const session = new Session(folder, this.#parts);
    this.#byFolder.set(folder.uri.toString(), session);
    session.onEvent((event) => this.#event.fire({ session, event }));
    session.onLiveChange(() => this.#live.fire());
  }

  #remove(folder: vscode.WorkspaceFolder): void {
    const key = folder.uri.toString();
    const session = this.#byFolder.get(key);
    this.#byFolder.delete(key);
    if (session === undefined) return;
    void session.close().then(() => session.dispose());
    this.#opened.fire(session);
  }
}
