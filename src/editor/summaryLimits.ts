import * as vscode from 'vscode';
import { abortOn } from './lifetime.ts';
import type { Session } from './session.ts';
import type { Surfaces } from './surfaces.ts';

/**
 * The instruction as the person wants it checked: where it demands what no code can check, limits may be proposed, and
 * those that the person takes become a part of it. Undefined where the person went away.
 */
export async function settleLimits(
  instruction: string,
  session: Session,
  surfaces: Surfaces,
): Promise<string | undefined> {
  const { limits } = await surfaces.engine();
  const open = limits.uncheckable(instruction);
  if (open.length === 0) return instruction;
  const asIs = { label: '$(play) Summarize as it is', detail: 'What cannot be checked stays unproven.' };
  const propose = {
    label: '$(lightbulb) Propose limits that can be checked',
    detail: 'A local model proposes them; only those that you take count.',
  };
  const picked = await vscode.window.showQuickPick([asIs, propose], {
    title: 'Summarize',
    placeHolder: `No code can check: ${open.map((one) => `"${one}"`).join(', ')}`,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  if (picked === asIs) return instruction;
  const proposed = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Countersign: Looking for limits that can be checked',
      cancellable: true,
    },
    async (progress, token) => {
      const controller = new AbortController();
      const bridge = abortOn(token, controller);
      try {
        const house = await session.house();
        return await limits.propose(
          instruction,
          house,
          (part) => {
            if (part.type === 'waiting') progress.report({ message: part.message });
          },
          controller.signal,
        );
      } finally {
        bridge.dispose();
      }
    },
  );
  if (proposed.type === 'aborted') return undefined;
  if (proposed.type === 'none') {
    const go = 'Summarize as It Is';
    const answer = await vscode.window.showInformationMessage(`Countersign: ${proposed.reason}`, go);
    return answer === go ? instruction : undefined;
  }
  const taken = await vscode.window.showQuickPick(
    proposed.limits.map((label) => ({ label })),
    {
      title: 'Summarize',
      placeHolder: 'Limits to hold the summary to; none is taken unless you choose it',
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  if (taken === undefined) return undefined;
  return limits.accept(
    instruction,
    taken.map((one) => one.label),
  );
}
