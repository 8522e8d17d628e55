import { homedir } from 'node:os';
import type { ModelList } from '../core/ports.ts';
import { cacheFolder } from '../node/cacheFolder.ts';
import { trustSystemCertificates } from '../node/certificates.ts';
import { systemClock } from '../node/clock.ts';
import { ensureModel, type EnsureProgress } from '../node/models/ensureModel.ts';
import { openModelSource, type ModelSource } from '../node/models/findModels.ts';
import type { Machine } from '../node/models/places.ts';
import { defaultSettings, type ModelSettings } from '../node/models/settings.ts';
import type { Assets } from './assets.ts';

/** What the flags of the command line say about models. */
export interface ModelFlags {
  readonly model?: string | undefined;
  readonly ollama?: string | undefined;
  readonly openai?: string | undefined;
}

/** Models for one command; the embedded one's process ends with it. */
export interface OpenModels extends AsyncDisposable {
  readonly source: ModelSource;
  readonly settings: ModelSettings;
  readonly machine: Machine;
  find(signal: AbortSignal): Promise<ModelList>;
}

export function openModels(
  flags: ModelFlags,
  assets: Assets,
  env: Readonly<Record<string, string | undefined>>,
): OpenModels {
  trustSystemCertificates();
  const { platform, arch } = process;
  const machine: Machine = { cache: cacheFolder(env, platform, homedir()), env, platform, arch };
  const source = openModelSource({ machine, clock: systemClock(), hostScript: assets.modelHost });
  const settings: ModelSettings = {
    ...defaultSettings,
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.ollama === undefined ? {} : { ollamaEndpoint: flags.ollama }),
    ...(flags.openai === undefined ? {} : { openaiEndpoint: flags.openai }),
  };
  return {
    source,
    settings,
    machine,
    find: (signal) => source.find(settings, signal),
    [Symbol.asyncDispose]: () => source.dispose(),
  };
}

export interface Voice {
  /** One line of the answer. */
  print(line: string): void;
  /** Progress and problems. */
  tell(words: string): void;
}

/** Prints the models that were found, best first, and what is missing; 1 where there is none. */
export async function listModels(models: OpenModels, voice: Voice, signal: AbortSignal): Promise<number> {
  const list = await models.find(signal);
  for (const model of list.models) {
    const context = `${model.contextTokens.toLocaleString('en')} tokens of context`;
    voice.print(`${model.id}  ${model.label}, on ${model.location}, ${context}`);
  }
  for (const line of list.missing) voice.tell(`${line}\n`);
  return list.models.length > 0 ? 0 : 1;
}

/** Finds a model, or installs the runtime and fetches one; prints `{"worker", "label", "fetchedBytes"}`. */
export async function ensureOneModel(models: OpenModels, voice: Voice, signal: AbortSignal): Promise<number> {
  const { source, machine, settings } = models;
  const show = progressLines(voice);
  const ensured = await ensureModel(settings, { source, machine, clock: systemClock() }, show, signal);
  if (ensured.type === 'ready') {
    const { model: worker, label, fetchedBytes } = ensured;
    voice.print(JSON.stringify({ worker, label, fetchedBytes }));
    return 0;
  }
  voice.tell(ensured.type === 'failed' ? `${ensured.message}\n` : 'Cancelled; what was fetched is kept.\n');
  return 1;
}

/** One line a step, and one for every twentieth of a download: readable on a terminal and in a log. */
function progressLines(voice: Voice): (progress: EnsureProgress) => void {
  let step = '';
  let shown = -1;
  return (progress) => {
    if (progress.step !== step) {
      step = progress.step;
      shown = -1;
      voice.tell(`${step}\n`);
    }
    const { bytes, total, bytesPerSecond } = progress;
    if (bytes === undefined || total === undefined || total === 0) return;
    const part = Math.floor((bytes / total) * 20);
    if (part <= shown) return;
    shown = part;
    const rate = bytesPerSecond === undefined ? '' : `, ${megabytes(bytesPerSecond)} MB/s`;
    voice.tell(`  ${part * 5} %  ${megabytes(bytes)} of ${megabytes(total)} MB${rate}\n`);
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
