import { describe, expect, it } from 'vitest';
import type { CheckInput } from '../../../../src/core/check.ts';
import { checksOfEdit } from '../../../../src/core/checks/edit/all.ts';
import type { Code } from '../../../../src/core/code.ts';
import { editTaskSchema, type EditResult, type EditTask } from '../../../../src/core/edit/contract.ts';
import { edit } from '../../../../src/core/kinds/edit.ts';
import type { FileRead } from '../../../../src/core/ports.ts';
import { filesOf } from '../../../node/code/project.ts';

const before = 'export function read(text: string): number {\n  return Number(text);\n}\n';

/** A code side of which everything, or all but some answers, is unable; it notes whether it was asked. */
function silentCode(answers: Partial<Code> = {}): { readonly code: Code; readonly asked: string[] } {
  const asked: string[] = [];
  const unable = (what: string) => () => {
    asked.push(what);
    return Promise.resolve({ type: 'unable' as const, reason: 'the code worker ended' });
  };
  const code: Code = {
    language: () => 'TypeScript',
    symbols: unable('symbols'),
    renameSpans: unable('renameSpans'),
    newSyntaxErrors: unable('newSyntaxErrors'),
    shape: unable('shape'),
    types: unable('types'),
    renamed: unable('renamed'),
    oracle: unable('oracle'),
    errors: unable('errors'),
    entries: unable('entries'),
    rewrite: unable('rewrite'),
    functionPairs: unable('functionPairs'),
    items: unable('items'),
    dataFault: unable('dataFault'),
    sameData: unable('sameData'),
    convert: unable('convert'),
    unknownNames: unable('unknownNames'),
    ...answers,
  };
  return { code, asked };
}

async function inputOf(
  task: EditTask,
  content: string,
  code: Code,
): Promise<CheckInput<EditTask, EditResult>> {
  const files = filesOf({ 'a.ts': before });
  const result: EditResult = { edits: [{ path: 'a.ts', whole: content }] };
  const handedOut = new Map<string, FileRead>();
  const read = await files.read('a.ts', new AbortController().signal);
  handedOut.set('a.ts', read);
  const changeSet = edit.changeSet(task, result, read.type === 'text' ? [read.file] : []);
  const none = () => Promise.resolve({ type: 'failed' as const, message: 'no search here' });
  const engine = { search: none, matches: () => Promise.resolve(undefined) };
  return {
    task,
    result,
    handedOut,
    changeSet,
    files,
    searches: { first: engine, second: engine },
    code,
    commands: [],
  };
}

const target = { path: 'a.ts', line: 1, endLine: 3, symbol: 'read' };
const general = before.replace('Number(text)', 'Number(text) + 1');
const commented = `/** Reads \`text\`. */\n${before}`;

/** Checks that read the text itself, and ask for a shape only to tell comments and strings from code. */
const readsTextAlone = ['edit.left-behind', 'edit.claimed-work'];

/** An instruction of each intent, and the checks that have to ask the code side to answer it. */
const rows: readonly (readonly [string, Readonly<Record<string, unknown>>, string, readonly string[]])[] = [
  [
    'comments',
    { target, instruction: 'Add a comment of at most one line that says "reads". Do not change `Number`.' },
    commented,
    ['edit.limits', 'edit.syntax', 'edit.comments-only', 'edit.doc-comments', 'edit.asked', 'edit.said'],
  ],
  ['comments', { instruction: 'Document read' }, commented, ['edit.asked', 'edit.said', 'edit.doc-comments']],
  ['general', { target, instruction: 'Make `read` async. Do not change `Number`.' }, general, ['edit.asked']],
  [
    'general',
    { instruction: 'Change the type of `read` to `string`' },
    general,
    ['edit.asked', 'edit.syntax'],
  ],
];

describe('where the code side cannot answer', () => {
  it.each(rows)('no check of %s %j passes that asked it', async (intent, more, content, mustAsk) => {
    const task = editTaskSchema.parse({ kind: 'edit', intent, paths: ['a.ts'], ...more });
    const silent: string[] = [];
    for (const check of checksOfEdit(task)) {
      const { code, asked } = silentCode();
      const outcome = await check.run(await inputOf(task, content, code), new AbortController().signal);
      if (asked.length === 0) continue;
      silent.push(check.id);
      if (readsTextAlone.includes(check.id)) continue;
      expect(outcome.type, check.id).toBe('unable');
      if (outcome.type === 'unable') expect(outcome.reason, check.id).toContain('the code worker ended');
    }
    expect(silent).toEqual(expect.arrayContaining([...mustAsk]));
  });

  it('names that could not be looked up are no pass, and known ones are', async () => {
    const task = editTaskSchema.parse({
      kind: 'edit',
      intent: 'comments',
      instruction: 'Document it',
      paths: ['a.ts'],
    });
    const check = checksOfEdit(task).find((one) => one.id === 'edit.doc-comments');
    const comment = {
      text: '/** Reads `text`. */',
      line: 1,
      endLine: 1,
      before: 0,
      behindCode: false,
      toCode: 1,
      doc: true,
    };
    const plain = { tokens: ['x'], tokenLines: [1], tree: '', lineStates: '', errors: 0 };
    const shape: Code['shape'] = (_path, text) =>
      Promise.resolve({ type: 'ok', value: { ...plain, comments: text.startsWith('/**') ? [comment] : [] } });
    const run = async (answers: Partial<Code>) =>
      check?.run(await inputOf(task, commented, silentCode(answers).code), new AbortController().signal);
    expect(await run({ shape })).toMatchObject({
      type: 'unable',
      reason: expect.stringContaining('names in'),
    });
    const unknownNames: Code['unknownNames'] = () => Promise.resolve({ type: 'ok', value: [] });
    expect(await run({ shape, unknownNames })).toMatchObject({ type: 'pass' });
  });
});
