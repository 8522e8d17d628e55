import { applyPatch, structuredPatch } from 'diff';
import * as vscode from 'vscode';
import { replacementsOf } from '../node/writer/hunks.ts';
import type { DocumentTarget, Target } from './documents.ts';

export function documentsOf(targets: readonly Target[]): DocumentTarget[] {
  return targets.filter((target) => target.type === 'document');
}

/** New files first, each only where there is none; then the texts, and then what goes. All of it one step of undo. */
export function editOf(targets: readonly Target[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const target of targets) {
    if (target.type === 'new') edit.createFile(target.uri, { overwrite: false, contents: target.bytes });
  }
  for (const { document, from, to } of documentsOf(targets)) {
    edit.set(document.uri, editsOf(document, from, to));
  }
  for (const target of targets) {
    if (target.type === 'gone') edit.deleteFile(target.uri, { ignoreIfNotExists: false });
  }
  return edit;
}

export function editsOf(document: vscode.TextDocument, from: string, to: string): vscode.TextEdit[] {
  return replacementsOf(from, to).map(({ start, end, text }) => {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    return vscode.TextEdit.replace(range, text);
  });
}

/** A text without a change that is in it, and with whatever else is. Undefined where the two cannot be parted. */
export function reversedIn(now: string, from: string, to: string): string | undefined {
  const patch = structuredPatch('', '', to, from, undefined, undefined, { context: 3 });
  const reversed = applyPatch(now, patch, { fuzzFactor: 0, autoConvertLineEndings: false });
  return reversed === false ? undefined : reversed;
}
