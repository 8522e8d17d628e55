import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, cardSaying, expectText, openDesk, pictureFailures, type Desk } from './desk.ts';

const source = [
  'export function total(amounts: number[]): number {',
  '  let sum = 0;',
  '  for (const amount of amounts) sum += amount;',
  '  return sum;',
  '}',
  '',
].join('\n');
const better = [
  'export function total(amounts: number[]): number {',
  '  return amounts.reduce((sum, amount) => sum + amount, 0);',
  '}',
].join('\n');
const files = {
  'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }\n',
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "noEmit": true, "types": [] }, "include": ["src"] }\n',
  'src/total.ts': source,
  'test/total.test.js': [
    "import assert from 'node:assert/strict';",
    "import { test } from 'node:test';",
    "import { readFileSync } from 'node:fs';",
    // A Node that does not read TypeScript runs this too.
    "const text = readFileSync(new URL('../src/total.ts', import.meta.url), 'utf8').replace(/: number(?:\\[\\])?/g, '');",
    'const { total } = await import(`data:text/javascript,${encodeURIComponent(text)}`);',
    "test('adds', () => assert.equal(total([1, 2, 3]), 6));",
    "test('is zero for nothing', () => assert.equal(total([]), 0));",
    '',
  ].join('\n'),
};

describe('check commands that a person approved', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ files });
  });
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
  });
  pictureFailures(() => desk);

  it('are asked for where none is approved, and chosen from what the project declares', async () => {
    desk.answer = () => better;
    await ask(desk, 'simplify total');
    const open = cardSaying(desk, 'Unproven');
    await open.waitFor();
    await open.getByText('no check command is approved').first().waitFor();
    await desk.bench.runCommand('Countersign: Choose Check Commands...');
    const row = desk.bench.quickRows.filter({ hasText: 'npm' }).first();
    await row.waitFor();
    await desk.bench.screenshot('check-commands');
    await row.click();
    await desk.bench.page.keyboard.press('Enter');
    await row.waitFor({ state: 'hidden' });
  });

  it('verify a restructuring that the tests look at, which is then applied without an override', async () => {
    desk.answer = () => better;
    await ask(desk, 'simplify total');
    const card = cardSaying(desk, 'Verified');
    await card.waitFor();
    await desk.bench.screenshot('check-runs');
    await card.getByRole('button', { name: 'Apply', exact: true }).click();
    await expectText(desk, 'src/total.ts', `${better}\n`);
  });

  it('refute one that breaks them, name the test, and leave the folder as it was', async () => {
    desk.answer = () => better.replace(', 0)', ', 1)');
    await ask(desk, '/edit make total begin with the amount itself');
    const card = cardSaying(desk, 'Refuted');
    await card.waitFor();
    await card
      .getByText(/adds|is zero for nothing/u)
      .first()
      .waitFor();
    expect(await desk.text('src/total.ts')).toBe(`${better}\n`);
  });
});
