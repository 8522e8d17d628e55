import { strict as assert } from 'node:assert';
import { watch } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'mocha';
import * as vscode from 'vscode';
import type { RunEvent } from '../../src/core/events.ts';
import type { RecordedResult } from '../../src/core/ledger/results.ts';
import { schemes, section, settings } from '../../src/editor/ids.ts';
import type { RunReport } from '../../src/editor/report.ts';
import type { Session } from '../../src/editor/session.ts';
import type { Refusal } from '../../src/editor/surfaces.ts';
import type { TestApi } from '../../src/extension.ts';
import {
  close,
  head,
  startScriptedServer,
  type ScriptedRequest,
  type ScriptedServer,
  type Script,
} from '../support/scriptedServer.ts';

/** How long the editor may take for what it does by itself, before a test gives up. */
const patienceMs = 20_000;

/** A folder with given files, a scripted model behind the real settings, and the extension's own parts. */
export interface Stage extends AsyncDisposable {
  readonly api: TestApi;
  readonly session: Session;
  readonly server: ScriptedServer;
  /** What the model was asked since the stage was set. */
  readonly turns: readonly ScriptedRequest[];
  /** Resolves when the model is asked for the first time. */
  firstTurn(): Promise<ScriptedRequest>;
  uri(path: string): vscode.Uri;
  /** The bytes on disk; undefined where there is no file. */
  bytes(path: string): Promise<Buffer | undefined>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Shows a file in an editor, with the cursor at a line (1-based) and column (0-based). */
  show(path: string, line?: number, column?: number): Promise<vscode.TextEditor>;
  /** Runs a command of ours that starts a run, and gives its report. A refusal fails the test. */
  run(command: string, ...args: readonly unknown[]): Promise<RunReport>;
  /** The newest result of a report, as the record has it now. */
  result(report: RunReport): RecordedResult;
}

export interface StageOptions {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly answer?: (request: ScriptedRequest) => Script | Promise<Script>;
  /** True: the server says of everything that it is not there. */
  readonly down?: boolean;
}

/**
 * One server for all tests, since a setting is slow to change. What it answers is what the newest stage says. It is
 * started by the first stage and closed after the last test.
 */
interface Ground {
  readonly server: ScriptedServer;
  current: StageOptions;
}
const ground: { opened: Promise<Ground> | undefined } = { opened: undefined };

async function openGround(): Promise<Ground> {
  const held: { current: StageOptions } = { current: { files: {} } };
  const server = await startScriptedServer({
    answer: (request) => held.current.answer?.(request) ?? 'nothing to say',
    intercept: () => (held.current.down === true ? [head({ status: 404 }), close()] : undefined),
    openai: null,
  });
  await setting(settings.ollamaEndpoint, server.url);
  // A model that is installed on this machine would take over where the scripted one fails.
  await setting(settings.modelsFolder, join(tmpdir(), 'countersign-no-models'));
  return Object.assign(held, { server });
}

after(async () => {
  const opened = await ground.opened;
  await opened?.server.close();
});

/** Clears the folder of the window, fills it, and lets the scripted server answer as the options say. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const extension = vscode.extensions.getExtension<TestApi>('countersign.countersign');
  assert.ok(extension, 'the editor has not loaded the extension');
  const api = await extension.activate();
  const [session] = api.sessions.all;
  assert.ok(session, 'the window has no folder');
  const root = session.folder.uri.fsPath;
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await emptyFolder(root);
  for (const [path, content] of Object.entries(options.files)) await writeIn(root, path, content);
  await seen(session, options.files);
  const opened = await (ground.opened ??= openGround());
  opened.current = options;
  const { server } = opened;
  const before = server.requests.length;
  const isNewTurn = (request: ScriptedRequest): boolean =>
    request.turn && server.requests.indexOf(request) >= before;
  await api.sessions.open();
  await discardAll(api);
  await api.models.look();
  return {
    api,
    session,
    server,
    get turns() {
      return server.requests.filter(isNewTurn);
    },
    firstTurn: () => server.requested(isNewTurn),
    uri: (path) => vscode.Uri.joinPath(session.folder.uri, path),
    bytes: async (path) => {
      try {
        return await readFile(join(root, path));
      } catch {
        return undefined;
      }
    },
    write: (path, content) => writeIn(root, path, content),
    show: async (path, line = 1, column = 0) => {
      const position = new vscode.Position(line - 1, column);
      return vscode.window.showTextDocument(vscode.Uri.joinPath(session.folder.uri, path), {
        selection: new vscode.Selection(position, position),
        preview: false,
      });
    },
    run: async (command, ...args) => {
      const answer = await vscode.commands.executeCommand<RunReport | Refusal>(command, ...args);
      assert.ok(!('refused' in answer), `refused: ${JSON.stringify(answer)}`);
      return answer;
    },
    result: (report) => {
      const row = report.results.at(-1);
      assert.ok(row, `the run has no result: ${JSON.stringify(report)}`);
      const result = session.result(row.task);
      assert.ok(result);
      return result;
    },
    [Symbol.asyncDispose]: async () => {
      api.sessions.stop();
      await revertAll();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await discardAll(api);
      await emptyFolder(root);
    },
  };
}

export async function setting(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(id, value, vscode.ConfigurationTarget.Global);
}

async function emptyFolder(root: string): Promise<void> {
  for (const name of await readdir(root)) await rm(join(root, name), { recursive: true, force: true });
}

async function writeIn(root: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function discardAll({ sessions }: TestApi): Promise<void> {
  for (const { session, result } of sessions.results()) {
    if (result.change.type !== 'discarded') await session.start({ type: 'discard', result, via: 'palette' });
  }
}

async function revertAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || document.isClosed) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
}

/** A document that an earlier test opened may still hold its text of then: waits until it has what is on disk now. */
async function seen(session: Session, files: StageOptions['files']): Promise<void> {
  const plain = (text: string): string => text.replace(/^\uFEFF/u, '').replaceAll('\r\n', '\n');
  for (const [path, content] of Object.entries(files)) {
    if (typeof content !== 'string') continue;
    const uri = vscode.Uri.joinPath(session.folder.uri, path).toString();
    const text = plain(content);
    const isStale = (document: vscode.TextDocument): boolean =>
      document.uri.toString() === uri && !document.isDirty && plain(document.getText()) !== text;
    await until(
      `the text of ${path}`,
      () => (vscode.workspace.textDocuments.some(isStale) ? undefined : true),
      (again) =>
        vscode.Disposable.from(
          vscode.workspace.onDidChangeTextDocument(again),
          vscode.workspace.onDidCloseTextDocument(again),
        ),
    );
  }
}

/** Waits until `look` finds something, asking again at each event; never by time alone. */
export async function until<T>(
  what: string,
  look: () => T | undefined,
  listen: (again: () => void) => vscode.Disposable,
): Promise<T> {
  const now = look();
  if (now !== undefined) return now;
  return new Promise((resolve, reject) => {
    const done = (act: () => void): void => {
      clearTimeout(timer);
      listening.dispose();
      act();
    };
    const timer = setTimeout(() => done(() => reject(new Error(`waited in vain for ${what}`))), patienceMs);
    const listening = listen(() => {
      const found = look();
      if (found !== undefined) done(() => resolve(found));
    });
  });
}

/** Our diagnostics of a document, when they are as wanted. */
export function diagnostics(
  uri: vscode.Uri,
  wanted: (rows: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  let last: readonly vscode.Diagnostic[] = [];
  const look = (): readonly vscode.Diagnostic[] | undefined => {
    last = vscode.languages.getDiagnostics(uri).filter((row) => row.source === 'Countersign');
    return wanted(last) ? last : undefined;
  };
  return until(`diagnostics of ${uri.path}`, look, (again) =>
    vscode.languages.onDidChangeDiagnostics(again),
  ).catch((error: unknown) => {
    const words = last.map((row) => `${row.range.start.line + 1} ${row.severity} ${row.message}`).join('\n');
    throw new Error(`${String(error)}; there are:\n${words}`);
  });
}

/** The next event of a session that fits, or one that is recorded already. */
export function event<T extends RunEvent['type']>(
  session: Session,
  type: T,
  fits: (event: Extract<RunEvent, { type: T }>) => boolean = () => true,
): Promise<Extract<RunEvent, { type: T }>> {
  const isIt = (row: RunEvent): row is Extract<RunEvent, { type: T }> =>
    row.type === type && fits(row as Extract<RunEvent, { type: T }>);
  return until(
    `the event ${type}`,
    () => session.events.find(isIt),
    (again) => session.onEvent(again),
  );
}

/** The lenses of ours in a document: their titles, with the commands behind them. */
export async function lenses(uri: vscode.Uri): Promise<readonly vscode.Command[]> {
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    100,
  );
  return all.flatMap((lens) =>
    lens.command?.command.startsWith(`${section}.`) === true ? [lens.command] : [],
  );
}

/** The quick fixes of ours at a range. */
export async function quickFixes(
  uri: vscode.Uri,
  range: vscode.Range,
): Promise<readonly vscode.CodeAction[]> {
  const all = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
  );
  return all.filter((action) => action.command?.command.startsWith(`${section}.`) === true);
}

/** The scheme and path of what a diagnostic's code links to. */
export function targetOf(row: vscode.Diagnostic): vscode.Uri {
  assert.ok(typeof row.code === 'object', 'the diagnostic has no link');
  assert.equal(row.code.target.scheme, schemes.evidence);
  return row.code.target;
}

/** Collects what happens to files below a folder until it is disposed. */
export function watchFolder(root: string): Disposable & { readonly seen: readonly string[] } {
  const seen: string[] = [];
  const watcher = watch(root, { recursive: true }, (kind, name) => seen.push(`${kind} ${String(name)}`));
  return { seen, [Symbol.dispose]: () => watcher.close() };
}
