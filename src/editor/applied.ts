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

function whyHeld(result: RecordedResult | undefined): string | undefined {
  if (result?.change.type === 'held' && result.change.missing.length > 0)
    return result.change.missing.join('; ');
  return result?.change.type === 'denied' ? result.change.reasons.join('; ') : undefined;
}
