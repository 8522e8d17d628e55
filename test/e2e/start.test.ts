// What `npm start` serves: the packaged extension, installed like any other, behind a secret.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBrowser } from '../support/browser.ts';
import { Children } from '../support/children.ts';
import { openPage } from '../support/host/page.ts';
import { quietSettings } from '../support/host/server.ts';
import { servePage, type PageWindow } from '../support/start/page.ts';
import { root } from '../support/tools.ts';

const children = new Children();
let folder: string;
let window: PageWindow;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-start-'));
  const sample = join(folder, 'sample');
  await cp(join(root, 'test/fixtures/sample'), sample, { recursive: true });
  window = await servePage(children, {
    folder: sample,
    data: join(folder, 'data'),
    opener: join(root, 'test/support/start/opener'),
    settings: quietSettings,
    port: 0,
  });
});
afterAll(async () => {
  await children[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('npm start', () => {
  it('answers nobody who does not have the secret', async () => {
    const bare = new URL(window.address);
    bare.searchParams.delete('tkn');
    expect((await fetch(bare)).status).toBe(403);
    bare.searchParams.set('tkn', 'guessed');
    expect((await fetch(bare)).status).toBe(403);
  });

  it('shows the sidebar in the first window, without a click', async () => {
    const browser = await ensureBrowser(children);
    await using opened = await openPage(window.address, { browser });
    const frame = opened.page.locator('iframe.webview[src*="extensionId=countersign.countersign"]');
    await frame.waitFor({ timeout: 90_000 });
    const chat = frame.contentFrame().frameLocator('#active-frame');
    await chat.getByRole('textbox').waitFor({ timeout: 60_000 });
    expect(await opened.page.title()).not.toContain('Extension Development Host');
  });
});
