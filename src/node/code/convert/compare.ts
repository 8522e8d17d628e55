import type { ConvertibleFormat, DataFault, DataReport } from '../../../core/conversion.ts';
import { numberOf } from '../oracles/decimal.ts';
import { escapeStep, saidValue, type DataValue } from '../oracles/dataValue.ts';
import { momentOf } from './moment.ts';
import type { TextRead } from './textRead.ts';

type Value = Extract<TextRead, { type: 'value' }>;

/** Places that are told one by one; the rest is counted. */
const toldAtMost = 20;

/** Formats whose scalars have no type: where either side is one, scalars are compared by their text (rule 30). */
export const typeless: ReadonlySet<ConvertibleFormat> = new Set(['csv', 'ini', 'env', 'markdown-table']);
/** Formats that trim what stands in them. */
const trimming: ReadonlySet<ConvertibleFormat> = new Set(['ini', 'env', 'markdown-table']);
const sheets: ReadonlySet<ConvertibleFormat> = new Set(['csv', 'markdown-table']);

interface Walk {
  readonly byText: boolean;
  readonly trims: boolean;
  readonly fromTypeless: boolean;
  readonly isSheet: boolean;
  readonly to: ConvertibleFormat;
  readonly is: Value;
  readonly others: readonly ReadonlyMap<string, string>[];
  readonly told: { steps: readonly string[]; message: string }[];
  readonly unsure: string[];
  more: number;
  order: string | undefined;
  values: number;
}

/** Compares the data that is wanted with that of a content, by contracts rules 28 to 32. */
export function compareData(
  wanted: DataValue,
  source: Value,
  is: Value,
  formats: { readonly from: ConvertibleFormat; readonly to: ConvertibleFormat },
): Omit<DataReport, 'notes' | 'source'> & { readonly order: string | undefined } {
  const { from, to } = formats;
  const walk: Walk = {
    byText: typeless.has(from) || typeless.has(to),
    trims: trimming.has(from) || trimming.has(to),
    fromTypeless: typeless.has(from),
    isSheet: sheets.has(to),
    to,
    is,
    others: [source.others, is.others],
    told: [],
    unsure: [],
    more: 0,
    order: undefined,
    values: 0,
  };
  compareAt(walk, wanted, is.value, []);
  const differences = walk.told.map(({ steps, message }): DataFault => ({
    line: is.lineOf(steps) ?? 1,
    message,
  }));
  return { differences, more: walk.more, unsure: walk.unsure, order: walk.order, values: walk.values };
}

function differ(
  walk: Walk,
  steps: readonly string[],
  wanted: DataValue | undefined,
  is: DataValue | undefined,
): void {
  if (walk.told.length >= toldAtMost) {
    walk.more += 1;
    return;
  }
  walk.told.push({ steps, message: `${placeOf(steps)} ${saidDifference(wanted, is)}` });
}

/** Two readings disagree: told once a place, and only so many. */
function doubt(walk: Walk, steps: readonly string[], why: string): void {
  if (walk.unsure.length < toldAtMost) walk.unsure.push(`${placeOf(steps)}: ${why}`);
}

function placeOf(steps: readonly string[]): string {
  return steps.length === 0 ? 'the whole document' : steps.map((step) => `/${escapeStep(step)}`).join('');
}

function saidDifference(wanted: DataValue | undefined, is: DataValue | undefined): string {
  if (wanted === undefined) return `should not be there, but is ${said(is)}`;
  if (is === undefined) return `is gone, and should be ${said(wanted)}`;
  return `should be ${said(wanted)}, but is ${said(is)}`;
}

function said(value: DataValue | undefined): string {
  if (value?.type === 'string') return `the string ${saidValue(value)}`;
  if (value?.type === 'number') return `the number ${saidValue(value)}`;
  return saidValue(value);
}

function compareAt(walk: Walk, wanted: DataValue, is: DataValue, steps: readonly string[]): void {
  if (wanted.type === 'map' && is.type === 'map') compareMaps(walk, wanted.entries, is.entries, steps);
  else if (wanted.type === 'list' && is.type === 'list') {
    const count = Math.max(wanted.items.length, is.items.length);
    for (let at = 0; at < count; at += 1) {
      const [a, b] = [wanted.items[at], is.items[at]];
      const here = [...steps, String(at)];
      if (a === undefined || b === undefined) differ(walk, here, a, b);
      else compareAt(walk, a, b, here);
    }
  } else if (isHolder(wanted) || isHolder(is)) differ(walk, steps, wanted, is);
  else {
    walk.values += 1;
    const answer = walk.byText ? sameByText(walk, wanted, is, steps) : sameByType(wanted, is);
    if (answer === 'differs') differ(walk, steps, wanted, is);
    else if (answer !== 'same') doubt(walk, steps, answer.unsure);
  }
}

function isHolder(value: DataValue): boolean {
  return value.type === 'map' || value.type === 'list';
}

type Entries = ReadonlyMap<string, DataValue>;

function compareMaps(walk: Walk, wanted: Entries, is: Entries, steps: readonly string[]): void {
  const met = new Set<string>();
  let last = -1;
  let isOrdered = true;
  const order = new Map([...is.keys()].map((key, at) => [key, at]));
  for (const [key, value] of wanted) {
    const here = [...steps, shownKey(key)];
    const other = keyFor(walk, key, is, here);
    const found = other === undefined ? undefined : is.get(other);
    if (other === undefined || found === undefined) {
      differ(walk, here, value, undefined);
      continue;
    }
    met.add(other);
    const at = order.get(other) ?? 0;
    if (at < last) isOrdered = false;
    last = at;
    compareAt(walk, value, found, here);
  }
  for (const [key, value] of is) {
    if (met.has(key)) continue;
    const here = [...steps, shownKey(key)];
    const isBlankCell = walk.isSheet && !walk.fromTypeless && value.type === 'string' && value.value === '';
    if (isBlankCell) doubt(walk, here, 'the cell is empty, and the source has no such key at all');
    else differ(walk, here, undefined, value);
  }
  if (!isOrdered) walk.order ??= steps.length === 0 ? 'the root' : placeOf(steps);
}

/** Keys that are no strings are kept with a mark before them. */
const mark = '\u0000';

function shownKey(key: string): string {
  return key.startsWith(mark) ? spelled(key) : key;
}

/** A key of YAML that is a number, a boolean or null, as a format with string keys has it. */
function spelled(key: string): string {
  const power = /^\u0000(-?)(\d+)e(\d{1,3})$/u.exec(key);
  if (power === null) return key.slice(1);
  const [, sign = '', digits = '', zeros = '0'] = power;
  return `${sign}${digits}${'0'.repeat(Number(zeros))}`;
}

/** The key of the content that is the wanted one; a number may have become the string that spells it. */
function keyFor(walk: Walk, key: string, is: Entries, here: readonly string[]): string | undefined {
  if (is.has(key)) return key;
  if (key.startsWith(mark)) {
    const text = spelled(key);
    if (!is.has(text)) return undefined;
    if (walk.to === 'yaml') doubt(walk, here, 'the key is no string in the source, and one in the content');
    return text;
  }
  if (walk.to !== 'yaml') return undefined;
  const exact = numberOf(key);
  const candidates = [exact, key].flatMap((one) => (one === undefined ? [] : [`${mark}${one}`]));
  const found = candidates.find((one) => is.has(one));
  if (found !== undefined) doubt(walk, here, 'the key is a string in the source, and none in the content');
  return found;
}

/** What a comparison of two scalars says; `unsure` where two sensible readings disagree, and why. */
type Sameness = 'same' | 'differs' | { readonly unsure: string };

function sameByType(wanted: DataValue, is: DataValue): Sameness {
  if (wanted.type === 'date' || is.type === 'date') return sameDate(wanted, is);
  if (wanted.type !== is.type) return 'differs';
  switch (wanted.type) {
    case 'number':
      return is.type === 'number' && wanted.exact === is.exact ? 'same' : 'differs';
    case 'string':
      return is.type === 'string' && wanted.value === is.value ? 'same' : 'differs';
    case 'boolean':
      return is.type === 'boolean' && wanted.value === is.value ? 'same' : 'differs';
    default:
      return 'same';
  }
}

/** A date may become a string of the same text; a string may not become a date (rule 29). */
function sameDate(wanted: DataValue, is: DataValue): Sameness {
  if (wanted.type === 'date' && is.type === 'date') {
    return momentOf(wanted.text) === momentOf(is.text) ? 'same' : 'differs';
  }
  if (wanted.type !== 'date' || is.type !== 'string') return 'differs';
  if (wanted.text === is.value) return 'same';
  const isSame = momentOf(is.value) !== undefined && momentOf(wanted.text) === momentOf(is.value);
  if (!isSame) return 'differs';
  return { unsure: `${JSON.stringify(is.value)} is the moment ${wanted.text}, spelled in another way` };
}

function sameByText(walk: Walk, wanted: DataValue, is: DataValue, steps: readonly string[]): Sameness {
  const [a, b] = [textOf(wanted), textOf(is)];
  const other = otherReading(walk, steps, a, b);
  if (a === b && other) return walk.fromTypeless ? becameTyped(is) : 'same';
  if (a === b || other) {
    return { unsure: 'readers of env files differ in what the backslash in its quotes means' };
  }
  if (wanted.type === 'number' || is.type === 'number') return sameNumber(a, b);
  const isMoment = (wanted.type === 'date' || is.type === 'date') && momentOf(a) !== undefined;
  if (isMoment && momentOf(a) === momentOf(b)) {
    return { unsure: `${a} and ${b} are one moment, spelled in two ways` };
  }
  if (walk.trims && a.trim() === b.trim()) {
    return { unsure: 'it lost blanks at its ends, which one of the formats does not keep' };
  }
  return 'differs';
}

/** Whether the other reading of the strings at this place makes them equal. */
function otherReading(walk: Walk, steps: readonly string[], a: string, b: string): boolean {
  const [source, content] = walk.others;
  if (source?.size === 0 && content?.size === 0) return a === b;
  const pointer = steps.map((step) => `/${escapeStep(step)}`).join('');
  return (source?.get(pointer) ?? a) === (content?.get(pointer) ?? b);
}

/** Text that became a number or a date which is not spelled as its plain value. */
function becameTyped(is: DataValue): Sameness {
  if (is.type === 'date') return { unsure: 'the text became a date' };
  if (is.type === 'number' && !/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(is.written)) {
    return {
      unsure: `the text became the number ${is.written}, which other readers may spell in another way`,
    };
  }
  return 'same';
}

/** Numbers of one value with two spellings: 1.50 is not 1.5 and 007 not 7 (rule 30); for other spellings no rule says it. */
function sameNumber(a: string, b: string): Sameness {
  const plain = /^-?\d+(?:\.\d+)?$/u;
  const value = (text: string): string | undefined => numberOf(text.trim()) ?? named(text.trim());
  if (value(a) === undefined || value(a) !== value(b)) return 'differs';
  if (plain.test(a) && plain.test(b)) return 'differs';
  return { unsure: `${a} and ${b} are one number, spelled in two ways` };
}

function named(text: string): string | undefined {
  const match = /^([+-]?)\.?(inf|nan)$/iu.exec(text);
  return match === null ? undefined : `${match[1] === '-' ? '-' : ''}${(match[2] ?? '').toLowerCase()}`;
}

/** A scalar as a format without types has it: null is empty (rule 30). */
export function textOf(value: DataValue): string {
  switch (value.type) {
    case 'null':
      return '';
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.written;
    case 'string':
      return value.value;
    case 'date':
      return value.text;
    case 'list':
    case 'map':
      throw new Error('a list or a map has no text');
  }
}
