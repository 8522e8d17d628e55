// The checks that need no test runner. Each says what is wrong as lines, or nothing when it holds.
import type { Children } from './children.ts';
import { cruise } from './cruise.ts';
import { problemsOfPackage } from './vsix.ts';
import { print } from './print.mjs';
import { root, runProgram } from './tools.ts';
import { one, sum, type Counts } from './tally.ts';

interface Check {
  readonly name: string;
  readonly problems: (children: Children) => Promise<readonly string[]>;
}

const checks: readonly Check[] = [
  { name: 'format (prettier)', problems: byProgram(['prettier'], ['--check', '--log-level', 'warn', '.']) },
  {
    name: 'lint (oxlint, with types)',
    problems: byProgram(
      ['oxlint'],
      ['--type-aware', '--report-unused-disable-directives', '--deny-warnings', '--format=unix'],
    ),
  },
  { name: 'types of the whole (tsc)', problems: byProgram(['tsc', 'typescript'], ['-p', '.']) },
  { name: 'types of the core (tsc)', problems: byProgram(['tsc', 'typescript'], ['-p', 'src/core']) },
  { name: 'types of the page (tsc)', problems: byProgram(['tsc', 'typescript'], ['-p', 'src/webview']) },
  {
    name: "types of the page's tests (tsc)",
    problems: byProgram(['tsc', 'typescript'], ['-p', 'test/webview']),
  },
  { name: 'imports (dependency-cruiser)', problems: problemsOfImports },
  { name: 'unused code (knip)', problems: byProgram(['knip'], ['--reporter', 'compact', '--no-progress']) },
  { name: 'contents of the package (vsce)', problems: problemsOfPackage },
];

/** Runs every check, one line each, and counts them. */
export async function runChecks(children: Children): Promise<Counts> {
  const counts: Counts[] = [];
  for (const check of checks) {
    const from = Date.now();
    const problems = await check.problems(children);
    const seconds = ((Date.now() - from) / 1000).toFixed(1);
    print(`${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${check.name} (${seconds} s)`);
    for (const problem of problems) process.stdout.write(`          ${problem}\n`);
    counts.push(one(problems.length === 0));
  }
  return sum(counts);
}

/** A check that is one program: it holds when the program ends with 0, else what it wrote is what is wrong. */
function byProgram(
  [name, packageName = name]: readonly [string, string?],
  args: readonly string[],
): Check['problems'] {
  return async (children) => {
    const { code, tail } = await runProgram(children, [name, packageName], args);
    return code === 0 ? [] : [...tail.split('\n'), `${name} ended with code ${code}`];
  };
}

async function problemsOfImports(children: Children): Promise<readonly string[]> {
  const { modules, violations } = await cruise(children, root, ['src', 'test']);
  if (modules === 0) return ['dependency-cruiser looked at no module'];
  return violations.map(({ rule, from, to }) => `${rule}: ${from} imports ${to}`);
}
