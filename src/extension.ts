import * as vscode from 'vscode';
import { Anchors } from './editor/anchors.ts';
import { ChatView } from './editor/chatView.ts';
import { registerCodeActions } from './editor/codeActions.ts';
import { registerCodeLens } from './editor/codeLens.ts';
import { registerCommands } from './editor/commands.ts';
import { registerDiagnostics } from './editor/diagnostics.ts';
import { registerStagedDocuments } from './editor/diff.ts';
import { registerEvidence } from './editor/evidence.ts';
import { Lifetime, once } from './editor/lifetime.ts';
import { openLog } from './editor/log.ts';
import { Models } from './editor/models.ts';
import { Sessions } from './editor/sessions.ts';
import { registerStagedTree } from './editor/stagedTree.ts';
import { registerStaleness } from './editor/staleness.ts';
import { registerVerifyOnSave } from './editor/verifyOnSave.ts';
import { registerStatus } from './editor/status.ts';

/** What the extension gives to its own tests in the extension host; nothing outside of them. */
export interface TestApi {
  readonly sessions: Sessions;
  readonly models: Models;
}

/** The platform calls `deactivate` without the context, so what has to be waited for at the end is kept here. */
const closers = new Set<() => Promise<void>>();

/** Builds the parts and hands them to each other. Nothing is looked for, read or started here. */
export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const lifetime = new Lifetime();
  context.subscriptions.push(lifetime);
  const log = lifetime.own(openLog());
  const engine = once(async () => {
    const { openEngine } = await import('./editor/engine.ts');
    const opened = openEngine({ context, log, listModels: (signal) => models.list(signal) });
    closers.add(() => opened.close());
    return opened;
  });
  const models = lifetime.own(new Models(engine, log));
  const sessions = lifetime.own(new Sessions({ engine, log }));
  const anchors = lifetime.own(new Anchors(sessions));
  const chat = lifetime.own(
    new ChatView({ extension: context.extensionUri, engine, sessions, anchors, models, log }),
  );
  closers.add(() => sessions.close());
  lifetime.own(registerStagedDocuments(sessions));
  lifetime.own(registerEvidence(sessions));
  lifetime.own(registerDiagnostics(sessions, anchors));
  lifetime.own(registerCodeLens(sessions, anchors));
  lifetime.own(registerCodeActions(sessions));
  lifetime.own(registerStagedTree(sessions));
  lifetime.own(registerStaleness(sessions, engine, log));
  lifetime.own(registerVerifyOnSave(sessions, log));
  lifetime.own(registerStatus(sessions, models));
  lifetime.own(
    registerCommands({ engine, sessions, anchors, chat, models, log, version: versionOf(context) }),
  );
  return context.extensionMode === vscode.ExtensionMode.Test ? { sessions, models } : undefined;
}

function versionOf(context: vscode.ExtensionContext): string {
  const { version } = context.extension.packageJSON as { readonly version: string };
  return version;
}

/** The window closes or reloads: what runs ends as interrupted, and what is being written is written whole. */
export async function deactivate(): Promise<void> {
  for (const close of closers) await close();
  closers.clear();
}
