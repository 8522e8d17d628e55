import type { Random } from '../../../node/search/random.ts';
import type { SourceProject } from '../packages.ts';

/** A row as `countersign verify -` takes it, without its id. */
export interface KindRow {
  readonly files: Readonly<Record<string, string>>;
  readonly task: Readonly<Record<string, unknown>>;
  readonly result: unknown;
}

/** A right result, and the best state that its contract can reach: `unproven` where no oracle sees all of it. */
export interface RightRow extends KindRow {
  readonly best: 'verified' | 'unproven';
}

/** A mistake that a worker makes in a result of this kind. */
export interface FaultClass {
  /** In words, as the table prints it. */
  readonly name: string;
  /** The same row with the mistake in it; undefined where this row has no room for it. */
  plant(row: RightRow, random: Random): KindRow | undefined;
}

/** One kind of task: right results over real sources, and at least ten classes of faults in them. */
export interface KindFaults {
  readonly kind: string;
  /**
   * A right result by a way of its own: nothing of `src` takes part in it, or a fault that both share would hide. May be
   * undefined for a file that has nothing of the kind.
   */
  right(project: SourceProject, random: Random): RightRow | undefined;
  readonly classes: readonly FaultClass[];
}
