import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import type { RefactorTask } from '../../kinds/refactor.ts';
import { applies } from '../edit/applies.ts';
import { behaviour } from '../edit/behaviour.ts';
import { claimed } from '../edit/claimed.ts';
import { form, shrink } from '../edit/form.ts';
import { leftBehind } from '../edit/leftBehind.ts';
import { limits } from '../edit/limits.ts';
import { oracle } from '../edit/oracle.ts';
import { scope } from '../edit/scope.ts';
import { syntax } from '../edit/syntax.ts';
import { types } from '../edit/types.ts';
import { renamesIn } from './renames.ts';

/**
 * What a change set over several files must pass: what every edit must, the types of the whole project, what it exports
 * before and after, and the user's own check commands (contracts rules 46, 47, 58 and 59).
 */
export function checksOfRefactor(task: RefactorTask): readonly Check<RefactorTask, EditResult>[] {
  const same = asEdit(task);
  return [
    applies,
    scope,
    leftBehind,
    form,
    shrink,
    claimed,
    limits(same),
    syntax(true),
    types('where-checked'),
    oracle({ intent: 'silencing' }),
    oracle({ intent: 'exports', renamed: renamesIn(task.instruction) }),
    behaviour,
  ].map((check) => ({
    ...check,
    run: (input, signal) => check.run({ ...input, task: same }, signal),
  }));
}

/** The same as an edit of no declared nature: what holds of every edit is asked in its words. */
export function asEdit(task: RefactorTask): EditTask {
  return { ...task, kind: 'edit', intent: 'general' };
}
