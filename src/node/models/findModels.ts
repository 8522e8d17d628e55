import type { Model } from '../../core/model.ts';
import type { Clock, ModelList } from '../../core/ports.ts';
import { CallFailure } from '../callFailure.ts';
import { createFetch, inquiryLimits, readEndpoint, turnLimits, type Endpoint } from '../http.ts';
import { catalogue, type CatalogueModel } from './catalogue.ts';
import { createEmbeddedModel, type EmbeddedModel } from './embedded.ts';
import { startHost } from './hostProcess.ts';
import { modelFileState, modelPath, verifyModelFile } from './modelFile.ts';
import { createOllamaModel } from './ollama.ts';
import { listOllamaModels, type OllamaModel, type ShownModel } from './ollamaServer.ts';
import { createOpenaiModel } from './openaiCompatible.ts';
import { listOpenaiModels } from './openaiServer.ts';
import { modelsFolderOf, runtimeFolderOf, type Machine } from './places.ts';
import { hasRuntime } from './runtime.ts';
import type { ModelSettings } from './settings.ts';
import type { Transport } from './transport.ts';
import { defaultSpeed, type SpeedLimits } from './watchdog.ts';

export interface ModelSourceOptions {
  readonly machine: Machine;
  readonly clock: Clock;
  /** The built `model-host.cjs` (or `host.ts`, under a Node that runs it). */
  readonly hostScript: string;
  /** After so long without a call the embedded model's process is ended; ten minutes where it is not given. */
  readonly idleMs?: number;
  readonly speed?: SpeedLimits;
}

/** Finds models, and owns the process of the embedded one. */
export interface ModelSource {
  /** What can take a task now, best first. Never throws. */
  find(settings: ModelSettings, signal: AbortSignal): Promise<ModelList>;
  /** Ends the embedded model's process, where one runs. */
  dispose(): Promise<void>;
}

/** What one place has to offer. `missing` says why it is not more, and what to do next. */
interface Offer {
  readonly models: readonly Model[];
  /** Only taken when a person chose exactly these: their requests leave this machine without being asked for. */
  readonly onlyWhenChosen: readonly Model[];
  readonly missing: readonly string[];
}

const nothing: Offer = { models: [], onlyWhenChosen: [], missing: [] };
const selectModels = "run 'Countersign: Select Models...'";
const defaultIdleMs = 600_000;

export function openModelSource(options: ModelSourceOptions): ModelSource {
  const { clock } = options;
  const transport: Transport = {
    fetch: createFetch(turnLimits, clock),
    inquire: createFetch(inquiryLimits, clock),
    clock,
  };
  /** Kept between questions: what a server was found to know, and what was learned about it while it was used. */
  const shown = new Map<string, ShownModel>();
  const made = new Map<string, Model>();
  const embedded = new Map<string, EmbeddedModel>();

  const keep = (key: string, make: () => Model): Model => {
    const model = made.get(key) ?? make();
    made.set(key, model);
    return model;
  };
  const askOllama = async (settings: ModelSettings, signal: AbortSignal): Promise<Offer> => {
    if (settings.ollamaEndpoint === '') return nothing;
    const server = allowedEndpoint('Ollama', settings.ollamaEndpoint, settings);
    if (typeof server === 'string') return { ...nothing, missing: [server] };
    try {
      const listed = await listOllamaModels(server.url, transport.inquire, shown, signal);
      const modelOf = (found: OllamaModel): Model =>
        keep(JSON.stringify(['ollama', server.url.href, found]), () =>
          createOllamaModel(found, server, transport),
        );
      const local = listed.filter((found) => !found.remote).sort(byWorth);
      const missing =
        local.length > 0
          ? []
          : [
              `Ollama at ${settings.ollamaEndpoint} has no model of its own that can chat; get one with \`ollama pull qwen2.5-coder:1.5b\`.`,
            ];
      const onlyWhenChosen = listed.filter((found) => found.remote).map(modelOf);
      return { models: local.map(modelOf), onlyWhenChosen, missing };
    } catch (error) {
      const next = `start it with \`ollama serve\` or ${selectModels}`;
      return {
        ...nothing,
        missing: [`Ollama does not answer at ${settings.ollamaEndpoint}; ${next}. ${why(error)}`],
      };
    }
  };
  const askOpenai = async (settings: ModelSettings, signal: AbortSignal): Promise<Offer> => {
    if (settings.openaiEndpoint === '') return nothing;
    const server = allowedEndpoint('The server', settings.openaiEndpoint, settings);
    if (typeof server === 'string') return { ...nothing, missing: [server] };
    try {
      const listed = await listOpenaiModels(server.url, transport.inquire, signal);
      const models = listed.map((found) =>
        keep(JSON.stringify(['openai', server.url.href, found]), () =>
          createOpenaiModel(found, server, transport),
        ),
      );
      const missing =
        models.length > 0 ? [] : [`The server at ${settings.openaiEndpoint} offers no model that can chat.`];
      return { ...nothing, models, missing };
    } catch (error) {
      const next = `start it, or ${selectModels}`;
      return {
        ...nothing,
        missing: [`No model server answers at ${settings.openaiEndpoint}; ${next}. ${why(error)}`],
      };
    }
  };
  const lookForEmbedded = async (settings: ModelSettings, signal: AbortSignal): Promise<Offer> => {
    const { machine } = options;
    const folder = modelsFolderOf(settings, machine);
    const runtime = runtimeFolderOf(settings, machine);
    const workers = catalogue.filter((entry) => entry.role === 'worker');
    const files = await Promise.all(workers.map((entry) => usableFile(folder, entry, signal)));
    const there = workers.filter((_, index) => files[index] === true);
    if (there.length === 0 || !(await hasRuntime(runtime, machine.platform, machine.arch))) {
      const missing = `No model is installed to run inside Countersign; ${selectModels} or \`countersign models ensure\` (about 1.1 GB, once).`;
      return { ...nothing, missing: [missing] };
    }
    const keyOf = (entry: CatalogueModel): string =>
      JSON.stringify([entry.id, folder, runtime, settings.threads]);
    const keys = new Set(there.map(keyOf));
    for (const [key, old] of embedded) {
      if (keys.has(key)) continue;
      embedded.delete(key);
      void old.dispose();
    }
    const models = there.map((entry) => {
      const key = keyOf(entry);
      const known = embedded.get(key) ?? embed(entry, modelPath(folder, entry), runtime, settings.threads);
      embedded.set(key, known);
      return known.model;
    });
    return { ...nothing, models };
  };
  const embed = (
    model: CatalogueModel,
    modelFile: string,
    runtimeFolder: string,
    threads: number,
  ): EmbeddedModel =>
    createEmbeddedModel({
      model,
      modelFile,
      runtimeFolder,
      threads,
      idleMs: options.idleMs ?? defaultIdleMs,
      speed: options.speed ?? defaultSpeed,
      clock,
      startHost: () => startHost(options.hostScript, options.machine.env),
    });

  return {
    find: async (settings, signal) => {
      const offers = await Promise.all([
        askOllama(settings, signal),
        askOpenai(settings, signal),
        lookForEmbedded(settings, signal),
      ]);
      return inOrder(settings.model, offers);
    },
    dispose: async () => {
      const running = [...embedded.values()];
      embedded.clear();
      await Promise.all(running.map((model) => model.dispose()));
    },
  };
}

/** The person's choice first, then the places in order. What is missing matters only above the best that is there. */
function inOrder(choice: string, offers: readonly Offer[]): ModelList {
  const all = offers.flatMap((offer) => offer.models);
  const chosen = [...all, ...offers.flatMap((offer) => offer.onlyWhenChosen)].find(
    (model) => model.id === choice,
  );
  if (chosen !== undefined) {
    return { models: [chosen, ...all.filter((model) => model !== chosen)], missing: [] };
  }
  const notThere =
    choice === '' ? [] : [`The chosen model ${choice} is not there; ${selectModels} to choose another.`];
  const best = offers.findIndex((offer) => offer.models.length > 0);
  const above = best === -1 ? offers : offers.slice(0, choice === '' ? best : offers.length);
  return { models: all, missing: [...notThere, ...above.flatMap((offer) => offer.missing)] };
}

/** Code is never sent unencrypted to another machine that nobody confirmed (S66). */
function allowedEndpoint(
  what: string,
  address: string,
  settings: ModelSettings,
): Extract<Endpoint, { type: 'endpoint' }> | string {
  const endpoint = readEndpoint(address);
  if (endpoint.type === 'refused') return `${what} cannot be asked: ${endpoint.message}; ${selectModels}.`;
  const { url } = endpoint;
  const confirmed = settings.confirmedHosts.some((host) => host === url.host || host === url.hostname);
  if (endpoint.loopback || endpoint.encrypted || confirmed) return endpoint;
  return `${what} at ${url.host} is another machine and the connection is not encrypted, so nothing is sent there; ${selectModels} to allow it.`;
}

async function usableFile(folder: string, model: CatalogueModel, signal: AbortSignal): Promise<boolean> {
  try {
    const state = await modelFileState(folder, model);
    return state === 'verified' || (state === 'unverified' && (await verifyModelFile(folder, model, signal)));
  } catch (error) {
    // An unreadable folder and a cancel come to the same: there is no model to offer from here.
    if (error instanceof Error) return false;
    throw error;
  }
}

/** Best first: a coder before other instructed models, then the larger one that still answers in good time. */
function byWorth(a: OllamaModel, b: OllamaModel): number {
  return worth(b) - worth(a) || (a.name < b.name ? -1 : 1);
}

const gigabyte = 1e9;
const largestQuick = 12 * gigabyte;

function worth(model: OllamaModel): number {
  const kind = /code/iu.test(model.name) ? 2 : /instruct|chat|-it\b/iu.test(model.name) ? 1 : 0;
  const size = model.size <= largestQuick ? model.size / largestQuick : -model.size / (100 * gigabyte);
  return kind + Math.max(-0.9, Math.min(0.9, size));
}

function why(error: unknown): string {
  return error instanceof CallFailure || error instanceof Error ? `(${error.message})` : '';
}
