import * as vscode from 'vscode';
import type { Place } from '../core/verdict.ts';
import type { Anchors, Lines } from './anchors.ts';
import type { Session } from './session.ts';

/** The document of a path of a session's folder; the path is relative, with `/` (contracts rule 2). */
export function uriOf(session: Session, path: string): vscode.Uri {
  return vscode.Uri.joinPath(session.folder.uri, ...path.split('/'));
}

/** The path of a document in its folder, as contracts rule 2 has it; undefined outside of the folder. */
export function pathIn(folder: vscode.WorkspaceFolder, uri: vscode.Uri): string | undefined {
  const root = folder.uri.path.endsWith('/') ? folder.uri.path : `${folder.uri.path}/`;
  if (uri.scheme !== folder.uri.scheme || uri.authority !== folder.uri.authority) return undefined;
  return uri.path.startsWith(root) ? uri.path.slice(root.length) : undefined;
}

/** Where the lines of a place of a result are now. */
export function linesNow(anchors: Anchors, session: Session, task: string, place: Place): Lines {
  return anchors.at(task, uriOf(session, place.path), place.line, place.endLine ?? place.line);
}

/** Whole lines, from the first sign of the first to the end of the last; the editor clips what is too long. */
export function rangeOf(lines: Lines): vscode.Range {
  return new vscode.Range(lines.start, 0, lines.end, Number.MAX_SAFE_INTEGER);
}

/** Opens a place of a result in an editor, with its lines selected. */
export async function openPlace(
  anchors: Anchors,
  session: Session,
  task: string,
  place: Place,
): Promise<void> {
  const uri = uriOf(session, place.path);
  const selection = rangeOf(linesNow(anchors, session, task, place));
  await vscode.window.showTextDocument(uri, { selection, preview: true });
}
