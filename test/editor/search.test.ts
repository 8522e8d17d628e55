import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { RecordedResult } from '../../src/core/ledger/results.ts';
import { searchResultSchema, type SearchResult } from '../../src/core/kinds/search.ts';
import { commands, settings } from '../../src/editor/ids.ts';
import type { RunReport } from '../../src/editor/report.ts';
import { diagnostics, event, lenses, quickFixes, setStage, setting, targetOf, type Stage } from './stage.ts';

const dates = [
  'export function parseDate(text: string): Date {',
  '  return new Date(text);',
  '}',
  '',
  "export const today = parseDate('2024-05-06');",
  '',
].join('\n');
const app = ["import { parseDate } from './dates';", '', "console.log(parseDate('2024-01-01'));", ''].join(
  '\n',
);
const files = { 'src/dates.ts': dates, 'src/app.ts': app };
const pattern = { pattern: 'parseDate', caseSensitive: true };
const { Error: isError, Hint, Information } = vscode.DiagnosticSeverity;

/** Judges a result that was tampered with, as the record of a lying worker would be. */
async function tampered(
  stage: Stage,
  result: RecordedResult,
  lie: (honest: SearchResult) => SearchResult,
): Promise<RunReport> {
  const told = lie(searchResultSchema.parse(result.result));
  return stage.session.start({ type: 'verify', result: { ...result, result: told }, via: 'palette' });
}

const titles = (rows: readonly { readonly title: string }[]): string[] => rows.map((row) => row.title);

/** First lines (0-based), in order. */
const linesOf = (rows: readonly vscode.Diagnostic[]): number[] =>
  rows.map((row) => row.range.start.line).sort((a, b) => a - b);

describe('a search', () => {
  it('that is verified is a hint on each line, a line above the code, and quick fixes', async () => {
    await using stage = await setStage({ files });
    const report = await stage.run(commands.find, pattern);
    assert.deepEqual([report.outcome, report.results.map((row) => row.state)], ['done', ['verified']]);
    const rows = await diagnostics(stage.uri('src/dates.ts'), (found) => found.length === 2);
    assert.deepEqual(linesOf(rows), [0, 4]);
    for (const row of rows) {
      assert.equal(row.severity, Hint);
      assert.match(row.message, /^Verified: /);
      assert.equal(typeof row.code === 'object' && row.code.value, 'verified');
    }
    await stage.show('src/dates.ts');
    const above = await lenses(stage.uri('src/dates.ts'));
    assert.match(above[0]?.title ?? '', /^\$\(pass\) Verified: .*parseDate/);
    assert.deepEqual(titles(above).slice(1), ['Verify this result', 'Show evidence']);
    const fixes = await quickFixes(stage.uri('src/dates.ts'), new vscode.Range(0, 0, 0, 0));
    assert.deepEqual(titles(fixes), ['Verify again', 'Show evidence', 'Discard']);
    const first = stage.result(report);
    const second = stage.result(await stage.run(commands.find, { ...pattern, pattern: 'Date' }));
    await diagnostics(stage.uri('src/dates.ts'), (found) => found.length > rows.length);
    const both = await quickFixes(stage.uri('src/dates.ts'), new vscode.Range(0, 0, 0, 0));
    assert.deepEqual(
      titles(both)
        .filter((title) => title.startsWith('Verify again'))
        .sort(),
      [`Verify again: ${first.title}`, `Verify again: ${second.title}`].sort(),
    );
  });

  it('with an invented hit is refuted on that line, with the check that says so', async () => {
    await using stage = await setStage({ files });
    const honest = stage.result(await stage.run(commands.find, pattern));
    const report = await tampered(stage, honest, (search) => ({
      ...search,
      hits: [...search.hits, { path: 'src/app.ts', line: 2, text: 'parseDate' }],
      total: search.total + 1,
    }));
    assert.deepEqual(
      report.results.map((row) => row.state),
      ['refuted'],
    );
    const [row, second] = await diagnostics(
      stage.uri('src/app.ts'),
      (found) => found[0]?.severity === isError,
    );
    assert.equal(second, undefined, 'only what failed is marked');
    assert.equal(row?.range.start.line, 1);
    assert.equal(typeof row?.code === 'object' && row.code.value, 'search.hits');
    assert.match(row?.message ?? '', /^Refuted: .*src\/app\.ts:2 does not match/);
    assert.deepEqual(await diagnostics(stage.uri('src/dates.ts'), (found) => found.length === 0), []);
    await stage.show('src/app.ts');
    const above = await lenses(stage.uri('src/app.ts'));
    assert.match(above[0]?.title ?? '', /^\$\(error\) Refuted: .*does not match/);
    const fixes = await quickFixes(stage.uri('src/app.ts'), new vscode.Range(1, 0, 1, 0));
    assert.deepEqual(titles(fixes), ['Verify again', 'Redo with the findings', 'Show evidence', 'Discard']);
  });

  it('with a dropped hit is refuted on the line that is missing', async () => {
    await using stage = await setStage({ files });
    const honest = stage.result(await stage.run(commands.find, pattern));
    const report = await tampered(stage, honest, (search) => {
      const hits = search.hits.filter((hit) => hit.line !== 5);
      return { ...search, hits, total: hits.length };
    });
    assert.deepEqual(
      report.results.map((row) => row.state),
      ['refuted'],
    );
    const [row] = await diagnostics(stage.uri('src/dates.ts'), (found) => found[0]?.severity === isError);
    assert.equal(row?.range.start.line, 4);
    assert.match(row?.message ?? '', /src\/dates\.ts:5 matches and is not reported/);
  });

  it('goes stale when a file with its lines changes on disk, and says so until it is verified again', async () => {
    await using stage = await setStage({ files });
    const result = stage.result(await stage.run(commands.find, pattern));
    await diagnostics(stage.uri('src/app.ts'), (found) => found.length === 2);
    await stage.write('src/app.ts', app.replace('2024-01-01', '2025-01-01'));
    const staled = await event(stage.session, 'staled', (row) => row.task === result.task);
    assert.equal(staled.path, 'src/app.ts');
    const rows = await diagnostics(stage.uri('src/dates.ts'), (found) => found[0]?.severity === Information);
    assert.match(rows[0]?.message ?? '', /^Stale: .*Verify it again/s);
    await stage.show('src/dates.ts');
    assert.match((await lenses(stage.uri('src/dates.ts')))[0]?.title ?? '', /^\$\(history\) Stale: /);
    const again = await stage.run(commands.verifyResult, { task: result.task });
    assert.deepEqual(
      again.results.map((row) => row.state),
      ['refuted'],
      'a line has another text now',
    );
  });

  it('goes stale when a new file brings a match', async () => {
    await using stage = await setStage({ files });
    const result = stage.result(await stage.run(commands.find, pattern));
    await stage.write('src/more.ts', 'parseDate;\n');
    const staled = await event(stage.session, 'staled', (row) => row.task === result.task);
    assert.equal(staled.path, 'src/more.ts');
  });

  it('stays verified when a file changes that has nothing to do with it', async () => {
    await using stage = await setStage({ files });
    const result = stage.result(await stage.run(commands.find, pattern));
    const other = stage.result(await stage.run(commands.find, { pattern: 'nothing of that name' }));
    await stage.write('src/note.ts', 'nothing of that name\n');
    // The other search notices, in the same round of comparing.
    await event(stage.session, 'staled', (row) => row.task === other.task);
    assert.equal(stage.session.result(result.task)?.verdict?.state, 'verified');
  });

  it('follows its lines while somebody types above them, before anything is saved', async () => {
    await using stage = await setStage({ files });
    await stage.run(commands.find, pattern);
    const editor = await stage.show('src/dates.ts');
    await diagnostics(stage.uri('src/dates.ts'), (found) => found.length === 2);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// one\n// two\n'));
    const moved = await diagnostics(stage.uri('src/dates.ts'), (found) =>
      found.some((row) => row.range.start.line === 2),
    );
    assert.deepEqual(linesOf(moved), [2, 6]);
    await diagnostics(stage.uri('src/dates.ts'), (found) =>
      found.every((row) => row.severity === Information),
    );
  });

  it('is about the text that is in the editor, saved or not, and verified on it', async () => {
    await using stage = await setStage({ files });
    const editor = await stage.show('src/app.ts');
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), '// parseDate, typed and not saved\n');
      edit.delete(new vscode.Range(2, 0, 3, 0));
    });
    assert.equal(editor.document.isDirty, true);
    const report = await stage.run(commands.find, pattern);
    assert.deepEqual(
      report.results.map((row) => row.state),
      ['verified'],
    );
    const { hits } = searchResultSchema.parse(stage.result(report).result);
    assert.deepEqual(
      hits.map((hit) => `${hit.path}:${hit.line} ${hit.text}`),
      [
        'src/app.ts:1 // parseDate, typed and not saved',
        "src/app.ts:2 import { parseDate } from './dates';",
        'src/dates.ts:1 export function parseDate(text: string): Date {',
        "src/dates.ts:5 export const today = parseDate('2024-05-06');",
      ],
    );
    assert.deepEqual(await stage.bytes('src/app.ts'), Buffer.from(app), 'nothing was saved for it');
    const rows = await diagnostics(stage.uri('src/app.ts'), (found) => found.length === 2);
    assert.deepEqual(linesOf(rows), [0, 1]);
  });

  it('is verified again through the command of the line above the code', async () => {
    await using stage = await setStage({ files });
    const result = stage.result(await stage.run(commands.find, pattern));
    await stage.show('src/app.ts');
    await diagnostics(stage.uri('src/app.ts'), (found) => found.length === 2);
    const lens = (await lenses(stage.uri('src/app.ts'))).find((row) => row.title === 'Verify this result');
    assert.ok(lens);
    const args: readonly unknown[] = lens.arguments ?? [];
    const report = await stage.run(lens.command, ...args);
    assert.deepEqual(args, [{ task: result.task, via: 'codelens' }]);
    assert.deepEqual(
      report.results.map((row) => [row.task, row.state]),
      [[result.task, 'verified']],
    );
    const judged = stage.session.events.filter((row) => row.type === 'judged' && row.task === result.task);
    assert.equal(judged.length, 2);
  });

  it('links its marks to a page of evidence that opens in the editor', async () => {
    await using stage = await setStage({ files });
    await stage.run(commands.find, pattern);
    const [row] = await diagnostics(stage.uri('src/app.ts'), (found) => found.length === 2);
    assert.ok(row);
    const page = await vscode.workspace.openTextDocument(targetOf(row));
    assert.match(page.getText(), /^# Verified: Find parseDate/);
    assert.match(page.getText(), /the lines are all the lines of the pattern/);
    const json = await vscode.workspace.openTextDocument(
      targetOf(row).with({ path: targetOf(row).path.replace('.md', '.json') }),
    );
    assert.match(json.getText(), /"kind": "search"/);
  });

  it('is not marked where verified claims are switched off, and its failures still are', async () => {
    await using stage = await setStage({ files });
    await setting(settings.showVerified, false);
    try {
      const honest = stage.result(await stage.run(commands.find, pattern));
      assert.deepEqual(await diagnostics(stage.uri('src/app.ts'), (found) => found.length === 0), []);
      await tampered(stage, honest, (search) => ({ ...search, total: 99 }));
      await diagnostics(stage.uri('src/app.ts'), (found) => found.length === 1);
    } finally {
      await setting(settings.showVerified, undefined);
    }
  });

  it('that its file made stale is verified again on save where the setting says so, and else not', async () => {
    await using stage = await setStage({ files });
    const found = stage.result(await stage.run(commands.find, pattern));
    const add = async (line: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(stage.uri('src/app.ts'), new vscode.Position(0, 0), `${line}\n`);
      await vscode.workspace.applyEdit(edit);
    };
    await add('// first');
    await event(stage.session, 'staled', (row) => row.task === found.task);
    await vscode.workspace.saveAll(false);
    assert.equal(stage.session.result(found.task)?.verdict?.state, 'stale');
    await setting(settings.verifyOnSave, true);
    try {
      await add('// second');
      await vscode.workspace.saveAll(false);
      // Its lines moved, so the same result is wrong now.
      await event(
        stage.session,
        'judged',
        (row) => row.task === found.task && row.verdict.state === 'refuted',
      );
      const asked = stage.session.events.filter((row) => row.type === 'asked');
      assert.equal(asked.at(-1)?.via, 'save');
    } finally {
      await setting(settings.verifyOnSave, undefined);
    }
  });

  it('never puts more than 200 marks on one file', async () => {
    const text = Array.from({ length: 90 }, () => 'one two three').join('\n');
    await using stage = await setStage({ files: { 'many.txt': `${text}\n` } });
    for (const word of ['one', 'two', 'three']) await stage.run(commands.find, { pattern: word });
    const rows = await diagnostics(stage.uri('many.txt'), (found) => found.length >= 200);
    assert.equal(rows.length, 200);
  });

  it('goes with its marks when it is discarded', async () => {
    await using stage = await setStage({ files });
    const result = stage.result(await stage.run(commands.find, pattern));
    await diagnostics(stage.uri('src/app.ts'), (found) => found.length === 2);
    await stage.run(commands.discardChange, { task: result.task });
    assert.deepEqual(await diagnostics(stage.uri('src/app.ts'), (found) => found.length === 0), []);
  });
});
