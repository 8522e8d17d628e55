import { homedir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { ModelList } from '../core/ports.ts';
import { cacheFolder } from '../node/cacheFolder.ts';
import { systemClock } from '../node/clock.ts';
import { ensureModel, type Ensured, type EnsureProgress } from '../node/models/ensureModel.ts';
import { openModelSource, type ModelSource } from '../node/models/findModels.ts';
import type { Machine } from '../node/models/places.ts';
import type { ModelSettings } from '../node/models/settings.ts';
import type { Config } from './config.ts';

/** Where hosts are kept that a person allowed without encryption: outside of settings, so that no file can add one. */
const confirmedKey = 'countersign.confirmedHosts';

/** The models of this machine, as the user's settings say, and how to get one. */
export class MachineModels {
  readonly #context: vscode.ExtensionContext;
  readonly #clock = systemClock();
  readonly #machine: Machine;
  readonly #source: ModelSource;

  constructor(context: vscode.ExtensionContext) {
    const { env, platform, arch } = process;
    this.#context = context;
    this.#machine = { cache: cacheFolder(env, platform, homedir()), env, platform, arch };
    const hostScript = join(context.extensionPath, 'dist', 'model-host.cjs');
    this.#source = openModelSource({ machine: this.#machine, clock: this.#clock, hostScript });
  }

  find(config: Config, signal: AbortSignal): Promise<ModelList> {
    return this.#source.find(this.#settingsOf(config), signal);
  }

  /** Sees to it that a model is there, and fetches it where it is not. Never throws. */
  ensure(
    config: Config,
    onProgress: (progress: EnsureProgress) => void,
    signal: AbortSignal,
  ): Promise<Ensured> {
    const options = { source: this.#source, machine: this.#machine, clock: this.#clock };
    return ensureModel(this.#settingsOf(config), options, onProgress, signal);
  }

  /** Hosts (`name:port`) that may be reached without encryption. */
  get confirmedHosts(): readonly string[] {
    const hosts = this.#context.globalState.get<unknown>(confirmedKey);
    return Array.isArray(hosts) ? hosts.filter((host) => typeof host === 'string') : [];
  }

  async confirmHost(host: string): Promise<void> {
    await this.#context.globalState.update(confirmedKey, [...new Set([...this.confirmedHosts, host])]);
  }

  /** Ends the process of the embedded model, where one runs. */
  close(): Promise<void> {
    return this.#source.dispose();
  }

  #settingsOf(config: Config): ModelSettings {
    const { model, ollamaEndpoint, openaiEndpoint, modelsFolder, embeddedThreads } = config;
    return {
      model,
      ollamaEndpoint,
      openaiEndpoint,
      modelsFolder,
      runtimeFolder: '',
      threads: embeddedThreads,
      confirmedHosts: this.confirmedHosts,
    };
  }
}
