import * as z from 'zod';
import { asEdit, checksOfRefactor } from '../checks/refactor/all.ts';
import { editResultSchema, type EditResult } from '../edit/contract.ts';
import type { Draft, Kind } from '../kind.ts';
import { firstLine } from '../text.ts';
import { edit } from './edit.ts';
import { baseSchema, filePath } from './fields.ts';

/** `{kind, instruction, paths}` of design section 4; `paths` lists every file that may change, new ones too. */
export const refactorTaskSchema = z.strictObject({
  kind: z.literal('refactor'),
  instruction: z.string(),
  paths: z.array(filePath).min(1),
  base: baseSchema,
});
export type RefactorTask = z.infer<typeof refactorTaskSchema>;

const tooBig: Draft = {
  type: 'failed',
  reason: 'a change over several files is too big for a local model, and no bigger one is set up',
  usage: { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 },
  retry: false,
};

/** A change set over several files, judged as one. What it was meant to do, nobody here can tell. */
export const refactor: Kind<RefactorTask, EditResult> = {
  kind: 'refactor',
  task: refactorTaskSchema,
  result: editResultSchema,
  title: ({ instruction, paths }) =>
    `Refactor ${paths.length === 1 ? (paths[0] ?? '') : `${paths.length} files`}: ${firstLine(instruction)}`,
  handedOut: (task) => task.paths,
  creates: (task) => task.paths,
  isByCode: () => false,
  byCode: () => Promise.resolve(tooBig),
  byModel: () => Promise.resolve(tooBig),
  claims: (task, result, changeSet) => edit.claims(asEdit(task), result, changeSet),
  answer: (task, result, changeSet) => edit.answer(asEdit(task), result, changeSet),
  shown: (task, result, changeSet) => edit.shown(asEdit(task), result, changeSet),
  checks: (task) => checksOfRefactor(task),
  proves: () => [
    'the change parses and brings no new type error in the whole project, where types are checked',
    'all that was exported still is, from the index too',
    "the user's own check commands passed before and after it, and their tests look at what changed",
  ],
  leavesOpen: () => ['whether it does what was asked, beyond what the tests look at'],
  changeSet: (task, result, files) => edit.changeSet(asEdit(task), result, files),
};
