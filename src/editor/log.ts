import * as vscode from 'vscode';

/** The extension's own log, in the Output view. It never holds file contents, prompts or answers. */
export function openLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Countersign', { log: true });
}

/** An error in words, for people and for the log. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
