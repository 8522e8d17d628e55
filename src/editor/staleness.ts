import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import { debounced, Lifetime } from './lifetime.ts';
import { wordsOf } from './log.ts';
import { pathIn, uriOf } from './places.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** A pause in typing, after which hashes are compared. */
const settleMs = 250;

/** A disk that does not answer in this time is asked again at the next change. */
const readMs = 10_000;

/**
 * Watches the bytes that verdicts were given on. Where they are others now, the result is `staled`, once; the
 * bytes that its own change wrote do not count as others.
 */
export function registerStaleness(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  const lifetime = new Lifetime();
  const touched = new Map<string, vscode.Uri>();
  const settle = lifetime.own(
    debounced(settleMs, () => {
      const uris = [...touched.values()];
      touched.clear();
      for (const uri of uris) void compare(uri, sessions, log);
    }),
  );
  // While a run works on a result, it is the run that says what became of it; then it is compared again.
  lifetime.own(
    sessions.onEvent(({ session, event }) => {
      if (event.type !== 'applied' && event.type !== 'judged') return;
      for (const path of Object.keys(session.result(event.task)?.verdict?.files ?? {}))
        touch(uriOf(session, path));
    }),
  );
  const touch = (uri: vscode.Uri): void => {
    if (uri.scheme !== 'file') return;
    touched.set(uri.toString(), uri);
    settle.trigger();
  };
  lifetime.own(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) touch(document.uri);
    }),
  );
  const watcher = lifetime.own(vscode.workspace.createFileSystemWatcher('**/*'));
  lifetime.own(watcher.onDidChange(touch));
  lifetime.own(watcher.onDidCreate(touch));
  lifetime.own(watcher.onDidDelete(touch));
  // What changed while nobody watched.
  lifetime.own(
    sessions.onOpen((session) => {
      for (const path of watchedPaths(session)) touch(uriOf(session, path));
    }),
  );
  return lifetime;
}

async function compare(uri: vscode.Uri, sessions: Sessions, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await compareHashes(uri, sessions);
  } catch (error) {
    log.error(`A file could not be compared with its verdicts: ${wordsOf(error)}`);
  }
}

async function compareHashes(uri: vscode.Uri, sessions: Sessions): Promise<void> {
  const session = sessions.of(uri);
  const path = session === undefined ? undefined : pathIn(session.folder, uri);
  if (session === undefined || path === undefined) return;
  const concerned = session
    .results()
    .filter((result) => isFresh(result) && judgedOn(result, path).length > 0);
  if (concerned.length === 0) return;
  const hash = await hashNow(session, path);
  for (const result of concerned) {
    const current = session.result(result.task);
    // It may have been judged again, or written, while the file was read.
    if (session.isBusy(result.task)) continue;
    if (current === undefined || !isFresh(current) || knows(current, path, hash)) continue;
    await session.note({ type: 'staled', run: current.run, task: current.task, path });
  }
}

function knows(result: RecordedResult, path: string, hash: string | undefined): boolean {
  return hash !== undefined && judgedOn(result, path).includes(hash);
}

function isFresh(result: RecordedResult): boolean {
  return (
    result.verdict !== undefined && result.verdict.state !== 'stale' && result.change.type !== 'discarded'
  );
}

/** The hashes (hex) of a file that a result's verdict, or its own change, knows. */
function judgedOn(result: RecordedResult, path: string): readonly string[] {
  const { verdict, change } = result;
  if (verdict === undefined) return [];
  const seen = verdict.reports.flatMap((report) =>
    report.evidence.flatMap((row) => (row.path === path && row.sha256 !== undefined ? [row.sha256] : [])),
  );
  const written = change.type === 'applied' ? change.files[path] : undefined;
  const judged = verdict.files[path];
  return [...seen, ...(judged === undefined ? [] : [judged]), ...(written === undefined ? [] : [written])];
}

function watchedPaths(session: Session): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { verdict, change } of session.results()) {
    if (verdict === undefined || verdict.state === 'stale' || change.type === 'discarded') continue;
    for (const path of Object.keys(verdict.files)) paths.add(path);
    for (const row of verdict.reports.flatMap((report) => report.evidence)) {
      if (row.path !== undefined && row.sha256 !== undefined) paths.add(row.path);
    }
  }
  return paths;
}

/** SHA-256 (hex) of a file as it would be handed out now; undefined for one that cannot be any more. */
async function hashNow(session: Session, path: string): Promise<string | undefined> {
  const { files } = await session.house();
  const read = await files.read(path, AbortSignal.timeout(readMs));
  return read.type === 'text' ? read.file.sha256 : undefined;
}
