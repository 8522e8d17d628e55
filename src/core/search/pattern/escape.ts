import {
  asciiDigitSet,
  asciiSpaceSet,
  asciiWordSet,
  complement,
  digitSet,
  range,
  spaceSet,
  wordSet,
  type CharSet,
} from './charSet.ts';
import { unicodeClass } from './classNames.ts';
import {
  codePointOf,
  fail,
  foldOf,
  isBlank,
  peek,
  skipVerbose,
  take,
  unsupported,
  type Cursor,
} from './cursor.ts';
import type { Look } from './node.ts';

/** What a backslash introduces: one character, a class, or a condition on a position. */
export type Escape =
  | { readonly type: 'literal'; readonly codePoint: number }
  | { readonly type: 'class'; readonly set: CharSet }
  | { readonly type: 'look'; readonly look: Look };

const controls: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['f', 0x0c],
  ['t', 0x09],
  ['n', 0x0a],
  ['r', 0x0d],
  ['v', 0x0b],
]);

/** Parses what begins with a backslash at the cursor. */
export function parseEscape(cursor: Cursor): Escape {
  cursor.at += 1;
  const character = peek(cursor);
  if (character === undefined) return fail(cursor, 'a backslash ends the pattern');
  if (/[0-9]/.test(character)) return fail(cursor, 'back references are not supported');
  if (/[xuU]/.test(character)) return { type: 'literal', codePoint: parseHex(cursor, character) };
  if (/[pP]/.test(character)) return { type: 'class', set: parseProperty(cursor, character === 'P') };
  if (/[dDsSwW]/.test(character)) {
    cursor.at += 1;
    return { type: 'class', set: perlClass(cursor, character) };
  }
  cursor.at += 1;
  const control = controls.get(character);
  if (control !== undefined) return { type: 'literal', codePoint: control };
  const look = lookOf(cursor, character);
  if (look !== undefined) return { type: 'look', look };
  if (/^[\x00-\x7f]$/.test(character) && !/[A-Za-z]/.test(character)) {
    return { type: 'literal', codePoint: codePointOf(character) };
  }
  cursor.at -= 1;
  return fail(cursor, `"\\${character}" is no escape`);
}

function lookOf(cursor: Cursor, character: string): Look | undefined {
  const prefix = cursor.flags.unicode ? '' : 'ascii-';
  switch (character) {
    case 'A':
      return 'start';
    case 'z':
      return 'end';
    case 'B':
      return `${prefix}no-boundary`;
    case '<':
      return `${prefix}word-start`;
    case '>':
      return `${prefix}word-end`;
    case 'b':
      return wordLook(cursor) ?? `${prefix}boundary`;
    default:
      return undefined;
  }
}

/** `\b{start}` and its kin. A brace with something else in it is a repetition, or nothing known. */
function wordLook(cursor: Cursor): Look | undefined {
  if (peek(cursor) !== '{') return undefined;
  const { at } = cursor;
  cursor.at += 1;
  skipVerbose(cursor);
  const first = peek(cursor);
  if (first === undefined || !/[A-Za-z-]/.test(first)) {
    cursor.at = at;
    return undefined;
  }
  let name = '';
  for (let next = peek(cursor); next !== undefined && /[A-Za-z-]/.test(next); next = peek(cursor)) {
    name += next;
    cursor.at += 1;
    skipVerbose(cursor);
  }
  if (peek(cursor) !== '}') return fail(cursor, 'the word boundary is not closed');
  cursor.at += 1;
  if (name !== 'start' && name !== 'end' && name !== 'start-half' && name !== 'end-half') {
    return fail(cursor, `"${name}" is no kind of word boundary`);
  }
  return `${cursor.flags.unicode ? '' : 'ascii-'}word-${name}`;
}

function parseHex(cursor: Cursor, kind: string): number {
  cursor.at += 1;
  skipVerbose(cursor);
  if (peek(cursor) === undefined) return fail(cursor, 'a hexadecimal escape is not complete');
  if (peek(cursor) === '{') return parseHexBrace(cursor);
  const count = kind === 'x' ? 2 : kind === 'u' ? 4 : 8;
  let digits = '';
  for (let index = 0; index < count; index += 1) {
    if (index > 0) skipVerbose(cursor);
    const digit = peek(cursor);
    if (digit === undefined || !/[0-9A-Fa-f]/.test(digit)) return fail(cursor, 'no hexadecimal digit');
    digits += digit;
    cursor.at += 1;
  }
  return scalar(cursor, digits);
}

function parseHexBrace(cursor: Cursor): number {
  let digits = '';
  cursor.at += 1;
  skipVerbose(cursor);
  for (let next = peek(cursor); next !== '}'; next = peek(cursor)) {
    if (next === undefined || !/[0-9A-Fa-f]/.test(next)) return fail(cursor, 'no hexadecimal digit');
    digits += next;
    cursor.at += 1;
    skipVerbose(cursor);
  }
  cursor.at += 1;
  if (digits === '') return fail(cursor, 'an empty hexadecimal escape');
  return scalar(cursor, digits);
}

function scalar(cursor: Cursor, digits: string): number {
  const value = Number.parseInt(digits, 16);
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return fail(cursor, `no character ${digits}`);
  if (!cursor.flags.unicode && value > 0x7f) return unsupported('bytes that are not ASCII');
  return value;
}

function parseProperty(cursor: Cursor, negated: boolean): CharSet {
  if (!cursor.flags.unicode) return fail(cursor, 'a Unicode class where Unicode is switched off');
  cursor.at += 1;
  skipVerbose(cursor);
  const name = propertyName(cursor);
  const set = unicodeClass(name, negated, foldOf(cursor.flags));
  return set ?? unsupported(`the Unicode class "${name}" is not known here`);
}

function propertyName(cursor: Cursor): string {
  const first = peek(cursor);
  if (first === undefined) return fail(cursor, 'a Unicode class has no name');
  if (!take(cursor, '{')) {
    if (first === '\\') return fail(cursor, 'a Unicode class has no name');
    cursor.at += 1;
    return first;
  }
  let name = '';
  skipVerbose(cursor);
  for (let next = peek(cursor); next !== '}'; next = peek(cursor)) {
    if (next === undefined) return fail(cursor, 'a Unicode class is not closed');
    name += next;
    cursor.at += 1;
    skipVerbose(cursor);
  }
  cursor.at += 1;
  return name;
}

function perlClass(cursor: Cursor, letter: string): CharSet {
  const { unicode } = cursor.flags;
  const small = letter.toLowerCase();
  const sets = unicode
    ? { d: digitSet, s: spaceSet, w: wordSet }
    : { d: asciiDigitSet, s: asciiSpaceSet, w: asciiWordSet };
  const set = small === 'd' ? sets.d : small === 's' ? sets.s : sets.w;
  if (small === letter) return set;
  return unicode ? complement(set) : unsupported('a class of bytes that are not ASCII');
}

/** A decimal number with blanks around it, as repetitions allow it; undefined where there is no digit. */
export function parseDecimal(cursor: Cursor): number | undefined {
  while (isBlank(peek(cursor))) cursor.at += 1;
  let digits = '';
  for (let next = peek(cursor); next !== undefined && /[0-9]/.test(next); next = peek(cursor)) {
    digits += next;
    cursor.at += 1;
    skipVerbose(cursor);
  }
  while (isBlank(peek(cursor))) cursor.at += 1;
  if (digits === '') return undefined;
  const value = Number(digits);
  if (value > 0xffffffff) return fail(cursor, `${digits} is too large`);
  return value;
}

/** One character as a set, under the flags that hold at the cursor. */
export function literalSet(cursor: Cursor, codePoint: number): CharSet {
  return range(codePoint, codePoint, foldOf(cursor.flags));
}
