import * as vscode from 'vscode';
import { closedSets, setWords, type ClosedSet } from '../core/extract/item.ts';
import type { Request } from '../core/request.ts';
import { activeFile, chooseSession } from './active.ts';
import { runVisibly } from './announce.ts';
import type { RunReport } from './report.ts';
import { refusal, type Refusal, type Surfaces } from './surfaces.ts';

/** What is extracted, and from where: the open file or the folder. */
interface Choice {
  readonly what: string;
  readonly paths?: readonly string[];
}

/**
 * Lists everything of one sort: a closed set that is picked or a description that is typed, in the open file or in the
 * whole folder. `arg` may be a task with `what` and `paths`, or the words for `what`.
 */
export async function extractItems(surfaces: Surfaces, arg: unknown): Promise<RunReport | Refusal> {
  const active = activeFile(surfaces.sessions);
  const session = active.type === 'file' ? active.session : await chooseSession(surfaces.sessions);
  if (session === undefined) return refusal('cancelled', 'No folder was picked.');
  const path = active.type === 'file' ? active.path : undefined;
  const choice = choiceOf(arg) ?? (await pickWhat());
  if (choice === undefined) return refusal('no-input', 'Nothing was picked to extract.');
  const paths = choice.paths ?? (await pickPaths(path));
  if (paths === undefined) return refusal('cancelled', 'No place was picked to extract from.');
  const { what } = choice;
  const text = `Extract ${nameOf(what)}`;
  const request: Request =
    paths.length > 0
      ? { type: 'task', task: { kind: 'extract', what, paths }, text, via: 'palette' }
      : { type: 'ask', text: `/extract ${nameOf(what)} in this folder`, context: {}, via: 'palette' };
  return runVisibly(text, request, session, surfaces);
}

function nameOf(what: string): string {
  const set = closedSets.find((one) => one === what);
  return set === undefined ? what : setWords[set][1];
}

function choiceOf(arg: unknown): Choice | undefined {
  if (typeof arg === 'string' && arg.trim() !== '') return { what: arg.trim() };
  if (typeof arg !== 'object' || arg === null || !('what' in arg) || typeof arg.what !== 'string')
    return undefined;
  const paths = 'paths' in arg && Array.isArray(arg.paths) ? arg.paths.map(String) : undefined;
  return { what: arg.what, ...(paths === undefined ? {} : { paths }) };
}

async function pickWhat(): Promise<Choice | undefined> {
  const rows = closedSets.map((set: ClosedSet) => {
    const [, many] = setWords[set];
    return { label: many.charAt(0).toUpperCase() + many.slice(1), what: set };
  });
  const picked = await vscode.window.showQuickPick(
    [...rows, { label: 'Something else...', description: 'in your own words, by a model', what: undefined }],
    { title: 'Extract', placeHolder: 'What should be listed?', ignoreFocusOut: true },
  );
  if (picked === undefined) return undefined;
  if (picked.what !== undefined) return { what: picked.what };
  const typed = await vscode.window.showInputBox({
    title: 'Extract',
    prompt: 'What should be listed, in your own words',
    ignoreFocusOut: true,
  });
  const what = typed?.trim() ?? '';
  return what === '' ? undefined : { what };
}

/** The open file, or no path for the whole folder; undefined where nothing was picked. */
async function pickPaths(path: string | undefined): Promise<readonly string[] | undefined> {
  if (path === undefined) return [];
  const picked = await vscode.window.showQuickPick(
    [
      { label: path, description: 'the open file', paths: [path] },
      { label: 'The whole folder', description: 'every file that a search looks into', paths: [] },
    ],
    { title: 'Extract', placeHolder: 'From where?', ignoreFocusOut: true },
  );
  return picked?.paths;
}
