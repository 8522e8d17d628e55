import * as vscode from 'vscode';
import { writeSetting, type Config } from './config.ts';
import type { Engine } from './engine.ts';
import type { settings } from './ids.ts';
import { refusal, type Refusal } from './surfaces.ts';

/** Asks for a server's address and keeps it in the user's settings. Undefined where it was kept. */
export async function askForEndpoint(
  engine: Engine,
  id: typeof settings.ollamaEndpoint | typeof settings.openaiEndpoint,
  now: string,
): Promise<Refusal | undefined> {
  const { readEndpoint } = engine;
  const typed = await vscode.window.showInputBox({
    title: 'Address of the Server',
    prompt: 'What you ask, and the code it is about, is sent there. Empty: none.',
    value: now,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const endpoint = text.trim() === '' ? undefined : readEndpoint(text.trim());
      return endpoint?.type === 'refused' ? endpoint.message : undefined;
    },
  });
  if (typed === undefined) return refusal('cancelled', 'The address stays as it was.');
  const address = typed.trim();
  const endpoint = address === '' ? undefined : readEndpoint(address);
  if (endpoint?.type === 'endpoint' && !endpoint.loopback && !endpoint.encrypted) {
    const refused = await confirmHost(engine, endpoint.url.host);
    if (refused !== undefined) return refused;
  }
  await writeSetting(id, address);
  return undefined;
}

/** Hosts of the settings that lie on another machine, are not encrypted, and were not allowed yet. */
export function unencryptedHosts({ models, readEndpoint }: Engine, config: Config): string[] {
  return [config.ollamaEndpoint, config.openaiEndpoint].flatMap((address) => {
    const endpoint = address === '' ? undefined : readEndpoint(address);
    if (endpoint?.type !== 'endpoint' || endpoint.loopback || endpoint.encrypted) return [];
    return models.confirmedHosts.includes(endpoint.url.host) ? [] : [endpoint.url.host];
  });
}

/** Asks whether code may be sent to another machine in the clear. Undefined where it may. */
export async function confirmHost(engine: Engine, host: string): Promise<Refusal | undefined> {
  const yes = 'Allow';
  const detail = 'The connection is not encrypted: whoever is on the way can read and change what is sent.';
  const chosen = await vscode.window.showWarningMessage(
    `Send code to ${host}?`,
    { modal: true, detail },
    yes,
  );
  if (chosen !== yes) return refusal('cancelled', `Nothing is sent to ${host}.`);
  await engine.models.confirmHost(host);
  return undefined;
}
