import { afterAll } from 'vitest';
import type { Command } from '../../../../src/core/runs.ts';
import type { OpenRuns } from '../../../../src/node/scratch/runs.ts';
import type { Texts } from '../../../node/code/project.ts';
import { openTestRuns } from '../../../node/scratch/openTestRuns.ts';
import { openRows, type Judged } from './row.ts';

/** A project whose tests run with Node alone, in TypeScript and with a configuration that covers it. */
export const project: Texts = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [], "noEmit": true, "allowImportingTsExtensions": true }, "include": ["src"] }\n',
  'src/price.ts':
    'export function total(prices: readonly number[]): number {\n' +
    '  let sum = 0;\n' +
    '  for (const price of prices) sum += price;\n' +
    '  return sum;\n' +
    '}\n' +
    '\n' +
    'export function discount(price: number, percent: number): number {\n' +
    '  if (percent < 0 || percent > 100) {\n' +
    "    throw new RangeError('percent');\n" +
    '  }\n' +
    '  return price - (price * percent) / 100;\n' +
    '}\n' +
    '\n' +
    'export function label(price: number): string {\n' +
    "  return price === 0 ? 'free' : `${price} €`;\n" +
    '}\n',
  'src/untested.ts': 'export function shout(text: string): string {\n  return text.toUpperCase();\n}\n',
  'test/price.test.mjs':
    "import assert from 'node:assert/strict';\n" +
    "import { test } from 'node:test';\n" +
    "import { discount, total } from '../src/price.ts';\n" +
    '\n' +
    "test('adds all prices', () => {\n  assert.equal(total([1, 2, 3]), 6);\n});\n" +
    '\n' +
    "test('takes a discount off', () => {\n  assert.equal(discount(200, 10), 180);\n});\n" +
    '\n' +
    "test('refuses a percentage that is none', () => {\n  assert.throws(() => discount(1, 101), RangeError);\n});\n",
};

export const nodeTest: Command = [process.execPath, '--test', '--test-isolation=none'];

/** The same tests by a runner that does not tell what ran. */
export const silentTest: Command = [
  process.execPath,
  '-e',
  "const env = { ...process.env, NODE_V8_COVERAGE: '' }; process.exitCode = require('node:child_process').spawnSync(process.execPath, ['--test', '--test-isolation=none'], { stdio: 'inherit', env }).status;",
];

export interface RunRow {
  readonly files?: Texts;
  readonly task: Readonly<Record<string, unknown>>;
  readonly edits: readonly unknown[];
  readonly commands?: readonly Command[];
  /** Approvals that are void, in words. */
  readonly missing?: readonly string[];
}

/** Judges rows with runs allowed, each in a scratch copy of its own. */
export function openRunRows(): (row: RunRow) => Promise<Judged> {
  const judge = openRows();
  const open = new Set<OpenRuns>();
  afterAll(async () => {
    for (const runs of open) await runs.close();
  });
  return async ({ files = project, task, edits, commands = [nodeTest], missing = [] }) => {
    const texts = new Map(Object.entries(files));
    const runs = openTestRuns({
      texts: () => texts,
      approved: () => Promise.resolve({ commands, missing }),
    });
    open.add(runs);
    try {
      return await judge({ files, task, result: { edits }, commands, runs });
    } finally {
      await runs.close();
      open.delete(runs);
    }
  };
}
