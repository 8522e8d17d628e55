import type * as vscode from 'vscode';
import type { Anchors } from './anchors.ts';
import type { ChatView } from './chatView.ts';
import type { LoadEngine } from './engine.ts';
import type { Models } from './models.ts';
import type { Sessions } from './sessions.ts';

/** What commands work with; built once by the composition root. */
export interface Surfaces {
  readonly engine: LoadEngine;
  readonly sessions: Sessions;
  readonly anchors: Anchors;
  readonly chat: ChatView;
  readonly models: Models;
  readonly log: vscode.LogOutputChannel;
  /** Of this extension. */
  readonly version: string;
}

/** What a command gives back where it did nothing, with the reason that was also shown. */
export interface Refusal {
  readonly refused: 'no-folder' | 'untrusted' | 'no-file' | 'no-result' | 'no-input' | 'cancelled';
  readonly reason: string;
}

export function refusal(refused: Refusal['refused'], reason: string): Refusal {
  return { refused, reason };
}
