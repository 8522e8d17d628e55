import type { GradedItem, Item } from '../../extract/item.ts';

/** What a reading says against a result, or leaves open in it; `line` is that of the occurrence. */
export interface Objection extends Item {
  readonly type: 'missing' | 'invented' | 'open';
  /** Index in the given items, where one of them is meant. */
  readonly index?: number;
  readonly why: string;
}

/** An item of the result with its index in it, and the lines that its quote runs over. */
export interface Given extends Item {
  readonly index: number;
  readonly lines: number;
}

interface Counted {
  readonly item: Item;
  must: number;
  should: number;
  may: number;
  unlikely: number;
  why: string;
  given: number[];
}

/**
 * Compares what is given with one reading of the same file, both ways and as often as each occurrence stands there
 * (contracts rule 23). What the reading is sure of must be given, what it does not know must not; where it leaves
 * something open and the result hangs on it, the objection says so.
 */
export function compareItems(given: readonly Given[], reading: readonly GradedItem[]): readonly Objection[] {
  const rows = new Map<string, Counted>();
  for (const item of reading) {
    const row = rowOf(rows, item);
    row[item.grade] += 1;
    if (item.grade !== 'must') row.why = item.why ?? '';
  }
  const objections: Objection[] = [];
  for (const one of given) {
    const at = placeOf(rows, one);
    if (at === undefined) objections.push({ ...pick(one), type: 'invented', index: one.index, why: '' });
    else at.given.push(one.index);
    if (at !== undefined && at.item.line !== one.line) {
      const why = `it stands at line ${at.item.line}, within the quote but not where it begins`;
      objections.push({ ...pick(one), type: 'open', index: one.index, why });
    }
  }
  for (const row of rows.values()) objections.push(...judge(row));
  return objections;
}

function judge(row: Counted): readonly Objection[] {
  const { item, must, should, may, unlikely, given, why } = row;
  const count = given.length;
  const most = must + should + may + unlikely;
  if (count < must) return [{ ...pick(item), type: 'missing', why: '' }];
  if (count > most)
    return given.slice(most).map((index) => ({ ...pick(item), type: 'invented', index, why: '' }));
  if (may > 0 || count !== must + should) {
    const index = given.at(-1);
    return [{ ...pick(item), type: 'open', why, ...(index === undefined ? {} : { index }) }];
  }
  return [];
}

function pick({ value, line }: Item): Item {
  return { value, line };
}

function keyOf(value: string, line: number): string {
  return `${line}:${value}`;
}

function rowOf(rows: Map<string, Counted>, item: Item): Counted {
  const key = keyOf(item.value, item.line);
  const known = rows.get(key);
  if (known !== undefined) return known;
  const row: Counted = { item: pick(item), must: 0, should: 0, may: 0, unlikely: 0, why: '', given: [] };
  rows.set(key, row);
  return row;
}

/** The lines of one quote that are looked through for an occurrence that does not stand in its first line. */
const linesAtMost = 50;

/** Where the occurrence that is meant stands: at its line, or further down in a quote of several lines. */
function placeOf(rows: ReadonlyMap<string, Counted>, one: Given): Counted | undefined {
  for (let more = 0; more < Math.min(one.lines, linesAtMost); more += 1) {
    const row = rows.get(keyOf(one.value, one.line + more));
    const most = row === undefined ? 0 : row.must + row.should + row.may + row.unlikely;
    if (row !== undefined && (more === 0 || row.given.length < most)) return row;
  }
  return undefined;
}
