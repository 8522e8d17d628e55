import * as vscode from 'vscode';
import { abortOn } from './lifetime.ts';
import { commands } from './ids.ts';
import type { RunReport } from './report.ts';
import { openPlace } from './places.ts';
import { statusWords } from './statusWords.ts';
import type { Session } from './session.ts';
import type { Request } from '../core/request.ts';
import { refusal, type Refusal, type Surfaces } from './surfaces.ts';

/** Says in a message why nothing was done, and gives it back for the caller. Never waits for the person. */
export function sayNo(refused: Refusal['refused'], reason: string, ...actions: readonly Action[]): Refusal {
  offer(vscode.window.showWarningMessage(reason, ...actions.map((action) => action.title)), actions);
  return refusal(refused, reason);
}

export interface Action {
  readonly title: string;
  readonly command: string;
  readonly args?: readonly unknown[];
}

/** Runs the action that is chosen, whenever that is. */
function offer(chosen: Thenable<string | undefined>, actions: readonly Action[]): void {
  void chosen.then((title) => {
    const action = actions.find((row) => row.title === title);
    if (action !== undefined) void vscode.commands.executeCommand(action.command, ...(action.args ?? []));
  });
}

/** Starts a request with progress and a cancel button, and shows what came of it where the person looks. */
export async function runVisibly(
  title: string,
  request: Request,
  session: Session,
  surfaces: Surfaces,
): Promise<RunReport> {
  const report = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Countersign: ${title}`, cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      const bridge = abortOn(token, controller);
      const listening = session.onEvent((event) => {
        if (event.type === 'progress' && event.waiting) progress.report({ message: event.text });
        else if (event.type === 'delegated') progress.report({ message: `${event.worker} is at work` });
        else if (event.type === 'drafted') progress.report({ message: 'checking the result' });
      });
      try {
        return await session.start(request, controller.signal);
      } finally {
        listening.dispose();
        bridge.dispose();
      }
    },
  );
  await show(report, request, session, surfaces);
  return report;
}

async function show(
  report: RunReport,
  request: Request,
  session: Session,
  surfaces: Surfaces,
): Promise<void> {
  if (report.outcome === 'cancelled' || report.outcome === 'interrupted') return;
  surfaces.chat.reveal();
  if (report.declined !== undefined) {
    void vscode.window.showWarningMessage(`${report.declined.reason} ${report.declined.next}`);
    return;
  }
  if (report.offered !== undefined) {
    void vscode.commands.executeCommand(commands.ask);
    return;
  }
  if (report.outcome === 'failed') {
    const actions = [
      { title: 'Select Models', command: commands.selectModels },
      { title: 'Show Log', command: commands.showLog },
    ];
    offer(vscode.window.showErrorMessage(report.reason, ...actions.map((row) => row.title)), actions);
    return;
  }
  if (['task', 'redo', 'ask', 'review'].includes(request.type)) await showFirst(report, session, surfaces);
}

/** Opens the first line worth showing, and offers what can be done with a staged change. */
async function showFirst(report: RunReport, session: Session, surfaces: Surfaces): Promise<void> {
  const [row] = report.results;
  const result = row === undefined ? undefined : session.result(row.task);
  if (result === undefined) return;
  const [place] = result.shown;
  if (place !== undefined) {
    try {
      await openPlace(surfaces.anchors, session, result, place);
    } catch {
      surfaces.log.warn('A line of a result could not be opened: its file is gone.');
    }
  }
  const words = `${result.title}. ${statusWords(result)}`;
  if (result.change.type !== 'held') {
    vscode.window.setStatusBarMessage(`Countersign: ${statusWords(result)}`, 8_000);
    return;
  }
  const args = [{ task: result.task }];
  const actions = [
    {
      title: result.change.missing.length === 0 ? 'Apply' : 'Apply Anyway...',
      command: commands.applyChange,
      args,
    },
    { title: 'Show Change', command: commands.showDiff, args },
  ];
  offer(vscode.window.showInformationMessage(words, ...actions.map((action) => action.title)), actions);
}
