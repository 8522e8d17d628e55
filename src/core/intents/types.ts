import { asked } from '../checks/edit/asked.ts';
import { demanded } from '../checks/edit/demanded.ts';
import { oracle } from '../checks/edit/oracle.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types as typesHold } from '../checks/edit/types.ts';
import { firstLine } from '../text.ts';
import type { Intent, TaskOf } from './intent.ts';

/** Only types change: the emitted JavaScript is identical, and the types hold (contracts rule 53). */
export const types: Intent<TaskOf<'types'>> = {
  title: (task, where) => `Change types of ${where}: ${firstLine(task.instruction)}`,
  claim: (_task, where) => `Only types change at ${where}`,
  checks: (task) => [syntax(true), typesHold(true), oracle({ intent: 'types' }), asked(task), demanded(task)],
  proves: (_task, paths) => [
    `only types change in ${paths}: the JavaScript that is emitted is identical`,
    'no type error is new in the project',
  ],
  leavesOpen: () => ['whether the types say what the code does'],
};
