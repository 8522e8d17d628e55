import * as vscode from 'vscode';
import type { FileChange } from '../core/change.ts';
import { bytesOf, isEqual, sha256Of } from '../node/writer/bytes.ts';
import { nodeDisk } from '../node/writer/disk.ts';
import {
  changedSince,
  leadsElsewhere,
  locate,
  isReadOnly,
  noFile,
  notThere,
  oldUnknown,
  planFor,
  readOnly,
  type Unrestored,
} from '../node/writer/plans.ts';
import { fits, holds, isBase, isNotebook, isUnsaved, isUnsavedElsewhere, isUtf8 } from './documents.ts';
import type { Target } from './documents.ts';

/**
 * One file about to be made as it was, or why it is left. `written` is the hash (hex) of what the result left: of the
 * file's bytes, or of the letters alone where it stood in a document that was not saved. The document must hold just
 * that, unsaved text included.
 */
export async function undoTargetOf(
  folder: vscode.WorkspaceFolder,
  change: FileChange,
  realPath: string | undefined,
  written: string | undefined,
): Promise<Target | Unrestored> {
  const { path } = change;
  const disk = nodeDisk();
  const left = (reason: string): Unrestored => ({ type: 'left', path, reason });
  const place = await locate(folder.uri.fsPath, path, disk);
  if (place === undefined || place.real !== realPath) return left(leadsElsewhere);
  const { entry } = place.followed;
  if (entry === undefined) return left(notThere);
  if (entry.type !== 'file') return left(noFile);
  if (isReadOnly(entry)) return left(readOnly);
  const uri = vscode.Uri.joinPath(folder.uri, ...path.split('/'));
  if (isNotebook(uri)) return left('notebooks are only read');
  if (isUnsavedElsewhere(realPath, uri)) return left('it is open with unsaved text by another name');
  const now = await disk.read(realPath);
  if (change.operation === 'create') {
    if (isUnsaved(uri)) return left('it is open with unsaved text');
    if (sha256Of(now) !== written) return left(changedSince);
    return { type: 'gone', path, uri, plan: await planFor(path, place, now, null, disk) };
  }
  const before = bytesOf(change.base, change.bom);
  if (before === undefined || !isBase(change)) return left(oldUnknown);
  const document = await vscode.workspace.openTextDocument(uri);
  if (!isUtf8(document.encoding)) return left(`the editor has it open as ${document.encoding}, not as UTF-8`);
  const wasUnsaved = document.isDirty;
  const from = wasUnsaved ? document.getText() : new TextDecoder().decode(now);
  const isKept = wasUnsaved
    ? isWritten(from, change.bom, written)
    : areWritten(now, from, change.bom, written);
  if (!isKept) return left(changedSince);
  // What the editor takes longer to hear of than a moment, it would write over.
  if (!(await holds(document, from))) return left('the editor does not hold the text that is on disk');
  if (!fits(change.base, document)) return left('its line endings are others now');
  return {
    type: 'document',
    path,
    document,
    version: document.version,
    wasUnsaved,
    from,
    to: change.base,
    plan: await planFor(path, place, now, before, disk),
  };
}

/** True where the letters, with a byte order mark or without one, are what was written. */
function isWritten(text: string, bom: boolean, written: string | undefined): boolean {
  return [bom, false].some((mark) => {
    const bytes = bytesOf(text, mark);
    return bytes !== undefined && sha256Of(bytes) === written;
  });
}

/** Bytes of a file that were written as letters of an unsaved text are those letters, saved since as they were. */
function areWritten(now: Uint8Array, text: string, bom: boolean, written: string | undefined): boolean {
  if (sha256Of(now) === written) return true;
  const saved = bytesOf(text, bom);
  return saved !== undefined && isEqual(now, saved) && isWritten(text, bom, written);
}
