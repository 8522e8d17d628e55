import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { RunReport } from './report.ts';
import type { Held } from './sessions.ts';

/** Says what came of an apply: quietly where it was written, in a message where it was not. */
export function sayApplied(report: RunReport, { session, result }: Held): void {
  const now = session.result(result.task);
  if (now?.change.type === 'applied') {
    const names = Object.keys(now.change.files).join(', ');
    vscode.window.setStatusBarMessage(`Countersign: applied to ${names}`, 8_000);
  } else {
    const why = report.outcome === 'failed' ? report.reason : (whyHeld(now) ?? report.reason);
    void vscode.window.showWarningMessage(`Nothing was written. ${report.declined?.reason ?? why}`);
  }
}

/** Says what came of an undo: quietly where all is as before, in a message where something was left. */
export function sayUndone(report: RunReport, { session, result }: Held): void {
  const now = session.result(result.task);
  if (now?.change.type !== 'undone') {
    void vscode.window.showWarningMessage(report.declined?.reason ?? report.reason);
    return;
  }
  const { left } = now.change;
  if (left.length === 0) {
    vscode.window.setStatusBarMessage(`Countersign: undone: ${result.title}`, 8_000);
    return;
  }
  const rows = left.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
  void vscode.window.showWarningMessage(`Undone in part. Left as it is: ${rows}`);
}

function whyHeld(result: RecordedResult | undefined): string | undefined {
  if (result?.change.type === 'held' && result.change.missing.length > 0)
    return result.change.missing.join('; ');
  return result?.change.type === 'denied' ? result.change.reasons.join('; ') : undefined;
}
