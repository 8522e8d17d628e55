// Runs the suite of test/editor in the extension host of the VS Code server.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SuiteCounts } from '../../editor/run.ts';
import type { Children } from '../children.ts';
import { openPage } from './page.ts';
import { startServer } from './server.ts';

/** The two programs that the server way needs. */
export interface ServerTools {
  /** Folder of the VS Code server. */
  readonly install: string;
  /** Path of the browser. */
  readonly browser: string;
}

export interface SuiteOptions {
  /** Folder with the extension's package.json. */
  readonly extension: string;
  /** The bundle that exports `run`. */
  readonly suite: string;
  /** Folder that the window opens; the suite may write in it. */
  readonly folder: string;
  /** Folder for the editor's data. */
  readonly data: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  readonly limitMs: number;
  /** Told each line that the suite prints. */
  readonly onLine: (line: string) => void;
}

/** What came of a suite: its counts, and why it ended when it did not end by itself. */
export type SuiteResult =
  | { readonly kind: 'counted'; readonly counts: SuiteCounts }
  | { readonly kind: 'broken'; readonly reason: string };

/** Opens a window with the extension under test and the suite, and waits for the suite to end. */
export async function runInServer(
  children: Children,
  options: SuiteOptions,
  tools: ServerTools,
): Promise<SuiteResult> {
  const report = join(options.data, 'counts.json');
  const server = await startServer(children, {
    install: tools.install,
    data: options.data,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    automation: true,
    env: { ...options.env, COUNTERSIGN_TEST_COUNTS: report },
  });
  let exited: (code: number) => void;
  const exit = new Promise<number>((resolve) => {
    exited = resolve;
  });
  const address = server.address(options.folder, [
    ['extensionDevelopmentPath', server.uri(options.extension)],
    ['extensionTestsPath', server.uri(options.suite)],
    ['skipWelcome', 'true'],
  ]);
  try {
    await using _page = await openPage(address, {
      browser: tools.browser,
      prepare: async (page) => {
        page.on('console', (message) => options.onLine(message.text()));
        await page.exposeFunction('codeAutomationLog', () => undefined);
        await page.exposeFunction('codeAutomationExit', (code: number) => exited(code));
      },
    });
    const limit = AbortSignal.timeout(options.limitMs);
    const ended = await Promise.race([
      exit,
      server.running.ended.then(({ code, tail }) => `the VS Code server ended with code ${code}:\n${tail}`),
      new Promise<string>((resolve) => {
        limit.addEventListener('abort', () => resolve(`it did not end within ${options.limitMs} ms`));
      }),
    ]);
    return typeof ended === 'string' ? { kind: 'broken', reason: ended } : await readCounts(report, ended);
  } finally {
    await server.running.end();
  }
}

/** The counts that the suite wrote, or why there are none. */
export async function readCounts(report: string, code: number): Promise<SuiteResult> {
  try {
    return { kind: 'counted', counts: JSON.parse(await readFile(report, 'utf8')) as SuiteCounts };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'broken', reason: `it ended with code ${code} and left no counts: ${why}` };
  }
}
