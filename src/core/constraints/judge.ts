import type { Constraint, Judge, Judgement, Subject } from './constraint.ts';
import { families } from './table.ts';

const judges: ReadonlyMap<string, Judge> = new Map(
  families.flatMap((family) => Object.entries(family.judges)),
);

/** Holds a text against one constraint; an id that nothing here knows cannot be told. */
export function judge(constraint: Pick<Constraint, 'id' | 'args'>, subject: Subject): Judgement {
  const judgeOf = judges.get(constraint.id);
  if (judgeOf === undefined) return { holds: null, counted: `nothing here can count ${constraint.id}` };
  // IFEval lets no blank answer keep to anything.
  if (subject.text.trim() === '') return { holds: false, counted: 'the text is blank' };
  return judgeOf(constraint.args, subject);
}
