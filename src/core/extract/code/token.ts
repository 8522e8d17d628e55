/** One token of a program as a lexer of ours sees it; comments are tokens too. */
export interface Token {
  readonly sort: 'name' | 'sign' | 'string' | 'template' | 'number' | 'regex' | 'element' | 'comment';
  /** As it stands; of a string with its quotes. */
  readonly text: string;
  /** Offset (UTF-16) in the text. */
  readonly start: number;
  /** 1-based. */
  readonly line: number;
  /** How many brackets of any sort are open around it; an opening bracket counts for what is behind it. */
  readonly depth: number;
  /** True inside the substitution of a template or of an f-string. */
  readonly isInTemplate: boolean;
  /** Column of the first token of its line of code, for languages that indent; 0 elsewhere. */
  readonly indent: number;
  /** True for the first token of a statement, where the language says so by its lines. */
  readonly isFirst: boolean;
}

/** The line (1-based) of each offset, asked for in rising order. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let at = 0;
  return (offset) => {
    for (; at < offset; at += 1) if (text.charCodeAt(at) === 10) line += 1;
    return line;
  };
}

/** The text between the quotes of a string token; undefined where it is no plain string of one line. */
export function contentOf(token: Token | undefined): string | undefined {
  if (token === undefined || token.sort !== 'string') return undefined;
  const quote = token.text.charAt(0);
  if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
  if (quote !== '`' && token.text.length > 5 && token.text.startsWith(quote.repeat(3))) return undefined;
  if (token.text.length < 2 || !token.text.endsWith(quote) || token.text.includes('\n')) return undefined;
  return token.text.slice(1, -1);
}

/** A token that is this sign or this name. */
export function isText(token: Token | undefined, text: string): boolean {
  return token !== undefined && token.text === text && (token.sort === 'sign' || token.sort === 'name');
}
