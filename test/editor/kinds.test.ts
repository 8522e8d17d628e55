import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/editor/ids.ts';
import { diagnostics, event, lenses, setStage, targetOf, type Stage } from './stage.ts';

const env = [
  'export const port = Number(process.env.PORT);',
  "export const host = process.env['HOST'];",
  '// TODO: refuse a port below 1024',
  'export function address(): string {',
  '  return `${host}:${port}`;',
  '}',
  '',
].join('\n');
const files = {
  'src/env.ts': env,
  'config.json': '{\n  "name": "shop",\n  "port": 9007199254740993\n}\n',
  'letter.txt': 'Dear {{name}},\nyour order {{order}} is on its way.\n',
  'orders.md': '# Orders\n\nOrder A-17 was sent.\n',
  'tickets.txt': 'It crashes on start\nPlease add a dark theme\n',
};
const { Hint, Error: isError } = vscode.DiagnosticSeverity;

async function select(stage: Stage, path: string, lines: number): Promise<void> {
  const editor = await stage.show(path);
  editor.selection = new vscode.Selection(0, 0, lines, 0);
}

const titles = (rows: readonly { readonly title: string }[]): string[] => rows.map((row) => row.title);

describe('a task of each kind, from the palette', () => {
  it('extract: lists a closed set without a model, marks each item, and tells in evidence what was counted', async () => {
    await using stage = await setStage({ files });
    await stage.show('src/env.ts');
    const report = await stage.run(commands.extract, { what: 'env-vars', paths: ['src/env.ts'] });
    assert.deepEqual([report.outcome, report.results[0]?.state], ['done', 'verified']);
    assert.equal(stage.turns.length, 0);
    const rows = await diagnostics(stage.uri('src/env.ts'), (found) => found.length === 2);
    assert.deepEqual(
      rows.map((row) => row.range.start.line).sort((a, b) => a - b),
      [0, 1],
    );
    assert.ok(rows.every((row) => row.severity === Hint));
    const above = titles(await lenses(stage.uri('src/env.ts')));
    assert.ok(above.some((title) => title.startsWith('$(pass) Verified')));
    assert.ok(above.includes('Verify this result'));
    const [row] = rows;
    assert.ok(row);
    const page = await vscode.workspace.openTextDocument(targetOf(row));
    assert.match(page.getText(), /^# Verified: Every environment variable/u);
  });

  it('extract: a file that changes under the verdict makes it stale, and it can be verified again', async () => {
    await using stage = await setStage({ files });
    await stage.show('src/env.ts');
    const found = stage.result(await stage.run(commands.extract, { what: 'todos', paths: ['src/env.ts'] }));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(stage.uri('src/env.ts'), new vscode.Position(6, 0), '// TODO: and more\n');
    await vscode.workspace.applyEdit(edit);
    await event(stage.session, 'staled', (row) => row.task === found.task);
    await stage.run(commands.verifyResult, { task: found.task, via: 'codelens' });
    assert.equal(stage.session.result(found.task)?.verdict?.state, 'refuted');
    const rows = await diagnostics(stage.uri('src/env.ts'), (all) =>
      all.some((one) => one.severity === isError),
    );
    assert.match(rows.map((one) => one.message).join('\n'), /TODO: and more/u);
  });

  it('transform: converts by code, to the last digit, into a file through the gate', async () => {
    await using stage = await setStage({ files });
    await stage.show('config.json');
    const report = await stage.run(commands.convertFile, { to: 'yaml', into: 'config.yaml' });
    const result = stage.result(report);
    assert.deepEqual([result.verdict?.state, result.change.type], ['verified', 'held']);
    assert.equal(await stage.bytes('config.yaml'), undefined);
    await stage.run(commands.applyChange, { task: result.task, via: 'tree' });
    assert.equal(String(await stage.bytes('config.yaml')), 'name: shop\nport: 9007199254740993\n');
    assert.equal(stage.turns.length, 0);
  });

  it('fill: given values by code, another one by the model with its quote', async () => {
    await using stage = await setStage({ files, answer: () => ({ json: { value: 'A-17' } }) });
    await stage.show('letter.txt');
    const given = { values: { name: 'Ada' }, paths: ['orders.md'] };
    const result = stage.result(await stage.run(commands.fillTemplate, given));
    assert.equal(result.verdict?.state, 'verified', JSON.stringify(result.verdict?.findings));
    assert.match(JSON.stringify(result.result), /Dear Ada,\\nyour order A-17 is on its way/u);
    assert.ok(stage.turns.length > 0);
    const rows = await diagnostics(stage.uri('orders.md'), (found) => found.length === 1);
    assert.equal(rows[0]?.range.start.line, 2);
  });

  it('classify: one label a line, from the ones that were typed', async () => {
    await using stage = await setStage({
      files,
      answer: ({ ask }) => ({ json: { label: ask.includes('crashes') ? 'bug' : 'wish' } }),
    });
    await select(stage, 'tickets.txt', 2);
    const result = stage.result(await stage.run(commands.classifyLines, 'bug, wish'));
    assert.equal(result.verdict?.state, 'verified', JSON.stringify(result.verdict?.findings));
    assert.deepEqual(result.result, {
      labels: [
        { id: '1', label: 'bug' },
        { id: '2', label: 'wish' },
      ],
    });
    const rows = await diagnostics(stage.uri('tickets.txt'), (found) => found.length === 2);
    assert.deepEqual(
      rows.map((row) => row.range.start.line).sort((a, b) => a - b),
      [0, 1],
    );
    const above = titles(await lenses(stage.uri('tickets.txt')));
    assert.ok(above.includes('Verify this result'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(stage.uri('tickets.txt'), new vscode.Position(0, 0), 'Where is the manual?\n');
    await vscode.workspace.applyEdit(edit);
    await event(stage.session, 'staled', (row) => row.task === result.task);
    await stage.run(commands.verifyResult, { task: result.task, via: 'codelens' });
    assert.equal(stage.session.result(result.task)?.verdict?.state, 'refuted');
  });

  it('summarize: bullets on quotes; a limit of the instruction that is broken is a finding of its own', async () => {
    await using stage = await setStage({
      files,
      answer: () =>
        '- `address` joins `host` and `port`\n- It reads `process.env.PORT`\n- `host` is read too',
    });
    await stage.show('src/env.ts');
    const kept = stage.result(await stage.run(commands.summarize, 'Summarize this file in 3 bullets'));
    assert.equal(kept.verdict?.state, 'verified', JSON.stringify(kept.verdict?.findings));
    const broken = stage.result(
      await stage.run(commands.summarize, 'Summarize this file in at most 2 bullets and mention `TODO`'),
    );
    assert.equal(broken.verdict?.state, 'refuted');
    const messages =
      broken.verdict?.findings.filter((one) => one.level === 'fail').map((one) => one.message) ?? [];
    assert.equal(messages.length, 2, messages.join('\n'));
  });

  it('says what is missing where there is no data file, no blank, and nothing selected', async () => {
    await using stage = await setStage({ files });
    for (const [path, command, words] of [
      ['src/env.ts', commands.convertFile, /no data file/u],
      ['orders.md', commands.fillTemplate, /No blanks stand there/u],
      ['tickets.txt', commands.classifyLines, /Select the lines/u],
    ] as const) {
      await stage.show(path);
      const answer = await vscode.commands.executeCommand(command, undefined);
      assert.match(JSON.stringify(answer), words);
    }
  });
});
