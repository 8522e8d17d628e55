import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/editor/ids.ts';
import { diagnostics, lenses, quickFixes, setStage, type Stage } from './stage.ts';

const config = JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, types: [] },
  include: ['src'],
});
const pad = 'export function pad(text: string): string {\n  return text.padStart(2);\n}\n';
const dates = "import { pad } from './pad';\nexport const day: string = pad('1');\n";
const files = { 'tsconfig.json': config, 'src/pad.ts': pad, 'src/dates.ts': dates };

/** Commits what the stage holds, so that what comes after differs from it. */
function commit(stage: Stage): void {
  const cwd = stage.session.folder.uri.fsPath;
  const own = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'one', '--allow-empty'],
  ]) {
    execFileSync('git', [...own, ...args], { cwd, stdio: 'ignore' });
  }
}

describe('changes of the working tree', () => {
  it('that break another file are refuted on its line, whoever made them, and nothing is written', async () => {
    await using stage = await setStage({ files });
    commit(stage);
    const broken = pad.replace('): string', '): number').replace('return text', 'return text.length + text');
    await stage.write('src/pad.ts', broken);
    const report = await stage.run(commands.verifyChanges, 'HEAD');
    const result = stage.result(report);
    assert.equal(result.verdict?.state, 'refuted');
    assert.equal(result.change.type, 'applied');
    const found = await diagnostics(stage.uri('src/dates.ts'), (rows) => rows.length > 0);
    assert.deepEqual(
      found.map((row) => [row.severity, row.range.start.line]),
      [[vscode.DiagnosticSeverity.Error, 1]],
    );
    assert.equal((await stage.bytes('src/pad.ts'))?.toString(), broken);
    const titles = (await lenses(stage.uri('src/pad.ts'))).map((lens) => lens.title);
    assert.match(titles[0] ?? '', /Refuted/);
    assert.ok(titles.includes('Verify this result'));
    // It is the person's own text: nothing of it is ours to apply, to discard from disk or to undo.
    assert.deepEqual(
      titles.filter((title) => /Apply|Undo/.test(title)),
      [],
    );
  });

  it('are judged again as they stand then, and are unproven where nothing ran', async () => {
    await using stage = await setStage({ files });
    commit(stage);
    await stage.write('src/pad.ts', pad.replace('padStart(2)', 'padStartx(2)'));
    const first = stage.result(await stage.run(commands.verifyChanges, 'HEAD'));
    assert.equal(first.verdict?.state, 'refuted');
    await stage.write('src/pad.ts', pad.replace('padStart(2)', 'padStart(3)'));
    await stage.run(commands.verifyResult, { task: first.task, via: 'codelens' });
    assert.equal(stage.session.result(first.task)?.verdict?.state, 'unproven');
  });

  it('say why there is nothing to judge', async () => {
    await using stage = await setStage({ files });
    const report = await stage.run(commands.verifyChanges, 'HEAD');
    assert.match(report.declined?.reason ?? '', /no git repository|Nothing differs/);
  });
});

describe('an error of the compiler', () => {
  const wrong = 'export function half(n: number): number {\n  return n / 2 + offset;\n}\n';

  it('is offered to the local model in the light bulb, and its mend is held against the compiler', async () => {
    await using stage = await setStage({
      files: { 'tsconfig.json': config, 'src/half.ts': wrong },
      answer: () => 'export function half(n: number): number {\n  return n / 2 + n;\n}',
    });
    await stage.show('src/half.ts', 2, 20);
    const uri = stage.uri('src/half.ts');
    const error = { line: 2, code: 2304, message: "Cannot find name 'offset'." };
    const result = stage.result(await stage.run(commands.fixError, error));
    assert.equal(result.input['intent'], 'fix');
    assert.deepEqual([result.verdict?.state, result.change.type], ['verified', 'held']);
    const offered = await quickFixes(uri, new vscode.Range(1, 0, 1, 30));
    assert.ok(offered.length > 0);
  });

  it('that is silenced instead is refuted', async () => {
    await using stage = await setStage({
      files: { 'tsconfig.json': config, 'src/half.ts': wrong },
      answer: () => 'export function half(n: number): number {\n  // @ts-ignore\n  return n / 2 + offset;\n}',
    });
    await stage.show('src/half.ts', 2, 20);
    const error = { line: 2, code: 2304, message: "Cannot find name 'offset'." };
    const result = stage.result(await stage.run(commands.fixError, error));
    assert.equal(result.verdict?.state, 'refuted');
  });
});
