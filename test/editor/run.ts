// Runs the suites inside the extension host. The host loads the bundle that esbuild makes of this file and of every
// test file beside it, calls `run`, and takes a rejection as a failure.
import Mocha from 'mocha';
import { writeFile } from 'node:fs/promises';

/** What the process that started the editor reads when the editor has ended. */
export interface SuiteCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Runs every suite, in the order of `loaders`: path of a test file to what loads it. Prints one line a test, and writes
 * {@link SuiteCounts} as JSON to the file that COUNTERSIGN_TEST_COUNTS names. COUNTERSIGN_TEST_GREP narrows the run to
 * the tests whose full title matches that regular expression.
 *
 * Rejects when a test failed, and when there was no test to run: a run of nothing is not a success.
 */
export async function runSuites(loaders: Record<string, () => unknown>): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', reporter: PrintedLines, timeout: 60_000, color: false });
  const grep = process.env['COUNTERSIGN_TEST_GREP'];
  if (grep !== undefined && grep !== '') mocha.grep(new RegExp(grep));
  for (const [path, load] of Object.entries(loaders)) {
    // What mocha's own file loader emits around a file, so that `import { describe } from 'mocha'` finds the interface.
    mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, path, mocha);
    load();
    mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_POST_REQUIRE, globalThis, path, mocha);
  }
  const counts = await new Promise<SuiteCounts>((resolve) => {
    const runner = mocha.run(() => {
      const stats = runner.stats;
      resolve({
        passed: stats?.passes ?? 0,
        failed: stats?.failures ?? 0,
        skipped: stats?.pending ?? 0,
      });
    });
  });
  const file = process.env['COUNTERSIGN_TEST_COUNTS'];
  if (file !== undefined && file !== '') await writeFile(file, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
  if (counts.passed === 0) throw new Error('no test ran');
}

/** A line a test through the console, which is the one output that reaches the process that started the editor. */
class PrintedLines extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Mocha.Runner.constants;
    runner.on(EVENT_TEST_PASS, (test) => console.log(`pass  ${test.fullTitle()} (${test.duration ?? 0} ms)`));
    runner.on(EVENT_TEST_PENDING, (test) => console.log(`skip  ${test.fullTitle()}`));
    runner.on(EVENT_TEST_FAIL, (test, error: unknown) => {
      console.error(
        `FAIL  ${test.fullTitle()}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    });
  }
}
