import * as vscode from 'vscode';
import { isOver, type RecordedResult } from '../core/ledger/results.ts';
import { readConfig } from './config.ts';
import { Lifetime } from './lifetime.ts';
import { wordsOf } from './log.ts';
import { pathIn, uriOf } from './places.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** So many results, the newest, are verified again for one saved file. */
const resultsAtMost = 5;

/** A verification that takes longer is stopped: the result stays stale, and can be verified by hand. */
const verifyMs = 30_000;

/**
 * Where the setting says so, verifies results again whose files were saved after their verdict: one after the other, the
 * newest first, each for a bounded time. Nothing is verified while its file is only typed in.
 */
export function registerVerifyOnSave(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  const lifetime = new Lifetime();
  const waiting = new Set<string>();
  const end = new AbortController();
  lifetime.own({ dispose: () => end.abort() });
  let last = Promise.resolve();
  const enqueue = (session: Session, task: string): void => {
    if (waiting.has(task)) return;
    waiting.add(task);
    last = last.then(async () => {
      waiting.delete(task);
      const result = session.result(task);
      if (result === undefined || !isStale(result) || session.isBusy(task) || end.signal.aborted) return;
      const signal = AbortSignal.any([end.signal, AbortSignal.timeout(verifyMs)]);
      try {
        await session.start({ type: 'verify', result, via: 'save' }, signal);
      } catch (error) {
        log.error(`A result could not be verified again on save: ${wordsOf(error)}`);
      }
    });
  };
  const look = (session: Session, uri: vscode.Uri): void => {
    const path = pathIn(session.folder, uri);
    if (path === undefined || !vscode.workspace.isTrusted || !readConfig().verifyOnSave) return;
    const stale = session.results().filter((result) => isStale(result) && judgedOn(result, path));
    for (const result of stale.slice(-resultsAtMost).reverse()) enqueue(session, result.task);
  };
  lifetime.own(
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      const session = sessions.of(uri);
      if (session !== undefined) look(session, uri);
    }),
  );
  // Bytes are compared after a pause, which may end after the save.
  lifetime.own(
    sessions.onEvent(({ session, event }) => {
      if (event.type !== 'staled') return;
      const uri = uriOf(session, event.path);
      const key = uri.toString();
      const isTypedIn = vscode.workspace.textDocuments.some(
        (document) => document.isDirty && document.uri.toString() === key,
      );
      if (!isTypedIn) look(session, uri);
    }),
  );
  return lifetime;
}

function isStale(result: RecordedResult): boolean {
  return result.verdict?.state === 'stale' && !isOver(result);
}

/** A search is judged on the whole folder: any of its files may be why it is stale. */
function judgedOn(result: RecordedResult, path: string): boolean {
  return (
    result.kind === 'search' || (result.verdict !== undefined && Object.hasOwn(result.verdict.files, path))
  );
}
