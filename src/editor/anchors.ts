import * as vscode from 'vscode';
import type { Sessions } from './sessions.ts';

/** Whole lines, 0-based and inclusive. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

/** One replacement in a document, as the editor tells it: positions are before the change. */
export interface LineChange {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** Where lines stand after a change. What is typed into them stays theirs; what is put before them moves them. */
export function shifted(lines: Lines, change: LineChange): Lines {
  const added = newlines(change.text);
  const delta = added - (change.endLine - change.startLine);
  if (change.startLine > lines.end) return lines;
  const before =
    change.endLine < lines.start ||
    (change.endLine === lines.start &&
      change.endColumn === 0 &&
      (change.text === '' ? change.startLine < lines.start : change.text.endsWith('\n')));
  if (before) return { start: lines.start + delta, end: lines.end + delta };
  const last = change.startLine + added;
  const start = Math.min(lines.start, Math.max(change.startLine, last));
  const end = change.endLine <= lines.end ? lines.end + delta : Math.min(lines.end, last);
  return { start, end: Math.max(start, end) };
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

interface Anchor {
  readonly task: string;
  now: Lines;
}

/**
 * Where the lines of results are now. A verdict speaks of lines as they were when it was given; typing moves them.
 * A new verdict on a task speaks of new lines, unless it only says that the file is another.
 */
export class Anchors implements vscode.Disposable {
  readonly #byDocument = new Map<string, Map<string, Anchor>>();
  readonly #subscriptions: vscode.Disposable;

  constructor(sessions: Sessions) {
    this.#subscriptions = vscode.Disposable.from(
      sessions.onEvent(({ event }) => {
        if (event.type === 'judged' && event.verdict.state !== 'stale') this.#forget(event.task);
      }),
      vscode.workspace.onDidChangeTextDocument((change) => this.#shift(change)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        // Text that was thrown away took its shifts with it.
        if (document.isDirty) this.#byDocument.delete(document.uri.toString());
      }),
    );
  }

  /** `line` and `endLine` as in a place: 1-based, inclusive. Gives 0-based lines of the document as it is now. */
  at(task: string, uri: vscode.Uri, line: number, endLine: number): Lines {
    const key = uri.toString();
    const anchors = this.#byDocument.get(key) ?? new Map<string, Anchor>();
    this.#byDocument.set(key, anchors);
    const id = `${task} ${line} ${endLine}`;
    const known = anchors.get(id);
    if (known !== undefined) return known.now;
    const now = { start: line - 1, end: Math.max(line, endLine) - 1 };
    anchors.set(id, { task, now });
    return now;
  }

  #forget(task: string): void {
    for (const anchors of this.#byDocument.values()) {
      for (const [id, anchor] of anchors) if (anchor.task === task) anchors.delete(id);
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#byDocument.clear();
  }

  #shift(change: vscode.TextDocumentChangeEvent): void {
    const anchors = this.#byDocument.get(change.document.uri.toString());
    if (anchors === undefined) return;
    // Later changes come first, so that each is told in the lines of the document before all of them.
    const changes = [...change.contentChanges].sort((a, b) => b.rangeOffset - a.rangeOffset);
    for (const { range, text } of changes) {
      const edit = {
        startLine: range.start.line,
        startColumn: range.start.character,
        endLine: range.end.line,
        endColumn: range.end.character,
        text,
      };
      for (const anchor of anchors.values()) anchor.now = shifted(anchor.now, edit);
    }
  }
}
