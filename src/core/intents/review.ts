import { behaviour } from '../checks/edit/behaviour.ts';
import { oracle } from '../checks/edit/oracle.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types } from '../checks/edit/types.ts';
import type { Intent, TaskOf } from './intent.ts';

/** What others wrote into the working tree: nobody asked for it in words, so only what may never be is looked for. */
export const review: Intent<TaskOf<'review'>> = {
  title: ({ paths, instruction }) =>
    `${instruction}: ${paths.length === 1 ? (paths[0] ?? '') : `${paths.length} files`}`,
  claim: (_task, where) => `The change at ${where} breaks nothing`,
  checks: () => [syntax(true), types('where-checked'), oracle({ intent: 'silencing' }), behaviour],
  proves: (_task, paths) => [
    `the changes in ${paths} leave no error of syntax or types and nothing behind, and the checks that were run still pass`,
  ],
  leavesOpen: () => ['whether the changes are what was wanted: nothing says in words what that was'],
};
