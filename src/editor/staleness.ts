import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { LoadEngine } from './engine.ts';
import { debounced, Lifetime } from './lifetime.ts';
import { wordsOf } from './log.ts';
import { pathIn, uriOf } from './places.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** A pause in typing, after which bytes are compared. */
const settleMs = 250;

/** A pause in changes on disk, after which searches are made again. */
const searchAgainMs = 1_000;

/** So many of the newest searches are made again when files change; older ones notice changes of their own lines. */
const searchesAtMost = 10;

/** A disk that does not answer in this time is asked again at the next change. */
const answerMs = 20_000;

/**
 * Watches the bytes that verdicts were given on. Where they are others now, the result is `staled`, once; the
 * bytes that its own change wrote do not count as others.
 */
export function registerStaleness(
  sessions: Sessions,
  engine: LoadEngine,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
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
      for (const uri of uris) guarded(compareFile(uri, sessions, engine));
    }),
  );
  const searchAgain = lifetime.own(
    debounced(searchAgainMs, () => {
      for (const session of sessions.all) guarded(compareSearches(session, engine));
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
  const touchAll = async (session: Session, results: readonly RecordedResult[]): Promise<void> => {
    if (results.length === 0) return;
    const { drift } = await engine();
    for (const path of results.flatMap((result) => [...drift.pathsOf(result)])) touch(uriOf(session, path));
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
      guarded(touchAll(session, session.results()));
      searchAgain.trigger();
    }),
  );
  // While a run works on a result, it is the run that says what became of it; then it is compared again.
  lifetime.own(
    sessions.onEvent(({ session, event }) => {
      if (event.type !== 'applied' && event.type !== 'judged') return;
      const result = session.result(event.task);
      guarded(touchAll(session, result === undefined ? [] : [result]));
    }),
  );
  return lifetime;
}

async function compareFile(uri: vscode.Uri, sessions: Sessions, engine: LoadEngine): Promise<void> {
  const session = sessions.of(uri);
  const path = session === undefined ? undefined : pathIn(session.folder, uri);
  // Without a result there is nothing to compare, and no reason to load the engine.
  if (session === undefined || path === undefined || session.results().length === 0) return;
  const { drift } = await engine();
  if (!session.results().some((result) => drift.isFresh(result) && drift.pathsOf(result).has(path))) return;
  const { files } = await session.house();
  const read = await files.read(path, AbortSignal.timeout(answerMs));
  // Taken now: a result may have been judged again, or written, while the file was read.
  for (const result of session.results()) {
    if (drift.isFresh(result) && !session.isBusy(result.task) && drift.isOther(result, path, read)) {
      await session.note({ type: 'staled', run: result.run, task: result.task, path });
    }
  }
}

/** A line that matches now and did not before may stand in any file. */
async function compareSearches(session: Session, engine: LoadEngine): Promise<void> {
  if (session.results().length === 0 || !vscode.workspace.isTrusted) return;
  const { drift } = await engine();
  const newest = session
    .results()
    .filter((result) => drift.isComparable(result))
    .slice(-searchesAtMost);
  if (newest.length === 0) return;
  const { searches } = await session.house();
  for (const { task } of newest) {
    const before = session.result(task);
    if (before === undefined || !drift.isComparable(before)) continue;
    const path = await drift.driftOf(before, searches, AbortSignal.timeout(answerMs));
    const now = session.result(task);
    if (path === undefined || now === undefined || !drift.isComparable(now) || session.isBusy(task)) continue;
    if (now.result === before.result) await session.note({ type: 'staled', run: now.run, task, path });
  }
}
