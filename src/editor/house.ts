import { join } from 'node:path';
import * as vscode from 'vscode';
import type { House, Log, ModelList, Writer } from '../core/ports.ts';
import { openCode, type OpenCode } from '../node/code/open.ts';
import { sha256 } from '../node/hash.ts';
import { openFolder } from '../node/house.ts';
import { openLedger } from '../node/ledger/ledger.ts';
import { allApproved, openApprovals, type Approvals } from '../node/scratch/approvals.ts';
import { openRuns, type OpenRuns } from '../node/scratch/runs.ts';
import { openScanner, type Scanner } from '../node/search/scanner.ts';
import { readConfig } from './config.ts';
import type { Store } from './engine.ts';
import { pathIn } from './places.ts';
import { openEditorWriter } from './writer.ts';

/** Where our own records are: ledgers, and journals of what is being written. No change set may touch them. */
interface Records {
  readonly root: string;
  readonly ledgers: string;
  readonly journals: string;
}

/** Builds what a run may touch in a folder. The workers that know code and scan files are shared by all folders. */
export class Houses implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #listModels: (signal: AbortSignal) => Promise<ModelList>;
  readonly #code: OpenCode;
  readonly #scanner: Scanner;
  readonly #runs = new Map<string, OpenRuns>();
  readonly #writers = new Map<string, Promise<Writer>>();

  constructor(
    context: vscode.ExtensionContext,
    log: vscode.LogOutputChannel,
    listModels: (signal: AbortSignal) => Promise<ModelList>,
  ) {
    this.#context = context;
    this.#log = log;
    this.#listModels = listModels;
    const dist = join(context.extensionPath, 'dist');
    this.#code = openCode({
      libFolder: join(dist, 'typescript'),
      grammarFolder: join(dist, 'grammars'),
      workerFile: join(dist, 'code-worker.cjs'),
    });
    this.#scanner = openScanner({ workerFile: join(dist, 'scan-worker.cjs') });
  }

  /** What a crash left half written is mended before anything of the record is shown, in a folder that is trusted. */
  async openStore(folder: vscode.WorkspaceFolder): Promise<Store> {
    if (vscode.workspace.isTrusted) await this.#writerOf(folder);
    return openLedger({
      storage: this.#records().ledgers,
      workspace: folder.uri.toString(),
      onProblem: (message) => this.#tell(message),
    });
  }

  /** Starts nothing: made anew for each run, so that it is what the settings and the trust say now. */
  async openHouse(folder: vscode.WorkspaceFolder, log: Log): Promise<House> {
    const root = folder.uri.fsPath;
    const parts = openFolder({
      folder: root,
      state: [this.#records().root],
      ripgrep: {
        setting: readConfig().ripgrepPath,
        editorRoot: vscode.env.appRoot,
        path: process.env['PATH'] ?? '',
        packages: join(this.#context.extensionPath, 'node_modules'),
      },
      scanner: this.#scanner,
      code: this.#code.at(root, () => unsavedTexts(folder)),
      unsavedTexts: () => unsavedTexts(folder),
    });
    return {
      ...parts,
      models: this.#listModels,
      writer: await this.#writerOf(folder),
      log,
      runs: vscode.workspace.isTrusted ? this.#runsOf(folder) : undefined,
      trusted: vscode.workspace.isTrusted,
    };
  }

  /** What people approved to run, for every folder of this machine. */
  get approvals(): Approvals {
    return openApprovals(join(this.#records().root, 'approvals.json'));
  }

  dispose(): void {
    this.#code[Symbol.dispose]();
  }

  /** Ends what runs in scratch copies, and removes them. */
  async closeRuns(): Promise<void> {
    await Promise.all([...this.#runs.values()].map((runs) => runs.close()));
  }

  /** One scratch copy a folder for the window, made at the first run. */
  #runsOf(folder: vscode.WorkspaceFolder): OpenRuns {
    const key = folder.uri.toString();
    const root = folder.uri.fsPath;
    const dist = join(this.#context.extensionPath, 'dist');
    const runs =
      this.#runs.get(key) ??
      openRuns({
        folder: root,
        name: folder.name,
        texts: () => unsavedTexts(folder),
        approved: () =>
          allApproved(
            readConfig().checkCommands,
            this.approvals,
            root,
            'see Countersign: Choose Check Commands...',
          ),
        compares: 'where-approved',
        env: process.env,
        copyWorker: join(dist, 'scratch-worker.cjs'),
        compareChild: join(dist, 'compare-child.cjs'),
      });
    this.#runs.set(key, runs);
    return runs;
  }

  /** One writer a folder for the window: it mends a journal that a crash left before it writes anything. */
  #writerOf(folder: vscode.WorkspaceFolder): Promise<Writer> {
    const key = folder.uri.toString();
    const writer =
      this.#writers.get(key) ??
      openEditorWriter({
        folder,
        journal: join(this.#records().journals, sha256(key).slice(0, 32)),
        onProblem: (message) => this.#tell(message),
      });
    this.#writers.set(key, writer);
    return writer;
  }

  #records(): Records {
    const root = this.#context.globalStorageUri.fsPath;
    return { root, ledgers: join(root, 'ledgers'), journals: join(root, 'journals') };
  }

  /** What could not be kept or mended is a person's business: in a message, and in the log. */
  #tell(message: string): void {
    this.#log.error(message);
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
