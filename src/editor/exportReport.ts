import * as vscode from 'vscode';
import * as z from 'zod';
import { reportOf, type ReportForm } from '../core/report/report.ts';
import { chooseSession } from './active.ts';
import { sayNo } from './announce.ts';
import { refusal, type Refusal, type Surfaces } from './surfaces.ts';

/** Where a report was written, and how many results it holds. */
export interface Exported {
  readonly uri: vscode.Uri;
  readonly results: number;
}

const argSchema = z.strictObject({
  form: z.enum(['markdown', 'json', 'sarif']),
  uri: z.custom<vscode.Uri>((value) => value instanceof vscode.Uri),
});

const forms: readonly (vscode.QuickPickItem & { readonly form: ReportForm; readonly ending: string })[] = [
  {
    form: 'markdown',
    ending: 'md',
    label: 'Markdown',
    description: 'for people: every verdict with its evidence',
  },
  {
    form: 'json',
    ending: 'json',
    label: 'JSON',
    description: 'for programs: every result as it is recorded',
  },
  { form: 'sarif', ending: 'sarif', label: 'SARIF 2.1.0', description: 'for tools that read findings' },
];

/** Writes all verdicts of a folder into one file, where the person says; a caller may give form and place itself. */
export async function exportReport(surfaces: Surfaces, arg: unknown): Promise<Exported | Refusal> {
  const session = await chooseSession(surfaces.sessions);
  if (session === undefined) return refusal('cancelled', 'No folder was picked.');
  await session.open();
  const results = session.results();
  if (results.length === 0) return sayNo('no-result', 'There is no result yet that could be reported.');
  const target = argSchema.safeParse(arg).data ?? (await askWhere(session.folder.uri));
  if (target === undefined) return refusal('cancelled', 'No place for the report was picked.');
  const { name: folder } = session.folder;
  const wall = new Date().toISOString();
  const text = reportOf(results, target.form, { version: surfaces.version, folder, wall });
  await vscode.workspace.fs.writeFile(target.uri, new TextEncoder().encode(text));
  void offerToOpen(target.uri);
  return { uri: target.uri, results: results.length };
}

async function askWhere(
  folder: vscode.Uri,
): Promise<{ readonly form: ReportForm; readonly uri: vscode.Uri } | undefined> {
  const picked = await vscode.window.showQuickPick(forms, {
    title: 'Export Report',
    placeHolder: 'In which form?',
  });
  if (picked === undefined) return undefined;
  const uri = await vscode.window.showSaveDialog({
    title: 'Export Report',
    defaultUri: vscode.Uri.joinPath(folder, `countersign-report.${picked.ending}`),
    filters: { [picked.label]: [picked.ending] },
  });
  return uri === undefined ? undefined : { form: picked.form, uri };
}

async function offerToOpen(uri: vscode.Uri): Promise<void> {
  const open = 'Open';
  const name = uri.path.split('/').at(-1) ?? uri.path;
  const chosen = await vscode.window.showInformationMessage(`The report was written to ${name}.`, open);
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', uri);
}
