import { oracle } from '../checks/edit/oracle.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { rewriteEdits } from '../edit/rewrite.ts';
import type { Intent, TaskOf } from './intent.ts';

/** Only the form changes: kinds, names and literal values stay (contracts rule 50). */
export const format: Intent<TaskOf<'format'>> = {
  title: (_task, where) => `Format ${where}`,
  claim: (_task, where) => `Only the form changes at ${where}`,
  checks: () => [syntax(false), oracle({ intent: 'format' })],
  proves: (_task, paths) => [
    `only the form of ${paths} changes: the syntax tree and the comments are the same`,
  ],
  leavesOpen: () => ['whether the new form is the one that was wished for'],
  byCode: (task, house, signal) => rewriteEdits(task.paths, { intent: 'format' }, house, signal),
};
