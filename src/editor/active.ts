import * as vscode from 'vscode';
import type { AskContext } from '../core/request.ts';
import { pathIn } from './places.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** The file that the person looks at, in its folder; or why there is none, with what to do. */
export type ActiveFile =
  | {
      readonly type: 'file';
      readonly session: Session;
      readonly path: string;
      /** Undefined where the editor shows the file but holds no text of it: it is binary or too big. */
      readonly editor: vscode.TextEditor | undefined;
    }
  | { readonly type: 'none'; readonly reason: string };

export function activeFile(sessions: Sessions): ActiveFile {
  const editor = vscode.window.activeTextEditor;
  const uri = editor?.document.uri ?? tabUri();
  if (uri === undefined) return none('No file is open. Open a file of the folder first.');
  if (uri.scheme === 'vscode-notebook-cell' || vscode.window.activeNotebookEditor !== undefined) {
    return none(
      'Notebooks are not changed here, and their cells are not searched as files. Open a text file.',
    );
  }
  if (uri.scheme === 'untitled') {
    return none(
      'This document is not saved yet. Save it into the folder first, so that its lines have a place.',
    );
  }
  if (uri.scheme !== 'file')
    return none('What is shown is not a file of the folder. Open a file of it first.');
  const session = sessions.of(uri);
  const path = session === undefined ? undefined : pathIn(session.folder, uri);
  if (session === undefined || path === undefined) {
    return none('This file is outside of the open folder. Open the folder it belongs to.');
  }
  return { type: 'file', session, path, editor };
}

/** A file that is shown without a text editor: an image, a binary file, or one that is too big. */
function tabUri(): vscode.Uri | undefined {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  return input instanceof vscode.TabInputNotebook ? input.uri : undefined;
}

/** What the person was looking at, for one session; a file of another folder says nothing. */
export function contextOf(active: ActiveFile, session: Session): AskContext {
  if (active.type === 'none' || active.session !== session) return {};
  const { path, editor } = active;
  if (editor === undefined) return { activePath: path };
  const symbol = nameUnder(editor);
  const selection = selectedLines(editor);
  return {
    activePath: path,
    ...(selection === undefined ? {} : { selection: { path, ...selection } }),
    ...(symbol === undefined ? {} : { symbol }),
  };
}

/** The lines of the selection, 1-based and inclusive; a selection that ends before a line leaves that line out. */
export function selectedLines(
  editor: vscode.TextEditor,
): { readonly line: number; readonly endLine: number } | undefined {
  const { selection } = editor;
  if (selection.isEmpty) return undefined;
  const endsBefore = selection.end.character === 0 && selection.end.line > selection.start.line;
  return { line: selection.start.line + 1, endLine: selection.end.line + (endsBefore ? 0 : 1) };
}

/** The name under the cursor, where it looks like one. */
export function nameUnder(editor: vscode.TextEditor): string | undefined {
  const { document, selection } = editor;
  const range = document.getWordRangeAtPosition(selection.active, /[\p{L}_$][\p{L}\p{N}_$]*/u);
  return range === undefined ? undefined : document.getText(range);
}

/** The session to ask in: that of the active file, else the only one, else one that the person picks. */
export async function chooseSession(sessions: Sessions): Promise<Session | undefined> {
  const active = activeFile(sessions);
  if (active.type === 'file') return active.session;
  const [first, second] = sessions.all;
  if (second === undefined) return first;
  const folder = await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Which folder is this about?' });
  return folder === undefined ? undefined : sessions.of(folder.uri);
}

function none(reason: string): ActiveFile {
  return { type: 'none', reason };
}
