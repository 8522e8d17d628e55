// The three groups of tests, each as counts.
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureBrowser } from './browser.ts';
import type { Children } from './children.ts';
import { findDesktop, runInDesktop } from './host/desktop.ts';
import { ensureEditorServer } from './host/install.ts';
import { runInServer, type SuiteOptions } from './host/suite.ts';
import { print, step } from './print.mjs';
import { noCounts, one, type Counts } from './tally.ts';
import { root, runProgram } from './tools.ts';

const editorLimitMs = 15 * 60_000;

/** Builds what ships and the suite for the extension host; says whether that went well. */
export async function build(children: Children): Promise<boolean> {
  return step('Build', async () => {
    const { code } = await children.start(process.execPath, [join(root, 'esbuild.mjs')], {
      cwd: root,
      onLine: (line) => process.stdout.write(`          ${line}\n`),
    }).ended;
    return code === 0;
  });
}

/** Runs one group of test/vitest.config.ts. */
export async function runVitest(children: Children, group: 'unit' | 'e2e'): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-report-'));
  try {
    const report = join(folder, 'report.json');
    const { code } = await runProgram(
      children,
      ['vitest', 'vitest'],
      [
        'run',
        '--config',
        'test/vitest.config.ts',
        '--project',
        group,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      (line) => process.stdout.write(`          ${stripVTControlCharacters(line)}\n`),
    );
    return countsOf(await readFile(report, 'utf8').catch(() => ''), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The counts in vitest's report. A file that failed before its first test, an error outside every test, and a run that
 * left no report each count as one failure.
 */
export function countsOf(report: string, code: number): Counts {
  if (report === '') return one(false);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    report,
  ) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  };
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = numFailedTests + broken.length;
  return {
    passed: numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

/** Runs the suite of test/editor: in desktop VS Code where that is possible, else in the VS Code server. */
export async function runEditorSuite(children: Children): Promise<Counts> {
  const data = await mkdtemp(join(tmpdir(), 'countersign-suite-'));
  try {
    const folder = join(data, 'sample');
    await cp(join(root, 'test/fixtures/sample'), folder, { recursive: true });
    const desktop = await findDesktop();
    const options = {
      extension: root,
      suite: join(root, 'test/.out/editor.cjs'),
      folder,
      data: join(data, 'editor'),
      limitMs: editorLimitMs,
      onLine: printed,
      // The editor's own Git runs in the same host, and breaks loudly when a test takes a repository away under it.
      settings: { 'git.enabled': false },
    };
    const result =
      desktop.kind === 'found'
        ? await runInDesktop(desktop.executable, options)
        : await inServer(children, options, desktop.reason);
    if (result.kind === 'counted') return result.counts;
    print(`FAIL  the suite in the editor broke: ${result.reason}`);
    return one(false);
  } finally {
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function inServer(
  children: Children,
  options: SuiteOptions,
  reason: string,
): ReturnType<typeof runInServer> {
  print(`No desktop VS Code, since ${reason}: the suite runs in the VS Code server.`);
  const browser = await ensureBrowser(children);
  const install = await ensureEditorServer('npm test');
  return runInServer(children, options, { browser, install });
}

/**
 * Prints what the suite says. The editor's console carries much else (a gallery that is not reached, modules that were
 * not compiled), which is shown with COUNTERSIGN_TEST_VERBOSE=1 only.
 */
function printed(line: string): void {
  const said = /(pass|skip|FAIL) {2}[^]*/.exec(line);
  if (said) process.stdout.write(`          ${said[0]}\n`);
  else if (process.env['COUNTERSIGN_TEST_VERBOSE'] === '1') process.stdout.write(`          | ${line}\n`);
}

/** Says that a group could not run; that is a failure of it. */
export function notRun(group: string, reason: string): Counts {
  print(`FAIL  ${group} did not run: ${reason}`);
  return { ...noCounts, failed: 1 };
}
