import type { RunCounts } from '../../core/runs.ts';

/** What the summary of a test runner says, and the names of the tests it says failed. */
export interface Reported {
  readonly counts: RunCounts | undefined;
  readonly failing: readonly string[];
}

/** How one runner sums up: all that its summaries match is added, since a project may run several in a row. */
interface Runner {
  count(text: string): RunCounts | undefined;
  readonly failed: RegExp;
}

const runners: readonly Runner[] = [
  // node:test, in its own form and as TAP.
  {
    count(text) {
      const said = (word: string): number | undefined =>
        sum(text, new RegExp(`^(?:ℹ|#) ${word} (\\d+)$`, 'gmu'));
      const tests = said('tests');
      const failed = said('fail');
      if (tests === undefined || failed === undefined) return undefined;
      const skipped = (said('skipped') ?? 0) + (said('todo') ?? 0);
      return { passed: said('pass') ?? 0, failed: failed + (said('cancelled') ?? 0), skipped };
    },
    failed:
      /^\s*(?:✖|not ok \d+ -) (?!failing tests:)(.{1,300}?)(?: \(\d[\d.]*ms\))?(?: # (?!TODO|SKIP).*)?$/gmu,
  },
  // vitest
  {
    count(text) {
      const lines = [...text.matchAll(/^ *Tests {2,}(.*\d.*|no tests)$/gmu)].map(([, line = '']) => line);
      if (lines.length === 0) return /^No test files found/mu.test(text) ? none : undefined;
      const files = [...text.matchAll(/^ *Test Files {2,}(.*)$/gmu)].map(([, line = '']) => line);
      const brokenFiles = said(files, /(\d+) failed/u);
      const failed = said(lines, /(\d+) failed/u);
      return {
        passed: said(lines, /(\d+) passed/u),
        // A file that cannot be loaded fails without a test of its own.
        failed: Math.max(failed, brokenFiles),
        skipped: said(lines, /(\d+) skipped/u) + said(lines, /(\d+) todo/u),
      };
    },
    failed: /^\s*FAIL\s+(\S.{0,300}?)$/gmu,
  },
  // jest
  {
    count(text) {
      const lines = [...text.matchAll(/^Tests: +(.*\d+ total)$/gmu)].map(([, line = '']) => line);
      if (lines.length === 0) return /^No tests found/mu.test(text) ? none : undefined;
      const suites = [...text.matchAll(/^Test Suites: +(.*)$/gmu)].map(([, line = '']) => line);
      return {
        passed: said(lines, /(\d+) passed/u),
        failed: Math.max(said(lines, /(\d+) failed/u), said(suites, /(\d+) failed/u)),
        skipped: said(lines, /(\d+) skipped/u) + said(lines, /(\d+) todo/u),
      };
    },
    failed: /^ {2}● (\S.{0,300}?)$/gmu,
  },
  // mocha
  {
    count(text) {
      const passed = sum(text, /^ {2}(\d+) passing\b/gmu);
      if (passed === undefined) return undefined;
      const failed = sum(text, /^ {2}(\d+) failing$/gmu) ?? 0;
      return { passed, failed, skipped: sum(text, /^ {2}(\d+) pending$/gmu) ?? 0 };
    },
    failed: /^ {2}\d+\) (\S.{0,300}?):?$/gmu,
  },
  // pytest
  {
    count(text) {
      const line =
        /^(?:=+ )?((?:\d+ (?:passed|failed|errors?|skipped|xfailed|xpassed|warnings?|deselected)(?:, )?)+) in [\d.]+s/mu;
      const summary = line.exec(text)?.[1];
      if (summary === undefined) return /^(?:=+ )?no tests ran in /mu.test(text) ? none : undefined;
      const of = (word: RegExp): number => said([summary], word);
      return {
        passed: of(/(\d+) passed/u),
        failed: of(/(\d+) failed/u) + of(/(\d+) errors?/u),
        skipped: of(/(\d+) skipped/u) + of(/(\d+) xfailed/u),
      };
    },
    failed: /^(?:FAILED|ERROR) (\S{1,300})/gmu,
  },
  // unittest
  {
    count(text) {
      const tests = sum(text, /^Ran (\d+) tests? in /gmu);
      if (tests === undefined) return undefined;
      const ends = [...text.matchAll(/^(?:OK|FAILED)(?: \((.*)\))?$/gmu)].map(([, line = '']) => line);
      const failed = said(ends, /failures=(\d+)/u) + said(ends, /errors=(\d+)/u);
      const skipped = said(ends, /skipped=(\d+)/u);
      return { passed: Math.max(0, tests - failed - skipped), failed, skipped };
    },
    failed: /^(?:FAIL|ERROR): (\S+ \(\S{1,300}\))/gmu,
  },
  // go test: packages, or with -v tests.
  {
    count(text) {
      const tests = countOf(text, /^ *--- PASS: /gmu);
      const packages = countOf(text, /^ok {1,2}\t/gmu);
      const failed = countOf(text, /^ *--- FAIL: /gmu);
      const failedPackages = countOf(text, /^FAIL\t/gmu);
      const empty = countOf(text, /\[no test files\]$/gmu);
      if (packages + failedPackages + empty + tests === 0) return undefined;
      const skipped = countOf(text, /^ *--- SKIP: /gmu);
      const withoutTests = countOf(text, /\[no tests to run\]$/gmu);
      const passed = tests > 0 ? tests : Math.max(0, packages - withoutTests);
      // A package that cannot be built has no test that failed.
      return /\[build failed\]/u.test(text) ? undefined : { passed, failed, skipped };
    },
    failed: /^ *--- FAIL: (\S{1,300})/gmu,
  },
  // cargo test
  {
    count(text) {
      const line = /^test result: \S+ (\d+) passed; (\d+) failed; (\d+) ignored/gmu;
      const found = [...text.matchAll(line)];
      if (found.length === 0) return undefined;
      const at = (index: number): number => found.reduce((all, match) => all + Number(match[index] ?? 0), 0);
      return { passed: at(1), failed: at(2), skipped: at(3) };
    },
    failed: /^test (\S{1,300}) \.\.\. FAILED$/gmu,
  },
  // Maven's surefire, and whatever prints the same words.
  {
    count(text) {
      const line = /Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)(?!.*Time elapsed)/gu;
      const last = [...text.matchAll(line)].at(-1);
      if (last === undefined) return undefined;
      const [, tests = '0', failures = '0', errors = '0', skipped = '0'] = last;
      const failed = Number(failures) + Number(errors);
      const passed = Math.max(0, Number(tests) - failed - Number(skipped));
      return { passed, failed, skipped: Number(skipped) };
    },
    failed: /^(?:\[ERROR\] +)(\S+\.\S{1,300}):\d+/gmu,
  },
];

const none: RunCounts = { passed: 0, failed: 0, skipped: 0 };

/** Reads what a runner printed, without colours. Where several are found their counts are added. */
export function reportedBy(text: string): Reported {
  let counts: RunCounts | undefined;
  const failing = new Set<string>();
  for (const runner of runners) {
    const found = runner.count(text);
    if (found === undefined) continue;
    counts = {
      passed: (counts?.passed ?? 0) + found.passed,
      failed: (counts?.failed ?? 0) + found.failed,
      skipped: (counts?.skipped ?? 0) + found.skipped,
    };
    if (found.failed === 0) continue;
    for (const [, name = ''] of text.matchAll(runner.failed)) failing.add(name.trim());
  }
  return { counts, failing: [...failing].slice(0, 200) };
}

/** The sum of a number that stands once a match; undefined where nothing matches. */
function sum(text: string, pattern: RegExp): number | undefined {
  const found = [...text.matchAll(pattern)];
  return found.length === 0 ? undefined : found.reduce((all, [, digits]) => all + Number(digits ?? 0), 0);
}

function said(lines: readonly string[], pattern: RegExp): number {
  return lines.reduce((all, line) => all + Number(pattern.exec(line)?.[1] ?? 0), 0);
}

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}
