import { lineCounter, type Token } from './token.ts';

/** What sets the languages of one family apart, as far as comments and strings go. */
export interface Family {
  readonly lineComments: readonly string[];
  readonly hasBlocks: boolean;
  /** Block comments may hold others, as in Rust. */
  readonly nests: boolean;
  readonly quotes: readonly string[];
  /** A quote that ends a string of several lines in which a backslash means nothing. */
  readonly raw: string;
  /** Rust's `r#"..."#` and its lifetimes. */
  readonly isRust: boolean;
  /** A `#` is a comment only behind white space, as in YAML. */
  readonly isSpaced: boolean;
}

const plain = {
  lineComments: ['//'],
  hasBlocks: true,
  nests: false,
  quotes: ['"', "'"],
  raw: '',
  isRust: false,
  isSpaced: false,
};

export const families = {
  go: { ...plain, raw: '`' },
  rust: { ...plain, nests: true, isRust: true },
  java: { ...plain, raw: '"""' },
  css: { ...plain, lineComments: [] },
  sheet: plain,
  json: { ...plain, quotes: ['"'] },
  toml: { ...plain, lineComments: ['#'], hasBlocks: false, raw: '"""' },
} as const satisfies Readonly<Record<string, Family>>;

const wordAt = /[\p{L}_$][\p{L}\p{N}\p{M}_$]*|\d[\w.]*/uy;
const rawRustAt = /b?r(#*)"/y;
const charAt = /'(?:\\(?:u\{[^}'\n]{0,10}\}|x[\da-fA-F]{2}|[^\n])|[^'\\\n])'/uy;

/** Comments, strings, words and signs of a language of such a family. */
export function familyTokens(text: string, family: Family): readonly Token[] {
  const lineOf = lineCounter(text);
  const tokens: Token[] = [];
  let at = 0;
  const push = (sort: Token['sort'], end: number): void => {
    const place = { depth: 0, isInTemplate: false, indent: 0, isFirst: false };
    tokens.push({ sort, text: text.slice(at, end), start: at, line: lineOf(at), ...place });
    at = end;
  };
  while (at < text.length) {
    const sign = text.charAt(at);
    if (/\s/.test(sign)) at += 1;
    else if (family.lineComments.some((mark) => text.startsWith(mark, at)))
      push('comment', lineEnd(text, at));
    else if (family.hasBlocks && text.startsWith('/*', at)) push('comment', blockEnd(text, at, family.nests));
    else if (family.raw !== '' && text.startsWith(family.raw, at))
      push('string', longEnd(text, at, family.raw));
    else if (family === families.toml && text.startsWith("'''", at)) push('string', longEnd(text, at, "'''"));
    else if (
      family === families.css &&
      /^url\(/i.test(text.slice(at, at + 4)) &&
      !/^\s*["']/.test(text.slice(at + 4, at + 44))
    )
      push('string', closed(text, at));
    else if (
      family === families.sheet &&
      /^url\(/i.test(text.slice(at, at + 4)) &&
      !/^\s*["']/.test(text.slice(at + 4, at + 44))
    )
      push('string', closed(text, at));
    else if (family.isRust && rustString(text, at) > at) push('string', rustString(text, at));
    else if (family.isRust && sign === "'") at += 1;
    else if (family.quotes.includes(sign)) push('string', stringEnd(text, at, sign, family));
    else {
      wordAt.lastIndex = at;
      const word = wordAt.exec(text)?.[0];
      push(word === undefined ? 'sign' : 'name', at + (word?.length ?? 1));
    }
  }
  return tokens;
}

function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const end = feed === -1 ? text.length : feed;
  return feed > from && text.charAt(feed - 1) === '\r' ? feed - 1 : end;
}

function blockEnd(text: string, from: number, nests: boolean): number {
  let depth = 1;
  for (let at = from + 2; at < text.length; at += 1) {
    if (text.startsWith('*/', at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    } else if (nests && text.startsWith('/*', at)) {
      depth += 1;
      at += 1;
    }
  }
  return text.length;
}

function longEnd(text: string, from: number, quote: string): number {
  const close = text.indexOf(quote, from + quote.length);
  return close === -1 ? text.length : close + quote.length;
}

function closed(text: string, from: number): number {
  const close = text.indexOf(')', from);
  return close === -1 ? text.length : close + 1;
}

/** A raw string or a character of Rust; `from` where there is none. */
function rustString(text: string, from: number): number {
  rawRustAt.lastIndex = from;
  const raw = rawRustAt.exec(text);
  const isWord = from > 0 && /[\p{L}\p{N}_]/u.test(text.charAt(from - 1));
  if (raw !== null && !isWord) {
    const close = text.indexOf(`"${raw[1] ?? ''}`, from + raw[0].length);
    return close === -1 ? text.length : close + 1 + (raw[1]?.length ?? 0);
  }
  charAt.lastIndex = from;
  return from + (charAt.exec(text)?.[0].length ?? 0);
}

function stringEnd(text: string, from: number, quote: string, family: Family): number {
  const isLiteral = family === families.toml && quote === "'";
  let at = from + 1;
  while (at < text.length) {
    const sign = text.charAt(at);
    if (sign === '\\' && !isLiteral) at += 2;
    else if (sign === quote) return at + 1;
    else if (sign === '\n' && !family.isRust) return at;
    else at += 1;
  }
  return text.length;
}
