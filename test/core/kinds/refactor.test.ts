import { afterAll, describe, expect, it } from 'vitest';
import { verifyRow } from '../../../src/cli/verify.ts';
import { renamesIn } from '../../../src/core/checks/refactor/renames.ts';
import { openTools } from '../../support/verdicts.ts';

const tools = openTools({ runChecks: true });
afterAll(() => tools[Symbol.dispose]());

const files = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [], "noEmit": true, "allowImportingTsExtensions": true }, "include": ["src"] }\n',
  'src/index.ts': "export * from './total.ts';\nexport { label } from './label.ts';\n",
  'src/total.ts':
    'export function total(prices: readonly number[]): number {\n  let sum = 0;\n  for (const price of prices) sum += price;\n  return sum;\n}\n\nexport function half(price: number): number {\n  return price / 2;\n}\n',
  'src/label.ts': 'export function label(price: number): string {\n  return `${price} EUR`;\n}\n',
  'src/bill.ts':
    "import { half, total } from './total.ts';\nimport { label } from './label.ts';\n\nexport const bill = (prices: readonly number[]): string => label(half(total(prices)));\n",
  'test/bill.test.mjs':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { bill } from '../src/bill.ts';\nimport { half, label, total } from '../src/index.ts';\n\ntest('halves the sum', () => assert.equal(bill([2, 4]), '3 EUR'));\ntest('adds', () => assert.equal(total([1, 2]), 3));\ntest('halves', () => assert.equal(half(3), 1.5));\ntest('labels', () => assert.equal(label(2), '2 EUR'));\n",
};
const paths = ['src/index.ts', 'src/total.ts', 'src/label.ts', 'src/bill.ts', 'src/half.ts'];
const run = [process.execPath, '--test', '--test-isolation=none'];

async function judge(
  edits: readonly object[],
  more: { instruction?: string; checks?: readonly (readonly string[])[] } = {},
) {
  const { instruction = 'Move half into a file of its own', checks } = more;
  const row = {
    id: 1,
    files,
    task: { kind: 'refactor', instruction, paths },
    result: { edits },
    ...(checks === undefined ? {} : { checks }),
  };
  const answer = await verifyRow(row, tools, new AbortController().signal);
  if ('error' in answer) throw new Error(answer.error);
  const told = answer.findings as readonly { check: string; level: string; path?: string; message: string }[];
  return { state: answer.state, fails: told.filter((one) => one.level === 'fail'), answer };
}

const halfText = 'export function half(price: number): number {\n  return price / 2;\n}\n';
const gone = { path: 'src/total.ts', search: `\n${halfText}`, replace: '' };
const created = { path: 'src/half.ts', whole: halfText };
const imported = {
  path: 'src/bill.ts',
  search: "import { half, total } from './total.ts';",
  replace: "import { half } from './half.ts';\nimport { total } from './total.ts';",
};
const indexed = {
  path: 'src/index.ts',
  search: "export * from './total.ts';",
  replace: "export * from './half.ts';\nexport * from './total.ts';",
};
const moved = [gone, created, imported, indexed];

describe('a refactoring', () => {
  it('that moves a function is verified where the tests ran, and unproven without a run', async () => {
    expect(await judge(moved)).toMatchObject({ state: 'unproven', fails: [] });
    const { state, answer } = await judge(moved, { checks: [run] });
    expect(answer.unproven).toEqual(['whether it does what was asked, beyond what the tests look at']);
    expect([state, answer.findings.filter((one) => JSON.stringify(one).includes('"fail"'))]).toEqual([
      'verified',
      [],
    ]);
  });

  it('may give files whole from which text went to others, and not lose it', async () => {
    const total = files['src/total.ts'].replace(`\n${halfText}`, '');
    const whole = { path: 'src/total.ts', whole: total };
    expect(await judge([whole, created, imported, indexed])).toMatchObject({ state: 'unproven', fails: [] });
    const lost = { path: 'src/label.ts', whole: 'export const label = String;\n' };
    expect((await judge([lost, created, imported, indexed, gone])).state).toBe('refuted');
  });

  it('is allowed the other name that was asked for, and no other', async () => {
    const renamed = [
      { path: 'src/label.ts', search: 'function label', replace: 'function format' },
      { path: 'src/index.ts', search: '{ label }', replace: '{ format }' },
      { path: 'src/bill.ts', search: 'import { label }', replace: 'import { format }' },
      { path: 'src/bill.ts', search: '=> label(', replace: '=> format(' },
    ];
    const asked = await judge(renamed, { instruction: 'Rename `label` to `format` everywhere' });
    expect(asked).toMatchObject({ state: 'unproven', fails: [] });
    const unasked = await judge(renamed, { instruction: 'Tidy up the labels' });
    expect(unasked.fails).toContainEqual(
      expect.objectContaining({ check: 'edit.exports', message: 'label is not exported any more' }),
    );
  });

  it.each([
    ['a call site that was missed', [gone, created, indexed], 'edit.types'],
    ['an export that the index has lost', [gone, created, imported], 'edit.exports'],
    ['a file that was missed', [gone, imported, indexed], 'edit.types'],
    [
      'a file that is not its to change',
      [...moved, { path: 'package.json', search: 'shop', replace: 'store' }],
      'edit.scope',
    ],
    [
      'types that are only silenced away',
      [{ ...gone, replace: '\n// @ts-nocheck\nexport const half = 1;\n' }],
      'edit.types',
    ],
    [
      'a place holder',
      [...moved.slice(1), { ...gone, replace: '\n// ... rest of the code\n' }],
      'edit.left-behind',
    ],
  ])('is refuted: %s', async (_name, edits, check) => {
    const { state, fails } = await judge(edits);
    expect([state, fails.map((one) => one.check)]).toEqual(['refuted', expect.arrayContaining([check])]);
  });

  it('is unproven where what the index passes on is not read', async () => {
    const loose = {
      'index.js': "export * from './a.js';\n",
      'a.js': 'export function foo() {\n  return 1;\n}\n\nexport const bar = 2;\n',
    };
    const foo = 'export function foo() {\n  return 1;\n}\n';
    const row = {
      id: 1,
      files: loose,
      task: { kind: 'refactor', instruction: 'Move foo into b.js', paths: ['a.js', 'b.js'] },
      result: {
        edits: [
          { path: 'a.js', search: `${foo}\n`, replace: '' },
          { path: 'b.js', whole: foo },
        ],
      },
    };
    const answer = await verifyRow(row, tools, new AbortController().signal);
    expect(JSON.stringify(answer)).toContain('what index.js makes visible is not read here');
  });

  it('that behaves otherwise behind the same types is refuted by the tests', async () => {
    const other = { ...created, whole: halfText.replace('/ 2', '/ 3') };
    const edits = [gone, other, imported, indexed];
    expect((await judge(edits)).state).toBe('unproven');
    const { state, fails } = await judge(edits, { checks: [run] });
    expect([state, fails.map((one) => one.check)]).toEqual(['refuted', ['edit.behaviour']]);
  });
});

describe('renames in an instruction', () => {
  it.each([
    ['Rename `a` to `b`', [['a', 'b']]],
    [
      'rename the function parse to read and write to print',
      [
        ['parse', 'read'],
        ['write', 'print'],
      ],
    ],
    ['Renaming a -> b, then move it', [['a', 'b']]],
    ['Move a to b', []],
    ['Make the handler call validate to check the input', []],
    ['Do not rename a to b', []],
    ['Never rename a to b', []],
    ['name it as it is', []],
  ])('%s', (instruction, pairs) => {
    expect(renamesIn(instruction)).toEqual(pairs.map(([symbol, to]) => ({ symbol, to })));
  });
});
