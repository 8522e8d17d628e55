import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { Anchors } from './anchors.ts';
import { commands } from './ids.ts';
import { debounced, Lifetime } from './lifetime.ts';
import { linesNow, pathIn, rangeOf } from './places.ts';
import { lensPlaces } from './resultPlaces.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { isUndoable } from './stagedTree.ts';
import { stateIcon, statusWords } from './statusWords.ts';

/** Results of one file that get lines above the code, at most, newest first. */
const resultsAtMost = 30;
const settleMs = 60;
/** VS Code drops a refresh that waits in an editor that loses the focus, so each change is told once more. */
const againMs = 1_500;

/** The status of each result in words, over the lines it speaks of, with what can be done about it. */
export function registerCodeLens(sessions: Sessions, anchors: Anchors): vscode.Disposable {
  const lifetime = new Lifetime();
  const changed = lifetime.own(new vscode.EventEmitter<void>());
  const settle = lifetime.own(debounced(settleMs, () => changed.fire()));
  const again = lifetime.own(debounced(againMs, () => changed.fire()));
  const refresh = (): void => {
    settle.trigger();
    again.trigger();
  };
  lifetime.own(sessions.onOpen(refresh));
  lifetime.own(
    sessions.onEvent(({ event }) => {
      if (event.type !== 'progress') refresh();
    }),
  );
  lifetime.own(
    vscode.languages.registerCodeLensProvider(
      { scheme: 'file' },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses: (document) => lensesOf(document, sessions, anchors),
      },
    ),
  );
  return lifetime;
}

function lensesOf(document: vscode.TextDocument, sessions: Sessions, anchors: Anchors): vscode.CodeLens[] {
  const session = sessions.of(document.uri);
  const path = session === undefined ? undefined : pathIn(session.folder, document.uri);
  if (session === undefined || path === undefined) return [];
  const lenses: vscode.CodeLens[] = [];
  let shown = 0;
  for (const result of session.results().toReversed()) {
    const places = lensPlaces(result, path);
    if (places.length === 0) continue;
    if (++shown > resultsAtMost) break;
    for (const place of places) {
      const lines = linesNow(anchors, session, result, place);
      if (lines.start < document.lineCount) lenses.push(...lensesAt(rangeOf(lines), session, result));
    }
  }
  return lenses;
}

function lensesAt(range: vscode.Range, session: Session, result: RecordedResult): vscode.CodeLens[] {
  const arg = { task: result.task, via: 'codelens' };
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(range, {
      title,
      command,
      arguments: [arg],
      tooltip: `${result.title} (${session.folder.name})`,
    });
  const lenses = [
    lens(`$(${stateIcon(result.verdict?.state)}) ${statusWords(result)}`, commands.showEvidence),
    lens('Verify this result', commands.verifyResult),
    lens('Show evidence', commands.showEvidence),
  ];
  if (result.change.type === 'held') {
    lenses.push(
      lens(result.change.missing.length === 0 ? 'Apply' : 'Apply anyway...', commands.applyChange),
      lens('Show change', commands.showDiff),
      lens('Discard', commands.discardChange),
    );
  } else if (isUndoable(result)) {
    lenses.push(lens('Undo change', commands.undoChange));
  }
  return lenses;
}
