import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';

/** Every check that the contract requires of an edit with this intent. */
export function checksOfEdit(_task: EditTask): readonly Check<EditTask, EditResult>[] {
  return [];
}
