import type { CodeSymbol, PointerEdit } from '../code.ts';
import type { Choice } from '../events.ts';
import type { House } from '../ports.ts';
import type { AskContext } from '../request.ts';
import { fixOf } from './fixTask.ts';
import { resolveStep } from './dataSteps.ts';
import { findDeclarations, nameWords, resolvePaths, symbolsOf, type Declared } from './places.ts';
import type { TaskOrNot } from './taskAnswer.ts';
import { findTestFile } from './testFile.ts';
import type { IntentWish } from './wish.ts';

/** What finding the places of a wish works with. */
export interface Ground {
  readonly ask: string;
  readonly context: AskContext;
  /** Paths of all files of the folder. */
  readonly all: readonly string[];
  readonly house: House;
}

type Wished<Name extends IntentWish['type']> = Extract<IntentWish, { type: Name }>;

/** Whole files to be formatted or to have their imports put in order: the named ones, else the open one. */
export function tidyTask(wish: Wished<'tidy'>, ground: Ground): TaskOrNot {
  const { ask, context, all } = ground;
  const named = resolvePaths(ask, all);
  const open = context.selection?.path ?? context.activePath;
  const paths = named.files.length > 0 ? named.files : open === undefined ? [] : [open];
  if (paths.length === 0) {
    const reason = named.notes[0] ?? 'The ask names no file, and none is open';
    return { type: 'none', reason: `${reason}.`, next: 'Open the file, or name it.' };
  }
  const { intent, instruction } = wish;
  return { type: 'task', task: { kind: 'edit', intent, instruction, paths: [...paths] }, notes: named.notes };
}

/** A change of values in the data file that the ask names. */
export async function dataTask(
  wish: Wished<'data'>,
  ground: Ground,
  signal: AbortSignal,
): Promise<TaskOrNot> {
  const { ask, context, all, house } = ground;
  const named = resolvePaths(ask, all);
  const data = named.files.filter((path) => /\.(?:jsonc?|ya?ml|toml)$/iu.test(path));
  const path = data[0] ?? (named.notes.length === 0 ? context.activePath : undefined);
  if (path === undefined) {
    return {
      type: 'none',
      reason: `${named.notes[0] ?? 'The ask names no data file'}.`,
      next: 'Name the file.',
    };
  }
  const read = await house.files.read(path, signal);
  if (read.type === 'refused') {
    return { type: 'none', reason: `${path}: ${read.message}.`, next: 'Ask for another file.' };
  }
  const entries = await house.code.entries(path, read.file.text, signal);
  if (entries.type === 'unable') {
    return { type: 'none', reason: `${entries.reason}.`, next: 'Mend the file by hand first.' };
  }
  const taskOf = (edits: readonly PointerEdit[]): Readonly<Record<string, unknown>> => ({
    kind: 'edit',
    intent: 'data',
    instruction: wish.instruction,
    paths: [path],
    pointerEdits: [...edits],
  });
  const edits: PointerEdit[] = [];
  for (const step of wish.steps) {
    const resolved = resolveStep(step, entries.value, path);
    if (resolved.type === 'none') {
      return { type: 'none', reason: `${resolved.reason}.`, next: 'Name the key as it stands in the file.' };
    }
    if (resolved.type === 'several') {
      const choices = resolved.pointers.slice(0, 5).map((pointer): Choice => {
        const one = resolveStep({ ...step, key: pointer }, entries.value, path);
        return {
          label: pointer,
          detail: wish.instruction,
          task: taskOf(one.type === 'edit' ? [one.edit] : []),
        };
      });
      return { type: 'several', question: `Which ${step.key} of ${path}?`, choices };
    }
    edits.push(resolved.edit);
  }
  return { type: 'task', task: taskOf(edits), notes: named.notes };
}

/** An error that the compiler reports now: by its number, its line, or the only one of the file. */
export async function fixTask(wish: Wished<'fix'>, ground: Ground, signal: AbortSignal): Promise<TaskOrNot> {
  const { ask, context, all, house } = ground;
  const named = resolvePaths(ask, all);
  const declared = named.files.length > 0 ? [] : await findDeclarations(nameWords(ask), [], house, signal);
  const path = named.files[0] ?? declared[0]?.path ?? context.selection?.path ?? context.activePath;
  if (path === undefined) {
    const reason = named.notes[0] ?? 'The ask names no file, and none is open';
    return { type: 'none', reason: `${reason}.`, next: 'Open the file with the error, or name it.' };
  }
  const found = await house.code.errors(house.files, path, signal);
  if (found.type === 'unable') {
    const next = 'Say what should change instead, and in which function.';
    return { type: 'none', reason: `${found.reason}, so its errors are not known here.`, next };
  }
  const here = found.value.filter((one) => one.code === (wish.code ?? one.code));
  const pointed = /\bthis error\b|\bthis line\b/iu.test(ask) ? context.selection?.line : undefined;
  const line = wish.line ?? pointed;
  const meant = line === undefined ? here : here.filter((one) => one.line === line);
  const [only, second] = meant;
  if (only === undefined) {
    const what = `${wish.code === undefined ? 'type error' : `error TS${wish.code}`}${line === undefined ? '' : ` on line ${line}`}`;
    const others = found.value.slice(0, 3).map((one) => `TS${one.code} on line ${one.line}`);
    const reason = `${path} has no ${what} now${others.length > 0 ? `; it has ${others.join(', ')}` : ''}.`;
    return { type: 'none', reason, next: 'Ask for one of the errors that the Problems view lists.' };
  }
  const choices = meant.slice(0, 5).map((one) => ({
    label: `TS${one.code} in ${path}, line ${one.line}`,
    detail: one.message,
    task: fixOf(path, one),
  }));
  if (second !== undefined) return { type: 'several', question: 'Which error?', choices };
  return { type: 'task', task: fixOf(path, only), notes: named.notes };
}

/** A test for the function that the ask names. */
export async function testTask(
  wish: Wished<'test'>,
  ground: Ground,
  signal: AbortSignal,
): Promise<TaskOrNot> {
  const { all, house } = ground;
  const found = await namedSymbols(ground, isTestable, signal);
  const [only, second] = found;
  if (only === undefined) {
    return {
      type: 'none',
      reason: 'The ask names no exported function or class that is declared here.',
      next: 'Write: write a test for parseDate.',
    };
  }
  const taskOf = async (row: Declared): Promise<Readonly<Record<string, unknown>>> => ({
    kind: 'edit',
    intent: 'test',
    instruction: wish.instruction,
    paths: [await findTestFile(row.path, all, house, signal)],
    target: { path: row.path, line: row.symbol.nameLine, symbol: row.symbol.name },
  });
  if (!/\.[cm]?[jt]sx?$/u.test(only.path)) {
    const reason = `Tests are written for TypeScript and JavaScript here, and ${only.path} is neither.`;
    return { type: 'none', reason, next: 'Ask for a change of an existing test instead.' };
  }
  if (second === undefined) return { type: 'task', task: await taskOf(only), notes: [] };
  const choices: Choice[] = [];
  for (const row of found.slice(0, 5)) {
    choices.push({ label: labelOf(row), detail: wish.instruction, task: await taskOf(row) });
  }
  return { type: 'several', question: `Which ${only.symbol.name}?`, choices };
}

function isTestable(row: Declared): boolean {
  const { exported, kind, container } = row.symbol;
  return (
    exported && container === undefined && (kind === 'function' || kind === 'class' || kind === 'variable')
  );
}

/** A declaration to be taken out, with all that refers to it. */
export async function removeTask(
  wish: Wished<'remove'>,
  ground: Ground,
  signal: AbortSignal,
): Promise<TaskOrNot | undefined> {
  const { ask, context, all, house } = ground;
  const only = resolvePaths(ask, all).files;
  const declared = await findDeclarations([wish.symbol], only, house, signal);
  const rows = onePerPlace(declared);
  const here = rows.filter((row) => row.path === context.activePath);
  const pool = only.length === 0 && here.length > 0 ? here : rows;
  const tasks = pool.map((row) => ({
    label: labelOf(row),
    detail: wish.instruction,
    task: {
      kind: 'edit',
      intent: 'remove',
      instruction: wish.instruction,
      paths: [row.path],
      target: { path: row.path, line: row.symbol.nameLine, symbol: wish.symbol },
    },
  }));
  const [first, second] = tasks;
  // What is declared nowhere is no declaration: the words mean another change.
  if (first === undefined) return undefined;
  if (second === undefined) return { type: 'task', task: first.task, notes: [] };
  return { type: 'several', question: `Which ${wish.symbol}?`, choices: tasks.slice(0, 5) };
}

async function namedSymbols(
  { ask, context, all, house }: Ground,
  isMeant: (row: Declared) => boolean,
  signal: AbortSignal,
): Promise<readonly Declared[]> {
  const named = resolvePaths(ask, all);
  const words = nameWords(ask);
  const declared = (await findDeclarations(words, named.files, house, signal)).filter(isMeant);
  const first = words.find((word) => declared.some((row) => row.symbol.name === word));
  const rows = onePerPlace(declared.filter((row) => row.symbol.name === first));
  if (rows.length > 0 || context.symbol === undefined || context.activePath === undefined) return rows;
  const symbols = await symbolsOf(context.activePath, house, signal);
  const at = (symbol: CodeSymbol): Declared => ({ path: context.activePath ?? '', symbol });
  return onePerPlace(
    symbols
      .filter((symbol) => symbol.name === context.symbol)
      .map(at)
      .filter(isMeant),
  );
}

/** Overloads of one function are one declaration: the first of them. */
function onePerPlace(rows: readonly Declared[]): readonly Declared[] {
  return rows.filter((row, index) => {
    const before = rows[index - 1];
    return before === undefined || before.path !== row.path || before.symbol.name !== row.symbol.name
      ? true
      : row.symbol.line > before.symbol.endLine + 1 || row.symbol.container !== before.symbol.container;
  });
}

function labelOf(row: Declared): string {
  return `${row.symbol.name} in ${row.path}, line ${row.symbol.nameLine}`;
}
