import * as vscode from 'vscode';
import type { Status as ChatStatus } from '../protocol.ts';
import { commands } from './ids.ts';
import { Lifetime } from './lifetime.ts';
import type { Models } from './models.ts';
import type { Sessions } from './sessions.ts';

/** What is known of the models. Nothing is looked for before it is needed. */
export type Health =
  | { readonly type: 'unknown' }
  | { readonly type: 'looking' }
  /** A download or an installation; `progress` from 0 to 1, null where it is not known. */
  | { readonly type: 'fetching'; readonly text: string; readonly progress: number | null }
  | { readonly type: 'ready'; readonly label: string; readonly location: string; readonly others: number }
  | { readonly type: 'missing'; readonly reasons: readonly string[] };

export interface Status {
  readonly text: string;
  readonly tooltip: string;
  readonly label: string;
  readonly command: string;
  readonly warns: boolean;
}

/** The one status item, as a function of what is known and of what runs. */
export function statusOf(health: Health, running: number, trusted: boolean): Status {
  const select = { command: commands.selectModels, warns: false };
  if (!trusted) {
    const why = 'The folder is not trusted: no model is asked.';
    return { text: '$(shield) Countersign', tooltip: why, label: `Countersign. ${why}`, ...select };
  }
  if (running > 0) {
    const words = running === 1 ? '1 task' : `${running} tasks`;
    const tooltip = 'Working. Click to open the chat.';
    return {
      text: `$(loading~spin) Countersign: ${words}`,
      tooltip,
      label: `Countersign, ${words} running`,
      command: commands.ask,
      warns: false,
    };
  }
  switch (health.type) {
    case 'unknown': {
      const tooltip = 'No model was needed yet. Click to see which are there.';
      return { text: '$(verified) Countersign', tooltip, label: 'Countersign', ...select };
    }
    case 'looking': {
      const tooltip = 'Looking for models on this machine.';
      return {
        text: '$(loading~spin) Countersign',
        tooltip,
        label: 'Countersign, looking for models',
        ...select,
      };
    }
    case 'fetching': {
      const done = health.progress === null ? '' : ` ${Math.floor(health.progress * 100)} %`;
      return {
        text: `$(cloud-download) Countersign${done}`,
        tooltip: health.text,
        label: `Countersign, ${health.text}`,
        ...select,
      };
    }
    case 'ready': {
      const more = health.others === 0 ? '' : `, and ${health.others} more`;
      const tooltip = `${health.label}, on ${health.location}${more}. Click to change.`;
      return {
        text: `$(verified) ${health.label}`,
        tooltip,
        label: `Countersign, model ${health.label}`,
        ...select,
      };
    }
    case 'missing': {
      const tooltip = `No model is reachable. ${health.reasons.join(' ')} Click to get one.`;
      return {
        text: '$(warning) No model',
        tooltip,
        label: `Countersign. ${tooltip}`,
        command: commands.selectModels,
        warns: true,
      };
    }
  }
}

/** The same for the chat, with what can be done about it. `folders` counts those of the workspace. */
export function chatStatus(health: Health, folders: number, trusted: boolean): ChatStatus {
  const select = { label: 'Select Models', command: 'selectModels' } as const;
  const made = (part: Partial<ChatStatus> & Pick<ChatStatus, 'state' | 'text'>): ChatStatus => ({
    type: 'status',
    worker: '',
    reasons: [],
    progress: null,
    actions: [],
    ...part,
  });
  if (folders === 0) {
    const actions: ChatStatus['actions'] = [{ label: 'Open Folder', command: 'openFolder' }];
    return made({
      state: 'blocked',
      text: 'No folder is open, and Countersign works on the files of one.',
      actions,
    });
  }
  if (!trusted) {
    const actions: ChatStatus['actions'] = [{ label: 'Manage Workspace Trust', command: 'manageTrust' }];
    const text =
      'This folder is not trusted, so no model is asked, no program is started and nothing is written.';
    return made({ state: 'blocked', text, actions });
  }
  switch (health.type) {
    case 'unknown':
    case 'looking':
      return made({ state: 'looking', text: 'Looking for models on this machine' });
    case 'fetching':
      return made({ state: 'loading', text: health.text, progress: health.progress });
    case 'ready':
      return made({
        state: 'ready',
        worker: health.label,
        text: `${health.label}, on ${health.location}`,
        actions: [select],
      });
    case 'missing':
      return made({
        state: 'missing',
        text: 'No model is reachable',
        reasons: health.reasons.slice(0, 20),
        actions: [select],
      });
  }
}

/** Shows it, on the left: it speaks of the whole workspace. */
export function registerStatus(sessions: Sessions, models: Models): vscode.Disposable {
  const lifetime = new Lifetime();
  const item = lifetime.own(
    vscode.window.createStatusBarItem('countersign.status', vscode.StatusBarAlignment.Left, 1),
  );
  item.name = 'Countersign';
  const refresh = (): void => {
    const status = statusOf(models.health, sessions.running, vscode.workspace.isTrusted);
    item.text = status.text;
    item.tooltip = status.tooltip;
    item.command = status.command;
    item.accessibilityInformation = { label: status.label, role: 'button' };
    item.backgroundColor = status.warns
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
  };
  lifetime.own(sessions.onLiveChange(refresh));
  lifetime.own(models.onChange(refresh));
  lifetime.own(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
  refresh();
  item.show();
  return lifetime;
}
