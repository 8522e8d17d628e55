import * as path from 'node:path';
import { runtimeFolder } from './runtime.ts';
import type { ModelSettings } from './settings.ts';

/** The machine, as far as models are concerned. */
export interface Machine {
  /** The cache folder (`cacheFolder`). */
  readonly cache: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/** Where model files are. */
export function modelsFolderOf(settings: ModelSettings, machine: Machine): string {
  return settings.modelsFolder === '' ? path.join(machine.cache, 'models') : settings.modelsFolder;
}

/** Where the runtime is. */
export function runtimeFolderOf(settings: ModelSettings, machine: Machine): string {
  return settings.runtimeFolder === '' ? runtimeFolder(machine.cache) : settings.runtimeFolder;
}
