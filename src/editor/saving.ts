import * as vscode from 'vscode';

/** A save that the editor began by itself, as auto save does, is over by then. */
const saveMs = 2_000;

/** Saves a document. Where the editor is saving it at that moment, its own save counts. */
export async function isSaved(document: vscode.TextDocument): Promise<boolean> {
  if (!document.isDirty || (await document.save()) || !document.isDirty) return true;
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve(!document.isDirty);
    };
    const timer = setTimeout(done, saveMs);
    const listening = vscode.workspace.onDidSaveTextDocument((saved) => {
      if (saved === document) done();
    });
  });
}

/** Asks the editor for nothing; its answer comes after all that it had to tell before. */
export async function hearFromEditor(): Promise<void> {
  await vscode.commands.executeCommand('setContext', 'countersign.writing', false);
}

/**
 * Has the editor read a document from disk again, which has the same text, so that it forgets what it thought of
 * the file. It does that for the editor in front only: a tab that is opened for it is closed again.
 */
export async function reload(document: vscode.TextDocument): Promise<void> {
  const front = vscode.window.activeTextEditor;
  const before = new Set(vscode.window.tabGroups.all.flatMap((group) => group.tabs));
  await vscode.window.showTextDocument(document, { preview: true, preserveFocus: true });
  await vscode.commands.executeCommand('workbench.action.files.revert');
  const opened = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => !before.has(tab));
  await vscode.window.tabGroups.close(opened, true);
  if (front !== undefined && front.document !== document) {
    await vscode.window.showTextDocument(front.document, front.viewColumn, true);
  }
}
