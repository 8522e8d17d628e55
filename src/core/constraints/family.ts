import type { Found, Judge } from './constraint.ts';
import type { Reading } from './reading.ts';

/** Constraints of one sort: how people phrase them, and how a text is held against them. */
export interface Family {
  readonly name: string;
  /** Every constraint of this sort in an instruction. Linear in its length; never throws. */
  find(reading: Reading): readonly Found[];
  /** One judge for each id that `find` can give. */
  readonly judges: Readonly<Record<string, Judge>>;
}
