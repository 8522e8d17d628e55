import * as vscode from 'vscode';
import type { FileChange } from '../core/change.ts';
import type { RecordedResult } from '../core/ledger/results.ts';
import { schemes } from './ids.ts';
import { uriOf } from './places.ts';
import type { Held, Sessions } from './sessions.ts';

type Side = 'base' | 'proposed';

/** The address of one side of a staged file: the text it was made from, or the text it would become. */
export function stagedUri(task: string, side: Side, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: schemes.staged, path: `/${task}/${side}/${path}` });
}

/** The result that a side of a staged file belongs to; undefined for any other document. */
export function taskOfStaged(uri: vscode.Uri): string | undefined {
  return uri.scheme === schemes.staged ? uri.path.split('/')[1] : undefined;
}

/** Both sides of staged changes, as read-only documents. */
export function registerStagedDocuments(sessions: Sessions): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(schemes.staged, {
    provideTextDocumentContent: (uri) => sideAt(uri, sessions),
  });
}

async function sideAt(uri: vscode.Uri, sessions: Sessions): Promise<string> {
  await sessions.open();
  const [, task = '', side, ...path] = uri.path.split('/');
  const files = sessions.find(task)?.result.changeSet?.files ?? [];
  const file = files.find((row) => row.path === path.join('/'));
  if (file === undefined) return '';
  return side === 'base' ? file.base : file.content;
}

/** Shows what a change set would change: one file as a diff, several as one review of all. */
export async function showChange(held: Held, path?: string): Promise<void> {
  const { result, session } = held;
  const files = result.changeSet?.files ?? [];
  const chosen = files.find((file) => file.path === path) ?? (files.length === 1 ? files[0] : undefined);
  if (chosen !== undefined) {
    const title = `${baseName(chosen.path)}: ${titleOf(result)}`;
    await vscode.commands.executeCommand('vscode.diff', before(result, chosen), after(result, chosen), title);
    return;
  }
  const rows = files.map((file) => [uriOf(session, file.path), before(result, file), after(result, file)]);
  await vscode.commands.executeCommand('vscode.changes', titleOf(result), rows);
}

function before(result: RecordedResult, file: FileChange): vscode.Uri {
  return stagedUri(result.task, 'base', file.path);
}

function after(result: RecordedResult, file: FileChange): vscode.Uri {
  return stagedUri(result.task, 'proposed', file.path);
}

function titleOf(result: RecordedResult): string {
  return `${result.title} (${result.verdict?.state ?? 'not verified'})`;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
