import { sameAsBefore } from '../checks/edit/differential.ts';
import { oracle } from '../checks/edit/oracle.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types } from '../checks/edit/types.ts';
import { firstLine } from '../text.ts';
import type { Intent, TaskOf } from './intent.ts';

/** A restructuring: the code does what it did before (contracts rule 61). */
export const sameBehaviour: Intent<TaskOf<'same-behaviour'>> = {
  title: (task, where) => `Restructure ${where}: ${firstLine(task.instruction)}`,
  claim: (_task, where) => `The code at ${where} does what it did before`,
  checks: () => [
    syntax(true),
    types('where-checked'),
    oracle({ intent: 'silencing' }),
    oracle({ intent: 'same-behaviour' }),
    sameAsBefore,
  ],
  proves: (_task, paths) => [
    `what ${paths} export is the same, by name and type`,
    'every function without side effects that changed gave the same for made-up arguments as before',
    'all else that changed is reached by tests that passed before and after, and that notice a fault there',
  ],
  leavesOpen: () => ['arguments that were not tried, and behaviour that no test looks at'],
};
