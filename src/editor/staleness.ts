import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { FileRead } from '../core/ports.ts';
import { debounced, Lifetime } from './lifetime.ts';
import { wordsOf } from './log.ts';
import { isInFolder } from './marks.ts';
import { pathIn, uriOf } from './places.ts';
import { driftOf, lostIn, searchOf } from './searchDrift.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** A pause in typing, after which bytes are compared. */
const settleMs = 250;

/** A pause in changes on disk, after which searches are made again. */
const searchAgainMs = 1_000;

/** So many of the newest searches are made again when files change; older ones notice changes of their own lines. */
const searchesAtMost = 3;

/** A disk that does not answer in this time is asked again at the next change. */
const answerMs = 20_000;

/**
 * Watches the bytes that verdicts were given on. Where they are others now, the result is `staled`, once; the
 * bytes that its own change wrote do not count as others.
 */
export function registerStaleness(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  const lifetime = new Lifetime();
  const guarded = (work: Promise<void>): void => {
    work.catch((error: unknown) =>
      log.error(`A file could not be compared with its verdicts: ${wordsOf(error)}`),
    );
  };
  const touched = new Map<string, vscode.Uri>();
  const settle = lifetime.own(
    debounced(settleMs, () => {
      const uris = [...touched.values()];
      touched.clear();
      for (const uri of uris) guarded(compareFile(uri, sessions));
    }),
  );
  const searchAgain = lifetime.own(
    debounced(searchAgainMs, () => {
      for (const session of sessions.all) guarded(compareSearches(session));
    }),
  );
  const touch = (uri: vscode.Uri): void => {
    if (uri.scheme !== 'file') return;
    touched.set(uri.toString(), uri);
    settle.trigger();
  };
  const touchOnDisk = (uri: vscode.Uri): void => {
    touch(uri);
    searchAgain.trigger();
  };
  lifetime.own(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) touch(document.uri);
    }),
  );
  const watcher = lifetime.own(vscode.workspace.createFileSystemWatcher('**/*'));
  lifetime.own(watcher.onDidChange(touchOnDisk));
  lifetime.own(watcher.onDidCreate(touchOnDisk));
  lifetime.own(watcher.onDidDelete(touchOnDisk));
  // What changed while nobody watched.
  lifetime.own(
    sessions.onOpen((session) => {
      for (const path of session.results().flatMap((result) => [...pathsOf(result)]))
        touch(uriOf(session, path));
      searchAgain.trigger();
    }),
  );
  // While a run works on a result, it is the run that says what became of it; then it is compared again.
  lifetime.own(
    sessions.onEvent(({ session, event }) => {
      if (event.type !== 'applied' && event.type !== 'judged') return;
      const result = session.result(event.task);
      for (const path of result === undefined ? [] : pathsOf(result)) touch(uriOf(session, path));
    }),
  );
  return lifetime;
}

async function compareFile(uri: vscode.Uri, sessions: Sessions): Promise<void> {
  const session = sessions.of(uri);
  const path = session === undefined ? undefined : pathIn(session.folder, uri);
  if (session === undefined || path === undefined) return;
  if (!session.results().some((result) => isFresh(result) && pathsOf(result).has(path))) return;
  const { files } = await session.house();
  const read = await files.read(path, AbortSignal.timeout(answerMs));
  // Taken now: a result may have been judged again, or written, while the file was read.
  for (const result of session.results()) {
    if (isFresh(result) && !session.isBusy(result.task) && isOther(result, path, read)) {
      await session.note({ type: 'staled', run: result.run, task: result.task, path });
    }
  }
}

/** A line that matches now and did not before may stand in any file. */
async function compareSearches(session: Session): Promise<void> {
  const newest = session
    .results()
    .filter((result) => isFresh(result) && searchOf(result) !== undefined)
    .slice(-searchesAtMost);
  if (newest.length === 0 || !vscode.workspace.isTrusted) return;
  const { searches } = await session.house();
  for (const { task } of newest) {
    const before = session.result(task);
    const search = before === undefined || !isFresh(before) ? undefined : searchOf(before);
    if (before === undefined || search === undefined) continue;
    const path = await driftOf(search, searches, AbortSignal.timeout(answerMs));
    const now = session.result(task);
    if (path === undefined || now === undefined || !isFresh(now) || session.isBusy(task)) continue;
    if (now.result === before.result) await session.note({ type: 'staled', run: now.run, task, path });
  }
}

function isFresh(result: RecordedResult): boolean {
  return (
    result.verdict !== undefined && result.verdict.state !== 'stale' && result.change.type !== 'discarded'
  );
}

/** Files whose bytes a result is about. */
function pathsOf(result: RecordedResult): ReadonlySet<string> {
  const { verdict } = result;
  const judged = Object.keys(verdict?.files ?? {});
  const seen = (verdict?.reports ?? []).flatMap((report) =>
    report.evidence.flatMap((row) => (row.path === undefined || row.sha256 === undefined ? [] : [row.path])),
  );
  const found = searchOf(result)?.hits.map((hit) => hit.path) ?? [];
  return new Set([...judged, ...seen, ...found].filter(isInFolder));
}

/** True where a file is not what the verdict, or the result's own change, knows. */
function isOther(result: RecordedResult, path: string, read: FileRead): boolean {
  const search = searchOf(result);
  if (search !== undefined && lostIn(search, path, read)) return true;
  const known = hashesOf(result, path);
  return known.length > 0 && (read.type !== 'text' || !known.includes(read.file.sha256));
}

function hashesOf(result: RecordedResult, path: string): readonly string[] {
  const { verdict, change } = result;
  const seen = (verdict?.reports ?? []).flatMap((report) =>
    report.evidence.flatMap((row) => (row.path === path && row.sha256 !== undefined ? [row.sha256] : [])),
  );
  const written = change.type === 'applied' ? change.files[path] : undefined;
  const judged = verdict?.files[path];
  return [...seen, ...(judged === undefined ? [] : [judged]), ...(written === undefined ? [] : [written])];
}
