import { syntax } from '../checks/edit/syntax.ts';
import { importsTarget, onlyTests } from '../checks/edit/testFiles.ts';
import { testRun } from '../checks/edit/testRun.ts';
import { types } from '../checks/edit/types.ts';
import type { Intent, TaskOf } from './intent.ts';

/** A test is added: it runs, passes, and fails on a mutant of what it tests (contracts rule 56). */
export const test: Intent<TaskOf<'test'>> = {
  title: ({ target }) => `Test ${target.symbol} of ${target.path}`,
  claim: ({ target }, where) => `The test at ${where} tests ${target.symbol}`,
  checks: ({ target }) => [
    syntax(true),
    types('where-checked'),
    onlyTests,
    importsTarget(target),
    testRun(target),
  ],
  proves: ({ target }, paths) => [
    `only tests change (${paths}), and those that were there still run`,
    `the new test ran and passed in a copy of the workspace, and failed when a fault was planted in ${target.symbol}`,
  ],
  leavesOpen: ({ target }) => [`what else ${target.symbol} does, beyond what the test looks at`],
};
