import { everything, range, union, type CharSet } from './charSet.ts';
import { parseBracket } from './bracket.ts';
import {
  codePointOf,
  fail,
  peek,
  Refusal,
  skipVerbose,
  take,
  unsupported,
  type Cursor,
  type Flags,
} from './cursor.ts';
import { literalSet, parseDecimal, parseEscape } from './escape.ts';
import { concat, type Node, type PatternProblem } from './node.ts';

/** Where a pattern speaks of a line's start or end, in code points of the pattern; `to` is exclusive. */
export interface Anchor {
  readonly type: 'start' | 'end';
  readonly from: number;
  readonly to: number;
}

export interface Parsed {
  readonly type: 'ok';
  readonly node: Node;
  readonly anchors: readonly Anchor[];
  /** True where a comment of verbose mode could swallow what is put behind the pattern. */
  readonly verbose: boolean;
}

const defaults: Flags = {
  ignoreCase: false,
  multi: true,
  crlf: false,
  dotAll: false,
  unicode: true,
  verbose: false,
};

/** ripgrep reads each pattern in a group of its own, which a comment or a stray parenthesis can break. */
const opening = '(?:';

/** Groups that stand in each other, at most: as deep as ripgrep goes. */
const depthAtMost = 250;

/**
 * Reads a pattern in the syntax of ripgrep's default engine (contracts rule 20): Rust's `regex`, no look-around and
 * no back references. What ripgrep refuses comes back as `bad`.
 */
export function parsePattern(pattern: string, ignoreCase: boolean): Parsed | PatternProblem {
  const characters = [...`${opening}${pattern.toWellFormed()})`];
  const cursor: Cursor = { characters, at: 0, flags: { ...defaults, ignoreCase } };
  const state: State = { anchors: [], names: new Set(), verbose: false };
  try {
    const node = simplify(parseEither(cursor, state, 0));
    if (peek(cursor) !== undefined) fail(cursor, 'a parenthesis is closed that was not opened');
    refuseImpossible(node);
    const anchors = state.anchors.map(({ type, from, to }) => ({
      type,
      from: from - opening.length,
      to: to - opening.length,
    }));
    return { type: 'ok', node, anchors, verbose: state.verbose };
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
}

/** A pattern that means itself: every character as it stands. */
export function parseLiteral(text: string, ignoreCase: boolean): Parsed | PatternProblem {
  const cursor: Cursor = { characters: [], at: 0, flags: { ...defaults, ignoreCase } };
  const parts = [...text.toWellFormed()].map((character): Node => ({
    type: 'char',
    set: literalSet(cursor, codePointOf(character)),
  }));
  try {
    refuseImpossible(concat(parts));
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
  return { type: 'ok', node: concat(parts), anchors: [], verbose: false };
}

interface State {
  readonly anchors: Anchor[];
  readonly names: Set<string>;
  verbose: boolean;
}

/** Alternatives up to a closing parenthesis or the end. */
function parseEither(cursor: Cursor, state: State, depth: number): Node {
  if (depth > depthAtMost) return fail(cursor, 'groups stand too deep in each other');
  const branches: Node[] = [];
  let parts: Part[] = [];
  for (;;) {
    skipVerbose(cursor);
    const next = peek(cursor);
    if (next === undefined || next === ')') break;
    if (next === '|') {
      cursor.at += 1;
      branches.push(concat(nodesOf(parts)));
      parts = [];
    } else parsePart(cursor, state, depth, parts, next);
  }
  const last = concat(nodesOf(parts));
  return branches.length === 0 ? last : { type: 'either', parts: [...branches, last] };
}

/** Flags stand among the parts, because nothing can be repeated right behind them. */
type Part = Node | 'flags';

function nodesOf(parts: readonly Part[]): Node[] {
  return parts.flatMap((part) => (part === 'flags' ? [] : [part]));
}

function parsePart(cursor: Cursor, state: State, depth: number, parts: Part[], next: string): void {
  switch (next) {
    case '(':
      parts.push(parseGroup(cursor, state, depth));
      return;
    case '[':
      parts.push({ type: 'char', set: parseBracket(cursor) });
      return;
    case '*':
    case '+':
    case '?':
      cursor.at += 1;
      repeat(cursor, parts, next === '+' ? 1 : 0, next === '?' ? 1 : undefined);
      return;
    case '{':
      parseCounted(cursor, parts);
      return;
    default:
      parts.push(parseSingle(cursor, state, next));
  }
}

function parseSingle(cursor: Cursor, state: State, next: string): Node {
  const from = cursor.at;
  if (next === '\\') {
    const escape = parseEscape(cursor);
    if (escape.type === 'literal') return { type: 'char', set: literalSet(cursor, escape.codePoint) };
    if (escape.type === 'class') return { type: 'char', set: escape.set };
    if (escape.look === 'start' || escape.look === 'end') {
      state.anchors.push({ type: escape.look, from, to: cursor.at });
    }
    return { type: 'look', look: escape.look };
  }
  cursor.at += 1;
  if (next === '^' || next === '$') {
    const type = next === '^' ? 'start' : 'end';
    const byCarriageReturn = cursor.flags.crlf && cursor.flags.multi;
    state.anchors.push({ type, from, to: cursor.at });
    return { type: 'look', look: byCarriageReturn ? `${type}-cr` : type };
  }
  if (next === '.') return { type: 'char', set: dot(cursor) };
  return { type: 'char', set: literalSet(cursor, codePointOf(next)) };
}

/** Any character of a line; a line holds no LF. */
function dot(cursor: Cursor): CharSet {
  if (!cursor.flags.unicode) return unsupported('a class of bytes that are not ASCII');
  if (!cursor.flags.crlf || cursor.flags.dotAll) return everything;
  return union([range(0, 0x0c, 'none'), range(0x0e, 0x10ffff, 'none')]);
}

function repeat(cursor: Cursor, parts: Part[], min: number, max: number | undefined): void {
  const node = parts.pop();
  if (node === undefined || node === 'flags') fail(cursor, 'there is nothing to repeat');
  take(cursor, '?');
  parts.push({ type: 'repeat', node, min, max });
}

function parseCounted(cursor: Cursor, parts: Part[]): void {
  const last = parts.at(-1);
  if (last === undefined || last === 'flags') fail(cursor, 'there is nothing to repeat');
  cursor.at += 1;
  skipVerbose(cursor);
  const min = parseDecimal(cursor);
  let max = min;
  if (peek(cursor) === ',') {
    cursor.at += 1;
    skipVerbose(cursor);
    max =
      peek(cursor) === '}' ? undefined : (parseDecimal(cursor) ?? fail(cursor, 'a repetition has no number'));
  }
  if (min === undefined) fail(cursor, 'a repetition has no number');
  if (peek(cursor) !== '}') fail(cursor, 'a repetition is not closed');
  if (max !== undefined && max < min) fail(cursor, 'a repetition runs backwards');
  cursor.at += 1;
  skipVerbose(cursor);
  repeat(cursor, parts, min, max);
}

function parseGroup(cursor: Cursor, state: State, depth: number): Part {
  cursor.at += 1;
  skipVerbose(cursor);
  for (const prefix of ['?=', '?!', '?<=', '?<!']) {
    if (take(cursor, prefix)) fail(cursor, 'look-around is not supported');
  }
  const before = cursor.flags;
  let captures = true;
  if (take(cursor, '?P<') || take(cursor, '?<')) parseName(cursor, state);
  else if (take(cursor, '?')) {
    if (parseFlags(cursor, state) === 'alone') return 'flags';
    captures = false;
  }
  const node = parseEither(cursor, state, depth + 1);
  if (!take(cursor, ')')) fail(cursor, 'a group is not closed');
  cursor.flags = before;
  return captures ? { type: 'group', node } : node;
}

function parseName(cursor: Cursor, state: State): void {
  let name = '';
  for (let next = peek(cursor); next !== '>'; next = peek(cursor)) {
    if (next === undefined) fail(cursor, 'the name of a group is not closed');
    const allowed = name === '' ? /^[_\p{Alphabetic}]$/u : /^[_.[\]\p{Alphabetic}\p{N}]$/u;
    if (!allowed.test(next)) fail(cursor, 'the name of a group holds a sign it may not hold');
    name += next;
    cursor.at += 1;
  }
  cursor.at += 1;
  if (name === '') fail(cursor, 'the name of a group is empty');
  if (state.names.has(name)) fail(cursor, `two groups are called ${name}`);
  state.names.add(name);
}

/** `(?i-s)` holds for the rest of the group it stands in: `alone`. `(?i:` opens a group. */
function parseFlags(cursor: Cursor, state: State): 'alone' | 'group' {
  const seen = new Set<string>();
  let on = true;
  let dangling = false;
  let flags = cursor.flags;
  for (let next = peek(cursor); next !== ':' && next !== ')'; next = peek(cursor)) {
    if (next === undefined) return fail(cursor, 'a group of flags is not closed');
    if (seen.has(next)) return fail(cursor, `the flag "${next}" stands twice`);
    seen.add(next);
    dangling = next === '-';
    if (next === '-') on = false;
    else flags = withFlag(cursor, flags, next, on);
    cursor.at += 1;
  }
  if (dangling) return fail(cursor, 'a minus has no flag behind it');
  const alone = take(cursor, ')');
  if (!alone) cursor.at += 1;
  if (alone && seen.size === 0) return fail(cursor, 'there is nothing to repeat');
  if (flags.verbose) state.verbose = true;
  cursor.flags = flags;
  return alone ? 'alone' : 'group';
}

function withFlag(cursor: Cursor, flags: Flags, flag: string, on: boolean): Flags {
  switch (flag) {
    case 'i':
      return { ...flags, ignoreCase: on };
    case 'm':
      return { ...flags, multi: on };
    case 'R':
      return { ...flags, crlf: on };
    case 'u':
      return { ...flags, unicode: on };
    case 'x':
      return { ...flags, verbose: on };
    case 's':
      return { ...flags, dotAll: on };
    case 'U':
      return flags;
    default:
      return fail(cursor, `"${flag}" is no flag`);
  }
}

/** Alternatives that are single characters are one class, and nothing is left of what is repeated no times. */
function simplify(node: Node): Node {
  switch (node.type) {
    case 'concat':
      return { type: 'concat', parts: node.parts.map(simplify) };
    case 'group':
      return { type: 'group', node: simplify(node.node) };
    case 'repeat': {
      if (node.max === 0) return { type: 'empty' };
      const inner = simplify(node.node);
      return node.min === 1 && node.max === 1 ? inner : { ...node, node: inner };
    }
    case 'either': {
      const parts = node.parts
        .map(simplify)
        .flatMap((part) => (part.type === 'either' ? part.parts : [part]));
      const sets = parts.flatMap((part) => (part.type === 'char' ? [part.set] : []));
      return sets.length === parts.length ? { type: 'char', set: union(sets) } : { type: 'either', parts };
    }
    default:
      return node;
  }
}

/** A line holds no LF and a text file no NUL: ripgrep refuses a pattern that asks for one by name. */
function refuseImpossible(node: Node): void {
  switch (node.type) {
    case 'char':
      if (node.set.only === 0x0a)
        throw new Refusal('bad', 'the pattern asks for a line feed, and a line holds none');
      if (node.set.only === 0)
        throw new Refusal('bad', 'the pattern asks for a NUL, and a text file holds none');
      return;
    case 'group':
    case 'repeat':
      refuseImpossible(node.node);
      return;
    case 'concat':
    case 'either':
      for (const part of node.parts) refuseImpossible(part);
      return;
    default:
      return;
  }
}
