import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import { taskOf } from './evidence.ts';
import { commands, diagnosticSource } from './ids.ts';
import type { Sessions } from './sessions.ts';

/** What can be done about one of our diagnostics, in the light bulb. */
export function registerCodeActions(sessions: Sessions): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: 'file' },
    { provideCodeActions: (_document, _range, context) => actionsOf(context, sessions) },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function actionsOf(context: vscode.CodeActionContext, sessions: Sessions): vscode.CodeAction[] {
  const actions: vscode.CodeAction[] = [];
  const seen = new Set<string>();
  for (const diagnostic of context.diagnostics) {
    const task = taskOfDiagnostic(diagnostic);
    const held = task === undefined ? undefined : sessions.find(task);
    if (held === undefined || seen.has(held.result.task)) continue;
    seen.add(held.result.task);
    const diagnostics = context.diagnostics.filter((other) => taskOfDiagnostic(other) === task);
    actions.push(...actionsFor(held.result, diagnostics));
  }
  return actions;
}

function taskOfDiagnostic(diagnostic: vscode.Diagnostic): string | undefined {
  if (diagnostic.source !== diagnosticSource || typeof diagnostic.code !== 'object') return undefined;
  return taskOf(diagnostic.code.target);
}

function actionsFor(result: RecordedResult, diagnostics: vscode.Diagnostic[]): vscode.CodeAction[] {
  const action = (title: string, command: string): vscode.CodeAction => {
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    made.diagnostics = diagnostics;
    made.command = { title, command, arguments: [{ task: result.task, via: 'quickfix' }] };
    return made;
  };
  const actions: vscode.CodeAction[] = [];
  if (result.change.type === 'held') {
    actions.push(
      action(result.change.missing.length === 0 ? 'Apply' : 'Apply anyway...', commands.applyChange),
      action('Show change', commands.showDiff),
    );
  }
  actions.push(action('Verify again', commands.verifyResult));
  if (result.verdict?.state !== 'verified')
    actions.push(action('Redo with the findings', commands.redoResult));
  actions.push(action('Show evidence', commands.showEvidence), action('Discard', commands.discardChange));
  return actions;
}
