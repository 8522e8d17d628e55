import { oracle } from '../checks/edit/oracle.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types } from '../checks/edit/types.ts';
import { rewriteEdits } from '../edit/rewrite.ts';
import type { Intent, TaskOf } from './intent.ts';

/** The named diagnostic is gone, none is new, and nothing was silenced (contracts rules 55 and 68). */
export const fix: Intent<TaskOf<'fix'>> = {
  title: ({ target }) => `Fix TS${target.code} in ${target.path}, line ${target.line}`,
  claim: ({ target }, where) => `The change at ${where} mends TS${target.code}`,
  checks: (task) => [syntax(true), types(true), oracle({ intent: 'fix', target: task.target })],
  proves: ({ target }) => [
    `error TS${target.code} of ${target.path} is gone, and it was not silenced`,
    'no type error is new in the project',
  ],
  leavesOpen: () => ['whether the code behaves as was meant'],
  // The compiler knows some mends itself, as a missing import; a model is asked for the others.
  byCode: (task, house, signal) =>
    rewriteEdits(task.paths, { intent: 'fix', target: task.target }, house, signal),
  thenModels: true,
};
