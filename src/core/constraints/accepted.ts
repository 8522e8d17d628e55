import { compileConstraints } from './compile.ts';
import type { Constraint } from './constraint.ts';

/** A constraint that somebody else proposed, in words that a rule can check. */
export interface Proposal {
  readonly phrase: string;
  /** What the rules make of the phrase; `span` speaks of the phrase. */
  readonly constraints: readonly Constraint[];
}

/**
 * Of phrases that a model proposes as further constraints, those that rules can check in full: everything the phrase
 * demands is recognised, and it is not in `has` already. They count only once the person has accepted them.
 */
export function checkableProposals(
  phrases: readonly string[],
  has: readonly Constraint[],
): readonly Proposal[] {
  const known = new Set(has.map(keyOf));
  return phrases.flatMap((phrase): Proposal[] => {
    const { constraints, notCheckable } = compileConstraints(phrase);
    if (constraints.length === 0 || notCheckable.length > 0) return [];
    const fresh = constraints.filter((one) => !known.has(keyOf(one)));
    for (const one of fresh) known.add(keyOf(one));
    return fresh.length === 0 ? [] : [{ phrase, constraints: fresh }];
  });
}

function keyOf({ id, args }: Constraint): string {
  return `${id} ${JSON.stringify(Object.entries(args).sort(([a], [b]) => a.localeCompare(b)))}`;
}
