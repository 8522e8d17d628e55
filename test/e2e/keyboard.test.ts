import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cardSaying,
  comment,
  dates,
  expectText,
  files,
  openDesk,
  pictureFailures,
  words,
  type Desk,
} from './desk.ts';

/** The whole line without a mouse. */
describe('by keyboard alone', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ files });
    desk.answer = () => words;
  });
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
  });
  pictureFailures(() => desk);

  it('asks, reaches every button of a card by Tab, and applies', async () => {
    const { page, chat } = desk.bench;
    await page.keyboard.press('Control+K');
    await page.keyboard.press('a');
    await expect.poll(() => chat.locator('textarea:focus').count(), { timeout: 30_000 }).toBe(1);
    await page.keyboard.type('add a doc comment to parseDate');
    await page.keyboard.press('Enter');
    const card = cardSaying(desk, 'Verified');
    await card.waitFor();
    const reached = new Set<string>();
    const focused = chat.locator('button:focus, a:focus, summary:focus');
    for (let step = 0; step < 40 && !reached.has('Apply'); step++) {
      await page.keyboard.press('Shift+Tab');
      if ((await focused.count()) > 0) reached.add((await focused.innerText()).trim());
    }
    expect([...reached]).toEqual(
      expect.arrayContaining(['Show Evidence', 'Verify Again', 'Discard', 'Apply']),
    );
    await page.keyboard.press('Enter');
    await expectText(desk, 'src/dates.ts', comment + dates);
  });

  it('finds from the palette, walks the marks with F8, and opens the evidence by key', async () => {
    const { page } = desk.bench;
    await desk.bench.openFile('src/app.ts');
    await desk.bench.typeInPalette('>Countersign: Find...');
    await page.keyboard.press('Enter');
    await page.getByText('A name, a "literal text" or what it is about').waitFor();
    await desk.bench.quickInput.fill('"parseDate"');
    await page.keyboard.press('Enter');
    await page
      .locator('.codelens-decoration', { hasText: /Verified/ })
      .first()
      .waitFor();
    await page.locator('.editor-instance .view-line').first().click();
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'Verify again' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+K');
    await page.keyboard.press('e');
    await page.locator('.tab.active', { hasText: 'Evidence for' }).waitFor();
  });

  it('applies nothing from the Staged Changes view without a key on Apply', async () => {
    const { page } = desk.bench;
    await desk.bench.openFile('src/dates.ts');
    await page.keyboard.press('Control+G');
    await page.keyboard.type('6');
    await page.keyboard.press('Enter');
    await desk.bench.runCommand('Countersign: Document Symbol');
    const row = page.locator('.pane', { hasText: 'Staged Changes' }).locator('.monaco-list-row').first();
    await row.waitFor();
    await desk.bench.runCommand('Countersign: Focus on Staged Changes View');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await desk.text('src/dates.ts')).toBe(comment + dates);
    await page.locator('.tab.active', { hasText: 'dates.ts' }).waitFor();
  });
});
