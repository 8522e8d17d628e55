import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/editor/ids.ts';
import { setStage } from './stage.ts';

const files = { 'src/dates.ts': 'export const parseDate = 1;\n' };

describe('a report', () => {
  it('holds every verdict of the folder, in the form and the file that were asked for', async () => {
    await using stage = await setStage({ files });
    const found = await stage.run(commands.find, { pattern: 'parseDate', caseSensitive: true });
    const [task] = found.results.map((row) => row.task);
    for (const [form, ending] of [
      ['markdown', 'md'],
      ['json', 'json'],
      ['sarif', 'sarif'],
    ] as const) {
      const uri = stage.uri(`out/report.${ending}`);
      await vscode.commands.executeCommand(commands.exportReport, { form, uri });
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      assert.ok(text.includes(task ?? 'no task'), text.slice(0, 200));
      if (form === 'markdown') assert.match(text, /^# Countersign report: [\s\S]*Verified: /u);
      else assert.ok(JSON.parse(text));
    }
  });
});
