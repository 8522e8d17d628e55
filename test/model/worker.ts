import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '../../src/core/model.ts';
import { cacheFolder } from '../../src/node/cacheFolder.ts';
import { systemClock } from '../../src/node/clock.ts';
import { ensureModel } from '../../src/node/models/ensureModel.ts';
import { openModelSource } from '../../src/node/models/findModels.ts';
import { defaultSettings } from '../../src/node/models/settings.ts';

/** The model that is asked, and the end of what was started for it. */
export interface Worker {
  readonly model: Model;
  close(): Promise<void>;
}

/**
 * The model of that id, else the one the product would take: an Ollama found running, or the embedded runtime with
 * the default model, fetched where it is not there yet. Throws where there is none.
 */
export async function openWorker(
  root: string,
  id: string | undefined,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<Worker> {
  const clock = systemClock();
  const { platform, arch } = process;
  const machine = { cache: cacheFolder(env, platform, homedir()), env, platform, arch };
  const source = openModelSource({
    machine,
    clock,
    hostScript: join(root, 'src', 'node', 'models', 'host.ts'),
  });
  try {
    const settings = { ...defaultSettings, model: id ?? '' };
    let step = '';
    const ensured = await ensureModel(
      settings,
      { source, machine, clock },
      (progress) => {
        if (progress.step !== step) say(progress.step);
        step = progress.step;
      },
      signal,
    );
    if (ensured.type !== 'ready') {
      throw new Error(ensured.type === 'failed' ? ensured.message : 'cancelled while a model was looked for');
    }
    const found = await source.find(settings, signal);
    const model = found.models.find((one) => one.id === ensured.model);
    if (model === undefined) throw new Error(`${ensured.model} was there and is gone`);
    say(`asking ${model.id} (${model.label})`);
    return { model, close: () => source.dispose() };
  } catch (error) {
    await source.dispose();
    throw error;
  }
}
