import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { intentOf } from '../../intents/table.ts';
import { applies } from './applies.ts';
import { claimed } from './claimed.ts';
import { form, shrink } from './form.ts';
import { leftBehind } from './leftBehind.ts';
import { limits } from './limits.ts';
import { scope } from './scope.ts';

/**
 * Every check that the contract requires of an edit: those that hold whatever the intent, then the intent's own
 * (contracts rules 8 and 40 to 69).
 */
export function checksOfEdit(task: EditTask): readonly Check<EditTask, EditResult>[] {
  return [applies, scope, leftBehind, form, shrink, claimed, limits(task), ...intentOf(task).checks(task)];
}
