import type { RawComment } from '../assemble.ts';
import { decimalOf } from './decimal.ts';
import { shorten, type Written, type WrittenLeaf, type WrittenMark } from './written.ts';

type TokenType = 'space' | 'comment' | 'string' | 'number' | 'word' | 'address' | 'sign';

interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
  readonly raw: string;
}

/**
 * A style sheet without its form: white space where the grammar does not read it, quotes, the spelling of numbers
 * and colours, the last semicolon of a block. White space that parts selectors or values is kept.
 */
export function writtenSheet(text: string, lineComments: boolean): Written {
  const comments: RawComment[] = [];
  const errors: { line: number; message: string }[] = [];
  const tokens = tokensOf(text, lineComments, (offset, message) => {
    errors.push({ line: text.slice(0, offset).split('\n').length, message });
  });
  const leaves: WrittenLeaf[] = [];
  const structure: WrittenMark[] = [];
  const dropped: number[] = [];
  let depth = 0;
  let piece: Token[] = [];
  const flush = (end: Token | undefined): void => {
    addPiece(piece, end?.raw === '{', leaves, structure);
    piece = [];
    if (end?.raw === ';') {
      // The end of a statement is one sign; where a brace closes behind it, none is needed.
      dropped.push(end.start);
    } else if (end !== undefined) leaves.push({ ...end, key: `sign ${end.raw}`, said: `"${end.raw}"` });
  };
  let inside = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.type === 'comment') {
      comments.push({ start: token.start, end: token.end, doc: false });
      // A comment parts what it stands between as little as nothing does, but for the white space beside it.
      continue;
    }
    if (token.type !== 'sign') piece.push(token);
    else if (token.raw === '#' && tokens[at + 1]?.raw === '{') piece.push(token);
    else if (token.raw === '{' && tokens[at - 1]?.raw === '#') {
      inside += 1;
      piece.push(token);
    } else if (token.raw === '}' && inside > 0) {
      inside -= 1;
      piece.push(token);
    } else if (token.raw === '{' || token.raw === '}' || (token.raw === ';' && !isOpen(piece))) {
      if (token.raw === '{') depth += 1;
      if (token.raw === '}') depth -= 1;
      if (depth < 0) {
        errors.push({
          line: text.slice(0, token.start).split('\n').length,
          message: 'a brace closes nothing',
        });
        depth = 0;
      }
      flush(token);
    } else piece.push(token);
  }
  flush(undefined);
  if (depth > 0) errors.push({ line: text.split('\n').length, message: 'a brace is not closed' });
  return { text, leaves, structure, comments, dropped, errors };
}

/** Whether a parenthesis is open, as in `url(data:image/png;base64,...)`. */
function isOpen(piece: readonly Token[]): boolean {
  let open = 0;
  for (const { type, raw } of piece) {
    if (type === 'sign' && raw === '(') open += 1;
    if (type === 'sign' && raw === ')') open -= 1;
  }
  return open > 0;
}

/** Signs beside which white space is never read, by where they stand. */
const free = {
  selector: /^[>~+,]$/u,
  /** Inside parentheses of an at-rule or a map: `(max-width: 10px)`, `(width >= 10px)`. */
  feature: /^(?:[:,/<>=*]|[<>]=)$/u,
  value: /^[,/!]$/u,
  attribute: /^(?:[~|^$*]?=|[~|^$*])$/u,
} as const;

function addPiece(
  tokens: readonly Token[],
  isPrelude: boolean,
  leaves: WrittenLeaf[],
  structure: WrittenMark[],
): void {
  const solid = tokens.filter((token) => token.type !== 'space');
  const first = solid[0];
  if (first === undefined) return;
  structure.push({ mark: isPrelude ? 'rule' : 'statement', at: first.start });
  const isAtRule = first.raw === '@';
  const isCharset = isAtRule && /^charset$/iu.test(solid[1]?.raw ?? '');
  const isSelector = isPrelude && !isAtRule;
  // Some at-rules hold selectors: there `a :b` is not `a:b`.
  const holdsSelector =
    isAtRule && solid.some((token) => /^(?:scope|selector|nest|extend|at-root)$/iu.test(token.raw));
  const colon =
    isPrelude || isAtRule ? undefined : tokens.find((token) => token.type === 'sign' && token.raw === ':');
  const brackets: string[] = [];
  let last: Token | undefined;
  let spaced = false;
  for (const token of tokens) {
    if (token.type === 'space') {
      spaced = true;
      continue;
    }
    const isProperty = colon !== undefined && token.start < colon.start;
    const where = whereOf(brackets.at(-1), isSelector, holdsSelector);
    const isFree = (one: Token | undefined): boolean =>
      one === undefined || one === colon || (one.type === 'sign' && where.test(one.raw));
    const opened = last !== undefined && last.type === 'sign' && /^[([]$/u.test(last.raw);
    const closes = token.type === 'sign' && /^[)\]]$/u.test(token.raw);
    const apart = spaced && !isFree(last) && !isFree(token) && !opened && !closes;
    structure.push({ mark: apart ? ' ' : '', at: token.start });
    leaves.push(leafOf(token, { isPrelude: isSelector, isProperty, isCharset, last }));
    if (token.type === 'sign' && /^[([]$/u.test(token.raw)) brackets.push(token.raw);
    if (closes) brackets.pop();
    last = token;
    spaced = false;
  }
}

function whereOf(bracket: string | undefined, isSelector: boolean, holdsSelector: boolean): RegExp {
  if (bracket === '[') return free.attribute;
  if (isSelector) return free.selector;
  if (bracket === '(' && !holdsSelector) return free.feature;
  return free.value;
}

interface Around {
  readonly isPrelude: boolean;
  readonly isProperty: boolean;
  readonly isCharset: boolean;
  readonly last: Token | undefined;
}

function leafOf(token: Token, around: Around): WrittenLeaf {
  const { start, end, raw, type } = token;
  if (type === 'string') {
    // The rule of the character set is read as bytes: its quotes are double ones.
    const value = around.isCharset ? raw : raw.slice(1, -1).replace(/\\(["'])/gu, '$1');
    return { start, end, key: `string ${value}`, said: `the string ${shorten(raw)}` };
  }
  if (type === 'number') {
    const match = /^([\d.]+(?:e[+-]?\d+)?)(.*)$/iu.exec(raw);
    const value = decimalOf(match?.[1] ?? raw) ?? raw;
    return { start, end, key: `number ${value}${match?.[2] ?? ''}`, said: `the number ${raw}` };
  }
  const isColour =
    type === 'word' && /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/iu.test(raw) && !around.isPrelude;
  const isPlainProperty =
    around.isProperty && type === 'word' && !raw.startsWith('--') && around.last?.raw !== '$';
  const key = isColour || isPlainProperty ? raw.toLowerCase() : raw;
  return { start, end, key: `${type === 'word' ? 'word' : 'sign'} ${key}`, said: `"${shorten(raw)}"` };
}

function tokensOf(
  text: string,
  lineComments: boolean,
  wrong: (offset: number, message: string) => void,
): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const add = (type: TokenType, end: number): void => {
    tokens.push({ type, start: at, end, raw: text.slice(at, end) });
    at = end;
  };
  const matchAt = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : at;
  };
  const space = /\s+/uy;
  const number = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+(?![\p{L}\d]))?(?:%|-{0,2}[\p{L}_][\p{L}\p{N}_-]*)?/uy;
  const word = /#?(?:[\p{L}\p{N}\p{M}_-]|[^\p{ASCII}\s]|\\[^\n])+/uy;
  const address = /url\(\s*(?!["'\s$])[^)"'\\]*(?:\\.[^)"'\\]*)*\)/iuy;
  while (at < text.length) {
    const character = text[at] ?? '';
    const isWordBefore = /[\p{L}\p{N}_-]$/u.test(tokens.at(-1)?.raw ?? '') && tokens.at(-1)?.end === at;
    if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2);
      if (close === -1) wrong(at, 'a comment is not closed');
      add('comment', close === -1 ? text.length : close + 2);
    } else if (lineComments && text.startsWith('//', at)) {
      const close = text.indexOf('\n', at);
      const end = close === -1 ? text.length : close;
      add('comment', text[end - 1] === '\r' ? end - 1 : end);
    } else if (character === '"' || character === "'") {
      const end = endOfString(text, at, character);
      if (text[end - 1] !== character || end - at < 2) wrong(at, 'a string is not closed');
      add('string', end);
    } else if (matchAt(space) > at) add('space', matchAt(space));
    else if (matchAt(address) > at) add('address', matchAt(address));
    else if (!isWordBefore && matchAt(number) > at) add('number', matchAt(number));
    else if (matchAt(word) > at) add('word', matchAt(word));
    else if (/^[~|^$*<>]=/u.test(text.slice(at, at + 2))) add('sign', at + 2);
    else add('sign', at + 1);
  }
  return tokens;
}

/** A string ends at its quote, or, broken, at the end of its line. */
function endOfString(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === quote) return at + 1;
    else if (character === '\n') return at;
  }
  return text.length;
}
