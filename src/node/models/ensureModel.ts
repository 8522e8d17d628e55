import type { Clock } from '../../core/ports.ts';
import { catalogueModel, defaultModel, type CatalogueModel } from './catalogue.ts';
import { downloadModel } from './download.ts';
import type { ModelSource } from './findModels.ts';
import { modelsFolderOf, type Machine } from './places.ts';
import { installRuntime } from './runtime.ts';
import type { ModelSettings } from './settings.ts';

/** How far it is; `bytes` and what follows only while a model's file is fetched. */
export interface EnsureProgress {
  readonly step: string;
  readonly bytes?: number;
  readonly total?: number;
  readonly bytesPerSecond?: number;
}

export type Ensured =
  /** `model` is the id of the model that takes tasks now; `fetchedBytes` is 0 where it was there already. */
  | { readonly type: 'ready'; readonly model: string; readonly label: string; readonly fetchedBytes: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'aborted' };

export interface EnsureOptions {
  readonly source: ModelSource;
  readonly machine: Machine;
  readonly clock: Clock;
}

/**
 * Sees to it that a model is there: the one that was chosen, or any that is found running or installed; else the
 * runtime and a model of the catalogue are fetched. Never throws; what was fetched before a cancel stays.
 */
export async function ensureModel(
  settings: ModelSettings,
  options: EnsureOptions,
  onProgress: (progress: EnsureProgress) => void,
  signal: AbortSignal,
): Promise<Ensured> {
  onProgress({ step: 'looking for a model' });
  const found = await options.source.find(settings, signal);
  if (signal.aborted) return { type: 'aborted' };
  const [best] = found.models;
  if (best !== undefined && (settings.model === '' || best.id === settings.model)) {
    return { type: 'ready', model: best.id, label: best.label, fetchedBytes: 0 };
  }
  const wanted = fetchable(settings.model);
  if (wanted === undefined) return { type: 'failed', message: found.missing.join(' ') };
  return fetchModel(wanted, settings, options, onProgress, signal);
}

/** The model to fetch for a choice; undefined where a server would have to have it. */
function fetchable(choice: string): CatalogueModel | undefined {
  if (choice === '') return defaultModel;
  const model = choice.startsWith('embedded/') ? catalogueModel(choice.slice('embedded/'.length)) : undefined;
  return model?.role === 'worker' ? model : undefined;
}

async function fetchModel(
  wanted: CatalogueModel,
  settings: ModelSettings,
  options: EnsureOptions,
  onProgress: (progress: EnsureProgress) => void,
  signal: AbortSignal,
): Promise<Ensured> {
  const { machine, clock } = options;
  if (settings.runtimeFolder === '') {
    const onStep = (step: string): void => onProgress({ step });
    const installed = await installRuntime({ ...machine, clock, onStep }, signal);
    if (installed.type !== 'ready') return installed;
  }
  const downloaded = await downloadModel(
    wanted,
    {
      folder: modelsFolderOf(settings, machine),
      clock,
      env: machine.env,
      onProgress: ({ step, bytes, total, bytesPerSecond }) =>
        onProgress({ step: `${wanted.label}: ${step}`, bytes, total, bytesPerSecond }),
    },
    signal,
  );
  if (downloaded.type !== 'ready') return downloaded;
  const id = `embedded/${wanted.id}`;
  const after = await options.source.find({ ...settings, model: id }, signal);
  const model = after.models.find((candidate) => candidate.id === id);
  if (model === undefined) return { type: 'failed', message: after.missing.join(' ') };
  return { type: 'ready', model: id, label: model.label, fetchedBytes: downloaded.fetchedBytes };
}
