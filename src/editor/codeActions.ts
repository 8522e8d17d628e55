import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import { errorOf } from './compilerErrors.ts';
import { taskOf } from './evidence.ts';
import { commands, diagnosticSource } from './ids.ts';
import type { Sessions } from './sessions.ts';
import { isUndoable } from './stagedTree.ts';

/** What can be done about one of our diagnostics, in the light bulb. */
export function registerCodeActions(sessions: Sessions): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: 'file' },
    {
      provideCodeActions: (_document, _range, context) => [
        ...actionsOf(context, sessions),
        ...fixesOf(context),
      ],
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function actionsOf(context: vscode.CodeActionContext, sessions: Sessions): vscode.CodeAction[] {
  const rows = new Map<string, { result: RecordedResult; diagnostics: vscode.Diagnostic[] }>();
  for (const diagnostic of context.diagnostics) {
    const task = taskOfDiagnostic(diagnostic);
    const known = task === undefined ? undefined : rows.get(task);
    if (known !== undefined) known.diagnostics.push(diagnostic);
    const held = task === undefined ? undefined : sessions.find(task);
    if (held !== undefined && known === undefined) {
      rows.set(held.result.task, { result: held.result, diagnostics: [diagnostic] });
    }
  }
  // Where several results speak of one line, each action says which of them it is about.
  return [...rows.values()].flatMap(({ result, diagnostics }) =>
    actionsFor(result, diagnostics, rows.size === 1 ? '' : `: ${result.title}`),
  );
}

/** An error of the compiler can be given to the local model; what it makes of it is held against the compiler. */
function fixesOf(context: vscode.CodeActionContext): vscode.CodeAction[] {
  if (!vscode.workspace.isTrusted) return [];
  return context.diagnostics.flatMap((diagnostic): vscode.CodeAction[] => {
    const error = errorOf(diagnostic);
    if (error === undefined) return [];
    const title = `Fix TS${error.code} with a local model, checked`;
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    made.diagnostics = [diagnostic];
    made.command = { title, command: commands.fixError, arguments: [error] };
    return [made];
  });
}

function taskOfDiagnostic(diagnostic: vscode.Diagnostic): string | undefined {
  if (diagnostic.source !== diagnosticSource || typeof diagnostic.code !== 'object') return undefined;
  return taskOf(diagnostic.code.target);
}

/** The first one is what Enter takes, so a change that is not cleared is offered last and asks once more. */
function actionsFor(
  result: RecordedResult,
  diagnostics: vscode.Diagnostic[],
  about: string,
): vscode.CodeAction[] {
  const action = (words: string, command: string): vscode.CodeAction => {
    const title = `${words}${about}`;
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    made.diagnostics = diagnostics;
    made.command = { title, command, arguments: [{ task: result.task, via: 'quickfix' }] };
    return made;
  };
  const held = result.change.type === 'held' ? result.change : undefined;
  const cleared = held?.missing.length === 0;
  return [
    ...(cleared ? [action('Apply', commands.applyChange)] : []),
    ...(held === undefined ? [] : [action('Show change', commands.showDiff)]),
    action('Verify again', commands.verifyResult),
    ...(result.verdict?.state === 'verified' ? [] : [action('Redo with the findings', commands.redoResult)]),
    action('Show evidence', commands.showEvidence),
    ...(isUndoable(result) ? [action('Undo change', commands.undoChange)] : []),
    action('Discard', commands.discardChange),
    ...(held === undefined || cleared ? [] : [action('Apply anyway...', commands.applyChange)]),
  ];
}
