import * as vscode from 'vscode';
import type { DeclaredCommand, Proposal } from '../node/scratch/approvals.ts';
import { section, settings } from './ids.ts';
import { refusal, type Refusal, type Surfaces } from './surfaces.ts';

/** How many check commands run in this folder now, or why nothing changed. */
export type Chosen = { readonly commands: number } | Refusal;

interface Item extends vscode.QuickPickItem {
  readonly proposal?: Proposal;
}

/**
 * Shows what the project declares as its checks and lets a person say which may run, in a copy of the folder. Only a
 * person approves: nothing that is handed over takes the place of the choice.
 */
export async function chooseCheckCommands(surfaces: Surfaces): Promise<Chosen> {
  const folder = await pickFolder();
  if (folder === undefined) return refusal('cancelled', 'No folder was picked.');
  const engine = await surfaces.engine();
  const proposals = await engine.checks.proposals(folder.uri.fsPath);
  const own = engine.checks.own();
  const picked = await vscode.window.showQuickPick([...proposals.map(itemOf), ...ownItems(own)], {
    title: `Choose Check Commands of ${folder.name}`,
    placeHolder:
      proposals.length === 0
        ? 'This project declares none; name your own in the settings'
        : 'Which of these may run on proposed changes, in a copy of the folder?',
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined) return refusal('cancelled', 'The approved commands stay as they were.');
  if (picked.some((item) => item.proposal === undefined)) {
    await vscode.commands.executeCommand(
      'workbench.action.openSettings',
      `${section}.${settings.checkCommands}`,
    );
  }
  const chosen = picked.flatMap((item): DeclaredCommand[] =>
    item.proposal === undefined ? [] : [item.proposal],
  );
  await engine.checks.approve(folder.uri.fsPath, chosen);
  return { commands: own.length + chosen.length };
}

function itemOf(proposal: Proposal): Item {
  return {
    label: proposal.command.join(' '),
    description: proposal.file,
    detail: proposal.says,
    picked: proposal.approved,
    proposal,
  };
}

/** What the settings name runs in any case; picking the item opens them. */
function ownItems(own: readonly (readonly string[])[]): Item[] {
  const said = own.map((command) => command.join(' ')).join(', ');
  const detail = own.length === 0 ? 'Commands of your own, for every folder' : `From your settings: ${said}`;
  return [
    { label: 'Your Settings', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(gear) Open the Settings', detail },
  ];
}

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length <= 1) return folders[0];
  return vscode.window.showWorkspaceFolderPick({ placeHolder: 'Check commands of which folder?' });
}
