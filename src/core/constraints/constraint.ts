/** Arguments of a constraint; for IFEval's instructions under IFEval's own names. */
export type ConstraintArgs = Readonly<Record<string, string | number | readonly string[]>>;

/** Where something stands in an instruction: UTF-16 offsets, `to` is behind the last one. */
export type Span = readonly [from: number, to: number];

/**
 * One atomic demand of an instruction that code can check. `id` is IFEval's instruction id where it has one (its 25,
 * as `length_constraints:number_words`), else one of ours, with the family before the colon.
 */
export interface Constraint {
  readonly id: string;
  readonly args: ConstraintArgs;
  readonly span: Span;
}

/** What looks like a demand and no rule recognises: listed, never dropped in silence (contracts rule 39). */
export interface OpenDemand {
  readonly text: string;
  readonly span: Span;
}

export type Exported =
  { readonly declared: readonly string[]; readonly values: readonly string[] } | { readonly unknown: string };

/** A text that is held against constraints. */
export interface Subject {
  /** The whole text; of bullets their texts, one a line. */
  readonly text: string;
  /** The texts of the bullets, where the result has that form. */
  readonly bullets?: readonly string[] | undefined;
  /**
   * Exported functions of the file that is spoken of: those that are declared as such, and values that are functions,
   * which one may count or not; or why nobody knows them.
   */
  readonly exported?: Exported | undefined;
}

/**
 * Whether a constraint holds. `holds` follows IFEval's own counting where it has the instruction; null where it cannot
 * be told. `otherwise` is what a second sensible way of counting says, where there is one and it disagrees. `counted`
 * says in words what was asked for and what there is.
 */
export interface Judgement {
  readonly holds: boolean | null;
  readonly otherwise?: boolean | undefined;
  readonly counted: string;
}

export type Judge = (args: ConstraintArgs, subject: Subject) => Judgement;

/** A constraint as a rule found it. `part` is true where it speaks of a part of the text only, as of its title. */
export interface Found extends Constraint {
  /** Further places that belong to the demand, such as a template that shows it. */
  readonly also?: readonly Span[];
  /** True where the central guards (questions, negations, other parts) are not to look at it. */
  readonly sure?: boolean;
}

/** A number from the arguments; NaN where there is none, which no comparison takes. */
export function numberOf(args: ConstraintArgs, name: string): number {
  const value = args[name];
  return typeof value === 'number' ? value : Number.NaN;
}

/** A text from the arguments; empty where there is none. */
export function wordOf(args: ConstraintArgs, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}

/** A list of texts from the arguments. */
export function listOf(args: ConstraintArgs, name: string): readonly string[] {
  const value = args[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** A judgement by one counting only. */
export function judged(holds: boolean | null, counted: string): Judgement {
  return { holds, counted };
}

/** A judgement by two countings; the second is kept only where it disagrees. */
export function judgedTwice(first: boolean, second: boolean, counted: string): Judgement {
  return first === second ? { holds: first, counted } : { holds: first, otherwise: second, counted };
}
