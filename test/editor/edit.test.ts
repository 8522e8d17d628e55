import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { RecordedResult } from '../../src/core/ledger/results.ts';
import { commands } from '../../src/editor/ids.ts';
import type { ScriptedRequest } from '../support/scriptedServer.ts';
import { diagnostics, event, lenses, quickFixes, setStage, watchFolder, type Stage } from './stage.ts';

const source = [
  'export function parseDate(text: string): Date {',
  '  return new Date(text);',
  '}',
  '',
  'export function formatDate(date: Date): string {',
  '  return date.toISOString();',
  '}',
  '',
].join('\n');
const words = 'Turns a text into a date.';
const comment = `/** ${words} */\n`;
const config = JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, target: 'ES2022', types: [] },
});
const files = { 'src/dates.ts': source, 'tsconfig.json': config };

const { Error: isError, Hint, Warning } = vscode.DiagnosticSeverity;

async function staged(stage: Stage, instruction?: string): Promise<RecordedResult> {
  await stage.show('src/dates.ts', 2, 4);
  const report =
    instruction === undefined
      ? await stage.run(commands.documentSymbol)
      : await stage.run(commands.editSelection, instruction);
  return stage.result(report);
}

/** Answers a request for doc words with one sentence, and one for a piece with that piece as `change` makes it. */
function answering(change: (piece: string) => string): (request: ScriptedRequest) => string {
  return (request) => {
    if (request.prefill === '') return words;
    const piece = /```\w*\n([^]*?)\n```/.exec(request.ask)?.[1] ?? '';
    return change(piece);
  };
}

const openText = (stage: Stage): string => {
  const uri = stage.uri('src/dates.ts').toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri)?.getText() ?? '';
};

describe('an edit', () => {
  it('that holds is staged with nothing written, and says on its lines what can be done', async () => {
    await using stage = await setStage({ files, answer: answering((piece) => piece) });
    const before = await stage.bytes('src/dates.ts');
    const result = await staged(stage);
    assert.deepEqual([result.verdict?.state, result.change.type], ['verified', 'held']);
    assert.deepEqual(await stage.bytes('src/dates.ts'), before);
    assert.equal(openText(stage), source);
    const [row] = await diagnostics(stage.uri('src/dates.ts'), (found) => found.length > 0);
    assert.deepEqual([row?.severity, row?.range.start.line], [Hint, 0]);
    const titles = (await lenses(stage.uri('src/dates.ts'))).map((lens) => lens.title);
    assert.match(titles[0] ?? '', /^\$\(pass\) Verified: .*\(staged\)$/);
    assert.deepEqual(titles.slice(1), [
      'Verify this result',
      'Show evidence',
      'Apply',
      'Show change',
      'Discard',
    ]);
    const fixes = await quickFixes(stage.uri('src/dates.ts'), new vscode.Range(0, 0, 0, 0));
    assert.deepEqual(
      fixes.map((fix) => fix.title),
      ['Apply', 'Show change', 'Verify again', 'Show evidence', 'Discard'],
    );
  });

  const shapes: readonly (readonly [string, Buffer, Buffer])[] = [
    ['LF', Buffer.from(source), Buffer.from(comment + source)],
    [
      'CRLF',
      Buffer.from(source.replaceAll('\n', '\r\n')),
      Buffer.from((comment + source).replaceAll('\n', '\r\n')),
    ],
    ['a byte order mark', Buffer.from(`\ufeff${source}`), Buffer.from(`\ufeff${comment}${source}`)],
    ['no final newline', Buffer.from(source.trimEnd()), Buffer.from(comment + source.trimEnd())],
  ];
  for (const [name, before, after] of shapes) {
    it(`is applied in one undo step and undone to the same bytes: ${name}`, async () => {
      await using stage = await setStage({
        files: { ...files, 'src/dates.ts': before },
        answer: () => words,
      });
      const result = await staged(stage);
      assert.equal(result.verdict?.state, 'verified', JSON.stringify(result.verdict?.findings));
      const report = await stage.run(commands.applyChange, { task: result.task });
      assert.deepEqual(
        report.results.map((row) => row.change),
        ['applied'],
      );
      assert.deepEqual(await stage.bytes('src/dates.ts'), after);
      await stage.show('src/dates.ts');
      await vscode.commands.executeCommand('undo');
      await vscode.workspace.save(stage.uri('src/dates.ts'));
      assert.deepEqual(await stage.bytes('src/dates.ts'), before);
      // What is undone is not on the lines any more, and its verdict says so.
      const staled = await event(stage.session, 'staled', (row) => row.task === result.task);
      assert.equal(staled.path, 'src/dates.ts');
    });
  }

  it('is applied to unsaved text without saving it, and undone to that text', async () => {
    await using stage = await setStage({ files, answer: () => words });
    const editor = await stage.show('src/dates.ts');
    await editor.edit((edit) => edit.insert(new vscode.Position(7, 0), '// mine, not saved\n'));
    const unsaved = editor.document.getText();
    const result = await staged(stage);
    assert.equal(result.verdict?.state, 'verified', JSON.stringify(result.verdict?.findings));
    await stage.run(commands.applyChange, { task: result.task });
    assert.equal(openText(stage), comment + unsaved);
    assert.equal(editor.document.isDirty, true);
    assert.deepEqual(await stage.bytes('src/dates.ts'), Buffer.from(source));
    const applied = stage.session.events.findLast((event) => event.type === 'applied');
    assert.deepEqual(
      applied?.files.map((file) => file.saved),
      [false],
    );
    await stage.show('src/dates.ts');
    await vscode.commands.executeCommand('undo');
    assert.equal(openText(stage), unsaved);
  });

  it('that breaks the code is refuted, refused, and never touches the disk, auto save or not', async () => {
    await using stage = await setStage({ files, answer: answering((piece) => piece.replace('{', '')) });
    const save = vscode.workspace.getConfiguration('files');
    const before = save.inspect('autoSave')?.globalValue;
    await save.update('autoSave', 'afterDelay', vscode.ConfigurationTarget.Global);
    try {
      using folder = watchFolder(stage.session.folder.uri.fsPath);
      const result = await staged(stage, 'return null for an empty text');
      assert.equal(result.verdict?.state, 'refuted');
      const rows = await diagnostics(stage.uri('src/dates.ts'), (found) => found.length > 0);
      assert.equal(rows[0]?.severity, isError);
      const fixes = await quickFixes(stage.uri('src/dates.ts'), rows[0].range);
      assert.deepEqual(
        fixes.map((fix) => fix.title),
        [
          'Show change',
          'Verify again',
          'Redo with the findings',
          'Show evidence',
          'Discard',
          'Apply anyway...',
        ],
      );
      // The question that an override asks cannot be answered in a test of the host: nobody said yes.
      await assert.rejects(
        Promise.resolve(vscode.commands.executeCommand(commands.applyChange, { task: result.task })),
      );
      const approval = { hash: held(result).hash, override: false };
      const report = await stage.session.start({ type: 'apply', result, approval, via: 'palette' });
      assert.deepEqual(
        report.results.map((row) => row.change),
        ['held'],
      );
      assert.deepEqual(await stage.bytes('src/dates.ts'), Buffer.from(source));
      assert.equal(openText(stage), source);
      assert.deepEqual(
        folder.seen.filter((row) => row.includes('dates')),
        [],
      );
    } finally {
      await save.update('autoSave', before, vscode.ConfigurationTarget.Global);
    }
  });

  it('that is unproven is a warning, and is written by an override that is recorded as one', async () => {
    const guarded = (piece: string): string =>
      piece.replace('return new', "if (text === '') return new Date(0);\n  return new");
    await using stage = await setStage({ files, answer: answering(guarded) });
    const result = await staged(stage, 'return the epoch for an empty text');
    assert.equal(result.verdict?.state, 'unproven', JSON.stringify(result.verdict?.findings));
    assert.ok(held(result).missing.length > 0);
    const rows = await diagnostics(stage.uri('src/dates.ts'), (found) => found.length > 0);
    assert.equal(rows[0]?.severity, Warning);
    const approval = { hash: held(result).hash, override: true };
    const report = await stage.session.start({ type: 'apply', result, approval, via: 'palette' });
    assert.deepEqual(
      report.results.map((row) => row.change),
      ['applied'],
    );
    const applied = stage.session.events.findLast((event) => event.type === 'applied');
    assert.equal(applied?.by, 'override');
    assert.match((await stage.bytes('src/dates.ts'))?.toString() ?? '', /new Date\(0\)/);
    assert.match((await lenses(stage.uri('src/dates.ts')))[0]?.title ?? '', /applied by an override/);
  });

  it('is not written with the approval of another change', async () => {
    await using stage = await setStage({ files, answer: () => words });
    const result = await staged(stage);
    const approval = { hash: 'f'.repeat(64), override: true };
    const report = await stage.session.start({ type: 'apply', result, approval, via: 'palette' });
    assert.deepEqual(
      report.results.map((row) => row.change),
      ['held'],
    );
    assert.deepEqual(await stage.bytes('src/dates.ts'), Buffer.from(source));
  });

  it('is not written over a file that changed since it was checked', async () => {
    await using stage = await setStage({ files, answer: () => words });
    const result = await staged(stage);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const other = source.replace('parseDate', 'readDate');
    await stage.write('src/dates.ts', other);
    await stage.run(commands.applyChange, { task: result.task });
    assert.deepEqual(await stage.bytes('src/dates.ts'), Buffer.from(other));
    const now = stage.session.result(result.task);
    assert.notEqual(now?.verdict?.state, 'verified');
    assert.notEqual(now?.change.type, 'applied');
  });

  it('is thrown away by Discard, and with it its marks', async () => {
    await using stage = await setStage({ files, answer: () => words });
    const result = await staged(stage);
    await diagnostics(stage.uri('src/dates.ts'), (found) => found.length > 0);
    const report = await stage.run(commands.discardChange);
    assert.deepEqual(
      report.results.map((row) => [row.task, row.change]),
      [[result.task, 'discarded']],
    );
    assert.deepEqual(await diagnostics(stage.uri('src/dates.ts'), (found) => found.length === 0), []);
    assert.deepEqual(await stage.bytes('src/dates.ts'), Buffer.from(source));
  });

  it('is shown as a diff of what was and what would be', async () => {
    await using stage = await setStage({ files, answer: () => words });
    const result = await staged(stage);
    await vscode.commands.executeCommand(commands.showDiff, { task: result.task });
    const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const [original, modified] = await Promise.all(
      [input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    assert.equal(original?.getText(), source);
    assert.equal(modified?.getText(), comment + source);
  });
});

describe('a rename', () => {
  it('needs no model, changes every file that names the symbol, and is undone in one step', async () => {
    const app = "import { parseDate } from './dates';\n\nexport const start = parseDate('2024-05-06');\n";
    await using stage = await setStage({ files: { ...files, 'src/app.ts': app }, down: true });
    await stage.show('src/dates.ts', 1, 18);
    const result = stage.result(await stage.run(commands.renameSymbol, 'readDate'));
    assert.deepEqual(
      [result.worker, result.verdict?.state],
      ['code', 'verified'],
      JSON.stringify(result.verdict?.findings),
    );
    await stage.run(commands.applyChange, { task: result.task });
    assert.equal((await stage.bytes('src/app.ts'))?.toString(), app.replaceAll('parseDate', 'readDate'));
    assert.equal((await stage.bytes('src/dates.ts'))?.toString(), source.replaceAll('parseDate', 'readDate'));
    await stage.show('src/dates.ts');
    await vscode.commands.executeCommand('undo');
    await vscode.workspace.saveAll();
    assert.equal(openText(stage), source);
  });
});

function held(result: RecordedResult): { readonly hash: string; readonly missing: readonly string[] } {
  assert.equal(result.change.type, 'held', `not held: ${JSON.stringify(result.change)}`);
  return result.change.type === 'held' ? result.change : { hash: '', missing: [] };
}
