import { behaviour } from '../checks/edit/behaviour.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types } from '../checks/edit/types.ts';
import type { Intent, TaskOf } from './intent.ts';

/** A test is added: it runs, passes, and fails on a mutant of what it tests (contracts rule 56). */
export const test: Intent<TaskOf<'test'>> = {
  title: ({ target }) => `Test ${target.symbol} of ${target.path}`,
  claim: ({ target }, where) => `The test at ${where} tests ${target.symbol}`,
  checks: () => [syntax(true), types(false), behaviour],
  proves: () => [],
  leavesOpen: () => ['whether the test would notice a fault: it has not run'],
};
