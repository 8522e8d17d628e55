import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { latch, say, stall, thinkFor } from '../support/scriptedServer.ts';
import {
  ask,
  cardSaying,
  comment,
  dates,
  expectText,
  files,
  openDesk,
  pictureFailures,
  reloadWindow,
  words,
  type Desk,
} from './desk.ts';

/** The whole line, as a person walks it: in the sidebar of a real window. */
describe('the chat', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk({ files });
  });
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    desk.answer = () => words;
    await desk.write('src/dates.ts', dates);
  });

  pictureFailures(() => desk);

  it('answers a search with a card, its verdict in words, and lines that open where they stand', async () => {
    await ask(desk, 'find "parseDate"');
    const card = cardSaying(desk, 'Verified');
    await card.waitFor();
    await card.getByText('3 lines match').waitFor();
    await card.getByText("export const start = parseDate('2024-05-06');").click();
    const { page } = desk.bench;
    await page.locator('.tab.active[data-resource-name="app.ts"]').waitFor();
    await page.locator('.statusbar-item', { hasText: /Ln 3/ }).waitFor();
    await page.locator('.codelens-decoration', { hasText: 'Verify this result' }).first().waitFor();
  });

  it('verifies a result again, and shows its evidence', async () => {
    await ask(desk, 'find "formatDate"');
    const card = cardSaying(desk, 'Verified');
    await card.getByText('1 line matches').waitFor();
    await card.getByRole('button', { name: 'Verify Again' }).click();
    await desk.bench.chat.getByText('Verify again: Find formatDate').first().waitFor();
    await card.getByRole('button', { name: 'Show Evidence' }).click();
    await desk.bench.page.locator('.tab.active', { hasText: 'Evidence for' }).waitFor();
  });

  it('stages an edit, applies it at a click, and one undo brings the file back', async () => {
    await ask(desk, 'add a doc comment to parseDate');
    const card = cardSaying(desk, 'Verified');
    await card.getByText(words, { exact: false }).first().waitFor();
    expect(await desk.text('src/dates.ts')).toBe(dates);
    await card.getByRole('button', { name: 'Apply' }).click();
    await expectText(desk, 'src/dates.ts', comment + dates);
    await desk.bench.openFile('src/dates.ts');
    await desk.bench.page.locator('.editor-instance .view-lines').first().click();
    await desk.bench.page.keyboard.press('Control+Z');
    await desk.bench.page.keyboard.press('Control+S');
    await expectText(desk, 'src/dates.ts', dates);
  });

  it('asks once more before a change that is not proven, and takes no for an answer', async () => {
    desk.answer = (request) =>
      request.prefill === ''
        ? words
        : "export function parseDate(text: string): Date {\n  if (text === '') return new Date(0);\n  return new Date(text);\n}";
    await ask(desk, '/edit make parseDate return the epoch for an empty text');
    const card = cardSaying(desk, 'Unproven');
    await card.waitFor();
    await card.getByRole('button', { name: 'Apply Anyway…' }).click();
    await card.getByText('the checks could not prove this result').waitFor();
    await card.getByRole('button', { name: 'Cancel' }).click();
    expect(await desk.text('src/dates.ts')).toBe(dates);
    // From the palette it is the editor that asks.
    const dialog = desk.bench.page.locator('.monaco-dialog-box');
    await desk.bench.runCommand('Countersign: Apply Change');
    await dialog.getByText('Apply it anyway?').waitFor();
    await dialog.getByText('the checks could not prove this result').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await desk.text('src/dates.ts')).toBe(dates);
    await card.getByRole('button', { name: 'Apply Anyway…' }).click();
    await card.getByRole('button', { name: 'Apply Anyway', exact: true }).click();
    await expect.poll(() => desk.text('src/dates.ts'), { timeout: 20_000 }).toContain('new Date(0)');
    await card
      .getByText(/override/i)
      .first()
      .waitFor();
  });

  it('streams the words of the model and stops at the button', async () => {
    desk.answer = () => [say('It turns '), stall()];
    await ask(desk, '/explain what does parseDate do?');
    const { chat } = desk.bench;
    await chat.getByText('It turns').first().waitFor();
    await chat.getByRole('button', { name: 'Stop' }).first().click();
    await chat
      .getByText(/stopped|cancelled/i)
      .first()
      .waitFor();
  });

  it('keeps what was typed and what was asked over a reload with a run in flight', async () => {
    const gate = latch();
    desk.answer = () => [say('It turns '), thinkFor(gate.opened), say('a text.')];
    await ask(desk, '/explain what does formatDate do in a reload?');
    await desk.bench.chat.getByText('It turns').first().waitFor();
    const input = desk.bench.chat.getByLabel('Ask Countersign');
    await input.fill('half a thought');
    await reloadWindow(desk);
    gate.open();
    const chat = await desk.bench.openChat();
    await chat.getByText('what does formatDate do in a reload?').first().waitFor();
    await chat
      .getByText(/interrupted/i)
      .first()
      .waitFor();
    expect(await chat.getByLabel('Ask Countersign').inputValue()).toBe('half a thought');
    expect(await desk.text('src/dates.ts')).toBe(dates);
    // The verdicts of before are back on their lines.
    await desk.bench.openFile('src/app.ts');
    await desk.bench.page
      .locator('.codelens-decoration', { hasText: 'Verify this result' })
      .first()
      .waitFor();
  });
});
