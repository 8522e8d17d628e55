import * as z from 'zod';
import { checkableProposals } from '../core/constraints/accepted.ts';
import { compileConstraints } from '../core/constraints/compile.ts';
import type { Constraint, ConstraintArgs, Span } from '../core/constraints/constraint.ts';
import { judge } from '../core/constraints/judge.ts';
import { idOf } from './rows.ts';

/** One row of `countersign constraints -` (design section 13). */
const rowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  instruction: z.string(),
  text: z.string().optional(),
  /** Limits that somebody proposes: which of them rules check in full, and the instruction does not set yet. */
  proposals: z.array(z.string()).optional(),
});

/** `holds` is there only where the row has a text; `counted` then says what was asked for and what there is. */
export type ConstraintsAnswer =
  | { readonly id: string | number | null; readonly error: string }
  | {
      readonly id: string | number;
      readonly constraints: readonly {
        readonly id: string;
        readonly args: ConstraintArgs;
        readonly span: Span;
        readonly holds?: boolean | null;
        readonly counted?: string;
      }[];
      readonly notCheckable: readonly { readonly text: string; readonly span: Span }[];
      /** Of the row's proposals those that could count, once somebody accepts them. */
      readonly proposed?: readonly { readonly phrase: string; readonly constraints: readonly Constraint[] }[];
    };

/** Compiles the constraints of a row's instruction, and holds its text against each. Never throws. */
export function constraintsRow(row: unknown): ConstraintsAnswer {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success) return { id: idOf(row), error: z.prettifyError(parsed.error) };
  const { id, instruction, text, proposals } = parsed.data;
  const { constraints, notCheckable } = compileConstraints(instruction);
  const proposed = proposals === undefined ? {} : { proposed: checkableProposals(proposals, constraints) };
  if (text === undefined) return { id, constraints, notCheckable, ...proposed };
  return {
    id,
    constraints: constraints.map((one) => {
      const { holds, counted } = judge(one, { text });
      return { ...one, holds, counted };
    }),
    notCheckable,
    ...proposed,
  };
}
