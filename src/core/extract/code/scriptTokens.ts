import { lineCounter, type Token } from './token.ts';

/** Words behind which an expression begins, so that a slash opens a regular expression there. */
const openers = new Set(
  'return typeof case in of delete void throw new else do await yield instanceof default'.split(' '),
);
const conditions = new Set(['if', 'while', 'for', 'with']);
const nameAt = /[\p{L}\p{Nl}$_][\p{L}\p{N}\p{M}\p{Pc}$\u200c\u200d]*/uy;
const numberAt = /(?:\d|\.\d)[\w.]*/y;
const signAt =
  /=>|\?\.(?!\d)|\.\.\.|[=!]==?|\?\?=|&&=|\|\|=|\*\*=?|\+\+|--|&&|\|\||\?\?|[-+*%&|^]=|[<>]=|[\s\S]/uy;
const tagNameAt = /[\p{L}\p{N}\p{M}$_.:-]+/uy;
const genericAt = /<\s*(?:const\s+)?[\p{L}$_][\p{L}\p{N}$_]*\s*(?:,|extends\s|=)/uy;

/** So often one line is read for the end of a regular expression that has none. */
const regexFailures = 20;

/** What the lexer is in: a bracket of code, a template, an opening tag, or what stands between two tags. */
interface Frame {
  readonly sort:
    'brace' | 'paren' | 'square' | 'substitution' | 'container' | 'template' | 'tag' | 'children';
  /** Of a parenthesis: the word before it. Of a brace: whether a value ends with it. */
  readonly word?: string;
  readonly isValue?: boolean;
  /** Of a container: whether it stands in a tag. */
  readonly start: number;
}

/**
 * TypeScript and JavaScript as tokens, by a lexer of our own: templates with their substitutions, regular expressions
 * by what stands before them, JSX where the language may have it. Runs through the text once.
 */
export function scriptTokens(text: string, hasElements: boolean): readonly Token[] {
  const lexer = new Lexer(text, hasElements);
  lexer.run();
  return lexer.tokens;
}

class Lexer {
  readonly tokens: Token[] = [];
  readonly #text: string;
  readonly #hasElements: boolean;
  readonly #lineOf: (offset: number) => number;
  readonly #frames: Frame[] = [];
  #at = 0;
  /** Up to where a line was read for the end of a regular expression in vain, and how often. */
  #failed = { until: 0, times: 0 };
  #templates = 0;
  /** The last token that is no comment, and the one before it. */
  #last: Token | undefined;
  #lastButOne: Token | undefined;
  /** Whether the parenthesis or brace that was closed last ends a value. */
  #closedValue = true;

  constructor(text: string, hasElements: boolean) {
    this.#text = text;
    this.#hasElements = hasElements;
    this.#lineOf = lineCounter(text);
  }

  run(): void {
    if (this.#text.startsWith('#!')) this.#comment(this.#lineEnd(0));
    while (this.#at < this.#text.length) {
      switch (this.#frames.at(-1)?.sort) {
        case 'template':
          this.#template();
          break;
        case 'tag':
          this.#tag();
          break;
        case 'children':
          this.#children();
          break;
        default:
          this.#code();
      }
    }
  }

  #push(sort: Token['sort'], end: number): void {
    const start = this.#at;
    const token: Token = {
      sort,
      text: this.#text.slice(start, end),
      start,
      line: this.#lineOf(start),
      depth: this.#frames.length,
      isInTemplate: this.#templates > 0,
      indent: 0,
      isFirst: false,
    };
    this.tokens.push(token);
    if (sort !== 'comment') {
      this.#lastButOne = this.#last;
      this.#last = token;
    }
    this.#at = end;
  }

  #comment(end: number): void {
    this.#push('comment', end);
  }

  /** Where a line ends for this language: at a line feed, a carriage return, and two signs of Unicode. */
  #lineEnd(from: number): number {
    let end = from;
    while (end < this.#text.length && !/[\n\r\u2028\u2029]/.test(this.#text.charAt(end))) end += 1;
    return end;
  }

  #code(): void {
    const text = this.#text;
    const sign = text.charAt(this.#at);
    const next = text.charAt(this.#at + 1);
    if (/[\s\ufeff]/.test(sign)) this.#at += 1;
    else if (sign === '/' && next === '/') this.#comment(this.#lineEnd(this.#at));
    else if (sign === '/' && next === '*') this.#comment(this.#blockEnd());
    else if (sign === '"' || sign === "'") this.#push('string', this.#stringEnd(sign));
    else if (sign === '`') this.#openTemplate();
    else if (sign === '/' && this.#expects()) this.#regex();
    else if (sign === '<' && this.#hasElements && this.#opensElement()) this.#openElement();
    else if (!this.#word()) this.#sign();
  }

  #blockEnd(): number {
    const close = this.#text.indexOf('*/', this.#at + 2);
    return close === -1 ? this.#text.length : close + 2;
  }

  #stringEnd(quote: string): number {
    const text = this.#text;
    let end = this.#at + 1;
    while (end < text.length) {
      const sign = text.charAt(end);
      if (sign === '\\') end += text.charAt(end + 1) === '\r' && text.charAt(end + 2) === '\n' ? 3 : 2;
      else if (sign === quote) return end + 1;
      else if (sign === '\n' || sign === '\r') return end;
      else end += 1;
    }
    return Math.min(end, text.length);
  }

  #word(): boolean {
    nameAt.lastIndex = this.#at;
    const name = nameAt.exec(this.#text)?.[0];
    if (name !== undefined) {
      this.#push('name', this.#at + name.length);
      return true;
    }
    numberAt.lastIndex = this.#at;
    const number = numberAt.exec(this.#text)?.[0];
    if (number === undefined) return false;
    this.#push('number', this.#at + number.length);
    return true;
  }

  /** Whether an expression may begin here, by what stands before. */
  #expects(): boolean {
    const last = this.#last;
    if (last === undefined) return true;
    if (last.sort === 'name') return openers.has(last.text) && !this.#isMember();
    if (last.sort !== 'sign') return false;
    if (last.text === ')' || last.text === '}') return !this.#closedValue;
    if (last.text === ']' || last.text === '++' || last.text === '--') return false;
    return last.text !== '!' || !this.#endsValue(this.#lastButOne);
  }

  #isMember(): boolean {
    return this.#lastButOne?.text === '.' || this.#lastButOne?.text === '?.';
  }

  #endsValue(token: Token | undefined): boolean {
    if (token === undefined) return false;
    if (token.sort === 'sign') return token.text === ')' || token.text === ']';
    return token.sort !== 'name' || !openers.has(token.text);
  }

  #regex(): void {
    const text = this.#text;
    let inClass = false;
    let end = this.#at + 1;
    if (this.#at >= this.#failed.until) this.#failed = { until: this.#at, times: 0 };
    const isHopeless = this.#failed.times >= regexFailures;
    for (; !isHopeless && end < text.length; end += 1) {
      const sign = text.charAt(end);
      if (sign === '\n' || sign === '\r') break;
      if (sign === '\\') end += 1;
      else if (sign === '[') inClass = true;
      else if (sign === ']') inClass = false;
      else if (sign === '/' && !inClass) {
        let last = end + 1;
        while (last < text.length && /[A-Za-z]/.test(text.charAt(last))) last += 1;
        this.#push('regex', last);
        return;
      }
    }
    if (!isHopeless) this.#failed = { until: end, times: this.#failed.times + 1 };
    this.#push('sign', this.#at + 1);
  }

  #sign(): void {
    signAt.lastIndex = this.#at;
    const [sign = ''] = signAt.exec(this.#text) ?? [];
    const last = this.#last;
    const end = this.#at + Math.max(1, sign.length);
    const start = this.#at;
    if (sign === '}' && this.#closesContainer()) return;
    if (sign === ')' || sign === ']' || sign === '}') {
      const frame = this.#frames.pop();
      this.#closedValue =
        sign === ')' ? !conditions.has(frame?.word ?? '') : sign !== '}' || frame?.isValue === true;
      this.#push('sign', end);
      return;
    }
    const isValue = this.#opensValue();
    this.#push('sign', end);
    if (sign === '(')
      this.#frames.push({ sort: 'paren', word: last?.sort === 'name' ? last.text : '', start });
    else if (sign === '[') this.#frames.push({ sort: 'square', start });
    else if (sign === '{') this.#frames.push({ sort: 'brace', isValue, start });
  }

  /** Whether a brace here opens an object rather than a block: it stands where an expression must. */
  #opensValue(): boolean {
    const last = this.#last;
    const inside = this.#frames.at(-1)?.sort;
    if (last === undefined) return inside === 'substitution' || inside === 'container';
    if (last.sort === 'name')
      return /^(?:return|typeof|in|of|await|yield|new|void|delete|throw|case)$/.test(last.text);
    return last.sort === 'sign' && !/^(?:[;{})\]>]|=>)$/.test(last.text);
  }

  #closesContainer(): boolean {
    const frame = this.#frames.at(-1);
    if (frame?.sort !== 'substitution' && frame?.sort !== 'container') return false;
    this.#frames.pop();
    if (frame.sort === 'substitution') this.#templates -= 1;
    this.#at += 1;
    return true;
  }

  #openTemplate(): void {
    this.#frames.push({ sort: 'template', start: this.#at });
    this.#at += 1;
  }

  #template(): void {
    const text = this.#text;
    const frame = this.#frames.at(-1);
    while (this.#at < text.length) {
      const sign = text.charAt(this.#at);
      if (sign === '\\') this.#at += 2;
      else if (sign === '`') break;
      else if (sign === '$' && text.charAt(this.#at + 1) === '{') {
        this.#at += 2;
        this.#frames.push({ sort: 'substitution', start: this.#at });
        this.#templates += 1;
        // What stands in a substitution begins an expression.
        this.#last = undefined;
        return;
      } else this.#at += 1;
    }
    this.#frames.pop();
    const end = Math.min(this.#at + 1, text.length);
    const start = frame?.start ?? this.#at;
    this.#at = start;
    this.#pushAt('template', start, end);
  }

  /** A token that began earlier: its line is that of its end, since lines are counted once. */
  #pushAt(sort: Token['sort'], start: number, end: number): void {
    const token: Token = {
      sort,
      text: this.#text.slice(start, end),
      start,
      line: this.#lineOf(end),
      depth: this.#frames.length,
      isInTemplate: this.#templates > 0,
      indent: 0,
      isFirst: false,
    };
    this.tokens.push(token);
    this.#lastButOne = this.#last;
    this.#last = token;
    this.#at = end;
  }

  #opensElement(): boolean {
    if (!this.#expects()) return false;
    const next = this.#text.charAt(this.#at + 1);
    if (!/[\p{L}$_>]/u.test(next)) return false;
    genericAt.lastIndex = this.#at;
    return !genericAt.test(this.#text);
  }

  #openElement(): void {
    const start = this.#at;
    this.#at += 1;
    tagNameAt.lastIndex = this.#at;
    this.#at += tagNameAt.exec(this.#text)?.[0].length ?? 0;
    this.#skipTypes();
    this.#frames.push({ sort: 'tag', start });
  }

  /** `<List<string> of={...}>`: types behind the name of a tag. */
  #skipTypes(): void {
    if (this.#text.charAt(this.#at) !== '<') return;
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const sign = this.#text.charAt(this.#at);
      if (sign === '<') depth += 1;
      if (sign === '>' && this.#text.charAt(this.#at - 1) !== '=') depth -= 1;
      if (depth === 0) {
        this.#at += 1;
        return;
      }
    }
  }

  #tag(): void {
    const text = this.#text;
    const sign = text.charAt(this.#at);
    if (sign === '/' && text.charAt(this.#at + 1) === '>') this.#closeElement(this.#at + 2);
    else if (sign === '/' && text.charAt(this.#at + 1) === '/') this.#comment(this.#lineEnd(this.#at));
    else if (sign === '/' && text.charAt(this.#at + 1) === '*') this.#comment(this.#blockEnd());
    else if (sign === '>') {
      const { start } = this.#frames.pop() ?? { start: this.#at };
      this.#frames.push({ sort: 'children', start });
      this.#at += 1;
    } else if (sign === '{') this.#openContainer();
    else if (sign === '"' || sign === "'") {
      const close = text.indexOf(sign, this.#at + 1);
      this.#at = close === -1 ? text.length : close + 1;
    } else if (sign === '<') this.#openElement();
    else this.#at += 1;
  }

  #children(): void {
    const text = this.#text;
    while (this.#at < text.length && text.charAt(this.#at) !== '<' && text.charAt(this.#at) !== '{')
      this.#at += 1;
    if (this.#at >= text.length) return;
    if (text.charAt(this.#at) === '{') this.#openContainer();
    else if (/^<\s*\//.test(text.slice(this.#at, this.#at + 40))) {
      const close = text.indexOf('>', this.#at);
      this.#closeElement(close === -1 ? text.length : close + 1);
    } else this.#openElement();
  }

  #openContainer(): void {
    this.#at += 1;
    this.#frames.push({ sort: 'container', start: this.#at });
    this.#last = undefined;
  }

  #closeElement(end: number): void {
    const { start } = this.#frames.pop() ?? { start: this.#at };
    const inner = this.#frames.at(-1)?.sort;
    if (inner === 'children' || inner === 'tag') this.#at = end;
    else this.#pushAt('element', start, end);
  }
}
