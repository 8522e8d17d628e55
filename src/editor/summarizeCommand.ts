import * as vscode from 'vscode';
import { activeFile } from './active.ts';
import { runVisibly, sayNo } from './announce.ts';
import type { Answer } from './taskCommands.ts';
import { settleLimits } from './summaryLimits.ts';
import { refusal, type Surfaces } from './surfaces.ts';

const suggested = 'Summarize this file in 3 bullets';

/** Sums the open file up. With words they are the instruction, else the person types it. */
export async function summarizeFile(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const active = activeFile(surfaces.sessions);
  if (active.type === 'none') return sayNo('no-file', active.reason);
  const words =
    typeof arg === 'string'
      ? arg
      : await vscode.window.showInputBox({
          title: 'Summarize',
          prompt:
            'What the summary must keep to: "in 3 bullets", "in at most 50 words", "mention `parseDate`"',
          value: suggested,
          ignoreFocusOut: true,
        });
  const typed = words?.trim() ?? '';
  if (typed === '') return refusal('no-input', 'Nothing was typed.');
  const instruction = typeof arg === 'string' ? typed : await settleLimits(typed, active.session, surfaces);
  if (instruction === undefined) return refusal('cancelled', 'No limits were settled.');
  const task = { kind: 'summarize', path: active.path, instruction };
  return runVisibly(
    instruction,
    { type: 'task', task, text: instruction, via: 'palette' },
    active.session,
    surfaces,
  );
}
