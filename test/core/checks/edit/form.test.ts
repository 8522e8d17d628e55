import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../../../src/core/change.ts';
import type { CheckOutcome } from '../../../../src/core/check.ts';
import { checksOfEdit } from '../../../../src/core/checks/edit/all.ts';
import { editTaskSchema } from '../../../../src/core/edit/contract.ts';
import { memoryHouse } from '../../../support/memoryHouse.ts';

const intents = ['comments', 'general', 'rename'] as const;

/** What the check of every intent says of a change that no engine made: it looks for itself. */
async function judge(intent: (typeof intents)[number], base: string, content: string): Promise<CheckOutcome> {
  const target = { path: 'a.txt', line: 1, symbol: 'one', to: 'two' };
  const given = intent === 'rename' ? { target } : {};
  const task = editTaskSchema.parse({
    kind: 'edit',
    intent,
    instruction: 'do it',
    paths: ['a.txt'],
    ...given,
  });
  const form = checksOfEdit(task).find((check) => check.id === 'edit.form');
  if (form === undefined) throw new Error(`no edit of the intent ${intent} is held to its form`);
  const baseSha256 = createHash('sha256').update(base).digest('hex');
  const change: FileChange = { path: 'a.txt', operation: 'modify', baseSha256, base, content, bom: false };
  const { files, searches, code } = memoryHouse({ 'a.txt': base }, undefined);
  const input = {
    task,
    result: { edits: [] },
    handedOut: new Map(),
    changeSet: { files: [change] },
    files,
    searches,
    code,
    commands: [],
  };
  return form.run(input, new AbortController().signal);
}

describe.each(intents)('the form of an edit, %s', (intent) => {
  it.each<[string, string, string, string]>([
    ['CRLF in a file of LF', 'one\ntwo\n', 'one\r\ntwo\n', 'CRLF came in'],
    ['LF in a file of CRLF', 'one\r\ntwo\r\n', 'one\r\nnew\ntwo\r\n', 'LF came in'],
    ['both in a file of one line', 'one', 'one\r\ntwo\nthree', 'mixes'],
    ['a lone CR', 'one\ntwo\n', 'one\rtwo\ntwo\n', 'a CR without its LF'],
    ['a byte order mark in the text', 'one\n', '\uFEFFone\n', 'byte order mark'],
    ['a final newline that is lost', 'one\n', 'two', 'lost its final newline'],
    ['a final newline that came', 'one', 'two\n', 'got a final newline'],
  ])('refutes %s', async (_name, base, content, words) => {
    const outcome = await judge(intent, base, content);
    expect(outcome).toMatchObject({ type: 'fail', findings: [{ message: expect.stringContaining(words) }] });
  });

  it.each([
    ['one\ntwo\n', 'one\nnew\ntwo\n'],
    ['one\r\ntwo\r\n', 'one\r\nnew\r\ntwo\r\n'],
    ['one\r\ntwo\n', 'one\r\n2\n'],
    ['one', 'two'],
    ['', 'one\n'],
    ['one\n', ''],
  ])('leaves alone what keeps it: %j to %j', async (base, content) => {
    expect((await judge(intent, base, content)).type).toBe('pass');
  });
});
