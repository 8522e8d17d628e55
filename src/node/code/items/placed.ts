import type { Item } from '../../../core/extract/item.ts';

/** An occurrence by the offset (UTF-16) at which its value stands. */
export interface Placed {
  readonly value: string;
  readonly offset: number;
}

/** Offsets as lines of contracts rule 1, in the order of the text; a value that is empty names nothing. */
export function onLines(text: string, placed: readonly Placed[]): readonly Item[] {
  const sorted = placed.filter((one) => one.value !== '').sort((a, b) => a.offset - b.offset);
  let line = 1;
  let next = text.indexOf('\n');
  return sorted.map(({ value, offset }) => {
    while (next !== -1 && next < offset) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return { value, line };
  });
}
