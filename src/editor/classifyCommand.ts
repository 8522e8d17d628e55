import * as vscode from 'vscode';
import { labelsOf } from '../core/plan/classifyRule.ts';
import { activeFile, selectedLines } from './active.ts';
import { runVisibly, sayNo } from './announce.ts';
import { refusal, type Surfaces } from './surfaces.ts';
import type { Answer } from './taskCommands.ts';

/** Gives each selected line one of the labels that the person types; a line's number is its id. */
export async function classifyLines(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const active = activeFile(surfaces.sessions);
  if (active.type === 'none') return sayNo('no-file', active.reason);
  const range = active.editor === undefined ? undefined : selectedLines(active.editor);
  if (active.editor === undefined || range === undefined) {
    return sayNo('no-input', 'Select the lines that are to be labelled first.');
  }
  const { document } = active.editor;
  const items: { readonly id: string; readonly text: string }[] = [];
  for (let line = range.line; line <= range.endLine; line += 1) {
    const text = document.lineAt(line - 1).text.trim();
    if (text !== '') items.push({ id: String(line), text });
  }
  if (items.length === 0) return sayNo('no-input', 'The selected lines are blank.');
  const words =
    typeof arg === 'string'
      ? arg
      : await vscode.window.showInputBox({
          title: 'Classify Lines',
          prompt: `The labels for ${items.length === 1 ? 'this line' : `these ${items.length} lines`}, with commas between`,
          placeHolder: 'bug, feature, question',
          ignoreFocusOut: true,
        });
  if (words === undefined) return refusal('cancelled', 'No labels were typed.');
  const labels = labelsOf(words);
  if (labels.length < 2) return sayNo('no-input', 'Two labels are the least to choose from.');
  const task = { kind: 'classify', items, labels: [...labels], path: active.path };
  const text = `Label lines ${range.line} to ${range.endLine} of ${active.path}`;
  return runVisibly(text, { type: 'task', task, text, via: 'palette' }, active.session, surfaces);
}
