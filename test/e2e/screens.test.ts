import { AxeBuilder } from '@axe-core/playwright';
import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/tools.ts';
import type { ScriptedRequest, Script } from '../support/scriptedServer.ts';
import { ask, cardSaying, openDesk, pictureFailures, type Desk } from './desk.ts';

const themes = [
  ['light', 'Default Light Modern'],
  ['dark', 'Default Dark Modern'],
  ['contrast', 'Default High Contrast'],
] as const;

/** The sample folder, as `npm start` opens it. */
async function sampleFiles(): Promise<Record<string, string>> {
  const folder = join(root, 'test/fixtures/sample');
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[relative(folder, path)] = await readFile(path, 'utf8');
  }
  return files;
}

/** What a good small model would say to the asks below, and to one of them what a bad one would. */
function answers(request: ScriptedRequest): Script {
  const { ask: words, schema } = request;
  if (schema !== undefined && words.includes('parse dates'))
    return { json: { words: ['parseDate', 'calendar', 'iso'] } };
  if (words.includes('Question:')) return 'parseDate returns `undefined` when the text is neither form.';
  if (schema !== undefined && words.includes('gadget')) return { json: { label: 'goods' } };
  if (words.includes('Not countable'))
    return { json: { limits: ['Use at most 3 bullets', 'Be friendly', 'Use at most 20 words'] } };
  if (schema !== undefined && words.includes('crashes')) return { json: { label: 'bug' } };
  if (schema !== undefined && words.includes('dark theme')) return { json: { label: 'wish' } };
  if (schema !== undefined && words.includes('"when"')) return { json: { value: 'Monday' } };
  if (words.includes('Summarize') || words.includes('summarize'))
    return '- `parseDate` reads a date\n- `addDays` adds days\n- `daysBetween` counts days';
  if (words.includes('daysBetween')) return 'Counts the whole days from one date to another.';
  if (request.prefill !== '')
    return words.replace(/^[^]*?```\w*\n|\n```[^]*$/g, '').replace('days *', '(days *');
  return 'nothing to say';
}

/** Makes a repository of a folder, with all that it holds as its one commit. */
function commitAll(cwd: string): void {
  const own = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'one'],
  ])
    execFileSync('git', [...own, ...args], { cwd, stdio: 'ignore' });
}

for (const [theme, colorTheme] of themes) {
  describe(`every surface, ${theme}`, () => {
    let desk: Desk;
    const picture = (name: string): Promise<string> => desk.bench.screenshot(`${theme}-${name}`);

    beforeAll(async () => {
      const settings = { 'workbench.colorTheme': colorTheme, 'window.autoDetectColorScheme': false };
      desk = await openDesk({ files: await sampleFiles(), settings });
      desk.answer = answers;
    });
    afterAll(async () => {
      await desk[Symbol.asyncDispose]();
    });
    pictureFailures(() => desk);

    it('the chat before anything was asked', async () => {
      const chat = await desk.bench.openChat();
      await chat.getByText('where do we parse dates?').first().waitFor();
      await picture('empty');
      const { violations } = await new AxeBuilder({ page: desk.bench.page })
        .include(['iframe.webview', '#active-frame', 'body'])
        .analyze();
      expect(violations.map((row) => `${row.id}: ${row.nodes[0]?.html ?? ''}`)).toEqual([]);
    });

    it('a search and a read, with the lines they speak of', async () => {
      await ask(desk, 'where do we parse dates?');
      await cardSaying(desk, 'Verified').waitFor();
      await desk.bench.chat
        .getByText(/export function parseDate/)
        .first()
        .click();
      await desk.bench.page
        .locator('.codelens-decoration', { hasText: 'Verify this result' })
        .first()
        .waitFor();
      await picture('search');
      await ask(desk, 'what does parseDate return for a text that is no date?');
      await desk.bench.chat.getByText('is neither form').first().waitFor();
      await desk.bench.chat.locator('article.card .verdict').last().waitFor();
      await picture('read');
    });

    it('a staged edit, its diff, and its evidence', async () => {
      await ask(desk, 'add a doc comment to daysBetween');
      const card = cardSaying(desk, 'Verified').filter({ hasText: 'daysBetween' });
      await card.waitFor();
      await desk.bench.openFile('src/text/dates.ts');
      await card
        .getByRole('link', { name: /dates\.ts/ })
        .or(card.getByText('src/text/dates.ts'))
        .first()
        .click();
      await desk.bench.page.locator('.codelens-decoration', { hasText: 'Apply' }).first().waitFor();
      await picture('staged');
      await card.getByRole('button', { name: 'Show Diff' }).click();
      await desk.bench.page.locator('.monaco-diff-editor').first().waitFor();
      await desk.bench.page.locator('.monaco-diff-editor .view-line').first().waitFor();
      await picture('diff');
      await card.getByRole('button', { name: 'Show Evidence' }).click();
      await desk.bench.page.locator('.tab.active', { hasText: 'Evidence for' }).waitFor();
      await desk.bench.page
        .frameLocator('iframe.webview:not([src*="countersign"])')
        .frameLocator('#active-frame')
        .getByRole('heading', { name: 'Proves' })
        .waitFor();
      await picture('evidence');
    });

    it('a refuted edit, in the Problems view and in the light bulb', async () => {
      await ask(desk, '/edit make addDays throw for a fraction of a day');
      await cardSaying(desk, 'Refuted').waitFor();
      await desk.bench.openFile('src/text/dates.ts');
      const problems = await desk.bench.openProblems();
      const row = problems.filter({ hasText: 'Refuted' }).first();
      await row.waitFor();
      await row.dblclick();
      await picture('refuted');
      await desk.bench.page.keyboard.press('Control+.');
      await desk.bench.page.locator('.action-widget').first().waitFor();
      await picture('quick-fixes');
      await desk.bench.page.keyboard.press('Escape');
    });

    it('a list that ends in a file, a conversion, and a summary that breaks a limit', async () => {
      await ask(desk, 'list all functions in src/text and write them to FUNCTIONS.md');
      const list = cardSaying(desk, 'Verified').filter({ hasText: 'FUNCTIONS.md' });
      await list.waitFor();
      await list.scrollIntoViewIfNeeded();
      await picture('extract');
      await list.getByRole('button', { name: /^Apply/ }).click();
      await list.getByText('Applied').first().waitFor();
      expect(await desk.text('FUNCTIONS.md')).toContain('| parseDate | src/text/dates.ts |');
      await desk.bench.openFile('data/mail.yaml');
      await desk.bench.runCommand('Countersign: Convert File...');
      await desk.bench.quickRows.filter({ hasText: 'TOML' }).first().click();
      await desk.bench.quickRows.filter({ hasText: 'Into the chat' }).click();
      const conversion = cardSaying(desk, 'Verified').filter({ hasText: 'Convert data/mail.yaml' });
      await conversion.waitFor();
      await conversion.scrollIntoViewIfNeeded();
      await picture('convert');
      await ask(desk, 'summarize src/text/dates.ts in at most 2 bullets and mention `unit`');
      const summary = cardSaying(desk, 'Refuted').filter({ hasText: 'at most 2 bullets' });
      await summary.waitFor();
      await summary.scrollIntoViewIfNeeded();
      await picture('summary');
      const problems = await desk.bench.openProblems();
      const filter = desk.bench.page.getByPlaceholder(/^Filter/).first();
      await filter.fill('summarize.constraint');
      await expect.poll(() => problems.filter({ hasText: 'Refuted' }).count()).toBe(2);
      await filter.fill('Countersign');
      await expect.poll(() => problems.filter({ hasText: 'Refuted' }).count()).toBeGreaterThanOrEqual(2);
      await picture('problems');
      await filter.fill('another source');
      await expect.poll(() => problems.filter({ hasText: 'Refuted' }).count()).toBe(0);
      await filter.fill('');
    });

    it('lines that get labels, a template that is filled, and limits that are proposed', async () => {
      const { bench } = desk;
      const { page, quickInput, quickRows } = bench;
      await desk.write('notes/tickets.txt', 'It crashes on start\nPlease add a dark theme\n');
      await desk.write('notes/letter.txt', 'Dear {{name}},\nwe are open again on {{when}}.\n');
      await desk.write('notes/hours.md', '# Hours\n\nThe shop opens again on Monday.\n');
      await bench.openFile('notes/tickets.txt');
      await page.locator('.editor-instance .view-line').first().click();
      await page.keyboard.press('Control+A');
      await bench.runCommand('Countersign: Classify Lines...');
      await quickInput.fill('bug, wish');
      await page.keyboard.press('Enter');
      const labels = cardSaying(desk, 'Verified').filter({ hasText: 'as bug, wish' });
      await labels.waitFor();
      await labels.scrollIntoViewIfNeeded();
      await page.locator('.codelens-decoration', { hasText: 'Verified' }).first().waitFor();
      await picture('classify');
      await bench.openFile('notes/letter.txt');
      await bench.runCommand('Countersign: Fill Template...');
      await page.getByText('The value of "name"').waitFor();
      await quickInput.fill('Ada');
      await page.keyboard.press('Enter');
      await page.getByText('The value of "when"').waitFor();
      await page.keyboard.press('Enter');
      await page.getByPlaceholder('Files that the other values are taken from').fill('hours.md');
      await quickRows.filter({ hasText: 'hours.md' }).first().click();
      await page.keyboard.press('Enter');
      const letter = cardSaying(desk, 'Verified').filter({ hasText: 'Monday' });
      await letter.waitFor();
      await letter.scrollIntoViewIfNeeded();
      await bench.openFile('notes/hours.md');
      await page.locator('.codelens-decoration', { hasText: 'Verified' }).first().waitFor();
      await picture('fill');
      await bench.openFile('src/text/dates.ts');
      await bench.runCommand('Countersign: Summarize...');
      await quickInput.fill('Summarize this file briefly');
      await page.keyboard.press('Enter');
      await page.getByPlaceholder('No code can check: "briefly"').waitFor();
      await picture('open-demand');
      await quickRows.filter({ hasText: 'Propose limits' }).click();
      await quickRows.filter({ hasText: 'Use at most 3 bullets' }).click();
      expect(await quickRows.filter({ hasText: 'Be friendly' }).count()).toBe(0);
      await picture('limits');
      await page.keyboard.press('Enter');
      const summary = cardSaying(desk, 'Unproven').filter({ hasText: 'Use at most 3 bullets.' });
      await summary.waitFor();
      await summary.scrollIntoViewIfNeeded();
      await picture('accepted');
    });

    it('a value that code changes, and what others wrote into the working tree', async () => {
      await ask(desk, 'set version to 2.0.0 in package.json');
      await cardSaying(desk, 'Verified').filter({ hasText: 'Change package.json' }).waitFor();
      await picture('data');
      commitAll(desk.folder);
      const money = await desk.text('src/text/money.ts');
      await desk.write(
        'src/text/money.ts',
        money.replace('(text: string): Money | undefined', '(text: string): string'),
      );
      await desk.bench.runCommand('Countersign: Verify Working Tree Changes');
      await desk.bench.quickRows.filter({ hasText: 'since the last commit' }).click();
      const card = cardSaying(desk, 'Refuted').filter({ hasText: 'Changes since commit' });
      await card.waitFor();
      await card.getByText('In the working tree').waitFor();
      expect(await card.getByRole('button', { name: /^(?:Apply|Undo)/ }).count()).toBe(0);
      await desk.bench.openFile('src/text/money.ts');
      await desk.bench.page.locator('.codelens-decoration', { hasText: 'Refuted' }).first().waitFor();
      await picture('review');
      await desk.write('src/text/money.ts', money);
    });

    it('the models, and a narrow sidebar', async () => {
      await desk.bench.runCommand('View: Toggle Panel Visibility');
      await desk.bench.runCommand('Countersign: Select Models...');
      await desk.bench.quickRows.filter({ hasText: 'Look again' }).waitFor();
      await picture('models');
      await desk.bench.page.keyboard.press('Escape');
      const { page } = desk.bench;
      const sash = await page.locator('.part.sidebar').boundingBox();
      expect(sash).not.toBeNull();
      const edge = (sash?.x ?? 0) + (sash?.width ?? 0);
      await page.mouse.move(edge, 400);
      await page.mouse.down();
      await page.mouse.move(edge - 130, 400, { steps: 5 });
      await page.mouse.up();
      await picture('narrow');
      const overflow = await desk.bench.chat
        .locator('body')
        .evaluate(
          (body: { scrollWidth: number; clientWidth: number }) => body.scrollWidth - body.clientWidth,
        );
      expect(overflow).toBe(0);
    });
  });
}
