import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../support/host/workbench.ts';
import {
  startScriptedServer,
  type ScriptedRequest,
  type ScriptedServer,
  type Script,
} from '../support/scriptedServer.ts';

/** A window of the editor on a folder of its own, with a scripted model that each test can script anew. */
export interface Desk extends AsyncDisposable {
  readonly bench: Workbench;
  readonly folder: string;
  readonly server: ScriptedServer;
  /** What the model answers from now on. */
  answer: (request: ScriptedRequest) => Script;
  text(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
}

export interface DeskOptions extends WorkbenchOptions {
  /** Files of the folder; undefined: a window without a folder. */
  readonly files: Readonly<Record<string, string>> | undefined;
  /** Done when the files are there and before the editor starts; `data` is where it will keep its own. */
  readonly fillFolder?: (data: string, folder: string) => Promise<void>;
}

export async function openDesk(options: DeskOptions): Promise<Desk> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'countersign-desk-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(options.files ?? {})) await write(path, text);
  const scripted: { answer: Desk['answer'] } = { answer: () => 'nothing to say' };
  const server = await startScriptedServer({
    answer: (request) => scripted.answer(request),
    ollama: { models: [{ name: 'qwen2.5-coder:1.5b' }] },
    openai: null,
  });
  cleanup.defer(() => server.close());
  const bench = cleanup.use(
    await openWorkbench({
      ...options,
      ...(options.files === undefined ? {} : { folder }),
      ...(options.fillFolder === undefined
        ? {}
        : { fillData: (data: string) => options.fillFolder?.(data, folder) ?? Promise.resolve() }),
      settings: {
        'countersign.ollama.endpoint': server.url,
        // A model that is installed on this machine would take over where the scripted one fails.
        'countersign.models.folder': join(tmpdir(), 'countersign-no-models'),
        ...options.settings,
      },
    }),
  );
  bench.page.setDefaultTimeout(60_000);
  const owned = cleanup.move();
  return {
    bench,
    folder,
    server,
    get answer() {
      return scripted.answer;
    },
    set answer(answer) {
      scripted.answer = answer;
    },
    text: (path) => readFile(join(folder, path), 'utf8'),
    write,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Takes a picture of the window after each test that failed. */
export function pictureFailures(desk: () => Desk | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await desk()?.bench.screenshot(`failed-${task.name.slice(0, 40)}`);
  });
}

/** Types an ask into the chat and sends it. */
export async function ask({ bench }: Desk, words: string): Promise<void> {
  const chat = await bench.openChat();
  const input = chat.getByLabel('Ask Countersign');
  await input.click();
  await input.fill(words);
  await input.press('Enter');
}

/** The newest card of the chat, once it says that word of a verdict. */
export function cardSaying({ bench }: Desk, word: 'Verified' | 'Refuted' | 'Unproven' | 'Stale') {
  return bench.chat
    .locator('article.card')
    .filter({ has: bench.chat.locator('.verdict strong', { hasText: word }) })
    .last();
}

/** Waits for a message of ours in the list of notifications: toasts only show in a window that has the focus. */
export async function expectMessage({ bench }: Desk, words: RegExp): Promise<void> {
  await bench.runCommand('Notifications: Show Notifications');
  await bench.page
    .locator('.notifications-center .notification-list-item')
    .getByText(words)
    .first()
    .waitFor();
  await bench.runCommand('Notifications: Clear All Notifications');
}

/** Reloads the window by its own command, which saves what a window saves. */
export async function reloadWindow({ bench }: Desk): Promise<void> {
  const loaded = bench.page.waitForEvent('load');
  await bench.runCommand('Developer: Reload Window');
  await loaded;
  await bench.page.locator('.activitybar .action-label[aria-label^="Countersign"]').waitFor();
}

/** Waits until what is on disk is that text; the editor tells nobody when it has saved. */
export async function expectText(desk: Desk, path: string, text: string): Promise<void> {
  await expect.poll(() => desk.text(path), { timeout: 20_000 }).toBe(text);
}

export const dates = [
  'export function parseDate(text: string): Date {',
  '  return new Date(text);',
  '}',
  '',
  'export function formatDate(date: Date): string {',
  '  return date.toISOString();',
  '}',
  '',
].join('\n');
export const app = [
  "import { parseDate } from './dates';",
  '',
  "export const start = parseDate('2024-05-06');",
  '',
].join('\n');
const config = `${JSON.stringify({ compilerOptions: { strict: true, noEmit: true, target: 'ES2022', types: [] } })}\n`;
export const files = { 'src/dates.ts': dates, 'src/app.ts': app, 'tsconfig.json': config };
export const words = 'Turns a text into a date.';
export const comment = `/** ${words} */\n`;
