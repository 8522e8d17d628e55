import * as vscode from 'vscode';
import { sayNo } from './announce.ts';
import { chooseCheckCommands } from './checkCommands.ts';
import { classifyLines } from './classifyCommand.ts';
import { convertFile } from './convertCommand.ts';
import { exportReport } from './exportReport.ts';
import { commands, contexts, type CommandId } from './ids.ts';
import { extractItems } from './extractCommand.ts';
import { fillTemplate } from './fillCommand.ts';
import { Lifetime } from './lifetime.ts';
import { wordsOf } from './log.ts';
import * as results from './resultCommands.ts';
import { selectModels } from './selectModels.ts';
import { summarizeFile } from './summarizeCommand.ts';
import * as tasks from './taskCommands.ts';
import type { Surfaces } from './surfaces.ts';

/** A command of the palette, with what it needs. What is missing is said, not only hidden. */
export interface Command {
  readonly id: CommandId;
  readonly needs: 'nothing' | 'folder' | 'trusted folder';
  /** What it does where no model is reachable. */
  readonly offline: string;
  run(surfaces: Surfaces, ...args: readonly unknown[]): unknown;
}

const modelless = 'works: no model is asked';
const byCode = 'works where code answers; else says that no model is reachable and how to get one';
const byModel = 'says that no model is reachable and how to get one';

export const commandTable: readonly Command[] = [
  { id: commands.ask, needs: 'nothing', offline: byCode, run: askGuarded },
  { id: commands.find, needs: 'trusted folder', offline: byCode, run: tasks.find },
  { id: commands.explain, needs: 'trusted folder', offline: byModel, run: tasks.explain },
  { id: commands.summarize, needs: 'trusted folder', offline: byModel, run: summarizeFile },
  { id: commands.extract, needs: 'trusted folder', offline: byCode, run: extractItems },
  { id: commands.convertFile, needs: 'trusted folder', offline: modelless, run: convertFile },
  { id: commands.fillTemplate, needs: 'trusted folder', offline: byCode, run: fillTemplate },
  { id: commands.classifyLines, needs: 'trusted folder', offline: byModel, run: classifyLines },
  { id: commands.documentSymbol, needs: 'trusted folder', offline: byModel, run: tasks.documentSymbol },
  { id: commands.renameSymbol, needs: 'trusted folder', offline: modelless, run: tasks.renameSymbol },
  { id: commands.editSelection, needs: 'trusted folder', offline: byModel, run: tasks.editSelection },
  { id: commands.fixError, needs: 'trusted folder', offline: byCode, run: tasks.fixError },
  { id: commands.verifyChanges, needs: 'trusted folder', offline: modelless, run: tasks.verifyChanges },
  { id: commands.verifyResult, needs: 'trusted folder', offline: modelless, run: results.verifyResult },
  { id: commands.applyChange, needs: 'trusted folder', offline: modelless, run: results.applyChange },
  { id: commands.undoChange, needs: 'trusted folder', offline: modelless, run: results.undoChange },
  { id: commands.discardChange, needs: 'folder', offline: modelless, run: results.discardChange },
  { id: commands.showEvidence, needs: 'folder', offline: modelless, run: results.showEvidence },
  {
    id: commands.showEvidenceData,
    needs: 'folder',
    offline: modelless,
    run: results.showEvidenceData,
  },
  { id: commands.showDiff, needs: 'folder', offline: modelless, run: results.showDiff },
  { id: commands.redoResult, needs: 'trusted folder', offline: byCode, run: results.redoResult },
  {
    id: commands.selectModels,
    needs: 'nothing',
    offline: 'works: it is how a model is found',
    run: selectModels,
  },
  {
    id: commands.chooseCheckCommands,
    needs: 'trusted folder',
    offline: modelless,
    run: chooseCheckCommands,
  },
  { id: commands.stop, needs: 'nothing', offline: modelless, run: stop },
  { id: commands.clearResults, needs: 'folder', offline: modelless, run: results.clearResults },
  { id: commands.exportReport, needs: 'folder', offline: modelless, run: exportReport },
  { id: commands.showLog, needs: 'nothing', offline: modelless, run: showLog },
];

export function registerCommands(surfaces: Surfaces): vscode.Disposable {
  const lifetime = new Lifetime();
  for (const command of commandTable) {
    lifetime.own(
      vscode.commands.registerCommand(command.id, (...args: unknown[]) =>
        runGuarded(command, args, surfaces),
      ),
    );
  }
  registerContexts(surfaces, lifetime);
  return lifetime;
}

async function runGuarded(command: Command, args: readonly unknown[], surfaces: Surfaces): Promise<unknown> {
  const missing = whatIsMissing(command.needs);
  if (missing !== undefined) return missing;
  try {
    return await command.run(surfaces, ...args);
  } catch (error) {
    surfaces.log.error(`${command.id}: ${wordsOf(error)}`);
    throw error;
  }
}

function whatIsMissing(needs: Command['needs']): unknown {
  if (needs === 'nothing') return undefined;
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    const open = { title: 'Open Folder', command: 'vscode.openFolder' };
    return sayNo('no-folder', 'Countersign works on the files of a folder, and none is open.', open);
  }
  if (needs === 'trusted folder' && !vscode.workspace.isTrusted) {
    const trust = { title: 'Manage Workspace Trust', command: 'workbench.trust.manage' };
    const reason =
      'This folder is not trusted, so no model is asked, no program is started and nothing is written.';
    return sayNo('untrusted', reason, trust);
  }
  return undefined;
}

/** Without words it only opens the chat, which says itself what is missing. */
function askGuarded(surfaces: Surfaces, words: unknown): unknown {
  const missing = typeof words === 'string' ? whatIsMissing('trusted folder') : undefined;
  return missing ?? tasks.ask(surfaces, words);
}

function stop({ sessions }: Surfaces, run: unknown): { readonly stopped: number } {
  const stopped = sessions.running;
  sessions.stop(typeof run === 'string' ? run : undefined);
  return { stopped };
}

function showLog({ log }: Surfaces): void {
  log.show(true);
}

/** Context keys, for menus and for the walkthrough. */
function registerContexts({ sessions, models }: Surfaces, lifetime: Lifetime): void {
  const set = (key: string, value: boolean): void => {
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const refresh = (): void => {
    const all = sessions.results().map(({ result }) => result);
    const kept = all.filter((result) => result.change.type !== 'discarded');
    set(contexts.running, sessions.running > 0);
    set(contexts.hasResults, kept.length > 0);
    set(
      contexts.hasVerified,
      kept.some((result) => result.verdict?.state === 'verified'),
    );
    set(
      contexts.hasStaged,
      kept.some((result) => result.change.type === 'held'),
    );
    set(
      contexts.hasApplied,
      kept.some((result) => result.change.type === 'applied'),
    );
    set(contexts.hasModel, models.health.type === 'ready');
  };
  lifetime.own(sessions.onLiveChange(refresh));
  lifetime.own(sessions.onOpen(refresh));
  lifetime.own(models.onChange(refresh));
  lifetime.own(
    sessions.onEvent(({ event }) => {
      if (event.type !== 'progress') refresh();
    }),
  );
}
