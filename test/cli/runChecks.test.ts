import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../node/search/place.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

const files = {
  'package.json': '{ "type": "module" }\n',
  'add.js': 'export function add(a, b) {\n  return a + b;\n}\n',
  'add.test.js':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { add } from './add.js';\n\n" +
    "test('adds', () => {\n  assert.equal(add(1, 2), 3);\n});\n",
};
const general = { kind: 'edit', intent: 'general', instruction: 'change it', paths: ['add.js'] };
const edit = (replace: string) => ({ edits: [{ path: 'add.js', search: 'a + b', replace }] });
const checks = [[process.execPath, '--test']];

interface Answer {
  readonly id: string;
  readonly state: string;
  readonly findings: readonly { readonly message: string }[];
}

async function verify(
  rows: readonly object[],
  args: readonly string[],
  temp: string,
): Promise<readonly Answer[]> {
  const env = { ...process.env, TMPDIR: temp, SOME_TOKEN: 'secret-1' };
  const child = spawn(process.execPath, [main, 'verify', '-', ...args], { stdio: 'pipe', env });
  child.stdin.end(rows.map((row) => JSON.stringify(row)).join('\n'));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  expect([code, errors]).toEqual([0, '']);
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

describe('countersign verify - --run-checks', () => {
  it('runs the commands of a row in a copy of its files or its workspace, and leaves nothing behind', async () => {
    using workspace = tempFolder(files);
    using temp = tempFolder();
    const writes = "require('node:fs').writeFileSync('made-by-a-check', process.env.SOME_TOKEN ?? '');";
    const row = (id: string, replace: string, more: object) => ({
      id,
      task: general,
      result: edit(replace),
      checks,
      ...more,
    });
    const rows = [
      row('files', 'b + a', { files }),
      row('workspace', 'b + a', { workspace: workspace.path }),
      row('wrong', 'a - b', { files }),
      row('wrong in a workspace', 'a - b', { workspace: workspace.path }),
      row('a check that writes', 'b + a', {
        workspace: workspace.path,
        checks: [...checks, [process.execPath, '-e', writes]],
      }),
      row('no checks', 'b + a', { files, checks: undefined }),
    ];
    const answers = await verify(rows, ['--run-checks'], temp.path);
    expect(answers.map(({ id, state }) => [id, state])).toEqual([
      ['files', 'verified'],
      ['workspace', 'verified'],
      ['wrong', 'refuted'],
      ['wrong in a workspace', 'refuted'],
      ['a check that writes', 'verified'],
      ['no checks', 'unproven'],
    ]);
    expect(answers[2]?.findings[0]?.message).toMatch(/1 of its tests fail, the first is "adds"/);
    expect(answers[5]?.findings[0]?.message).toMatch(/names no check command/);
    expect(readdirSync(workspace.path).sort()).toEqual(Object.keys(files).sort());
    expect(readdirSync(temp.path)).toEqual([]);
  }, 120_000);

  it('is asked for: without the switch no command of a row is started', async () => {
    using place = tempFolder();
    using temp = tempFolder();
    const file = join(place.path, 'started');
    const touch = [process.execPath, '-e', `require('node:fs').writeFileSync(${JSON.stringify(file)}, '')`];
    const row = { id: 1, files, task: general, result: edit('b + a'), checks: [touch] };
    const [without] = await verify([row], [], temp.path);
    expect([without?.state, existsSync(file)]).toEqual(['unproven', false]);
    expect(without?.findings[0]?.message).toMatch(/1 approved check commands are not run here/);
    // The control: the same command, allowed.
    await verify([row], ['--run-checks'], temp.path);
    expect(existsSync(file)).toBe(true);
  }, 120_000);
});
