import { automatonOf } from './pattern/automaton.ts';
import { complement, everything, range, union, type CharSet } from './pattern/charSet.ts';
import { concat, type Node } from './pattern/node.ts';
import { compile } from './pattern/program.ts';

/** Tells whether a whole relative path matches; in time linear in the path, whoever wrote the glob. */
export interface Glob {
  readonly type: 'ok';
  matches(path: string): boolean;
}

export interface BadGlob {
  readonly type: 'bad';
  readonly message: string;
}

const slash: CharSet = range(0x2f, 0x2f, 'none');
const inName: CharSet = complement(slash);

const char = (set: CharSet): Node => ({ type: 'char', set });
const star = (set: CharSet): Node => ({ type: 'repeat', node: char(set), min: 0, max: undefined });
const either = (...parts: readonly Node[]): Node => ({ type: 'either', parts });
const nothing: Node = { type: 'empty' };

type Token =
  | { readonly type: 'node'; readonly node: Node }
  /** A double star with its slashes: at the start of a glob or a branch, at the end, or between two slashes. */
  | { readonly type: 'prefix' | 'suffix' | 'middle' };

const prefixNode = either(nothing, char(slash), concat([star(everything), char(slash)]));
const suffixNode = concat([char(slash), star(everything)]);
const middleNode = either(char(slash), concat([char(slash), star(everything), char(slash)]));

/**
 * Reads a glob as ripgrep does (contracts rule 18): `**` over folders where it stands alone between slashes, `*` and
 * `?` within a name, classes, braces, a backslash before what is meant as it stands.
 */
export function globOf(glob: string): Glob | BadGlob {
  const quick = quickGlob(glob);
  if (quick !== undefined) return { type: 'ok', matches: quick };
  const reader = readerOf(glob);
  const parsed = reader.read();
  if (parsed.type === 'bad') return parsed;
  const program = compile(concat([parsed.node, { type: 'look', look: 'end' }]), true);
  if (program.type !== 'ok') return { type: 'bad', message: `the glob "${glob}" is too large` };
  const automaton = automatonOf(program);
  return { type: 'ok', matches: (path) => automaton.matches(path, 0, path.length) };
}

/** The two commonest globs need no automaton: one name at any depth, one ending at any depth. */
function quickGlob(glob: string): ((path: string) => boolean) | undefined {
  const match = /^\*\*\/(\*?)([^*?[\]{}\\/]+)$/.exec(glob);
  if (match === null) return undefined;
  const [, wild, text = ''] = match;
  if (wild === '*') return (path) => path.endsWith(text);
  return (path) => path === text || path.endsWith(`/${text}`);
}

type Read = { readonly type: 'ok'; readonly node: Node } | BadGlob;

function readerOf(glob: string): { read(): Read } {
  const characters = [...glob];
  let at = 0;
  const bad = (what: string): BadGlob => ({ type: 'bad', message: `the glob "${glob}" has ${what}` });

  /** Branches of the braces that are open, outermost first; the last one's last branch is being read. */
  const open: Token[][][] = [[[]]];
  const branch = (): Token[] => open.at(-1)?.at(-1) ?? [];
  const push = (node: Node): number => branch().push({ type: 'node', node });

  function read(): Read {
    while (at < characters.length) {
      const character = characters[at] ?? '';
      at += 1;
      const problem = readOne(character);
      if (problem !== undefined) return problem;
    }
    if (open.length > 1) return bad('a brace that is not closed');
    const tokens = branch();
    const only = tokens.length === 1 && tokens[0]?.type === 'prefix';
    return { type: 'ok', node: only ? star(everything) : nodeOf(tokens) };
  }

  function readOne(character: string): BadGlob | undefined {
    switch (character) {
      case '?':
        push(char(inName));
        return undefined;
      case '*':
        readStar();
        return undefined;
      case '[':
        return readClass();
      case '{':
        open.push([[]]);
        return undefined;
      case '}':
        return closeBrace();
      case ',':
        if (open.length === 1) push(literal(','));
        else open.at(-1)?.push([]);
        return undefined;
      case '\\': {
        const next = characters[at];
        if (next === undefined) return bad('a backslash at its end');
        at += 1;
        push(literal(next));
        return undefined;
      }
      default:
        push(literal(character));
        return undefined;
    }
  }

  function closeBrace(): BadGlob | undefined {
    const branches = open.length > 1 ? open.pop() : undefined;
    if (branches === undefined) return bad('a brace that was not opened');
    const parts = branches.filter((tokens) => tokens.length > 0).map(nodeOf);
    push(parts.length === 0 ? nothing : either(...parts));
    return undefined;
  }

  function readStar(): void {
    const before = characters[at - 2];
    if (characters[at] !== '*') {
      push(star(inName));
      return;
    }
    at += 1;
    const next = characters[at];
    const inBrace = open.length > 1;
    const two = (): void => {
      push(star(inName));
      push(star(inName));
    };
    if (branch().length === 0) {
      if (next !== undefined && next !== '/') return two();
      at += 1;
      branch().push({ type: 'prefix' });
      return;
    }
    if (before !== '/' && !(inBrace && (before === ',' || before === '{'))) return two();
    const ends = next === undefined || (inBrace && (next === ',' || next === '}'));
    if (!ends && next !== '/') return two();
    if (!ends) at += 1;
    const last = branch().pop();
    const kept = last !== undefined && (last.type === 'prefix' || last.type === 'suffix');
    branch().push(kept ? last : { type: ends ? 'suffix' : 'middle' });
  }

  function readClass(): BadGlob | undefined {
    const negated = characters[at] === '!' || characters[at] === '^';
    if (negated) at += 1;
    const ranges: [number, number][] = [];
    let open = false;
    for (let first = true; ; first = false) {
      const character = characters[at];
      if (character === undefined) return bad('a class that is not closed');
      at += 1;
      if (character === ']' && !first) break;
      const codePoint = character.codePointAt(0) ?? 0;
      const last = ranges.at(-1);
      if (character === '-' && !first && !open) open = true;
      else if (open && last !== undefined) {
        if (last[0] > codePoint) return bad('a range that runs backwards');
        last[1] = codePoint;
        open = false;
      } else ranges.push([codePoint, codePoint]);
    }
    if (open) ranges.push([0x2d, 0x2d]);
    const set = union(ranges.map(([low, high]) => range(low, high, 'none')));
    push(char(negated ? complement(set) : set));
    return undefined;
  }

  return { read };
}

function literal(character: string): Node {
  const codePoint = character.codePointAt(0) ?? 0;
  return char(range(codePoint, codePoint, 'none'));
}

function nodeOf(tokens: readonly Token[]): Node {
  return concat(
    tokens.map((token) => {
      switch (token.type) {
        case 'node':
          return token.node;
        case 'prefix':
          return prefixNode;
        case 'suffix':
          return suffixNode;
        case 'middle':
          return middleNode;
      }
    }),
  );
}
