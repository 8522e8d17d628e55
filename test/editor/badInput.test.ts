import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/editor/ids.ts';
import type { RunReport } from '../../src/editor/report.ts';
import type { Refusal } from '../../src/editor/surfaces.ts';
import { setStage, type Stage } from './stage.ts';

const source = 'export function parseDate(text: string): Date {\n  return new Date(text);\n}\n';

/** A command that must say no, with its reason. */
async function refused(command: string, ...args: readonly unknown[]): Promise<string> {
  const answer = await vscode.commands.executeCommand<RunReport | Refusal>(command, ...args);
  assert.ok('refused' in answer, `not refused: ${JSON.stringify(answer)}`);
  return answer.reason;
}

async function asked(stage: Stage, words: string): Promise<RunReport> {
  return stage.run(commands.ask, words);
}

describe('bad input', () => {
  it('an empty folder is said, with what to do', async () => {
    await using stage = await setStage({ files: {} });
    const report = await asked(stage, 'where do we parse dates?');
    assert.match(report.declined?.reason ?? '', /holds no file/);
    assert.notEqual(report.declined?.next, '');
    const found = await stage.run(commands.find, { pattern: 'parseDate' });
    assert.deepEqual(
      found.results.map((row) => [row.state, row.answer.startsWith('No line')]),
      [['verified', true]],
    );
  });

  it('an ask of nothing but blanks is said', async () => {
    await using stage = await setStage({ files: { 'a.ts': source } });
    assert.match((await asked(stage, ' \n\t ')).declined?.reason ?? '', /empty/);
  });

  it('an ask of 100 KB is declined with its length, and is in the record as it was asked', async () => {
    await using stage = await setStage({ files: { 'a.ts': source } });
    const words = `find ${'x'.repeat(100 * 1024)}`;
    const report = await asked(stage, words);
    assert.match(report.declined?.reason ?? '', /102,405/);
    const event = stage.session.events.findLast((row) => row.type === 'asked');
    assert.equal(event?.text, words);
    assert.deepEqual(stage.turns, []);
  });

  it('an ask in Chinese finds what it quotes, and is never taken for an edit', async () => {
    await using stage = await setStage({
      files: { 'a.ts': '// 解析日期\nexport const 日期 = 1;\n', 'b.ts': source },
    });
    const found = await asked(stage, '/find "解析日期"');
    assert.deepEqual(
      found.results.map((row) => row.state),
      ['verified'],
    );
    assert.deepEqual(stage.result(found).shown, [{ path: 'a.ts', line: 1 }]);
    const report = await asked(stage, '请问我们在哪里解析日期？');
    assert.equal(report.outcome, 'done', report.reason);
    assert.deepEqual(
      report.results.filter((row) => row.change !== 'none'),
      [],
    );
  });

  const strange: readonly (readonly [string, string, Uint8Array, RegExp])[] = [
    ['a binary file', 'data.bin', Buffer.from([0x50, 0x4b, 0, 1, 2, 0, 0xff]), /binary/],
    ['a file of 50 MB', 'big.txt', Buffer.alloc(50 * 1024 * 1024, 'a line of text\n'), /50\.0 MiB/],
    ['a file that is not UTF-8', 'latin.txt', Buffer.from('caf\xe9 au lait\n', 'latin1'), /UTF-8/],
  ];
  for (const [name, path, bytes, words] of strange) {
    it(`${name} is refused in words, and stays as it is`, async () => {
      await using stage = await setStage({ files: { [path]: bytes } });
      await vscode.commands.executeCommand('vscode.open', stage.uri(path));
      const report = await asked(stage, `/explain what is in ${path}?`);
      assert.match(`${report.reason} ${report.declined?.reason ?? ''}`, words);
      assert.deepEqual(report.results, []);
      assert.deepEqual(await stage.bytes(path), Buffer.from(bytes));
    });
  }

  it('a document that is not saved yet has no place in the folder', async () => {
    await using stage = await setStage({ files: { 'a.ts': source } });
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: source });
    await vscode.window.showTextDocument(document);
    assert.match(await refused(commands.documentSymbol), /not saved yet/);
    assert.match(await refused(commands.renameSymbol, 'x'), /not saved yet/);
    assert.match(await refused(commands.editSelection, 'make it shorter'), /not saved yet/);
    assert.equal(document.getText(), source);
    assert.equal(stage.session.running, 0);
  });

  it('a notebook is not edited', async () => {
    const cell = { cell_type: 'code', metadata: {}, source: ['x = 1'], outputs: [], execution_count: null };
    const notebook = JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 });
    await using stage = await setStage({ files: { 'note.ipynb': notebook } });
    await vscode.window.showNotebookDocument(
      await vscode.workspace.openNotebookDocument(stage.uri('note.ipynb')),
    );
    assert.match(await refused(commands.editSelection, 'make it 2'), /Notebook/);
    assert.equal((await stage.bytes('note.ipynb'))?.toString(), notebook);
  });

  it('a file outside of the folder is not touched', async () => {
    await using stage = await setStage({ files: { 'a.ts': source } });
    const folder = await mkdtemp(join(tmpdir(), 'countersign-outside-'));
    try {
      const file = join(folder, 'other.ts');
      await writeFile(file, source);
      await vscode.window.showTextDocument(vscode.Uri.file(file));
      assert.match(await refused(commands.documentSymbol), /outside/);
      assert.equal(stage.session.running, 0);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('a cursor outside of every function, and a command without a result, are said', async () => {
    await using stage = await setStage({ files: { 'a.ts': `const x = 1;\n\n\n${source}` } });
    await stage.show('a.ts', 3);
    assert.match(await refused(commands.documentSymbol), /in no function/);
    assert.match(await refused(commands.applyChange), /No change is staged/);
    assert.match(await refused(commands.verifyResult, 'no-such-task'), /not in the record/);
  });
});
