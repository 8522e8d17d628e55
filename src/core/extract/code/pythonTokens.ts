import { lineCounter, type Token } from './token.ts';

const nameAt = /[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}\p{Pc}]*/uy;
const numberAt = /(?:\d|\.\d)[\w.]*/y;
const stringAt = /(?:[rbuft]{0,2})("""|'''|"|')/iy;
const signAt = /:=|[=!<>]=|->|\*\*|[\s\S]/uy;

/** Python as tokens, by its logical lines: comments, strings of all sorts, and what begins a statement. */
export function pythonTokens(text: string): readonly Token[] {
  const lineOf = lineCounter(text);
  const tokens: Token[] = [];
  let depth = 0;
  let isFirst = true;
  let indent = 0;
  /** Whether a word began this statement that a colon and a suite follow, and no lambda has come since. */
  let isSuite = false;
  let at = 0;
  const push = (sort: Token['sort'], end: number): void => {
    const start = at;
    const isStart = isFirst && sort !== 'comment';
    tokens.push({
      sort,
      text: text.slice(start, end),
      start,
      line: lineOf(start),
      depth,
      isInTemplate: false,
      indent,
      isFirst: isStart,
    });
    if (isStart) isSuite = sort === 'name' && suites.test(text.slice(start, end));
    else if (sort === 'name' && end - start === 6 && text.startsWith('lambda', start)) isSuite = false;
    if (isStart) isFirst = false;
    at = end;
  };
  let lineStart = 0;
  while (at < text.length) {
    const sign = text.charAt(at);
    if (sign === '\n' || sign === '\r') {
      at += 1;
      lineStart = at;
      if (depth === 0) {
        isFirst = true;
        indent = 0;
      }
      continue;
    }
    if (/[ \t\f\ufeff]/.test(sign)) {
      at += 1;
      continue;
    }
    if (sign === '\\' && /[\r\n]/.test(text.charAt(at + 1))) {
      at += text.startsWith('\r\n', at + 1) ? 3 : 2;
      continue;
    }
    if (isFirst && depth === 0) indent = at - lineStart;
    if (sign === '#') {
      let end = at;
      while (end < text.length && text.charAt(end) !== '\n' && text.charAt(end) !== '\r') end += 1;
      push('comment', end);
      continue;
    }
    stringAt.lastIndex = at;
    const opening = stringAt.exec(text);
    if (opening !== null) {
      push('string', stringEnd(text, at + opening[0].length, opening[1] ?? '"'));
      continue;
    }
    nameAt.lastIndex = at;
    numberAt.lastIndex = at;
    const word = nameAt.exec(text)?.[0];
    const number = word === undefined ? numberAt.exec(text)?.[0] : undefined;
    if (word !== undefined) push('name', at + word.length);
    else if (number !== undefined) push('number', at + number.length);
    else {
      signAt.lastIndex = at;
      const [found = sign] = signAt.exec(text) ?? [];
      if (/^[)\]}]$/.test(found)) depth = Math.max(0, depth - 1);
      push('sign', at + found.length);
      if (/^[([{]$/.test(found)) depth += 1;
      if (depth === 0 && (found === ';' || (found === ':' && isSuite))) {
        isFirst = found === ';' || !/^[ \t]*(?:[\r\n#]|$)/.test(text.slice(at, at + 200));
        if (isFirst) indent = found === ';' ? indent : indent + 1;
      }
    }
  }
  return tokens;
}

const suites = /^(?:if|elif|else|for|while|try|except|finally|with|def|class|async|match|case)$/;

/** The end of a string: its quote, or the end of the line where it has only one. */
function stringEnd(text: string, from: number, quote: string): number {
  const isLong = quote.length === 3;
  let at = from;
  while (at < text.length) {
    const sign = text.charAt(at);
    if (sign === '\\') at += text.startsWith('\r\n', at + 1) ? 3 : 2;
    else if (text.startsWith(quote, at)) return at + quote.length;
    else if (!isLong && (sign === '\n' || sign === '\r')) return at;
    else at += 1;
  }
  return text.length;
}
