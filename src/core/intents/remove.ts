import { oracle } from '../checks/edit/oracle.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types } from '../checks/edit/types.ts';
import { rewriteEdits } from '../edit/rewrite.ts';
import type { Intent, TaskOf } from './intent.ts';

/** A declaration goes, with every import, re-export and use of it, and nothing else (contracts rule 57). */
export const remove: Intent<TaskOf<'remove'>> = {
  title: ({ target }) => `Remove ${target.symbol} from ${target.path}`,
  claim: ({ target }, where) => `What goes at ${where} belongs to ${target.symbol}`,
  checks: (task) => [syntax(true), types(true), oracle({ intent: 'remove', target: task.target })],
  proves: ({ target }) => [
    `${target.symbol} is gone, and nothing in the project refers to it`,
    'nothing else was taken out, and no type error is new in the project',
  ],
  leavesOpen: ({ target }) => [`uses of ${target.symbol} outside this project`],
  byCode: (task, house, signal) =>
    rewriteEdits(task.paths, { intent: 'remove', target: task.target }, house, signal),
};
