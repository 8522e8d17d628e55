import { oracle } from '../checks/edit/oracle.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { rewriteEdits } from '../edit/rewrite.ts';
import { firstLine } from '../text.ts';
import type { Intent, TaskOf } from './intent.ts';

/** Values of a data file change by pointers, and nothing else does (contracts rules 33 and 54). */
export const data: Intent<TaskOf<'data'>> = {
  title: (task, where) => `Change ${where}: ${firstLine(task.pointerEdits.map(told).join(', '))}`,
  claim: (_task, where) => `The values at ${where} are the ones asked for`,
  checks: (task) => [syntax(false), oracle({ intent: 'data', pointerEdits: task.pointerEdits })],
  proves: (task, paths) => [
    `the data of ${paths} differ from before by exactly ${task.pointerEdits.map(told).join(', ')}`,
    'every comment is kept',
  ],
  leavesOpen: () => [],
  byCode: (task, house, signal) =>
    rewriteEdits(task.paths, { intent: 'data', pointerEdits: task.pointerEdits }, house, signal),
};

function told(edit: TaskOf<'data'>['pointerEdits'][number]): string {
  const where = edit.pointer === '' ? 'the whole document' : edit.pointer;
  return edit.op === 'remove' ? `${where} removed` : `${where} = ${JSON.stringify(edit.value)}`;
}
