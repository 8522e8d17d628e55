import { describe, expect, it } from 'vitest';
import { openRows } from './row.ts';
import { openRunRows, project } from './runProject.ts';

const run = openRunRows();
const without = openRows();
const path = 'test/label.test.mjs';
const task = {
  intent: 'test',
  instruction: 'test label',
  paths: [path, 'test/price.test.mjs', 'src/price.ts'],
  target: { path: 'src/price.ts', line: 14, symbol: 'label' },
};
const head = "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n";
const imported = "import { label } from '../src/price.ts';\n";
const whole = (body: string, before = head + imported) => [{ path, whole: `${before}\n${body}` }];
const one = (body: string, before?: string) => whole(`test('labels', () => {\n  ${body}\n});\n`, before);
const old = 'test/price.test.mjs';

describe('a new test', () => {
  it.each([
    ['of one value', one("assert.equal(label(5), '5 €');")],
    [
      'of both branches',
      whole(
        "test('free', () => {\n  assert.equal(label(0), 'free');\n});\ntest('priced', () => {\n  assert.equal(label(3), '3 €');\n});\n",
      ),
    ],
    [
      'by an import at run time',
      one("const { label } = await import('../src/price.ts');\n  assert.equal(label(0), 'free');", head).map(
        (edit) => ({ ...edit, whole: edit.whole.replace('() =>', 'async () =>') }),
      ),
    ],
    [
      'in a file that was there',
      [
        { path: old, search: 'import { discount, total }', replace: 'import { discount, label, total }' },
        {
          path: old,
          search: "test('takes",
          replace: "test('labels', () => {\n  assert.equal(label(0), 'free');\n});\n\ntest('takes",
        },
      ],
    ],
  ])('is verified: %s', async (_name, edits) => {
    const verdict = await run({ task, edits });
    expect([verdict.state, verdict.fails, verdict.unables]).toEqual(['verified', '', '']);
    expect(verdict.proves.join('\n')).toMatch(/failed when a fault was planted in label/);
  });

  it.each([
    ['that fails', one("assert.equal(label(5), '6 €');"), /with the new test .* fails .*"labels"/],
    [
      'that does not load',
      one("assert.equal(label(5), '5 €');", `${head}import { label } from '../src/prices.ts';\n`),
      /no changed test imports|fails/,
    ],
    [
      'that tests a copy of the code',
      one(
        "assert.equal(label(0), 'free');",
        `${head}const label = (price) => (price === 0 ? 'free' : \`\${price} €\`);\n`,
      ),
      /no changed test imports src\/price\.ts/,
    ],
    [
      'that calls nothing of it',
      one('assert.equal(typeof label, "function");'),
      /notices none of \d+ faults planted in label/,
    ],
    [
      'that is skipped',
      whole("test.skip('labels', () => {\n  assert.equal(label(0), 'free');\n});\n"),
      /the new test "labels" is skipped/,
    ],
    [
      'that is skipped by an option',
      whole("test('labels', { skip: true }, () => {\n  assert.equal(label(0), 'free');\n});\n"),
      /is skipped/,
    ],
    [
      'that shuts out the others',
      whole("test.only('labels', () => {\n  assert.equal(label(0), 'free');\n});\n"),
      /marked to run alone/,
    ],
    [
      'that changes what it tests',
      [
        ...one("assert.equal(label(0), 'gratis');"),
        { path: 'src/price.ts', search: "'free'", replace: "'gratis'" },
      ],
      /src\/price\.ts is no test file/,
    ],
    [
      'in place of one that was there',
      [
        {
          path: old,
          search: "test('adds all prices', () => {\n  assert.equal(total([1, 2, 3]), 6);\n});\n",
          replace: "test('labels', () => {\n  assert.ok(true);\n});\n",
        },
      ],
      /the test "adds all prices" of test\/price\.test\.mjs is gone/,
    ],
    [
      'beside one that was emptied',
      [
        ...one("assert.equal(label(0), 'free');"),
        { path: old, search: '  assert.equal(total([1, 2, 3]), 6);\n', replace: '  total([1, 2, 3]);\n' },
      ],
      /"adds all prices" of test\/price\.test\.mjs asserts nothing any more/,
    ],
    [
      'beside one that is skipped now',
      [
        ...one("assert.equal(label(0), 'free');"),
        { path: old, search: "test('adds", replace: "test.skip('adds" },
      ],
      /"adds all prices" .* is skipped now/,
    ],
  ])('is refuted: %s', async (_name, edits, words) => {
    const verdict = await run({ task, edits });
    expect(verdict.state).toBe('refuted');
    expect(verdict.fails).toMatch(words);
  });

  it.each([
    [
      'that looks at nothing it calls for',
      one('label(0);\n  assert.ok(true);'),
      /calls label, but notices none/,
    ],
    [
      'whose fault the old tests notice, and it does not',
      one('assert.equal(typeof discount, "function");', head + imported.replace('label', 'discount')),
      /notices none/,
    ],
  ])('is not verified: %s', async (_name, edits, words) => {
    const target = _name.includes('old tests')
      ? { path: 'src/price.ts', line: 7, symbol: 'discount' }
      : task.target;
    const verdict = await run({ task: { ...task, target }, edits });
    expect(verdict.state).not.toBe('verified');
    expect(verdict.fails + verdict.unables).toMatch(words);
  });

  it('is unproven where it ends only because a fault makes the code throw, and verified where it looks at that', async () => {
    const target = { path: 'src/guard.ts', line: 1, symbol: 'whole' };
    const files = {
      ...project,
      'src/guard.ts':
        "export function whole(value: number): number {\n  if (value < 0) {\n    throw new RangeError('below');\n  }\n  return value;\n}\n",
    };
    const row = (body: string) =>
      run({
        files,
        task: { ...task, target },
        edits: one(body, `${head}import { whole } from '../src/guard.ts';\n`),
      });
    const same = await row(
      'const actual = whole(5);\n  const expected = actual;\n  assert.equal(actual, expected);',
    );
    expect([same.state, same.unables]).toEqual([
      'unproven',
      expect.stringMatching(/notices none of \d+ faults .* it broke off in whole, at no assertion/),
    ]);
    expect((await row('assert.equal(whole(5), 5);')).state).toBe('verified');
    expect((await row('assert.throws(() => whole(-1), RangeError);')).state).toBe('verified');
  });

  it('leaves a test that was there with fewer assertions open', async () => {
    const twice = (text: string) => ({
      ...project,
      [old]: (project[old] ?? '').replace('  assert.equal(total([1, 2, 3]), 6);\n', text),
    });
    const verdict = await run({
      files: twice('  assert.equal(total([1, 2, 3]), 6);\n  assert.equal(total([]), 0);\n'),
      task,
      edits: [
        ...one("assert.equal(label(0), 'free');"),
        { path: old, search: '  assert.equal(total([]), 0);\n', replace: '' },
      ],
    });
    expect([verdict.state, verdict.unables]).toEqual([
      'unproven',
      expect.stringMatching(/"adds all prices" .* has 1 assertions, of 2/),
    ]);
  });

  it('is unproven where the command does not run it, or the target is not there', async () => {
    const edits = one("assert.equal(label(0), 'free');");
    const narrow = await run({
      task,
      edits,
      commands: [[process.execPath, '--test', 'test/price.test.mjs']],
    });
    expect(narrow.state).not.toBe('verified');
    const lost = await run({ task: { ...task, target: { ...task.target, symbol: 'labels' } }, edits });
    expect([lost.state, lost.unables]).toEqual(['unproven', expect.stringMatching(/labels is not declared/)]);
  });

  it('may be the first of a project', async () => {
    const { [old]: _gone, ...files } = project;
    const verdict = await run({ files, task, edits: one("assert.equal(label(0), 'free');") });
    expect([verdict.state, verdict.unables]).toEqual(['verified', '']);
  });

  it('is unproven without a run, and refuted by what needs none', async () => {
    const row = (edits: readonly unknown[]) => without({ files: project, task, result: { edits } });
    expect((await row(one("assert.equal(label(0), 'free');"))).state).toBe('unproven');
    expect((await row(whole("test.skip('labels', () => {});\n"))).state).toBe('refuted');
    expect((await row(one('assert.equal(1, 1);', head))).fails).toMatch(/no changed test imports/);
  });
});
