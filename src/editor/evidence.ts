import * as vscode from 'vscode';
import { evidenceJson, evidenceMarkdown } from './evidencePage.ts';
import { schemes } from './ids.ts';
import { Lifetime } from './lifetime.ts';
import type { Sessions } from './sessions.ts';

export type EvidenceForm = 'md' | 'json';

/** The address of a result's evidence page; `taskOf` reads it back. */
export function evidenceUri(task: string, form: EvidenceForm = 'md'): vscode.Uri {
  return vscode.Uri.from({ scheme: schemes.evidence, path: `/${task}/evidence.${form}` });
}

/** The result an evidence page belongs to; undefined for any other document. */
export function taskOf(uri: vscode.Uri): string | undefined {
  return uri.scheme === schemes.evidence ? uri.path.split('/')[1] : undefined;
}

/** Evidence pages: read-only documents that follow their result. */
export function registerEvidence(sessions: Sessions): vscode.Disposable {
  const lifetime = new Lifetime();
  const changed = lifetime.own(new vscode.EventEmitter<vscode.Uri>());
  lifetime.own(
    sessions.onEvent(({ event }) => {
      if (!('task' in event) || event.type === 'progress') return;
      changed.fire(evidenceUri(event.task, 'md'));
      changed.fire(evidenceUri(event.task, 'json'));
    }),
  );
  lifetime.own(
    vscode.workspace.registerTextDocumentContentProvider(schemes.evidence, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => pageAt(uri, sessions),
    }),
  );
  return lifetime;
}

async function pageAt(uri: vscode.Uri, sessions: Sessions): Promise<string> {
  await sessions.open();
  const held = sessions.find(taskOf(uri) ?? '');
  if (held === undefined) return '# No such result\n\nIt is not in the record of any open folder.\n';
  return uri.path.endsWith('.json') ? evidenceJson(held.result) : evidenceMarkdown(held.result);
}

/** Opens the page of a result, rendered where the editor can, with its text otherwise. */
export async function openEvidence(task: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(evidenceUri(task));
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Active });
}
