// Opens the workbench of a running server in a browser without a window.
import { chromium, type Browser, type Page } from 'playwright-core';

export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
}

export interface PageOptions {
  readonly browser: string;
  readonly width?: number;
  readonly height?: number;
  /** Called before the first address is opened, to listen and to expose functions. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const flags = [
  // Chromium's own sandbox refuses to run as root, and nothing but our own page is opened.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--force-color-profile=srgb',
  '--lang=en-US',
];

/** Starts the browser and opens `address`; disposing ends the browser. */
export async function openPage(address: string, options: PageOptions): Promise<OpenedPage> {
  const browser: Browser = await chromium.launch({ executablePath: options.browser, args: flags });
  try {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1400, height: options.height ?? 900 },
      locale: 'en-US',
    });
    const page = await context.newPage();
    await options.prepare?.(page);
    await page.goto(address, { timeout: 120_000 });
    return { page, [Symbol.asyncDispose]: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
