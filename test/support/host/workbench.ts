// A whole workbench with the extension loaded, for tests that look at it the way a person does.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errors, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { ensureBrowser } from '../browser.ts';
import { Children } from '../children.ts';
import { ensureEditorServer } from './install.ts';
import { openPage } from './page.ts';
import { startServer, type Server } from './server.ts';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

export interface WorkbenchOptions {
  /** Folder to open; without one the window is empty. */
  readonly folder?: string;
  /** User settings over the quiet ones of `startServer`, such as `{ 'files.autoSave': 'afterDelay' }`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What the extension host finds in its environment, over this process's own. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** Folder of the extension to load; the project's own when absent. */
  readonly extension?: string;
  /** Done before the editor starts; `data` is the folder that it will keep its data in. */
  readonly fillData?: (data: string) => Promise<void>;
  readonly width?: number;
  readonly height?: number;
}

/** A window of the editor. Disposing closes the browser, ends the server and removes the editor's data. */
export interface Workbench extends AsyncDisposable {
  readonly page: Page;
  readonly server: Server;
  /** Runs a command as a person does: F1, the whole title ("Countersign: Find..."), Enter. */
  runCommand(title: string): Promise<void>;
  /** Opens a file of the folder by its path relative to the folder, through Go to File, and waits for its text. */
  /** Opens the palette and types a command after `>`, or a file's name. */
  typeInPalette(text: string): Promise<void>;
  openFile(path: string): Promise<void>;
  /** Opens the Countersign sidebar and gives the document inside the chat's webview, once it has a body with content. */
  openChat(): Promise<FrameLocator>;
  /** The document inside the chat's webview, whether it is there yet or not. */
  readonly chat: FrameLocator;
  /** The input of the palette and of quick picks, and the rows below it. */
  readonly quickInput: Locator;
  readonly quickRows: Locator;
  /** The toasts that are showing. */
  readonly notifications: Locator;
  /** The lines of the Problems panel, opened if need be. */
  openProblems(): Promise<Locator>;
  /** Loads the window again and waits for it, as the command Reload Window does. */
  reload(): Promise<void>;
  /** Writes a picture of the window to `test/.out/screens/<name>.png` and gives its path. */
  screenshot(name: string): Promise<string>;
}

const chatFrame = 'iframe.webview[src*="extensionId=countersign.countersign"][src*="purpose=webviewView"]';

/** Starts an editor of its own for one test file and waits until its window is usable. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  await using cleanup = new AsyncDisposableStack();
  const children = cleanup.use(new Children());
  const data = await mkdtemp(join(tmpdir(), 'countersign-editor-'));
  cleanup.defer(() => rm(data, { recursive: true, force: true, maxRetries: 5 }));
  await options.fillData?.(data);
  const browser = await ensureBrowser(children);
  const install = await ensureEditorServer('npm test');
  const server = await startServer(children, {
    install,
    data,
    automation: true,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  cleanup.defer(async () => void (await server.running.end()));
  const address = server.address(options.folder, [
    ['extensionDevelopmentPath', server.uri(options.extension ?? root)],
    ['skipWelcome', 'true'],
  ]);
  const opened = cleanup.use(await openPage(address, { browser, ...options }));
  await whenUsable(opened.page);
  const owned = cleanup.move();
  return { ...actions(opened.page), server, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Waits for the frame of the window, and for the extension host to have its extensions. */
async function whenUsable(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  await page.locator('.activitybar .action-label[aria-label^="Countersign"]').waitFor({ timeout: 60_000 });
}

function actions(page: Page): Omit<Workbench, 'server' | keyof AsyncDisposable> {
  const quickInput = page.locator('.quick-input-widget input[type="text"]');
  const quickRows = page.locator('.quick-input-widget .monaco-list-row');
  const chat = page.frameLocator(chatFrame).frameLocator('#active-frame');

  /** Types into the palette. A key that comes while it is still closing is lost, so it is pressed again. */
  async function typeInPalette(text: string): Promise<void> {
    for (let press = 1; ; press += 1) {
      await page.keyboard.press('F1');
      try {
        await quickInput.fill(text, { timeout: 5_000 });
        return;
      } catch (error) {
        if (!(error instanceof errors.TimeoutError) || press === 5) throw error;
      }
    }
  }

  async function runCommand(title: string): Promise<void> {
    await typeInPalette(`>${title}`);
    await quickRows.filter({ hasText: title }).first().click();
  }

  return {
    page,
    quickInput,
    quickRows,
    typeInPalette,
    chat,
    notifications: page.locator('.notifications-toasts .notification-list-item'),
    runCommand,
    async openFile(path) {
      // From wherever the focus is: a page of ours or of the editor lets F1 through, and keeps Ctrl+P.
      await typeInPalette(path);
      const name = path.slice(path.lastIndexOf('/') + 1);
      await quickRows.filter({ hasText: name }).first().click();
      await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
      await page.locator('.editor-instance .view-lines').first().waitFor();
    },
    async openChat() {
      await showChat(page);
      await chat.locator('body > *').first().waitFor({ state: 'attached', timeout: 60_000 });
      return chat;
    },
    async openProblems() {
      await runCommand('Problems: Focus on Problems View');
      return page.locator('.markers-panel .monaco-list-row');
    },
    async reload() {
      await page.reload();
      await whenUsable(page);
    },
    async screenshot(name) {
      const folder = join(root, 'test', '.out', 'screens');
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path });
      return path;
    },
  };
}

/** How often the icon may have to be clicked: once, and again where a window that was loading showed the view by itself. */
const clicksAtMost = 3;

/**
 * Shows the view container. Its icon toggles: in a window that is about to show the container again by itself, a click
 * on it closes what has just come, and the next one opens it.
 */
async function showChat(page: Page): Promise<void> {
  const frame = page.locator(chatFrame);
  for (let click = 1; !(await frame.isVisible()); click += 1) {
    const title = page.locator('.part.sidebar .composite.title', { hasText: 'Countersign' });
    if (!(await title.isVisible()))
      await page.locator('.activitybar .action-label[aria-label^="Countersign"]').click();
    const shown = frame.waitFor({ timeout: 20_000 });
    if (click === clicksAtMost) await shown;
    else await shown.catch(passOverTimeout);
  }
}

function passOverTimeout(error: unknown): void {
  if (!(error instanceof errors.TimeoutError)) throw error;
}
