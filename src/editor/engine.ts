import type * as vscode from 'vscode';
import type { RunEvent } from '../core/events.ts';
import { proposeLimits, uncheckable, withLimits } from '../core/drafting/limits.ts';
import type { House, Log, ModelList } from '../core/ports.ts';
import type { Request } from '../core/request.ts';
import { settle } from '../core/ledger/settle.ts';
import { run } from '../core/run.ts';
import type { Command } from '../core/runs.ts';
import { readEndpoint, type Endpoint } from '../node/http.ts';
import { defaultModel, type CatalogueModel } from '../node/models/catalogue.ts';
import type { Approvals } from '../node/scratch/approvals.ts';
import { readConfig } from './config.ts';
import { Houses } from './house.ts';
import { resetOf, viewEventOf } from './projection.ts';
import { receiveFromView } from '../protocol.ts';
import { MachineModels } from './modelSource.ts';
import * as drift from './drift.ts';

/** Where the events of one folder are kept. `append` is ordered and durable when it resolves; neither throws. */
export interface Store {
  load(): Promise<readonly RunEvent[]>;
  append(event: RunEvent): Promise<void>;
  close(): Promise<void>;
}

/** What the chat is told, and what it says: schemas, which take their time to be made. */
export interface Wire {
  readonly receiveFromView: typeof receiveFromView;
  readonly resetOf: typeof resetOf;
  readonly viewEventOf: typeof viewEventOf;
}

export interface Checks extends Pick<Approvals, 'proposals' | 'approve'> {
  /** The commands of the user's own settings. */
  own(): readonly Command[];
}

export interface Limits {
  readonly uncheckable: typeof uncheckable;
  readonly propose: typeof proposeLimits;
  readonly accept: typeof withLimits;
}

/**
 * All that a request needs and activation does not: the core, the adapters of this machine, and the models. It is
 * built as a file of its own, which is loaded when somebody asks, or when there is a record to show.
 */
export interface Engine {
  openStore(folder: vscode.WorkspaceFolder): Promise<Store>;
  openHouse(folder: vscode.WorkspaceFolder, log: Log): Promise<House>;
  run(request: Request, house: House, signal: AbortSignal): Promise<void>;
  /** What became of writes that a crash cut off, by the files of a house. */
  settle(events: readonly RunEvent[], house: House, signal: AbortSignal): Promise<readonly RunEvent[]>;
  /** How results are compared with what is there now. */
  readonly drift: typeof drift;
  readonly wire: Wire;
  /** Which check commands a folder's project declares, and which of them a person approved. */
  readonly checks: Checks;
  /** Limits that stand for what no code can check. */
  readonly limits: Limits;
  readonly models: MachineModels;
  /** What is fetched where nothing better is found. */
  readonly defaultModel: CatalogueModel;
  readonly readEndpoint: (text: string) => Endpoint;
  /** Ends threads and processes. */
  close(): Promise<void>;
}

export interface EngineParts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** The workers of a run, each behind its queue. */
  readonly listModels: (signal: AbortSignal) => Promise<ModelList>;
}

export type LoadEngine = () => Promise<Engine>;

/** Starts nothing: threads, programs and processes are started by the first question that needs them. */
export function openEngine({ context, log, listModels }: EngineParts): Engine {
  const houses = new Houses(context, log, listModels);
  const models = new MachineModels(context);
  return {
    openStore: (folder) => houses.openStore(folder),
    openHouse: (folder, events) => houses.openHouse(folder, events),
    run,
    settle: (events, house, signal) =>
      settle(events, house.files, { hash: house.hash, wall: () => house.clock.wall() }, signal),
    drift,
    wire: { receiveFromView, resetOf, viewEventOf },
    checks: {
      own: () => readConfig().checkCommands,
      proposals: (folder) => houses.approvals.proposals(folder),
      approve: (folder, chosen) => houses.approvals.approve(folder, chosen),
    },
    limits: { uncheckable, propose: proposeLimits, accept: withLimits },
    models,
    defaultModel,
    readEndpoint,
    async close() {
      houses.dispose();
      await Promise.all([houses.closeRuns(), models.close()]);
    },
  };
}
