import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { VerdictState } from '../core/verdict.ts';
import type { Anchors } from './anchors.ts';
import { onConfigChange, readConfig } from './config.ts';
import { evidenceUri } from './evidence.ts';
import { diagnosticSource } from './ids.ts';
import { debounced, Lifetime } from './lifetime.ts';
import { marksAtMost, marksOf, type Mark } from './marks.ts';
import { linesNow, rangeOf, uriOf } from './places.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** Results come in bursts and typing in keystrokes; marks follow a moment later, all at once. */
const settleMs = 60;

/** Publishes what results say about lines of files, in the Problems view and in the text. */
export function registerDiagnostics(sessions: Sessions, anchors: Anchors): vscode.Disposable {
  const lifetime = new Lifetime();
  const collection = lifetime.own(vscode.languages.createDiagnosticCollection('countersign'));
  const publish = lifetime.own(debounced(settleMs, () => publishAll(collection, sessions, anchors)));
  lifetime.own(sessions.onOpen(() => publish.trigger()));
  lifetime.own(
    sessions.onEvent(({ event }) => {
      if (event.type !== 'progress') publish.trigger();
    }),
  );
  lifetime.own(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && collection.has(document.uri)) publish.trigger();
    }),
  );
  lifetime.own(onConfigChange(() => publish.trigger()));
  return lifetime;
}

function publishAll(collection: vscode.DiagnosticCollection, sessions: Sessions, anchors: Anchors): void {
  const { showVerified } = readConfig();
  const byDocument = new Map<string, { readonly uri: vscode.Uri; readonly rows: vscode.Diagnostic[] }>();
  const known = new Set<string>();
  for (const { session, result } of sessions.results().toReversed()) {
    for (const mark of marksOf(result)) {
      if (mark.state === 'verified' && !showVerified) continue;
      const uri = uriOf(session, mark.place.path);
      const key = uri.toString();
      const entry = byDocument.get(key) ?? { uri, rows: [] };
      byDocument.set(key, entry);
      if (entry.rows.length >= marksAtMost) continue;
      const row = diagnosticOf(mark, result, session, anchors);
      const same = `${key} ${row.range.start.line} ${row.range.end.line} ${row.message}`;
      if (known.has(same)) continue;
      known.add(same);
      entry.rows.push(row);
    }
  }
  collection.clear();
  collection.set(
    [...byDocument.values()].map(({ uri, rows }): [vscode.Uri, vscode.Diagnostic[]] => [uri, rows]),
  );
}

function diagnosticOf(
  mark: Mark,
  result: RecordedResult,
  session: Session,
  anchors: Anchors,
): vscode.Diagnostic {
  const range = rangeOf(linesNow(anchors, session, result, mark.place));
  const row = new vscode.Diagnostic(range, mark.message, severityOf(mark.state));
  row.source = diagnosticSource;
  row.code = { value: mark.code, target: evidenceUri(result) };
  row.relatedInformation = mark.related.map(({ place, message }) => {
    const at = rangeOf(linesNow(anchors, session, result, place));
    return new vscode.DiagnosticRelatedInformation(
      new vscode.Location(uriOf(session, place.path), at),
      message,
    );
  });
  return row;
}

function severityOf(state: VerdictState): vscode.DiagnosticSeverity {
  switch (state) {
    case 'refuted':
      return vscode.DiagnosticSeverity.Error;
    case 'unproven':
      return vscode.DiagnosticSeverity.Warning;
    case 'stale':
      return vscode.DiagnosticSeverity.Information;
    case 'verified':
      return vscode.DiagnosticSeverity.Hint;
  }
}
