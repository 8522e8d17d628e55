import * as vscode from 'vscode';
import * as z from 'zod';
import type { CodeSymbol, KnownError } from '../core/code.ts';
import { fixOf } from '../core/plan/fixTask.ts';
import { wishByRule } from '../core/plan/rules.ts';
import type { Wish } from '../core/plan/wish.ts';
import type { Request, ReviewBase } from '../core/request.ts';
import { activeFile, chooseSession, contextOf, nameUnder, selectedLines, type ActiveFile } from './active.ts';
import { runVisibly, sayNo } from './announce.ts';
import { errorOf } from './compilerErrors.ts';
import { pathIn } from './places.ts';
import type { RunReport } from './report.ts';
import type { Session } from './session.ts';
import { refusal, type Refusal, type Surfaces } from './surfaces.ts';

export type Answer = RunReport | Refusal;

/** A parser that says nothing for so long says nothing at all. */
const symbolsMs = 20_000;

type Task = Readonly<Record<string, unknown>>;

const nobody = 'No folder was picked.';

/** Opens the chat; with words, asks them and gives back what came of it. */
export async function ask(surfaces: Surfaces, words: unknown): Promise<Answer | undefined> {
  if (typeof words !== 'string') {
    await surfaces.chat.focus();
    return undefined;
  }
  const session = await chooseSession(surfaces.sessions);
  if (session === undefined) return refusal('cancelled', nobody);
  surfaces.chat.reveal();
  return session.start(askOf(words, session, surfaces));
}

/** Finds lines. With an object, its keys are the task's own; with words, they are planned. */
export async function find(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const session = await chooseSession(surfaces.sessions);
  if (session === undefined) return refusal('cancelled', nobody);
  if (isRecord(arg)) {
    const what = [arg['what'], arg['pattern']].find((words) => typeof words === 'string') ?? '';
    return runTask({ ...arg, kind: 'search', what }, `Find ${what}`, session, surfaces);
  }
  const editor = vscode.window.activeTextEditor;
  const selected = editor === undefined ? undefined : oneLineSelection(editor);
  const words = await wordsFrom(arg, {
    title: 'Find',
    prompt: 'A name, a "literal text" or what it is about',
    value: selected ?? (editor === undefined ? '' : (nameUnder(editor) ?? '')),
  });
  if (words === undefined) return refusal('no-input', 'Nothing was typed.');
  if (words !== selected)
    return runVisibly(`Find ${words}`, askOf(`/find ${words}`, session, surfaces), session, surfaces);
  const task = {
    kind: 'search',
    what: words,
    pattern: words,
    regex: false,
    word: false,
    caseSensitive: true,
  };
  return runTask(task, `Find ${words}`, session, surfaces);
}

/** Answers a question about the open file, or about whatever file fits the question. */
export async function explain(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const session = await chooseSession(surfaces.sessions);
  if (session === undefined) return refusal('cancelled', nobody);
  const active = activeFile(surfaces.sessions);
  const question = await wordsFrom(arg, {
    title: 'Explain',
    prompt: 'A question about this file',
    value: questionAbout(active),
  });
  if (question === undefined) return refusal('no-input', 'Nothing was typed.');
  if (active.type === 'none') {
    return runVisibly('Explain', askOf(`/explain ${question}`, session, surfaces), session, surfaces);
  }
  const task = { kind: 'read', question, paths: [active.path] };
  return runTask(task, question, active.session, surfaces);
}

/** Asks for a doc comment on the function or class that the cursor stands in. */
export async function documentSymbol(surfaces: Surfaces): Promise<Answer> {
  const active = activeFile(surfaces.sessions);
  if (active.type === 'none') return sayNo('no-file', active.reason);
  const piece = await pieceAround(active);
  if (typeof piece === 'string') return sayNo('no-file', piece);
  const { name, line, endLine } = piece;
  const task = {
    kind: 'edit',
    intent: 'comments',
    instruction: `Add a doc comment to ${name}`,
    paths: [active.path],
    target: { path: active.path, line, endLine, symbol: name },
  };
  return runTask(task, `Document ${name}`, active.session, surfaces);
}

/** Renames the symbol under the cursor, wherever it is declared. */
export async function renameSymbol(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const active = activeFile(surfaces.sessions);
  if (active.type === 'none') return sayNo('no-file', active.reason);
  const symbol = active.editor === undefined ? undefined : nameUnder(active.editor);
  if (active.editor === undefined || symbol === undefined) {
    return sayNo('no-file', 'Put the cursor on the name that is to change.');
  }
  const to = await wordsFrom(arg, { title: `Rename ${symbol}`, prompt: 'The new name', value: symbol });
  if (to === undefined || to === symbol) return refusal('no-input', 'No new name was typed.');
  const instruction = `Rename ${symbol} to ${to}`;
  const declared = await declarationOf(symbol, active.editor, active.session);
  if (declared === undefined) {
    const request = askOf(`/rename ${symbol} to ${to}`, active.session, surfaces);
    return runVisibly(instruction, request, active.session, surfaces);
  }
  const task = {
    kind: 'edit',
    intent: 'rename',
    instruction,
    paths: [declared.path],
    target: { path: declared.path, line: declared.line, symbol, to },
  };
  return runTask(task, instruction, active.session, surfaces);
}

/** Judges what is in the working tree and not in its base, whoever wrote it: people, other agents. */
export async function verifyChanges(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const session = await chooseSession(surfaces.sessions);
  if (session === undefined) return refusal('cancelled', nobody);
  const against = await baseFrom(arg);
  if (against === undefined) return refusal('cancelled', 'Nothing was picked to compare with.');
  const request: Request = { type: 'review', against, via: 'palette' };
  return runVisibly('Verify Working Tree Changes', request, session, surfaces);
}

async function baseFrom(arg: unknown): Promise<ReviewBase | undefined> {
  if (arg === 'HEAD' || arg === 'index') return arg;
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'All changes since the last commit', base: 'HEAD' as const },
      { label: 'Only what is not staged for the next commit', base: 'index' as const },
    ],
    { title: 'Verify Working Tree Changes', placeHolder: 'Which changes?' },
  );
  return picked?.base;
}

/** Mends one error that the compiler reports, at the place that the light bulb stands on. */
export async function fixError(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const active = activeFile(surfaces.sessions);
  if (active.type === 'none') return sayNo('no-file', active.reason);
  const error = errorSchema.safeParse(arg).data ?? errorAtCursor(active);
  if (error === undefined) {
    return sayNo('no-input', 'No error of TypeScript stands on this line. Put the cursor on one.');
  }
  const task = fixOf(active.path, error);
  return runTask(task, String(task['instruction']), active.session, surfaces);
}

const errorSchema = z.strictObject({ line: z.int().min(1), code: z.int().min(1), message: z.string() });

function errorAtCursor(active: Extract<ActiveFile, { type: 'file' }>): KnownError | undefined {
  if (active.editor === undefined) return undefined;
  const { document, selection } = active.editor;
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(
      (one) => one.range.start.line <= selection.active.line && selection.active.line <= one.range.end.line,
    )
    .map(errorOf)
    .find((one) => one !== undefined);
}

/** Changes the selected lines, or the function that the cursor stands in. */
export async function editSelection(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const active = activeFile(surfaces.sessions);
  if (active.type === 'none') return sayNo('no-file', active.reason);
  const lines = active.editor === undefined ? undefined : selectedLines(active.editor);
  const piece = lines ?? (await pieceAround(active));
  if (typeof piece === 'string') return sayNo('no-file', piece);
  const instruction = await wordsFrom(arg, {
    title: 'Edit Selection',
    prompt: `What should change in lines ${piece.line} to ${piece.endLine}?`,
    value: '',
  });
  if (instruction === undefined) return refusal('no-input', 'Nothing was typed.');
  const wish = wishByRule(instruction);
  if (wish?.type === 'unsupported') return sayNo('no-input', `${wish.reason} ${wish.next}`);
  const { line, endLine } = piece;
  const symbol = 'name' in piece ? { symbol: piece.name } : {};
  const task = {
    kind: 'edit',
    intent: intentOf(wish, active.path),
    instruction,
    paths: [active.path],
    target: { path: active.path, line, endLine, ...symbol },
  };
  return runTask(task, instruction, active.session, surfaces);
}

/** The intent that the words declare, where its oracle reads the language of the file. */
function intentOf(wish: Wish | undefined, path: string): string {
  if (wish?.type === 'comment') return 'comments';
  return wish?.type === 'reshape' && /\.[cm]?[jt]sx?$/u.test(path) ? wish.intent : 'general';
}

function runTask(task: Task, text: string, session: Session, surfaces: Surfaces): Promise<RunReport> {
  return runVisibly(text, { type: 'task', task, text, via: 'palette' }, session, surfaces);
}

function askOf(text: string, session: Session, surfaces: Surfaces): Request {
  return { type: 'ask', text, context: contextOf(activeFile(surfaces.sessions), session), via: 'palette' };
}

/** The words a command was called with, else those that the person types; undefined where there are none. */
async function wordsFrom(
  arg: unknown,
  box: { readonly title: string; readonly prompt: string; readonly value: string },
): Promise<string | undefined> {
  const words =
    typeof arg === 'string' ? arg : await vscode.window.showInputBox({ ...box, ignoreFocusOut: true });
  const trimmed = words?.trim() ?? '';
  return trimmed === '' ? undefined : trimmed;
}

function questionAbout(active: ActiveFile): string {
  if (active.type === 'none' || active.editor === undefined) return '';
  const lines = selectedLines(active.editor);
  if (lines !== undefined) return `What do lines ${lines.line} to ${lines.endLine} do?`;
  const symbol = nameUnder(active.editor);
  return symbol === undefined ? 'What does this file do?' : `What does ${symbol} do?`;
}

function oneLineSelection(editor: vscode.TextEditor): string | undefined {
  const text = editor.document.getText(editor.selection);
  return text.trim() === '' || /[\r\n]/.test(text) ? undefined : text;
}

/** The innermost function, method, class or type around the cursor; a string says why there is none. */
async function pieceAround(active: Extract<ActiveFile, { type: 'file' }>): Promise<CodeSymbol | string> {
  if (active.editor === undefined)
    return `${active.path} is not open as text: it is binary, or too big for the editor.`;
  const house = await active.session.house();
  const text = active.editor.document.getText();
  const answer = await house.code.symbols(active.path, text, AbortSignal.timeout(symbolsMs));
  if (answer.type === 'unable') return `${active.path}: ${answer.reason}. Select the lines instead.`;
  const line = active.editor.selection.active.line + 1;
  const around = answer.value
    .filter((symbol) => symbol.kind !== 'property' && symbol.line <= line && line <= symbol.endLine)
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line));
  return around[0] ?? 'The cursor stands in no function or class. Put it into one, or select the lines.';
}

/** Where the editor's own language service says a name is declared; undefined where it does not know one place. */
async function declarationOf(
  symbol: string,
  editor: vscode.TextEditor,
  session: Session,
): Promise<{ readonly path: string; readonly line: number } | undefined> {
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    editor.document.uri,
    editor.selection.active,
  );
  const [only, second] = found;
  if (only === undefined || second !== undefined) return undefined;
  const uri = 'targetUri' in only ? only.targetUri : only.uri;
  const range = 'targetUri' in only ? (only.targetSelectionRange ?? only.targetRange) : only.range;
  const path = pathIn(session.folder, uri);
  if (path === undefined) return undefined;
  const document = await vscode.workspace.openTextDocument(uri);
  const stands = document.lineAt(range.start.line).text.includes(symbol);
  return stands ? { path, line: range.start.line + 1 } : undefined;
}

function isRecord(value: unknown): value is Task {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
