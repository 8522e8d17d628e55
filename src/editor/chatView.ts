import * as vscode from 'vscode';
import type { RunEvent } from '../core/events.ts';
import type { Status, ToHost, ToView } from '../protocol.ts';
import { activeFile, chooseSession, contextOf } from './active.ts';
import type { Anchors } from './anchors.ts';
import type { LoadEngine, Wire } from './engine.ts';
import { pageHtml, resourceRoot } from './html.ts';
import { commands, views } from './ids.ts';
import { Lifetime } from './lifetime.ts';
import { wordsOf } from './log.ts';
import { sayApplied } from './applied.ts';
import { openPlace } from './places.ts';
import type { Models } from './models.ts';
import type { Sessions } from './sessions.ts';
import { chatStatus } from './status.ts';

/** Text of a worker is posted in pieces of at least this much time, not token by token. */
const progressMs = 50;

export interface ChatParts {
  readonly extension: vscode.Uri;
  readonly engine: LoadEngine;
  readonly sessions: Sessions;
  readonly anchors: Anchors;
  readonly models: Models;
  readonly log: vscode.LogOutputChannel;
}

type Progress = Extract<RunEvent, { type: 'progress' }>;

/** The chat in the sidebar. It posts numbered events and takes messages; what they ask for, commands do. */
export class ChatView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #parts: ChatParts;
  readonly #lifetime = new Lifetime();
  /** Progress that waits to be posted, by task. */
  readonly #waiting = new Map<string, Progress>();
  #view: vscode.WebviewView | undefined;
  #timer: NodeJS.Timeout | undefined;
  #seq = 0;
  /** There from the view's `ready` on: before that, nothing is posted. */
  #wire: Wire | undefined;
  #draft: string | undefined;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    const { sessions, models } = parts;
    this.#lifetime.own(sessions.onEvent(({ event }) => this.#show(event)));
    this.#lifetime.own(sessions.onOpen(() => this.#reset()));
    this.#lifetime.own(models.onChange(() => this.#postStatus()));
    this.#lifetime.own(vscode.workspace.onDidGrantWorkspaceTrust(() => void models.look()));
    this.#lifetime.own(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#postStatus()));
    this.#lifetime.own(vscode.window.registerWebviewViewProvider(views.chat, this));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#wire = undefined;
    const { extension } = this.#parts;
    view.webview.options = { enableScripts: true, localResourceRoots: [resourceRoot(extension)] };
    const page = new Lifetime();
    page.own(view.webview.onDidReceiveMessage((value: unknown) => void this.#receive(value)));
    page.own(
      view.onDidDispose(() => {
        page.dispose();
        if (this.#view === view) this.#view = undefined;
      }),
    );
    view.webview.html = pageHtml(view.webview, extension, {
      title: 'Countersign chat',
      script: 'chat.js',
      styles: ['codicon.css', 'chat.css'],
    });
    void this.#parts.models.look();
  }

  /** Shows the chat with the cursor in its input, and a text in it where one is given. */
  async focus(text?: string): Promise<void> {
    this.#draft = text ?? '';
    await vscode.commands.executeCommand(`${views.chat}.focus`);
    this.#postDraft();
  }

  /** Shows the chat and leaves the focus where it is. */
  reveal(): void {
    if (this.#view !== undefined) this.#view.show(true);
    else void vscode.commands.executeCommand(`${views.chat}.focus`, { preserveFocus: true });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#lifetime.dispose();
  }

  async #receive(value: unknown): Promise<void> {
    const { engine, log } = this.#parts;
    try {
      const { wire } = await engine();
      const received = wire.receiveFromView(value);
      if (received.type === 'message') await this.#handle(received.message, wire);
      else log.warn(`The chat sent what is no message: ${received.reason}`);
    } catch (error) {
      log.error(`The chat asked for something that broke: ${wordsOf(error)}`);
      void vscode.window.showErrorMessage(wordsOf(error));
    }
  }

  async #handle(message: ToHost, wire: Wire): Promise<void> {
    const { sessions, log } = this.#parts;
    switch (message.type) {
      case 'ready':
        await sessions.open();
        this.#wire = wire;
        this.#reset();
        this.#postStatus();
        this.#postDraft();
        return;
      case 'ask':
        return this.#ask(message.text);
      case 'stop':
        sessions.stop(message.run);
        return;
      case 'choose':
        return this.#choose(message.run, message.index);
      case 'open':
        return this.#open(message);
      case 'verify':
        return run(commands.verifyResult, message.task);
      case 'evidence':
        return run(commands.showEvidence, message.task);
      case 'apply':
        return this.#apply(message);
      case 'undo':
        return run(commands.undoChange, message.task);
      case 'discard':
        return run(commands.discardChange, message.task);
      case 'diff':
        return run(commands.showDiff, message.task, message.path);
      case 'redo':
        return run(commands.redoResult, message.task);
      case 'command':
        return runViewCommand(message.name);
      case 'refused':
        log.warn(`The chat refused a message: ${message.reason}`);
    }
  }

  async #ask(text: string): Promise<void> {
    const { sessions } = this.#parts;
    const session = await chooseSession(sessions);
    if (session === undefined) return;
    const context = contextOf(activeFile(sessions), session);
    await session.start({ type: 'ask', text, context, via: 'chat' });
  }

  /** Runs what a button offered: the task stands in the record, the view only says which one. */
  async #choose(runId: string, index: number): Promise<void> {
    for (const session of this.#parts.sessions.all) {
      const offered = session.events.find((event) => event.type === 'offered' && event.run === runId);
      const choice = offered?.type === 'offered' ? offered.choices[index] : undefined;
      if (choice === undefined) continue;
      await session.start({ type: 'task', task: choice.task, text: choice.label, via: 'chat' });
      return;
    }
  }

  /**
   * The card itself asks before an override, naming what is missing. What was approved there is the change of that
   * hash and no other: the gate holds whatever has become another one since.
   */
  async #apply({ task, hash, override }: Extract<ToHost, { type: 'apply' }>): Promise<void> {
    const held = this.#parts.sessions.find(task);
    if (held === undefined) return;
    const { session, result } = held;
    const report = await session.start({ type: 'apply', result, approval: { hash, override }, via: 'chat' });
    sayApplied(report, held);
  }

  async #open(message: Extract<ToHost, { type: 'open' }>): Promise<void> {
    const held = this.#parts.sessions.find(message.task);
    if (held === undefined) return;
    const { path, line, endLine } = message;
    const place = { path, line, ...(endLine === undefined ? {} : { endLine }) };
    try {
      await openPlace(this.#parts.anchors, held.session, held.result, place);
    } catch {
      void vscode.window.showWarningMessage(
        `${path} cannot be opened: it is not there, or it is no text file.`,
      );
    }
  }

  /** Posts an event with the next number; live text is gathered for a moment first. */
  #show(event: RunEvent): void {
    if (event.type === 'progress') {
      this.#gather(event);
      return;
    }
    this.#flush();
    this.#post(event);
  }

  #gather(event: Progress): void {
    const before = this.#waiting.get(event.task);
    const joined = before !== undefined && !before.waiting && !event.waiting;
    this.#waiting.set(event.task, joined ? { ...event, text: before.text + event.text } : event);
    this.#timer ??= setTimeout(() => this.#flush(), progressMs);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const event of events) this.#post(event);
  }

  #post(event: RunEvent): void {
    this.#seq += 1;
    if (this.#wire === undefined) return;
    this.#send({ type: 'event', seq: this.#seq, event: this.#wire.viewEventOf(event) });
  }

  #reset(): void {
    if (this.#wire === undefined) return;
    const { all } = this.#parts.sessions;
    const events = all.flatMap((session) => session.events);
    const live = all.flatMap((session) => session.liveRuns);
    this.#send(this.#wire.resetOf(events, live, this.#seq));
  }

  #postStatus(): void {
    if (this.#wire !== undefined) this.#send(this.#status());
  }

  #status(): Status {
    const folders = vscode.workspace.workspaceFolders?.length ?? 0;
    return chatStatus(this.#parts.models.health, folders, vscode.workspace.isTrusted);
  }

  #postDraft(): void {
    if (this.#wire === undefined || this.#draft === undefined) return;
    this.#send({ type: 'draft', text: this.#draft });
    this.#draft = undefined;
  }

  #send(message: ToView): void {
    // False where the view is hidden: it says `ready` when it is back, and gets everything then.
    void this.#view?.webview.postMessage(message);
  }
}

async function run(command: string, task: string, path?: string): Promise<void> {
  const named = { task, via: 'chat', ...(path === undefined ? {} : { path }) };
  await vscode.commands.executeCommand(command, named);
}

async function runViewCommand(name: Extract<ToHost, { type: 'command' }>['name']): Promise<void> {
  switch (name) {
    case 'selectModels':
      await vscode.commands.executeCommand(commands.selectModels);
      return;
    case 'showLog':
      await vscode.commands.executeCommand(commands.showLog);
      return;
    case 'clearResults':
      await vscode.commands.executeCommand(commands.clearResults);
      return;
    case 'openFolder':
      await vscode.commands.executeCommand('vscode.openFolder');
      return;
    case 'manageTrust':
      await vscode.commands.executeCommand('workbench.trust.manage');
      return;
    case 'openSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:countersign.countersign');
  }
}
