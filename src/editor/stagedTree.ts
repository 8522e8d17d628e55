import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { VerdictState } from '../core/verdict.ts';
import { commands, views } from './ids.ts';
import { debounced, Lifetime } from './lifetime.ts';
import { uriOf } from './places.ts';
import type { Held, Sessions } from './sessions.ts';
import { stateIcon, statusWords } from './statusWords.ts';

/** A row of the tree. Commands of its menus get it as their argument. */
export type StagedNode =
  | { readonly type: 'change'; readonly via: 'tree'; readonly task: string }
  | { readonly type: 'file'; readonly via: 'tree'; readonly task: string; readonly path: string };

const settleMs = 60;

/** Staged Changes: what waits for a person, with its files and its verdict. */
export function registerStagedTree(sessions: Sessions): vscode.Disposable {
  const lifetime = new Lifetime();
  const changed = lifetime.own(new vscode.EventEmitter<void>());
  const view = lifetime.own(
    vscode.window.createTreeView<StagedNode>(views.staged, {
      showCollapseAll: true,
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getChildren: (node) => childrenOf(node, sessions),
        getTreeItem: (node) => itemOf(node, sessions),
        getParent: (node) =>
          node.type === 'file' ? { type: 'change', via: 'tree', task: node.task } : undefined,
      },
    }),
  );
  const refresh = (): void => {
    const { length } = stagedIn(sessions);
    view.badge = length === 0 ? undefined : { value: length, tooltip: badgeWords(length) };
    changed.fire();
  };
  const settle = lifetime.own(debounced(settleMs, refresh));
  lifetime.own(sessions.onOpen(() => settle.trigger()));
  lifetime.own(
    sessions.onEvent(({ event }) => {
      if (event.type !== 'progress') settle.trigger();
    }),
  );
  return lifetime;
}

/** Results with a change that is neither written nor thrown away, newest first. */
export function stagedIn(sessions: Sessions): readonly Held[] {
  return sessions
    .results()
    .filter(({ result }) => isStaged(result))
    .toReversed();
}

export function isStaged(result: RecordedResult): boolean {
  return result.change.type === 'held' || result.change.type === 'denied';
}

/** True for what Countersign itself wrote and has not taken back. */
export function isUndoable({ change }: RecordedResult): boolean {
  return change.type === 'applied' && change.by !== 'others';
}

async function childrenOf(node: StagedNode | undefined, sessions: Sessions): Promise<StagedNode[]> {
  if (node?.type === 'file') return [];
  if (node === undefined) {
    await sessions.open();
    return stagedIn(sessions).map(({ result }) => ({ type: 'change', via: 'tree', task: result.task }));
  }
  const files = sessions.find(node.task)?.result.changeSet?.files ?? [];
  return files.map((file) => ({ type: 'file', via: 'tree', task: node.task, path: file.path }));
}

function itemOf(node: StagedNode, sessions: Sessions): vscode.TreeItem {
  const held = sessions.find(node.task);
  if (held === undefined) return new vscode.TreeItem('gone');
  return node.type === 'change' ? changeItem(held) : fileItem(held, node.path);
}

function changeItem({ result, session }: Held): vscode.TreeItem {
  const item = new vscode.TreeItem(result.title, vscode.TreeItemCollapsibleState.Expanded);
  const words = statusWords(result);
  item.id = result.task;
  item.description = words;
  item.contextValue = 'change';
  item.iconPath = new vscode.ThemeIcon(stateIcon(result.verdict?.state), stateColor(result.verdict?.state));
  item.accessibilityInformation = { label: `${result.title}. ${words}` };
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(`${result.title}\n${words}\n${result.worker}, ${session.folder.name}`);
  if (result.change.type === 'denied') tooltip.appendText(`\n${result.change.reasons.join('\n')}`);
  if (result.change.type === 'held') tooltip.appendText(`\n${result.change.missing.join('\n')}`);
  item.tooltip = tooltip;
  return item;
}

function fileItem({ result, session }: Held, path: string): vscode.TreeItem {
  const item = new vscode.TreeItem(uriOf(session, path));
  const file = result.changeSet?.files.find((row) => row.path === path);
  const slash = path.lastIndexOf('/');
  const what = file?.operation === 'create' ? 'new file' : 'changed';
  item.id = `${result.task} ${path}`;
  item.description = slash === -1 ? what : `${path.slice(0, slash)}, ${what}`;
  item.contextValue = 'file';
  item.iconPath = vscode.ThemeIcon.File;
  item.accessibilityInformation = { label: `${path}, ${what}` };
  item.command = {
    title: 'Show Change',
    command: commands.showDiff,
    arguments: [{ type: 'file', task: result.task, path }],
  };
  return item;
}

function stateColor(state: VerdictState | undefined): vscode.ThemeColor | undefined {
  switch (state) {
    case 'verified':
      return new vscode.ThemeColor('testing.iconPassed');
    case 'refuted':
      return new vscode.ThemeColor('list.errorForeground');
    case 'unproven':
      return new vscode.ThemeColor('list.warningForeground');
    case 'stale':
    case undefined:
      return undefined;
  }
}

function badgeWords(count: number): string {
  return count === 1 ? '1 change is staged' : `${count} changes are staged`;
}
