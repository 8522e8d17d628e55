import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { applies } from './applies.ts';
import { asked } from './asked.ts';
import { behaviour } from './behaviour.ts';
import { claimed } from './claimed.ts';
import { commentsOnly } from './commentsOnly.ts';
import { demanded } from './demanded.ts';
import { docComments } from './docComments.ts';
import { form, shrink } from './form.ts';
import { kept } from './kept.ts';
import { leftBehind } from './leftBehind.ts';
import { limits } from './limits.ts';
import { renamed } from './renamed.ts';
import { said } from './said.ts';
import { scope } from './scope.ts';
import { syntax } from './syntax.ts';
import { types } from './types.ts';

/**
 * Every check that the contract requires of an edit with this intent (contracts rules 8 and 40 to 69). What the
 * oracle of an intent implies may refute and need not be able to run.
 */
export function checksOfEdit(task: EditTask): readonly Check<EditTask, EditResult>[] {
  const always = [applies, scope, leftBehind, form, shrink, claimed, limits(task)];
  switch (task.intent) {
    case 'comments':
      // In JavaScript doc comments carry types; elsewhere the oracle implies that the types hold.
      return [
        ...always,
        syntax(false),
        commentsOnly,
        docComments,
        asked(task),
        said(task),
        ...(task.paths.some((path) => /\.[cm]?jsx?$/u.test(path)) ? [types(false)] : []),
      ];
    case 'rename':
      return [...always, syntax(true), types(true), renamed(task.target)];
    case 'general':
      return [...always, syntax(true), types(false), asked(task), demanded(task), kept(task), behaviour];
  }
}
