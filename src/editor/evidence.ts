import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import { evidenceJson, evidenceMarkdown } from '../core/report/evidence.ts';
import { schemes } from './ids.ts';
import { Lifetime } from './lifetime.ts';
import type { Sessions } from './sessions.ts';

export type EvidenceForm = 'md' | 'json';

const nameAtMost = 60;

/** The address of a result's evidence page, with a name that tabs can show; `taskOf` reads the result back. */
export function evidenceUri(
  result: Pick<RecordedResult, 'task' | 'title'>,
  form: EvidenceForm = 'md',
): vscode.Uri {
  const title = result.title.replaceAll(/[\p{Cc}/\\:*?"<>|#%]+|\s+/gu, ' ').trim();
  const name = `Evidence for ${title.slice(0, nameAtMost).trim()}.${form}`;
  return vscode.Uri.from({ scheme: schemes.evidence, path: `/${result.task}/${name}` });
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
    sessions.onEvent(({ session, event }) => {
      if (!('task' in event) || event.type === 'progress') return;
      const result = session.result(event.task);
      if (result === undefined) return;
      changed.fire(evidenceUri(result, 'md'));
      changed.fire(evidenceUri(result, 'json'));
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

/** Opens the page of a result, rendered where the editor can, as its text otherwise. */
export async function openEvidence(result: RecordedResult): Promise<void> {
  const uri = evidenceUri(result);
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    // The editor's own extension for Markdown may be switched off.
    await openText(uri);
  }
}

/** Opens the same as JSON, for whoever wants to compute with it. */
export async function openEvidenceData(result: RecordedResult): Promise<void> {
  await openText(evidenceUri(result, 'json'));
}

async function openText(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}
