import { join } from 'node:path';
import * as vscode from 'vscode';
import type { House, Log, Writer } from '../core/ports.ts';
import type { OpenCode } from '../node/code/open.ts';
import { readConfig } from './config.ts';
import { Lifetime } from './lifetime.ts';
import type { Models } from './models.ts';
import { pathIn } from './places.ts';
import type { SessionParts, Store } from './session.ts';

/** Where our own records are: ledgers, and journals of what is being written. No change set may touch them. */
interface Records {
  readonly root: string;
  readonly ledgers: string;
  readonly journals: string;
}

/**
 * Gives sessions what they need from this machine. Adapters are loaded at their first use, so that activation
 * loads none of them; the worker that knows about code is shared by all folders.
 */
export class Houses implements SessionParts, vscode.Disposable {
  readonly log: vscode.LogOutputChannel;
  readonly #context: vscode.ExtensionContext;
  readonly #models: Models;
  readonly #lifetime = new Lifetime();
  readonly #writers = new Map<string, Promise<Writer>>();
  #code: Promise<OpenCode> | undefined;

  constructor(context: vscode.ExtensionContext, models: Models, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#models = models;
    this.log = log;
  }

  async openStore(folder: vscode.WorkspaceFolder): Promise<Store> {
    const { openLedger } = await import('../node/ledger/ledger.ts');
    return openLedger({
      storage: this.#records().ledgers,
      workspace: folder.uri.toString(),
      onProblem: (message) => this.#tell(message),
    });
  }

  /** Starts nothing: made anew for each run, so that it is what the settings and the trust say now. */
  async openHouse(folder: vscode.WorkspaceFolder, log: Log): Promise<House> {
    const [{ openFolder }, code, writer] = await Promise.all([
      import('../node/house.ts'),
      this.#openCode(),
      this.#writerOf(folder),
    ]);
    const records = this.#records();
    const root = folder.uri.fsPath;
    const parts = openFolder({
      folder: root,
      state: [records.root],
      ripgrep: {
        setting: readConfig().ripgrepPath,
        editorRoot: vscode.env.appRoot,
        path: process.env['PATH'] ?? '',
        packages: join(this.#context.extensionPath, 'node_modules'),
      },
      code: code.at(root, () => unsavedTexts(folder)),
      unsavedText: (path) => unsavedTexts(folder).get(path),
    });
    return {
      ...parts,
      models: (signal) => this.#models.list(signal),
      writer,
      log,
      trusted: vscode.workspace.isTrusted,
    };
  }

  /** One writer a folder for the window: it mends a journal that a crash left before it writes anything. */
  #writerOf(folder: vscode.WorkspaceFolder): Promise<Writer> {
    const key = folder.uri.toString();
    const writer = this.#writers.get(key) ?? this.#openWriter(folder);
    this.#writers.set(key, writer);
    return writer;
  }

  async #openWriter(folder: vscode.WorkspaceFolder): Promise<Writer> {
    const [{ openNodeWriter }, { sha256 }] = await Promise.all([
      import('../node/writer/writer.ts'),
      import('../node/hash.ts'),
    ]);
    return openNodeWriter({
      root: folder.uri.fsPath,
      journal: join(this.#records().journals, sha256(folder.uri.toString()).slice(0, 32)),
      onProblem: (message) => this.#tell(message),
    });
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #openCode(): Promise<OpenCode> {
    this.#code ??= this.#startCode();
    return this.#code;
  }

  async #startCode(): Promise<OpenCode> {
    const { openCode } = await import('../node/code/open.ts');
    const dist = join(this.#context.extensionPath, 'dist');
    const code = openCode({
      libFolder: join(dist, 'typescript'),
      grammarFolder: join(dist, 'grammars'),
      workerFile: join(dist, 'code-worker.cjs'),
    });
    this.#lifetime.own({ dispose: () => code[Symbol.dispose]() });
    return code;
  }

  #records(): Records {
    const root = this.#context.globalStorageUri.fsPath;
    return { root, ledgers: join(root, 'ledgers'), journals: join(root, 'journals') };
  }

  /** What could not be kept or mended is a person's business: once in a message, and in the log. */
  #tell(message: string): void {
    this.log.error(message);
    void vscode.window.showErrorMessage(`Countersign: ${message}`);
  }
}

/** Texts of a folder that the editor holds and the disk does not have, by path, without a byte order mark. */
function unsavedTexts(folder: vscode.WorkspaceFolder): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || document.isClosed) continue;
    const path = pathIn(folder, document.uri);
    if (path !== undefined) texts.set(path, document.getText());
  }
  return texts;
}
