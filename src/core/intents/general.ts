import { asked } from '../checks/edit/asked.ts';
import { behaviour } from '../checks/edit/behaviour.ts';
import { demanded } from '../checks/edit/demanded.ts';
import { kept } from '../checks/edit/kept.ts';
import { oracle } from '../checks/edit/oracle.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types } from '../checks/edit/types.ts';
import { firstLine } from '../text.ts';
import type { Intent, TaskOf } from './intent.ts';

/** Any other change: what it does only a run shows (contracts rule 58). */
export const general: Intent<TaskOf<'general'>> = {
  title: (task, where) => `Edit ${where}: ${firstLine(task.instruction)}`,
  claim: (_task, where) => `The change at ${where} does what was asked`,
  checks: (task) => [
    syntax(true),
    types('where-checked'),
    oracle({ intent: 'silencing' }),
    asked(task),
    demanded(task),
    kept(task),
    behaviour,
  ],
  proves: (_task, paths) => [
    `the change to ${paths} parses, and brings no new type error where types are checked`,
    "the user's own check commands ran before and after it and passed, in a copy of the workspace",
    'their tests reach what changed, and fail when a fault is planted there',
  ],
  leavesOpen: () => ['whether it does what was asked, beyond what the tests look at'],
};
