import { parentPort, workerData } from 'node:worker_threads';
import type { CodeAnswer, CodeProblem, CodeShape } from '../../core/code.ts';
import { functionPairs } from './functionPairs.ts';
import { openGrammars } from './grammar.ts';
import { readerOf } from './languages.ts';
import { syntaxErrors, type Ts } from './parse.ts';
import type { Envelope, Question, Reply, WorkerData } from './protocol.ts';
import { findRenameSpans } from './renameSpans.ts';
import { checkRename } from './renamed.ts';
import { judgeChange, rewriteTexts } from './oracles/table.ts';
import { shapeOf } from './shape.ts';
import { symbolsOf } from './symbols.ts';
import { treeErrors, treeShape } from './treeShape.ts';
import { unknownNames } from './names.ts';
import { cssShape } from './cssShape.ts';
import { treeSymbols } from './treeSymbols.ts';
import { errorsOf, newTypeErrors } from './types.ts';
import { openWorkspaces, type Workspaces } from './workspaces.ts';

// The thread in which the compiler and the grammars live. It answers one question after the other; each carries a
// flag in shared memory that says whether anybody still waits, since no message is read while the compiler works.

const data = workerData as WorkerData;
const grammars = openGrammars(data.grammarFolder);
const flag: { view: Int32Array } = { view: new Int32Array(1) };
const cancelled = (): boolean => Atomics.load(flag.view, 0) === 1;
const state: { compiler?: Promise<{ ts: Ts; workspaces: Workspaces }> } = {};

/** A text above this size is not read: no parser here answers in time for it. */
const charactersAtMost = 2 * 1024 * 1024;

async function loadCompiler(): Promise<{ ts: Ts; workspaces: Workspaces }> {
  const loaded = await import('typescript');
  const ts = loaded.default;
  return { ts, workspaces: openWorkspaces(ts, data.libFolder, cancelled) };
}

function compiler(): Promise<{ ts: Ts; workspaces: Workspaces }> {
  state.compiler ??= loadCompiler();
  return state.compiler;
}

/** Several checks ask the same of the same text; the last answers are kept. */
const kept = new Map<string, CodeAnswer<unknown>>();
const keptAtMost = 16;

async function answer(question: Question): Promise<CodeAnswer<unknown>> {
  if (question.ask !== 'symbols' && question.ask !== 'shape') return compute(question);
  const key = `${question.ask} ${question.path}\n${question.text}`;
  const known = kept.get(key) ?? (await compute(question));
  kept.delete(key);
  kept.set(key, known);
  for (const oldest of kept.keys()) {
    if (kept.size <= keptAtMost) break;
    kept.delete(oldest);
  }
  return known;
}

async function compute(question: Question): Promise<CodeAnswer<unknown>> {
  const tooBig = textsOf(question).some((text) => text.length > charactersAtMost);
  if (tooBig) return { type: 'unable', reason: 'the text is too big to be parsed here' };
  switch (question.ask) {
    case 'warm':
      return { type: 'ok', value: (await compiler()).ts.version };
    case 'symbols':
      return symbols(question.path, question.text);
    case 'renameSpans': {
      const { ts, workspaces } = await compiler();
      return findRenameSpans(ts, workspaces, question.source, question.target);
    }
    case 'types': {
      const { ts, workspaces } = await compiler();
      const { source, change, renamed } = question;
      return { type: 'ok', value: newTypeErrors(ts, workspaces, source, change, renamed, cancelled) };
    }
    case 'shape':
      return shape(question.path, question.text);
    case 'newSyntaxErrors':
      return syntax(question.path, question.base, question.content);
    case 'renamed': {
      const { ts, workspaces } = await compiler();
      const { source, change, target } = question;
      return checkRename(ts, workspaces, source, change, target);
    }
    case 'entries':
      return (await import('./dataEntries.ts')).entriesOf(question.path, question.text);
    case 'errors': {
      const { ts, workspaces } = await compiler();
      return errorsOf(ts, workspaces, question.source, question.path, cancelled);
    }
    case 'oracle': {
      const { source, change, question: asked } = question;
      return judgeChange(asked, { source, change, compiler, shape, grammars, cancelled });
    }
    case 'rewrite': {
      const { source, texts, question: asked } = question;
      return rewriteTexts(asked, { source, texts, compiler, cancelled });
    }
    case 'dataFault':
      return (await import('./convert/answers.ts')).dataFault(question.format, question.data);
    case 'sameData':
      return (await import('./convert/answers.ts')).sameData(question.conversion, question.data);
    case 'convert':
      return (await import('./convert/answers.ts')).convert(question.conversion);
    case 'items': {
      const { itemsOf } = await import('./items/items.ts');
      return itemsOf(question.set, question.path, question.text, { compiler, grammars, shape });
    }
    case 'functionPairs':
      return { type: 'ok', value: functionPairs((await compiler()).ts, question.change) };
    case 'unknownNames': {
      const { ts, workspaces } = await compiler();
      const { source, path, text, names } = question;
      const own = await shape(path, text);
      const tokens = own.type === 'ok' ? own.value.tokens : [];
      return { type: 'ok', value: unknownNames(ts, workspaces, source, path, tokens, names) };
    }
  }
}

function textsOf(question: Question): readonly string[] {
  if ('text' in question) return [question.text];
  return 'content' in question ? [question.base ?? '', question.content] : [];
}

async function symbols(path: string, text: string): Promise<CodeAnswer<unknown>> {
  const reader = readerOf(path);
  if (reader.type === 'typescript') {
    const { ts } = await compiler();
    return { type: 'ok', value: symbolsOf(ts, path, text) };
  }
  if (reader.type === 'grammar') {
    const { grammar } = reader;
    const value = await grammars.withTree(grammar, text, (tree) => treeSymbols(grammar, tree.rootNode));
    return { type: 'ok', value };
  }
  return { type: 'unable', reason: `no parser here reads the symbols of ${path}` };
}

async function shape(path: string, text: string): Promise<CodeAnswer<CodeShape>> {
  const reader = readerOf(path);
  switch (reader.type) {
    case 'typescript':
      return { type: 'ok', value: shapeOf((await compiler()).ts, path, text) };
    case 'grammar': {
      const { grammar } = reader;
      const value = await grammars.withTree(grammar, text, (tree) => treeShape(grammar, tree.rootNode, text));
      return { type: 'ok', value };
    }
    case 'css':
      return { type: 'ok', value: cssShape(text, reader.lineComments) };
    case 'none':
      return { type: 'unable', reason: `no parser here reads ${path}` };
    default: {
      const data = await import('./dataShape.ts');
      const read = {
        json: data.jsoncShape,
        jsonc: data.jsoncShape,
        yaml: data.yamlShape,
        toml: data.tomlShape,
      };
      return { type: 'ok', value: read[reader.type](text) };
    }
  }
}

async function syntax(
  path: string,
  base: string | null,
  content: string,
): Promise<CodeAnswer<readonly CodeProblem[]>> {
  const errorsOf = await syntaxOf(path);
  if (typeof errorsOf === 'string') return { type: 'unable', reason: errorsOf };
  const before = base === null ? [] : await errorsOf(base);
  const now = await errorsOf(content);
  // Messages of the data parsers speak of positions, so there only their number can be compared.
  const byMessage = readerOf(path).type === 'typescript';
  const added = addedErrors(before, now);
  const isNew = byMessage || now.length > before.length;
  return { type: 'ok', value: isNew ? added.map((error) => ({ path, ...error })) : [] };
}

type Errors = readonly { readonly line: number; readonly message: string }[];

/** How the syntax errors of a path's language are found, or why they are not. */
async function syntaxOf(path: string): Promise<((text: string) => Errors | Promise<Errors>) | string> {
  const reader = readerOf(path);
  switch (reader.type) {
    case 'typescript': {
      const { ts } = await compiler();
      return (text) => syntaxErrors(ts, path, text);
    }
    case 'grammar':
      return (text) => grammars.withTree(reader.grammar, text, (tree) => treeErrors(tree.rootNode));
    case 'css':
    case 'none':
      return `no parser here checks the syntax of ${path}`;
    default: {
      const data = await import('./dataShape.ts');
      const read = {
        json: data.jsonErrors,
        jsonc: data.jsoncErrors,
        yaml: data.yamlErrors,
        toml: data.tomlErrors,
      };
      return read[reader.type];
    }
  }
}

/** Errors beyond those that were there: by message, as often as it stands. */
function addedErrors(before: Errors, now: Errors): Errors {
  const left = new Map<string, number>();
  for (const error of before) left.set(error.message, (left.get(error.message) ?? 0) + 1);
  return now.filter((error) => {
    const count = left.get(error.message) ?? 0;
    left.set(error.message, count - 1);
    return count <= 0;
  });
}

async function reply(envelope: Envelope): Promise<Reply> {
  flag.view = new Int32Array(envelope.cancelled);
  if (cancelled()) return { id: envelope.id, answer: { type: 'unable', reason: 'cancelled' } };
  try {
    return { id: envelope.id, answer: await answer(envelope.question) };
  } catch (error) {
    // The compiler says by an exception that it was told to stop.
    const reason = cancelled() ? 'cancelled' : error instanceof Error ? error.message : String(error);
    return { id: envelope.id, answer: { type: 'unable', reason } };
  }
}

let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (envelope: Envelope) => {
  last = last.then(async () => parentPort?.postMessage(await reply(envelope)));
});
