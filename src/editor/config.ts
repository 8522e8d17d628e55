import * as vscode from 'vscode';
import { section, settings, type SettingId } from './ids.ts';

/** What the user's settings say. Endpoints, folders and programs never come from a workspace. */
export interface Config {
  /** Id of the model to prefer, as `<provider>/<name>`; empty: the best that is found. */
  readonly model: string;
  readonly ollamaEndpoint: string;
  /** Base address of a server that speaks OpenAI's chat protocol; empty: none. */
  readonly openaiEndpoint: string;
  /** Threads of the embedded runtime; 0: as many as suit this machine. */
  readonly embeddedThreads: number;
  /** Where downloaded models are kept; empty: the extension's own storage. */
  readonly modelsFolder: string;
  /** The ripgrep to use; empty: the editor's own, or one that is found. */
  readonly ripgrepPath: string;
  /** Check commands of the user's own, as argument arrays; they run in every trusted folder. */
  readonly checkCommands: readonly (readonly string[])[];
  /** Verify stale results again when their files are saved. */
  readonly verifyOnSave: boolean;
  readonly showVerified: boolean;
}

export function readConfig(): Config {
  return {
    model: userString(settings.model),
    ollamaEndpoint: userString(settings.ollamaEndpoint),
    openaiEndpoint: userString(settings.openaiEndpoint),
    embeddedThreads: userThreads(settings.embeddedThreads),
    modelsFolder: userString(settings.modelsFolder),
    ripgrepPath: userString(settings.ripgrepPath),
    checkCommands: userCommands(settings.checkCommands),
    verifyOnSave: userValue(settings.verifyOnSave) === true,
    showVerified: vscode.workspace.getConfiguration(section).get(settings.showVerified) !== false,
  };
}

export function onConfigChange(act: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(section)) act();
  });
}

/** Writes a setting of the user's own; undefined takes it out again. */
export async function writeSetting(id: SettingId, value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(id, value, vscode.ConfigurationTarget.Global);
}

/**
 * The user's value or the default, never a workspace's: a cloned folder must not say where code is sent or which
 * program is started, whatever the platform filters (design section 12, Check commands).
 */
function userValue(id: SettingId): unknown {
  const found = vscode.workspace.getConfiguration(section).inspect<unknown>(id);
  return found?.globalValue ?? found?.defaultValue;
}

function userString(id: SettingId): string {
  const value = userValue(id);
  return typeof value === 'string' ? value.trim() : '';
}

function userThreads(id: SettingId): number {
  const value = userValue(id);
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 0;
}

/** Only argument arrays of text: a line for a shell is no command. */
function userCommands(id: SettingId): readonly (readonly string[])[] {
  const value = userValue(id);
  if (!Array.isArray(value)) return [];
  return value.filter(
    (row): row is string[] =>
      Array.isArray(row) && row.length > 0 && row[0] !== '' && row.every((part) => typeof part === 'string'),
  );
}
