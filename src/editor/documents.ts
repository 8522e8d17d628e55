import * as vscode from 'vscode';
import type { FileChange } from '../core/change.ts';
import { bytesOf, isEqual, sha256Of } from '../node/writer/bytes.ts';
import { nodeDisk } from '../node/writer/disk.ts';
import { isReadOnly, locate, planFor, readOnly, type Plan, type Unwritten } from '../node/writer/plans.ts';

/**
 * One file about to be changed in the editor. `from` and `to` are whole texts with the document's own line
 * endings; `version` is the document's when it was compared. `wasUnsaved`: it held text of the person's own.
 */
export interface DocumentTarget {
  readonly type: 'document';
  readonly path: string;
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly wasUnsaved: boolean;
  readonly from: string;
  readonly to: string;
  readonly plan: Plan;
}

/** A file to be made; it becomes a document only when somebody opens it. */
export interface NewTarget {
  readonly type: 'new';
  readonly path: string;
  readonly uri: vscode.Uri;
  readonly bytes: Uint8Array;
  readonly plan: Plan;
}

/** A file that a result made, and that its undo removes. */
export interface GoneTarget {
  readonly type: 'gone';
  readonly path: string;
  readonly uri: vscode.Uri;
  readonly plan: Plan;
}

export type Target = DocumentTarget | NewTarget | GoneTarget;

/**
 * The editor's own idea of a file must be the one that was judged: right place, right bytes on disk or right
 * unsaved text, and nothing in it that the editor would write out otherwise than it stands.
 */
export async function targetOf(
  folder: vscode.WorkspaceFolder,
  change: FileChange,
  realPath: string | undefined,
): Promise<Target | Unwritten> {
  const { path } = change;
  const disk = nodeDisk();
  const failed = (message: string): Unwritten => ({ type: 'failed', message: `${path}: ${message}` });
  const stale = (message: string): Unwritten => ({ type: 'stale', path, message: `${path} ${message}` });
  if (realPath === undefined) return failed('nobody decided on this path');
  const after = bytesOf(change.content, change.bom);
  if (after === undefined) return failed('the text holds half a character');
  const place = await locate(folder.uri.fsPath, path, disk);
  if (place?.real !== realPath) return stale('leads to another place than the one that was approved');
  const uri = vscode.Uri.joinPath(folder.uri, ...path.split('/'));
  if (isNotebook(uri)) return failed('notebooks are only read');
  const { entry } = place.followed;
  if (change.operation === 'create') {
    const isOpen = vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString());
    if (entry !== undefined || isOpen) return stale('is there already');
    return { type: 'new', path, uri, bytes: after, plan: await planFor(path, place, null, after, disk) };
  }
  if (entry?.type !== 'file') return stale('is not there any more');
  if (isReadOnly(entry)) return failed(readOnly);
  if (isUnsavedElsewhere(realPath, uri)) return failed('it is open with unsaved text by another name');
  const before = await disk.read(realPath);
  const document = await vscode.workspace.openTextDocument(uri);
  if (!isUtf8(document.encoding))
    return failed(`the editor has it open as ${document.encoding}, not as UTF-8`);
  const wasUnsaved = document.isDirty;
  if (!wasUnsaved && sha256Of(before) !== change.baseSha256)
    return stale('changed since the result was verified');
  if (wasUnsaved && !isBase(change)) return failed('its old text is not the one that was judged');
  if (!(await holds(document, change.base))) {
    if (wasUnsaved || isKept(change.base))
      return stale('changed in the editor since the result was verified');
    return failed('its line endings are mixed, and the editor would write them all alike');
  }
  if (!fits(change.content, document)) return failed('the change has other line endings than the file');
  return {
    type: 'document',
    path,
    document,
    version: document.version,
    wasUnsaved,
    from: change.base,
    to: change.content,
    plan: await planFor(path, place, before, after, disk),
  };
}

/** True while nothing that was compared has changed; no time passes in here. */
export function isAsCompared(target: DocumentTarget): boolean {
  const { document, version, wasUnsaved, from } = target;
  if (document.isClosed || document.version !== version || document.isDirty !== wasUnsaved) return false;
  return document.getText() === from;
}

/** True where the disk still has the bytes that were compared. Unsaved text stands above what the disk has. */
export async function isDiskAsCompared({ plan, ...target }: Target): Promise<boolean> {
  if (target.type === 'document' && target.wasUnsaved) return true;
  if (target.type === 'gone' && isUnsaved(target.uri)) return false;
  const now = await bytesAt(plan.entry.path);
  if (now === undefined || plan.entry.before === null) return now === undefined && plan.entry.before === null;
  return isEqual(now, plan.entry.before);
}

/** Undefined where there is no file that can be read. */
export async function bytesAt(path: string): Promise<Uint8Array | undefined> {
  return nodeDisk()
    .read(path)
    .then(
      (bytes) => bytes,
      () => undefined,
    );
}

export function isNotebook(uri: vscode.Uri): boolean {
  if (uri.path.toLowerCase().endsWith('.ipynb')) return true;
  return vscode.workspace.notebookDocuments.some((notebook) => notebook.uri.toString() === uri.toString());
}

/** A link and the file behind it are two documents to the editor, and saving one would lose the other's text. */
export function isUnsavedElsewhere(realPath: string, uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    (open) => open.isDirty && open.uri.fsPath === realPath && open.uri.toString() !== uri.toString(),
  );
}

/** True where the document of a file is open with text that the disk does not have. */
export function isUnsaved(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    (open) => open.isDirty && open.uri.toString() === uri.toString(),
  );
}

export function isUtf8(encoding: string): boolean {
  return encoding === 'utf8' || encoding === 'utf8bom';
}

/** The hash of unsaved text is that of its letters; of a text that has been saved since, that of its file. */
export function isBase(change: FileChange): boolean {
  return [false, change.bom].some((bom) => {
    const bytes = bytesOf(change.base, bom);
    return bytes !== undefined && sha256Of(bytes) === change.baseSha256;
  });
}

/** True for a text that the editor keeps as it is: one sort of line endings, and no CR alone. */
function isKept(text: string): boolean {
  const rest = text.replaceAll('\r\n', '');
  return !rest.includes('\r') && (rest === text.replaceAll('\r\n', '\n') || !rest.includes('\n'));
}

export function fits(text: string, document: vscode.TextDocument): boolean {
  const ending = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  return text.split(/\r\n|\r|\n/).join(ending) === text;
}

/** The editor hears of a file that others wrote a moment after it was written. */
const settleMs = 2_000;

/** True when a document holds a text, now or as soon as the editor has taken in what is on disk. */
export async function holds(document: vscode.TextDocument, text: string): Promise<boolean> {
  if (document.getText() === text) return true;
  if (document.isDirty || !isKept(text)) return false;
  return new Promise((resolve) => {
    const done = (isIt: boolean): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve(isIt);
    };
    const timer = setTimeout(() => done(false), settleMs);
    const listening = vscode.workspace.onDidChangeTextDocument((change) => {
      if (change.document === document && document.getText() === text) done(true);
    });
  });
}
