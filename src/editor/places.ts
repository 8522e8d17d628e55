import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { Place } from '../core/verdict.ts';
import type { Anchors, Lines } from './anchors.ts';
import { isInFolder } from './marks.ts';
import type { Session } from './session.ts';
import { placeInBase } from './stagedLines.ts';

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

/** Where the lines of a place of a result are now: typing moved them, and a staged change did not yet. */
export function linesNow(anchors: Anchors, session: Session, result: RecordedResult, place: Place): Lines {
  const { path, line, endLine } =
    result.change.type === 'applied' ? place : placeInBase(result.changeSet, place);
  return anchors.at(result.task, uriOf(session, path), line, endLine ?? line);
}

/** Whole lines, from the first sign of the first to the end of the last; the editor clips what is too long. */
export function rangeOf(lines: Lines): vscode.Range {
  return new vscode.Range(lines.start, 0, lines.end, Number.MAX_SAFE_INTEGER);
}

/** Opens a place of a result in an editor, with its lines selected. Rejects for a path that leaves the folder. */
export async function openPlace(
  anchors: Anchors,
  session: Session,
  result: RecordedResult,
  place: Place,
): Promise<void> {
  if (!isInFolder(place.path)) throw new Error(`${place.path} is not in ${session.folder.name}`);
  const uri = uriOf(session, place.path);
  const selection = rangeOf(linesNow(anchors, session, result, place));
  await vscode.window.showTextDocument(uri, { selection, preview: true });
}
