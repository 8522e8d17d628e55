import { parse as parseToml, TomlError } from 'smol-toml';
import { tomlParts } from '../dataShape.ts';
import { numberOf } from '../oracles/decimal.ts';
import type { DataValue } from '../oracles/dataValue.ts';
import { wrong, type TextRead } from './textRead.ts';

/** Marks a string that stands for a number or a date as it was written; no text that people write begins so. */
const stands = '\u{10FFFE}';

/**
 * TOML with its numbers and dates as they stand in the text: the parser rounds fractions and respells dates, so a
 * second reading has strings in their places. The first one says whether the text is TOML at all.
 */
export function readToml(text: string): TextRead {
  try {
    parseToml(text, { integersAsBigInt: true });
    const value = valueOf(parseToml(withWritten(text), { integersAsBigInt: true }));
    const { comments } = tomlParts(text);
    return {
      type: 'value',
      value,
      comments: comments.length,
      doubts: [],
      others: new Map(),
      lineOf: (steps) => lineOfKey(text, steps),
    };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return wrong(error.line, error.message.split('\n')[0] ?? 'this is no TOML');
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const numeral =
  /^[+-]?(?:\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?[\d_]+)?|0x[\da-fA-F_]+|0o[0-7_]+|0b[01_]+|inf|nan)$/u;
const moment = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d.*)?$|^\d\d:\d\d(?::\d\d.*)?$/u;

/** The text with a marked string in the place of every number and date that is a value. */
function withWritten(text: string): string {
  const pieces: string[] = [];
  let copied = 0;
  for (const { start, end } of valueSpans(text)) {
    const written = text.slice(start, end);
    if (!numeral.test(written) && !moment.test(written)) continue;
    pieces.push(text.slice(copied, start), `"${stands}${written}"`);
    copied = end;
  }
  return pieces.join('') + text.slice(copied);
}

/** Bare values: what is no string, no sign and stands behind a "=" or inside brackets. */
function valueSpans(text: string): readonly Span[] {
  const { leaves } = tomlParts(text);
  const found: Span[] = [];
  const brackets: string[] = [];
  let isValue = false;
  let before = 0;
  let at = 0;
  while (at < leaves.length) {
    const leaf = leaves[at];
    if (leaf === undefined) break;
    if (brackets.length === 0 && text.slice(before, leaf.start).includes('\n')) isValue = false;
    const sign = leaf.text;
    let last = leaf;
    at += 1;
    if (!isValue) isValue = sign === '=';
    else if (sign === '[' || sign === '{') {
      brackets.push(sign);
      isValue = sign === '[';
    } else if (sign === ']' || sign === '}') {
      brackets.pop();
      isValue = true;
    } else if (sign === ',') isValue = brackets.at(-1) !== '{';
    else if (!/^["']/u.test(sign)) {
      const isPart = (one: typeof leaf | undefined): boolean =>
        one !== undefined && /^[\w.:+-]+$/u.test(one.text);
      for (let next = leaves[at]; next !== undefined; next = leaves[at]) {
        const gap = text.slice(last.end, next.start);
        const isTime = gap === ' ' && /^\d{4}-\d\d-\d\d$/u.test(text.slice(leaf.start, last.end));
        if (!isPart(next) || (gap !== '' && !(isTime && /^\d\d:/u.test(next.text)))) break;
        last = next;
        at += 1;
      }
      found.push({ start: leaf.start, end: last.end });
    }
    // A brace that closes at once leaves nothing that waits for a key.
    if (!isValue && sign === '}' && brackets.length > 0) {
      brackets.pop();
      isValue = true;
    }
    before = last.end;
  }
  return found;
}

function valueOf(value: unknown): DataValue {
  if (Array.isArray(value)) return { type: 'list', items: value.map(valueOf) };
  if (typeof value === 'string') {
    return value.startsWith(stands) ? writtenValue(value.slice(stands.length)) : { type: 'string', value };
  }
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'object' && value !== null) {
    return {
      type: 'map',
      entries: new Map(Object.entries(value).map(([key, inner]) => [key, valueOf(inner)])),
    };
  }
  throw new Error(`a value of TOML was not seen where it is written: ${String(value)}`);
}

function writtenValue(written: string): DataValue {
  if (moment.test(written)) return { type: 'date', text: written };
  const named = /^([+-]?)(inf|nan)$/u.exec(written);
  const sign = named?.[1] === '-' && named[2] !== 'nan' ? '-' : '';
  const exact = named === null ? (numberOf(written) ?? written) : `${sign}${named[2] ?? ''}`;
  return { type: 'number', exact, written };
}

/** The line of the last step that is a key and can be found before a "=" or in a head. */
function lineOfKey(text: string, steps: readonly string[]): number | undefined {
  const key = steps.findLast((step) => !/^\d+$/u.test(step));
  if (key === undefined) return undefined;
  const lines = text.split('\n');
  const at = lines.findIndex((line) => {
    const place = line.indexOf(key);
    if (place === -1 || /[\w-]/u.test(line[place - 1] ?? '')) return false;
    return /^["']?\s*(?:=|\.|\])/u.test(line.slice(place + key.length));
  });
  return at === -1 ? undefined : at + 1;
}
