import { homedir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { ModelList } from '../core/ports.ts';
import type { Ensured, EnsureProgress } from '../node/models/ensureModel.ts';
import type { ModelSource } from '../node/models/findModels.ts';
import type { Machine } from '../node/models/places.ts';
import type { ModelSettings } from '../node/models/settings.ts';
import type { Config } from './config.ts';

/** Where hosts are kept that a person allowed without encryption: outside of settings, so that no file can add one. */
const confirmedKey = 'countersign.confirmedHosts';

/** The models of this machine, with what loads and owns them. Nothing of it is loaded before the first question. */
export class MachineModels {
  readonly #context: vscode.ExtensionContext;
  #source: Promise<ModelSource> | undefined;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  async find(config: Config, signal: AbortSignal): Promise<ModelList> {
    const source = await this.#open();
    return source.find(this.#settingsOf(config), signal);
  }

  /** Sees to it that a model is there, and fetches it where it is not. Never throws. */
  async ensure(
    config: Config,
    onProgress: (progress: EnsureProgress) => void,
    signal: AbortSignal,
  ): Promise<Ensured> {
    const [source, { ensureModel }, { systemClock }] = await Promise.all([
      this.#open(),
      import('../node/models/ensureModel.ts'),
      import('../node/clock.ts'),
    ]);
    const options = { source, machine: await machineOf(), clock: systemClock() };
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
  async close(): Promise<void> {
    const source = await this.#source;
    await source?.dispose();
  }

  #open(): Promise<ModelSource> {
    this.#source ??= this.#openSource();
    return this.#source;
  }

  async #openSource(): Promise<ModelSource> {
    const [{ openModelSource }, { systemClock }] = await Promise.all([
      import('../node/models/findModels.ts'),
      import('../node/clock.ts'),
    ]);
    const hostScript = join(this.#context.extensionPath, 'dist', 'model-host.cjs');
    return openModelSource({ machine: await machineOf(), clock: systemClock(), hostScript });
  }

  #settingsOf(config: Config): ModelSettings {
    const { model, ollamaEndpoint, openaiEndpoint, modelsFolder, embeddedThreads } = config;
    const { confirmedHosts } = this;
    return {
      model,
      ollamaEndpoint,
      openaiEndpoint,
      modelsFolder,
      runtimeFolder: '',
      threads: embeddedThreads,
      confirmedHosts,
    };
  }
}

async function machineOf(): Promise<Machine> {
  const { cacheFolder } = await import('../node/cacheFolder.ts');
  const { env, platform, arch } = process;
  return { cache: cacheFolder(env, platform, homedir()), env, platform, arch };
}
