import { build } from 'esbuild';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { RunEvent } from '../../src/core/events.ts';
import { resetOf, viewEventOf } from '../../src/editor/projection.ts';
import { receiveFromView, type ToHost, type ToView } from '../../src/protocol.ts';
import themes from './themes.json' with { type: 'json' };

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Colours as VS Code 1.139 hands them to a page; only the variables that the page uses. */
export type Theme = keyof typeof themes;
export const themeNames = Object.keys(themes) as Theme[];

const origin = 'http://chat.test';

/** The real bundle, and a browser for it. Nothing of it goes over a network: the browser gets the files from memory. */
export interface ChatBrowser extends AsyncDisposable {
  open(options?: OpenOptions): Promise<ChatPage>;
}

export interface OpenOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What the page kept of itself before. */
  readonly saved?: unknown;
  readonly reducedMotion?: boolean;
  /** Picture elements for each pixel of the page. */
  readonly scale?: number;
}

/** One page with the chat in it, and a host that is this object. */
export interface ChatPage extends AsyncDisposable {
  readonly page: Page;
  /** What the page said to its host, parsed as the host parses it. */
  received(): Promise<readonly ToHost[]>;
  /** What the page said that its host refuses. */
  refused(): Promise<readonly string[]>;
  /** Whatever the page fetched beside its own files, and every violation of its content policy. */
  readonly requests: readonly string[];
  violations(): Promise<readonly string[]>;
  readonly errors: readonly string[];
  saved(): Promise<unknown>;
  post(...messages: readonly unknown[]): Promise<void>;
  /** Posts events as a host does: the next number each. */
  events(...events: readonly RunEvent[]): Promise<void>;
  reset(events: readonly RunEvent[], live?: readonly string[]): Promise<void>;
  screenshot(name: string): Promise<void>;
}

export async function openBrowser(executable: string): Promise<ChatBrowser> {
  const files = await bundle();
  const browser = await chromium.launch({
    executablePath: executable,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--force-color-profile=srgb',
    ],
  });
  return {
    open: (options = {}) => openPage(browser, files, options),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-webview-'));
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ['src/webview/main.ts'],
      outfile: join(folder, 'chat.js'),
      bundle: true,
      minify: true,
      platform: 'browser',
      target: 'es2022',
      format: 'esm',
      tsconfig: 'src/webview/tsconfig.json',
      external: ['*.ttf'],
      logLevel: 'silent',
    });
    return new Map([
      ['/chat.js', await readFile(join(folder, 'chat.js'), 'utf8')],
      ['/chat.css', await readFile(join(folder, 'chat.css'), 'utf8')],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The policy of `src/editor/html.ts`, the strictest that the page has to live with. */
const policy = `default-src 'none'; script-src 'nonce-test'; style-src ${origin}; font-src ${origin}; img-src ${origin}; base-uri 'none'; form-action 'none'`;

function shell(theme: Theme, saved: unknown, reducedMotion: boolean): string {
  const { body } = themes[theme];
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Countersign</title>
<link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/codicon.css"><link rel="stylesheet" href="/chat.css">
</head><body class="${body}${reducedMotion ? ' vscode-reduce-motion' : ''}">
<script nonce="test">
  window.posted = [];
  window.violations = [];
  window.kept = ${JSON.stringify(saved ?? null)};
  document.addEventListener('securitypolicyviolation', (event) =>
    window.violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile));
  let taken = false;
  window.acquireVsCodeApi = () => {
    if (taken) throw new Error('acquired twice');
    taken = true;
    return {
      postMessage: (message) => window.posted.push(structuredClone(message)),
      getState: () => window.kept ?? undefined,
      setState: (state) => { window.kept = structuredClone(state); },
    };
  };
</script>
<script type="module" nonce="test" src="/chat.js"></script>
</body></html>`;
}

/** What the editor itself puts below a page's own styles. */
function themeCss(theme: Theme): string {
  const variables = Object.entries(themes[theme].variables).map(([name, value]) => `${name}: ${value};`);
  return `html { ${variables.join(' ')}
    --vscode-font-family: system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif; --vscode-font-size: 13px;
    --vscode-editor-font-family: 'Droid Sans Mono', 'DejaVu Sans Mono', monospace; --vscode-editor-font-size: 14px; }
  body { padding: 0 20px; background: var(--vscode-sideBar-background); color: var(--vscode-foreground); }
  pre code { padding: 0; } code { color: var(--vscode-textPreformat-foreground); }`;
}

declare global {
  interface Window {
    posted: unknown[];
    violations: string[];
    kept: unknown;
  }
}

async function openPage(
  browser: Browser,
  files: ReadonlyMap<string, string>,
  options: OpenOptions,
): Promise<ChatPage> {
  const theme = options.theme ?? 'Dark 2026';
  const codicons = join(root, 'node_modules/@vscode/codicons/dist');
  const context = await browser.newContext({
    viewport: { width: options.width ?? 300, height: options.height ?? 700 },
    deviceScaleFactor: options.scale ?? 1,
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    const own = files.get(url.pathname);
    const css = { contentType: 'text/css' };
    if (url.origin !== origin) {
      requests.push(url.href);
      return route.abort();
    }
    if (url.pathname === '/') {
      return route.fulfill({
        contentType: 'text/html',
        body: shell(theme, options.saved, options.reducedMotion === true),
      });
    }
    if (url.pathname === '/theme.css') return route.fulfill({ ...css, body: themeCss(theme) });
    if (url.pathname === '/codicon.css')
      return route.fulfill({ ...css, path: join(codicons, 'codicon.css') });
    if (url.pathname === '/codicon.ttf') return route.fulfill({ path: join(codicons, 'codicon.ttf') });
    if (url.pathname.endsWith('.css') && own !== undefined) return route.fulfill({ ...css, body: own });
    if (own !== undefined) return route.fulfill({ contentType: 'text/javascript', body: own });
    requests.push(url.href);
    return route.abort();
  });
  await page.goto(`${origin}/`);
  await page.locator('countersign-composer textarea').waitFor();

  let seq = 0;
  const post = async (...messages: readonly unknown[]): Promise<void> => {
    await page.evaluate(async (all) => {
      for (const data of all) window.dispatchEvent(new MessageEvent('message', { data }));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, messages as unknown[]);
  };
  const posted = async () =>
    (await page.evaluate(() => window.posted)).map((value) => receiveFromView(value));
  return {
    page,
    requests,
    errors,
    post,
    received: async () => (await posted()).flatMap((row) => (row.type === 'message' ? [row.message] : [])),
    refused: async () => (await posted()).flatMap((row) => (row.type === 'refused' ? [row.reason] : [])),
    violations: () => page.evaluate(() => window.violations),
    saved: () => page.evaluate(() => window.kept),
    async events(...events) {
      await post(
        ...events.map((event): ToView => ({ type: 'event', seq: ++seq, event: viewEventOf(event) })),
      );
    },
    async reset(events, live = []) {
      await post(resetOf(events, live, seq));
    },
    async screenshot(name) {
      await page.screenshot({ path: join(root, 'test/.out/webview', `${name}.png`) });
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}
