import { behaviour } from '../checks/edit/behaviour.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types } from '../checks/edit/types.ts';
import { firstLine } from '../text.ts';
import type { Intent, TaskOf } from './intent.ts';

/** A restructuring: the code does what it did before (contracts rule 61). */
export const sameBehaviour: Intent<TaskOf<'same-behaviour'>> = {
  title: (task, where) => `Restructure ${where}: ${firstLine(task.instruction)}`,
  claim: (_task, where) => `The code at ${where} does what it did before`,
  checks: () => [syntax(true), types(true), behaviour],
  proves: () => [],
  leavesOpen: () => ['whether the code does what it did before: nothing was run'],
};
