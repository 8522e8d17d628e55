import type { DataFault } from '../../../core/conversion.ts';
import type { DataValue } from '../oracles/dataValue.ts';

/** The data of a text, or why it has none. */
export type TextRead =
  | {
      readonly type: 'value';
      readonly value: DataValue;
      /** The names in the header of a sheet, which a sheet without rows has too. */
      readonly columns?: readonly string[];
      readonly comments: number;
      /** What of this text two sensible readers take in two ways. */
      readonly doubts: readonly string[];
      /** Another reading of the strings at these pointers. */
      readonly others: ReadonlyMap<string, string>;
      /** The line of a value, by the steps of its pointer; undefined where it is not known. */
      readonly lineOf: (steps: readonly string[]) => number | undefined;
    }
  | { readonly type: 'wrong'; readonly fault: DataFault };

export function wrong(line: number, message: string): TextRead {
  return { type: 'wrong', fault: { line, message } };
}
