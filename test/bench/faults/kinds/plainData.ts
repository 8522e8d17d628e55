import type { Random } from '../../../node/search/random.ts';

/** Data as the bench makes it up: numbers and dates as texts, so that nothing is rounded on the way. */
export type Plain =
  | { readonly t: 'null' }
  | { readonly t: 'bool'; readonly v: boolean }
  | { readonly t: 'num' | 'str' | 'date'; readonly v: string }
  | { readonly t: 'list'; readonly items: readonly Plain[] }
  | PlainMap;
export interface PlainMap {
  readonly t: 'map';
  readonly entries: readonly (readonly [string, Plain])[];
}

export const str = (v: string): Plain => ({ t: 'str', v });
export const num = (v: string): Plain => ({ t: 'num', v });
export const map = (entries: readonly (readonly [string, Plain])[]): PlainMap => ({ t: 'map', entries });

/** Texts that a careless conversion reads as something else. */
const tricky = [
  'yes',
  'no',
  'on',
  'off',
  'true',
  'null',
  '~',
  '007',
  '1.50',
  '1e3',
  '0x1F',
  '1_000',
  '2024-05-01',
  '12:30',
  '.inf',
  '-',
  '- a',
  'a: b',
  'a #b',
  '#x',
  '&a',
  '*a',
  '!t',
  '{a}',
  '[a]',
  '%',
  '@x',
  '`x`',
  "it's",
  'say "hi"',
  'a\\b',
  'C:\\new',
  'tab\there',
  'a,b',
  'a|b',
  'a;b',
  'a=b',
  '\u4f60\u597d',
  'caf\u00e9',
  'cafe\u0301',
  '\ud83d\ude00',
  '$HOME',
  '${x}',
  '<<',
  '__proto__',
  'constructor',
  '9007199254740993',
  'a  b',
  '?',
  ': x',
  'x:',
  "'",
  '"',
  '""',
];
const inner = [' lead', 'trail ', 'one\ntwo', 'one\ntwo\n', '\n', 'a\r\nb', 'end\n\n', '  two\n one'];
const numbers = [
  '0',
  '1',
  '-1',
  '42',
  '9007199254740993',
  '-9007199254740993',
  '9223372036854775807',
  '1.5',
  '1.50',
  '0.1',
  '-0.25',
  '1e3',
  '1.0',
  '3.14159265358979323846',
  '100',
  '8080',
  '2.5e-7',
];
const keys = [
  'name',
  'port',
  'host',
  'a',
  'b',
  'id',
  'value',
  'path',
  'on',
  'n',
  'version',
  'Key',
  'user',
  'total',
];
const oddKeys = [
  'a b',
  'a.b',
  'a/b',
  '~t',
  '1',
  'yes',
  'k:',
  '#k',
  '__proto__',
  'caf\u00e9',
  'say "x"',
  '',
  'a=b',
  'null',
];

/** What a made-up value may be: what the formats on both sides can hold. */
export interface Limits {
  readonly nulls: boolean;
  readonly dates: boolean;
  /** Strings that look like dates come often. */
  readonly dateTexts: boolean;
  /** Line breaks and blanks at the ends of strings. */
  readonly inner: boolean;
  /** Strings that a format without types keeps as they stand. */
  readonly strings: (text: string) => boolean;
  readonly keys: (text: string) => boolean;
  readonly odd: boolean;
}

export function scalarOf(random: Random, limits: Limits): Plain {
  const roll = random.number(10);
  if (roll === 0 && limits.nulls) return { t: 'null' };
  if (roll === 1) return { t: 'bool', v: random.chance(0.5) };
  if (roll === 2 && limits.dates) {
    return {
      t: 'date',
      v: random.pick(['2024-05-01', '1979-05-27T07:32:00Z', '1979-05-27 07:32:00', '07:32:00.5']),
    };
  }
  if (roll === 2 && limits.dateTexts) return str('2024-05-01');
  if (roll <= 4) return num(random.pick(numbers));
  return str(stringOf(random, limits));
}

export function stringOf(random: Random, limits: Limits): string {
  const roll = random.number(10);
  const from = roll < 4 ? tricky : roll < 6 && limits.inner ? inner : roll === 6 ? [''] : undefined;
  const made = from === undefined ? `${random.pick(keys)} ${random.number(1000)}` : random.pick(from);
  return limits.strings(made) ? made : `text${random.number(1000)}`;
}

export function keysOf(random: Random, limits: Limits, least: number, most: number): readonly string[] {
  const found = new Set<string>();
  for (const key of random.list(least, most, () =>
    random.pick(limits.odd && random.chance(0.25) ? oddKeys : keys),
  )) {
    if (limits.keys(key)) found.add(key);
  }
  if (found.size === 0) found.add('only');
  return [...found];
}

export function treeOf(random: Random, limits: Limits, depth: number): Plain {
  const roll = random.number(10);
  if (depth === 0 || roll < 5) return scalarOf(random, limits);
  if (roll < 7) return { t: 'list', items: random.list(0, 4, () => treeOf(random, limits, depth - 1)) };
  return mapOf(random, limits, depth - 1);
}

export function mapOf(random: Random, limits: Limits, depth: number): PlainMap {
  return map(keysOf(random, limits, 1, 6).map((key) => [key, treeOf(random, limits, depth)]));
}

/** Records with the same keys and one scalar in each. */
export function sheetOf(random: Random, limits: Limits): Plain {
  const names = keysOf(random, limits, 2, 5);
  return {
    t: 'list',
    items: random.list(1, 6, () => map(names.map((name) => [name, scalarOf(random, limits)]))),
  };
}

/** A value as a format without types has it. */
export function textOf(value: Plain): string {
  if (value.t === 'null') return '';
  if (value.t === 'bool') return String(value.v);
  if (value.t === 'list' || value.t === 'map') throw new Error('no scalar');
  return value.v;
}
