import { parentPort, workerData } from 'node:worker_threads';
import type { CodeAnswer } from '../../core/code.ts';
import { openGrammars } from './grammar.ts';
import { readerOf } from './languages.ts';
import type { Ts } from './parse.ts';
import type { Envelope, Question, Reply, WorkerData } from './protocol.ts';
import { findRenameSpans } from './renameSpans.ts';
import { symbolsOf } from './symbols.ts';
import { treeSymbols } from './treeSymbols.ts';
import { newTypeErrors } from './types.ts';
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

async function answer(question: Question): Promise<CodeAnswer<unknown>> {
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
    default:
      return { type: 'unable', reason: 'not answered yet' };
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
