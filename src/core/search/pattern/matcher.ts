import { automatonOf } from './automaton.ts';
import type { Node, PatternProblem } from './node.ts';
import { parseLiteral, parsePattern, type Parsed } from './parse.ts';
import { compile } from './program.ts';

/** What of a query decides whether a line matches. */
export interface LinePattern {
  readonly pattern: string;
  readonly regex: boolean;
  readonly word: boolean;
  readonly caseSensitive: boolean;
}

/** Tells whether lines match, in time linear in the line. */
export interface Matcher {
  readonly type: 'ok';
  readonly parsed: Parsed;
  /** True where the line from `from` to `to` (exclusive) of a text, without its ending, matches. */
  matches(text: string, from: number, to: number): boolean;
  /** A text that stands in every matching line, letter by letter; empty where none is known. */
  readonly needle: string;
  /** Instructions of the pattern: a step over one character can cost so many, each new state does. */
  readonly size: number;
}

/** Makes a pattern ready (contracts rule 20). What ripgrep refuses is `bad`. */
export function matcherOf(query: LinePattern): Matcher | PatternProblem {
  const parse = query.regex ? parsePattern : parseLiteral;
  const parsed = parse(query.pattern, !query.caseSensitive);
  if (parsed.type !== 'ok') return parsed;
  const program = compile(query.word ? apart(parsed.node) : parsed.node);
  if (program.type !== 'ok') return program;
  const needle = needleOf(parsed.node);
  if (!query.regex && !query.word && needle === query.pattern.toWellFormed() && needle !== '') {
    const matches = (text: string, from: number, to: number): boolean => {
      const at = text.indexOf(needle, from);
      return at >= 0 && at + needle.length <= to;
    };
    return { type: 'ok', parsed, needle, size: 1, matches };
  }
  const automaton = automatonOf(program);
  const size = program.instructions.length;
  return { type: 'ok', parsed, needle, size, matches: (text, from, to) => automaton.matches(text, from, to) };
}

/** A match that no letter, mark, digit or `_` stands beside. */
function apart(node: Node): Node {
  return {
    type: 'concat',
    parts: [{ type: 'look', look: 'apart-before' }, node, { type: 'look', look: 'apart-after' }],
  };
}

/** The longest run of single characters that no match can do without. */
function needleOf(node: Node): string {
  let longest = '';
  let run = '';
  const close = (): void => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  function walk(part: Node): void {
    switch (part.type) {
      case 'char':
        if (part.set.only === undefined) close();
        else run += String.fromCodePoint(part.set.only);
        return;
      case 'concat':
        for (const each of part.parts) walk(each);
        return;
      case 'group':
        walk(part.node);
        return;
      case 'repeat':
        close();
        if (part.min > 0) walk(part.node);
        close();
        return;
      case 'either':
        close();
        return;
      case 'empty':
      case 'look':
        return;
    }
  }
  walk(node);
  close();
  return longest;
}
