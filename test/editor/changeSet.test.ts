import { strict as assert } from 'node:assert';
import { appendFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { RecordedResult } from '../../src/core/ledger/results.ts';
import { stagedUri } from '../../src/editor/diff.ts';
import { commands } from '../../src/editor/ids.ts';
import { diagnostics, event, lenses, setStage, until, watchFolder, type Stage } from './stage.ts';

const config = JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, target: 'ES2022', module: 'esnext', types: [] },
});
const dates = 'export function parseDate(text: string): Date {\n  return new Date(text);\n}\n';
const user = (name: string, from = '.'): string =>
  `import { parseDate } from '${from}/dates';\n\nexport const ${name} = parseDate('2024-05-06');\n`;

/**
 * A name that is declared in one file and used in four others, one of them with CRLF and one with a mark. The
 * files have names of their own: the editor remembers a document for a while after its tab is closed.
 */
const before: Readonly<Record<string, string>> = {
  'set/dates.ts': dates,
  'set/app.ts': user('start'),
  'set/crlf.ts': user('end').replaceAll('\n', '\r\n'),
  'set/mark.ts': `\ufeff${user('middle')}`,
  'set/deep/er/last.ts': user('last', '../..'),
};
const paths = Object.keys(before).sort();
const after = Object.fromEntries(
  Object.entries(before).map(([path, text]) => [path, text.replaceAll('parseDate', 'readDate')]),
);
const files = { ...before, 'tsconfig.json': config };

async function textsOf(stage: Stage): Promise<Record<string, string | undefined>> {
  const rows = paths.map(async (path) => [path, (await stage.bytes(path))?.toString()] as const);
  return Object.fromEntries(await Promise.all(rows));
}

async function renamed(stage: Stage): Promise<RecordedResult> {
  await stage.show('set/dates.ts', 1, 18);
  const result = stage.result(await stage.run(commands.renameSymbol, 'readDate'));
  assert.equal(result.verdict?.state, 'verified', JSON.stringify(result.verdict?.findings));
  assert.deepEqual(result.changeSet?.files.map((file) => file.path).sort(), paths);
  return result;
}

async function applied(stage: Stage): Promise<RecordedResult> {
  const result = await renamed(stage);
  await stage.run(commands.applyChange, { task: result.task });
  assert.deepEqual(await textsOf(stage), after);
  const now = stage.session.result(result.task);
  assert.equal(now?.change.type, 'applied');
  assert.ok(now);
  return now;
}

describe('a change set over five files', () => {
  it('is reviewed in one view of all its differences, with nothing written', async () => {
    await using stage = await setStage({ files });
    const result = await renamed(stage);
    using watched = watchFolder(stage.session.folder.uri.fsPath);
    await vscode.commands.executeCommand(commands.showDiff, { task: result.task });
    const title = `${result.title} (verified)`;
    await until(
      'the view of all differences',
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.label.startsWith(title) === true || undefined,
      (again) => vscode.window.tabGroups.onDidChangeTabs(again),
    );
    for (const path of paths) {
      const sides = await Promise.all(
        (['base', 'proposed'] as const).map((side) =>
          vscode.workspace.openTextDocument(stagedUri(result.task, side, path)),
        ),
      );
      const texts = sides.map((document) => document.getText().replaceAll('\r\n', '\n'));
      const plain = (text: string | undefined): string =>
        (text ?? '').replaceAll('\r\n', '\n').replace('\ufeff', '');
      assert.deepEqual(texts, [plain(before[path]), plain(after[path])], path);
    }
    assert.deepEqual(await textsOf(stage), before);
    assert.deepEqual(watched.seen, []);
  });

  it('is applied in one step, which one undo of the editor takes back in all five without asking', async () => {
    await using stage = await setStage({ files });
    await applied(stage);
    await stage.show('set/dates.ts');
    await vscode.commands.executeCommand('undo');
    const documents = await Promise.all(
      paths.map((path) => vscode.workspace.openTextDocument(stage.uri(path))),
    );
    const isOld = (): true | undefined =>
      documents.every((row, index) => row.getText() === before[paths[index] ?? '']?.replace('\ufeff', '')) ||
      undefined;
    // The command is told to be over before the documents of other files have been heard of here.
    await until('the old texts', isOld, (again) => vscode.workspace.onDidChangeTextDocument(again));
    for (const document of documents) assert.ok(await document.save(), document.uri.path);
    assert.deepEqual(await textsOf(stage), before);
  });

  it('is undone by our command: all five are as before, in words, and nothing marks their lines', async () => {
    await using stage = await setStage({ files });
    const result = await applied(stage);
    const titles = (await lenses(stage.uri('set/dates.ts'))).map((lens) => lens.title);
    assert.ok(titles.includes('Undo change'), titles.join());
    const report = await stage.run(commands.undoChange, { task: result.task });
    assert.deepEqual([report.outcome, report.results.map((row) => row.change)], ['done', ['undone']]);
    assert.deepEqual(await textsOf(stage), before);
    for (const path of paths) {
      await diagnostics(stage.uri(path), (rows) => rows.length === 0);
      assert.deepEqual(await lenses(stage.uri(path)), []);
    }
    const undone = await event(stage.session, 'undone', (row) => row.task === result.task);
    assert.deepEqual(undone.restored.map((file) => file.path).sort(), paths);
    assert.deepEqual(undone.left, []);
    assert.equal(
      stage.session.events.some((row) => row.type === 'staled' && row.task === result.task),
      false,
      'an undo of ours is no change that others made',
    );
  });

  it('is undone by our command but for a file that was changed since, which is named', async () => {
    await using stage = await setStage({ files });
    const result = await applied(stage);
    await stage.write('set/app.ts', `${after['set/app.ts'] ?? ''}// mine\n`);
    await stage.run(commands.undoChange, { task: result.task });
    assert.deepEqual(await textsOf(stage), {
      ...before,
      'set/app.ts': `${after['set/app.ts'] ?? ''}// mine\n`,
    });
    const now = stage.session.result(result.task);
    assert.deepEqual(now?.change, {
      type: 'undone',
      left: [{ path: 'set/app.ts', reason: 'it changed since it was written' }],
    });
  });

  it('loses its approval when one byte of one file changes between the approval and the write', async () => {
    await using stage = await setStage({ files });
    const result = await renamed(stage);
    const changed = stage.uri('set/deep/er/last.ts').fsPath;
    // The gate has cleared it, and the writer has not begun.
    const listening = stage.session.onEvent((row) => {
      if (row.type === 'cleared') appendFileSync(changed, ' ');
    });
    const report = await stage.run(commands.applyChange, { task: result.task });
    listening.dispose();
    assert.equal(report.outcome, 'failed', JSON.stringify(report));
    assert.match(report.reason, /set\/deep\/er\/last\.ts/);
    assert.deepEqual(await textsOf(stage), {
      ...before,
      'set/deep/er/last.ts': `${before['set/deep/er/last.ts'] ?? ''} `,
    });
    assert.notEqual(stage.session.result(result.task)?.change.type, 'applied');
    assert.equal(stage.session.result(result.task)?.verdict?.state, 'stale');
    // The control: without the byte the same change is written, so it was the byte that stopped it.
    await stage.write('set/deep/er/last.ts', before['set/deep/er/last.ts'] ?? '');
    await applied(stage);
  });
});
