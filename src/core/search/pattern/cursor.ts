import type { Fold } from './charSet.ts';
import type { PatternProblem } from './node.ts';

/** Flags of a pattern as `(?i-u)` sets them; `multi` is on from the start, as in ripgrep. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly multi: boolean;
  readonly crlf: boolean;
  /** The dot matches a CR too, where `crlf` would keep it out. */
  readonly dotAll: boolean;
  readonly unicode: boolean;
  readonly verbose: boolean;
}

/** Leaves the parser from any depth; caught where parsing begins, and never seen outside. */
export class Refusal extends Error {
  readonly problem: PatternProblem;

  constructor(type: PatternProblem['type'], message: string) {
    super(message);
    this.problem = { type, message };
  }
}

/** Where a parser stands in a pattern. Positions count code points. */
export interface Cursor {
  readonly characters: readonly string[];
  at: number;
  flags: Flags;
}

export function fail(cursor: Cursor, message: string): never {
  throw new Refusal('bad', `${message} at character ${cursor.at + 1}`);
}

export function unsupported(message: string): never {
  throw new Refusal('unsupported', message);
}

export function peek(cursor: Cursor, ahead = 0): string | undefined {
  return cursor.characters[cursor.at + ahead];
}

export function take(cursor: Cursor, expected: string): boolean {
  const matches = [...expected].every((character, index) => peek(cursor, index) === character);
  if (matches) cursor.at += expected.length;
  return matches;
}

export function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

export function foldOf(flags: Flags): Fold {
  if (!flags.ignoreCase) return 'none';
  return flags.unicode ? 'unicode' : 'ascii';
}

/** White space as Unicode's `Pattern_White_Space` and `White_Space` have it, between them. */
export function isBlank(character: string | undefined): boolean {
  return character !== undefined && /^\p{White_Space}$/u.test(character);
}

/** In verbose mode, white space and comments between the parts of a pattern mean nothing. */
export function skipVerbose(cursor: Cursor): void {
  if (!cursor.flags.verbose) return;
  for (;;) {
    const character = peek(cursor);
    if (isBlank(character)) cursor.at += 1;
    else if (character === '#') {
      while (peek(cursor) !== undefined && peek(cursor) !== '\n') cursor.at += 1;
    } else return;
  }
}

/** The next character that counts, without moving. */
export function peekPastBlank(cursor: Cursor): string | undefined {
  const { at } = cursor;
  cursor.at += 1;
  skipVerbose(cursor);
  const character = peek(cursor);
  cursor.at = at;
  return character;
}
