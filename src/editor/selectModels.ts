import * as vscode from 'vscode';
import { readConfig, writeSetting, type Config } from './config.ts';
import { askForEndpoint, unencryptedHosts, confirmHost } from './endpoints.ts';
import { fetchModel } from './fetchModel.ts';
import { commands, settings } from './ids.ts';
import type { Models } from './models.ts';
import { refusal, type Refusal, type Surfaces } from './surfaces.ts';

/** What came of it: the model that is preferred now (empty: the best that is found), or why nothing changed. */
export type Selected = { readonly model: string } | Refusal;

interface Item extends vscode.QuickPickItem {
  readonly act?: () => Promise<Selected>;
}

/** Longer than any server that is there takes to say what it has. */
const patienceMs = 30_000;

/**
 * Shows which workers were found and how to get one, and does what is picked. Called with a model's id, it prefers
 * that one without asking.
 */
export async function selectModels(surfaces: Surfaces, id: unknown): Promise<Selected> {
  if (typeof id === 'string') return prefer(surfaces.models, id);
  const picked = await vscode.window.showQuickPick(itemsOf(surfaces), {
    title: 'Select Models',
    placeHolder: 'Who is to do the work?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.act === undefined ? refusal('cancelled', 'No model was picked.') : picked.act();
}

async function itemsOf(surfaces: Surfaces): Promise<Item[]> {
  const { models } = surfaces;
  await models.look();
  const config = readConfig();
  const { models: found, missing } = await models.list(AbortSignal.timeout(patienceMs));
  const ids = found.map((model) => model.id);
  const ready = found.map(({ id, label, location }, index): Item => {
    const takes = index === 0 ? ', takes the tasks now' : '';
    const icon = index === 0 ? '$(check)' : '$(server-process)';
    return {
      label: `${icon} ${label}`,
      description: `on ${location}${takes}`,
      detail: id,
      act: () => prefer(models, id),
    };
  });
  return [
    separator(found.length === 0 ? 'No model is reachable' : 'Can take a task'),
    ...ready,
    ...(config.model === '' ? [] : [bestItem(models)]),
    ...missing.map((reason): Item => ({ label: '$(info) What is missing', detail: reason })),
    separator('Get one'),
    ...(await fetchItems(surfaces, ids)),
    ...(await hostItems(surfaces, config)),
    ...serverItems(surfaces, config),
    { label: '$(refresh) Look again', act: lookAgain },
  ];
}

function bestItem(models: Models): Item {
  return {
    label: '$(star) The best that is found',
    description: 'no preference',
    act: () => prefer(models, ''),
  };
}

/** What can be fetched: said with its size and licence before anything is. */
async function fetchItems({ engine, models }: Surfaces, ids: readonly string[]): Promise<Item[]> {
  const { defaultModel } = await engine();
  const id = `embedded/${defaultModel.id}`;
  if (ids.includes(id)) return [];
  const size = `${(defaultModel.bytes / 1e9).toFixed(1)} GB`;
  return [
    {
      label: `$(cloud-download) Install ${defaultModel.label}`,
      description: `${size}, ${defaultModel.licence}, once`,
      detail:
        'Runs inside Countersign on this machine. The file is checked against its hash before it is used.',
      act: async () => (await fetchModel(await engine(), models, id)) ?? prefer(models, id),
    },
  ];
}

/** Servers that nothing is sent to until a person says so. */
async function hostItems({ engine }: Surfaces, config: Config): Promise<Item[]> {
  const hosts = unencryptedHosts(await engine(), config);
  return hosts.map((host) => ({
    label: `$(unlock) Allow ${host} without encryption`,
    detail: 'Whoever is on the way to that machine can read and change what is sent.',
    act: async () => (await confirmHost(await engine(), host)) ?? lookAgain(),
  }));
}

function serverItems({ engine }: Surfaces, config: Config): Item[] {
  const item = (
    label: string,
    now: string,
    id: typeof settings.ollamaEndpoint | typeof settings.openaiEndpoint,
  ): Item => ({
    label: `$(plug) ${label}...`,
    description: now,
    act: async () => (await askForEndpoint(await engine(), id, now)) ?? lookAgain(),
  });
  return [
    item('Use an Ollama Server', config.ollamaEndpoint, settings.ollamaEndpoint),
    item('Use a Server of the OpenAI Protocol', config.openaiEndpoint, settings.openaiEndpoint),
  ];
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

async function prefer(models: Models, id: string): Promise<Selected> {
  await writeSetting(settings.model, id === '' ? undefined : id);
  await models.look();
  return { model: id };
}

/** The list again, with what changed. */
async function lookAgain(): Promise<Selected> {
  return vscode.commands.executeCommand<Selected>(commands.selectModels);
}
