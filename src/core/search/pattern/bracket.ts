import { combine, complement, range, union, type CharSet } from './charSet.ts';
import { asciiClass } from './classNames.ts';
import {
  codePointOf,
  fail,
  foldOf,
  peek,
  peekPastBlank,
  skipVerbose,
  unsupported,
  type Cursor,
} from './cursor.ts';
import { literalSet, parseEscape } from './escape.ts';

type Operator = '&&' | '--' | '~~';

/** Brackets that stand in each other, at most: as deep as ripgrep goes. */
const depthAtMost = 250;

/** Parses `[...]` at the cursor: ranges, escapes, `[:name:]`, brackets within, and the set operators. */
export function parseBracket(cursor: Cursor, depth = 0): CharSet {
  if (depth > depthAtMost) return fail(cursor, 'brackets stand too deep in each other');
  step(cursor);
  const negated = peek(cursor) === '^';
  if (negated) step(cursor);
  let items: CharSet[] = leadingLiterals(cursor);
  let left: { set: CharSet; operator: Operator } | undefined;
  const settle = (): CharSet => {
    const set = union(items);
    return left === undefined ? set : combine(left.set, left.operator, set);
  };
  for (;;) {
    skipVerbose(cursor);
    const next = peek(cursor);
    if (next === undefined) return fail(cursor, 'a bracket is not closed');
    if (next === ']') break;
    if (next === '[') items.push(asciiName(cursor) ?? parseBracket(cursor, depth + 1));
    else if ((next === '&' || next === '-' || next === '~') && peek(cursor, 1) === next) {
      left = { set: settle(), operator: `${next}${next}` as Operator };
      items = [];
      cursor.at += 2;
    } else items.push(parseRange(cursor));
  }
  cursor.at += 1;
  const set = settle();
  if (!negated) return set;
  if (!cursor.flags.unicode) return unsupported('a class of bytes that are not ASCII');
  return complement(set);
}

function step(cursor: Cursor): void {
  cursor.at += 1;
  skipVerbose(cursor);
  if (peek(cursor) === undefined) fail(cursor, 'a bracket is not closed');
}

/** Dashes first in a bracket, or a closing bracket first, stand for themselves. */
function leadingLiterals(cursor: Cursor): CharSet[] {
  const items: CharSet[] = [];
  while (peek(cursor) === '-') {
    items.push(literalSet(cursor, 0x2d));
    step(cursor);
  }
  if (items.length === 0 && peek(cursor) === ']') {
    items.push(literalSet(cursor, 0x5d));
    step(cursor);
  }
  return items;
}

/** `[:alpha:]` or `[:^alpha:]`; undefined where the bracket is no such name, with the cursor where it was. */
function asciiName(cursor: Cursor): CharSet | undefined {
  const rest = cursor.characters.slice(cursor.at, cursor.at + 12).join('');
  const match = /^\[:(\^?)([a-z]+):\]/.exec(rest);
  if (match === null) return undefined;
  const [whole, negation, name = ''] = match;
  const set = asciiClass(name, foldOf(cursor.flags));
  if (set === undefined) return undefined;
  cursor.at += whole.length;
  if (negation === '') return set;
  return cursor.flags.unicode ? complement(set) : unsupported('a class of bytes that are not ASCII');
}

function parseRange(cursor: Cursor): CharSet {
  const low = parseItem(cursor);
  skipVerbose(cursor);
  const next = peek(cursor);
  if (next === undefined) return fail(cursor, 'a bracket is not closed');
  const after = next === '-' ? peekPastBlank(cursor) : undefined;
  if (next !== '-' || after === ']' || after === '-') {
    return typeof low === 'number' ? literalSet(cursor, low) : low;
  }
  step(cursor);
  const high = parseItem(cursor);
  if (typeof low !== 'number' || typeof high !== 'number')
    return fail(cursor, 'a range has a class at one end');
  if (low > high) return fail(cursor, 'a range runs backwards');
  return range(low, high, foldOf(cursor.flags));
}

function parseItem(cursor: Cursor): number | CharSet {
  const character = peek(cursor) ?? '';
  if (character !== '\\') {
    cursor.at += 1;
    const codePoint = codePointOf(character);
    if (!cursor.flags.unicode && codePoint > 0x7f)
      return fail(cursor, 'a letter that is not ASCII, with Unicode off');
    return codePoint;
  }
  const escape = parseEscape(cursor);
  if (escape.type === 'look') return fail(cursor, 'a bracket holds no word boundaries');
  return escape.type === 'literal' ? escape.codePoint : escape.set;
}
