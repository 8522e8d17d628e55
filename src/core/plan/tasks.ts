import type { House } from '../ports.ts';
import type { AskContext } from '../request.ts';
import { rankFiles } from '../search/files.ts';
import { convertTask } from './convertTask.ts';
import { extractTask } from './extractTask.ts';
import { dataTask, fixTask, removeTask, testTask, tidyTask } from './intentTasks.ts';
import {
  findDeclarations,
  findLocals,
  nameWords,
  placeOfEdit,
  resolvePaths,
  unreadableWith,
  type Piece,
} from './places.ts';
import { summarizeTask } from './summarizeTask.ts';
import type { TaskAnswer, TaskOrNot } from './taskAnswer.ts';
import type { Wish } from './wish.ts';

/**
 * Finds the places of a wish and makes it a task. A slot is filled from the ask, from what the person was looking
 * at, or from what stands in the folder; a value that stands nowhere is dropped, and said.
 */
export async function taskFor(
  wish: Wish,
  ask: string,
  context: AskContext,
  house: House,
  signal: AbortSignal,
): Promise<TaskOrNot> {
  if (wish.type === 'unsupported') return { type: 'none', reason: wish.reason, next: wish.next };
  const all = await house.files.list(signal);
  if (all.length === 0) {
    return {
      type: 'none',
      reason: `${house.files.name} holds no file to work on.`,
      next: 'Open a folder with code in it.',
    };
  }
  switch (wish.type) {
    case 'search':
      return searchTask(wish, ask, all);
    case 'read':
      return readTask(wish.question, context, all, house, signal);
    case 'summarize':
      return summarizeTask(wish, context, all, house, signal);
    case 'extract':
      return extractTask(wish, { ask, context, all });
    case 'rename':
      return renameTask(wish, ask, context, all, house, signal);
    case 'comment':
      return editTask('comments', wish.instruction, ask, context, all, house, signal);
    case 'change':
      return editTask('general', wish.instruction, ask, context, all, house, signal);
    case 'reshape':
      return reshapeTask(wish, ask, context, all, house, signal);
    case 'tidy':
      return tidyTask(wish, { ask, context, all, house });
    case 'convert':
      return (
        convertTask(wish, { ask, context, all, house }) ??
        editTask('general', wish.instruction, ask, context, all, house, signal)
      );
    case 'classify':
      return {
        type: 'task',
        task: { kind: 'classify', items: [...wish.items], labels: [...wish.labels] },
        notes: [],
      };
    case 'data':
      return dataTask(wish, { ask, context, all, house }, signal);
    case 'fix':
      return fixTask(wish, { ask, context, all, house }, signal);
    case 'test':
      return testTask(wish, { ask, context, all, house }, signal);
    case 'remove':
      return (
        (await removeTask(wish, { ask, context, all, house }, signal)) ??
        editTask('general', wish.instruction, ask, context, all, house, signal)
      );
  }
}

function searchTask(wish: Extract<Wish, { type: 'search' }>, ask: string, all: readonly string[]): TaskOrNot {
  const named = resolvePaths(ask, all);
  const include = [...named.files, ...named.folders.map((folder) => `${folder}/**`)];
  const scope = include.length === 0 ? {} : { include };
  if (wish.literal === undefined) {
    return { type: 'task', task: { kind: 'search', what: wish.what, ...scope }, notes: named.notes };
  }
  const { text, word, regex = false } = wish.literal;
  const task = {
    kind: 'search',
    what: wish.what,
    pattern: text,
    regex,
    word,
    caseSensitive: true,
    ...scope,
  };
  return { type: 'task', task, notes: named.notes };
}

/** Files handed out for one question: those it names, else those of the symbols it names, else the best ranked. */
async function readTask(
  question: string,
  context: AskContext,
  all: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<TaskOrNot> {
  const named = resolvePaths(question, all);
  const task = (paths: readonly string[], notes: readonly string[]): TaskAnswer => ({
    type: 'task',
    task: { kind: 'read', question, paths: [...paths] },
    notes,
  });
  if (named.files.length > 0) return task(named.files.slice(0, 2), named.notes);
  const active = context.selection?.path ?? context.activePath;
  const pointed = /\b(?:this|here|selected|selection|current|it)\b/i.test(question);
  if (pointed && active !== undefined) return task([active], named.notes);
  const names = nameWords(question);
  const declared = await findDeclarations(names, [], house, signal);
  const first = names.find((name) => declared.some((row) => row.symbol.name === name));
  const rows = declared.filter((row) => row.symbol.name === first);
  const here = rows.find((row) => row.path === active) ?? rows[0];
  if (here !== undefined) return task([here.path], named.notes);
  const ranked = await rankFiles(question, house.searches.first, signal);
  const [best] = ranked;
  if (best !== undefined)
    return task([best], [...named.notes, `The ask names no file; ${best} fits its words best`]);
  if (active !== undefined)
    return task([active], [...named.notes, `Nothing fits its words; ${active} is open`]);
  return {
    type: 'none',
    reason: named.notes[0] ?? 'The question names no file or function, and no file here holds its words.',
    next: 'Name a file or a function, or open the file you mean.',
  };
}

async function renameTask(
  wish: Extract<Wish, { type: 'rename' }>,
  ask: string,
  context: AskContext,
  all: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<TaskOrNot> {
  const from = wish.from ?? context.symbol;
  if (from === undefined) {
    return {
      type: 'none',
      reason: 'The ask does not say which name to change.',
      next: 'Write: rename oldName to newName.',
    };
  }
  const wrong = wrongName(from, wish.to, ask);
  if (wrong !== undefined) return { type: 'none', reason: wrong, next: 'Write: rename oldName to newName.' };
  const named = resolvePaths(ask, all);
  const only = named.files.length > 0 ? named.files : [];
  const declared = await findDeclarations([from], only, house, signal);
  const spots =
    declared.length > 0
      ? declared.map((row) => ({ path: row.path, line: row.symbol.nameLine }))
      : await findLocals(from, only, house, signal);
  const here = spots.filter((row) => row.path === context.activePath);
  const rows = here.length > 0 && named.files.length === 0 ? here : spots;
  const tasks = rows.map((row) => ({
    label: `${from} in ${row.path}, line ${row.line}`,
    detail: `Rename to ${wish.to}`,
    task: {
      kind: 'edit',
      intent: 'rename',
      instruction: ask,
      paths: [row.path],
      target: { path: row.path, line: row.line, symbol: from, to: wish.to },
    },
  }));
  const [first, second] = tasks;
  if (first === undefined) {
    const unread = await unreadableWith([from], house, signal);
    return {
      type: 'none',
      reason: `No function, class, type or variable called "${from}" is declared ${only.length > 0 ? `in ${only.join(', ')}` : 'here'}${unread === undefined ? '' : `; ${unread}`}.`,
      next: 'Check the spelling, or put the cursor on the name and use "Countersign: Rename Symbol".',
    };
  }
  if (second !== undefined)
    return { type: 'several', question: `Which ${from}?`, choices: tasks.slice(0, 5) };
  return { type: 'task', task: first.task, notes: named.notes };
}

/** A piece that is to keep what it does. Its oracle reads TypeScript and JavaScript; elsewhere it is a general edit. */
async function reshapeTask(
  wish: Extract<Wish, { type: 'reshape' }>,
  ask: string,
  context: AskContext,
  all: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<TaskOrNot> {
  const answer = await editTask(wish.intent, wish.instruction, ask, context, all, house, signal);
  const isJudged = (task: Readonly<Record<string, unknown>>): boolean =>
    /\.[cm]?[jt]sx?$/u.test(Array.isArray(task['paths']) ? String(task['paths'][0]) : '');
  const judged = <Row extends { readonly task: Readonly<Record<string, unknown>> }>(row: Row): Row =>
    isJudged(row.task) ? row : { ...row, task: { ...row.task, intent: 'general' } };
  if (answer.type === 'task') return judged(answer);
  return answer.type === 'several' ? { ...answer, choices: answer.choices.map(judged) } : answer;
}

const reserved = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for function ' +
    'if import in instanceof new null return super switch this throw true try typeof var void while with yield await let static'
  ).split(' '),
);

/** Why a name cannot be the new one, before anybody looks for the old one; undefined where it can. */
function wrongName(from: string, to: string, ask: string): string | undefined {
  const quoted = /["'`]([^"'`]*\s[^"'`]*)["'`]\s*[.!]?$/u.exec(ask.trim())?.[1];
  if (quoted !== undefined) return `"${quoted}" is no name that code can have.`;
  if (from === to) return `${from} is called so already.`;
  return reserved.has(to) ? `"${to}" is a word of the language and no name that code can have.` : undefined;
}

async function editTask(
  intent: 'comments' | 'general' | 'types' | 'same-behaviour',
  instruction: string,
  ask: string,
  context: AskContext,
  all: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<TaskOrNot> {
  const place = await placeOfEdit(ask, context, all, house, signal);
  if (place.type === 'none') {
    return {
      type: 'none',
      reason: place.reason,
      next: 'Name the function, or select the lines that are to change.',
    };
  }
  if (place.type === 'several') {
    const choices = place.pieces.map((piece) => ({
      label: `${piece.symbol ?? 'lines'} in ${piece.path}, line ${piece.line}`,
      detail: instruction,
      task: taskOfPiece(intent, instruction, piece),
    }));
    return { type: 'several', question: 'Which one do you mean?', choices };
  }
  return { type: 'task', task: taskOfPiece(intent, instruction, place.piece), notes: [] };
}

function taskOfPiece(intent: string, instruction: string, piece: Piece): Readonly<Record<string, unknown>> {
  const { path, line, endLine, symbol } = piece;
  const target = { path, line, endLine, ...(symbol === undefined ? {} : { symbol }) };
  return { kind: 'edit', intent, instruction, paths: [path], target };
}
