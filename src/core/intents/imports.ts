import { oracle } from '../checks/edit/oracle.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types } from '../checks/edit/types.ts';
import { rewriteEdits } from '../edit/rewrite.ts';
import type { Intent, TaskOf } from './intent.ts';

/** Only import declarations change, and each name comes from the export it came from (contracts rule 52). */
export const imports: Intent<TaskOf<'imports'>> = {
  title: (_task, where) => `Put the imports of ${where} in order`,
  claim: (_task, where) => `Only imports change at ${where}`,
  checks: () => [syntax(true), types(true), oracle({ intent: 'imports' })],
  proves: (_task, paths) => [
    `only import declarations change in ${paths}, and each name that is used comes from the same export`,
    'no type error is new in the project',
  ],
  leavesOpen: () => ['the order in which modules are loaded'],
  byCode: (task, house, signal) => rewriteEdits(task.paths, { intent: 'imports' }, house, signal),
};
