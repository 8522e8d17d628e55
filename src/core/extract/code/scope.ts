import { isText, type Token } from './token.ts';

/** Where a token of a script stands. */
export interface Scope {
  /** In the body of a function, a method or an arrow function. */
  readonly inFunction: boolean;
  /** In a block that is no function's: of a condition, a loop, a namespace, a class. */
  readonly inBlock: boolean;
}

interface Frame {
  readonly sort: 'function' | 'block' | 'class' | 'object' | 'bracket';
  /** An arrow function without braces: it ends with its expression. */
  readonly isArrow?: boolean;
}

const conditions = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'await']);
const holders = new Set(['class', 'interface', 'enum', 'namespace', 'module', 'global']);

/** For each token (comments left out) where it stands, by its brackets and the words before them. */
export function scopesOf(tokens: readonly Token[]): readonly Scope[] {
  const scopes: Scope[] = [];
  const frames: Frame[] = [];
  const opens: number[] = [];
  const count = { functions: 0, blocks: 0 };
  let closed = -1;
  let pendingFunction = -1;
  let pendingHolder = -1;
  const push = (frame: Frame): void => {
    frames.push(frame);
    if (frame.sort === 'function') count.functions += 1;
    if (frame.sort === 'block' || frame.sort === 'class') count.blocks += 1;
  };
  const pop = (): void => {
    const frame = frames.pop();
    if (frame?.sort === 'function') count.functions -= 1;
    if (frame?.sort === 'block' || frame?.sort === 'class') count.blocks -= 1;
  };
  const endArrows = (): void => {
    while (frames.at(-1)?.isArrow === true) pop();
  };
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (token.sort === 'sign' && /^[)\]}]$/.test(token.text)) {
      endArrows();
      if (token.text === ')') closed = opens.at(-1) ?? -1;
      opens.pop();
      pop();
    } else if (isText(token, ',') || isText(token, ';') || beginsStatement(token, before)) endArrows();
    scopes.push({ inFunction: count.functions > 0, inBlock: count.blocks > 0 });
    if (token.sort === 'name' && !isMember(tokens, index)) {
      if (token.text === 'function') pendingFunction = frames.length;
      else if (holders.has(token.text) && tokens[index + 1]?.sort !== 'sign') pendingHolder = frames.length;
      else if (token.text === 'class') pendingHolder = frames.length;
    }
    if (token.sort !== 'sign') continue;
    if (token.text === '=>') {
      const next = tokens[index + 1];
      if (!isText(next, '{')) push({ sort: 'function', isArrow: true });
    } else if (token.text === '(' || token.text === '[') {
      opens.push(index);
      push({ sort: 'bracket' });
    } else if (token.text === '{') {
      opens.push(index);
      const sort = sortOf(tokens, index, closed, {
        isFunction: pendingFunction === frames.length,
        isHolder: pendingHolder === frames.length,
        parent: frames.at(-1)?.sort,
      });
      if (sort === 'function') pendingFunction = -1;
      if (sort === 'class') pendingHolder = -1;
      push({ sort });
    } else if (token.text === ';') {
      pendingFunction = -1;
      pendingHolder = -1;
    }
  }
  return scopes;
}

function sortOf(
  tokens: readonly Token[],
  index: number,
  closed: number,
  around: {
    readonly isFunction: boolean;
    readonly isHolder: boolean;
    readonly parent: Frame['sort'] | undefined;
  },
): Frame['sort'] {
  const before = tokens[index - 1];
  if (before === undefined) return 'block';
  if (isText(before, '=>')) return 'function';
  if (before.sort === 'name' && /^(?:else|try|do|finally|static)$/.test(before.text)) return 'block';
  const isValue =
    before.sort === 'sign'
      ? !/^(?:[;{})\]>])$/.test(before.text)
      : before.sort === 'name' &&
        /^(?:return|in|of|await|yield|case|default|typeof|void|new)$/.test(before.text);
  if (isValue) return 'object';
  if (around.isHolder) return 'class';
  if (isText(before, ')')) {
    const word = tokens[closed - 1];
    if (word?.sort === 'name' && conditions.has(word.text)) return 'block';
    return 'function';
  }
  if (around.isFunction || around.parent === 'class' || around.parent === 'object') return 'function';
  return 'block';
}

/** Whether a token stands behind a full stop, or names a property. */
export function isMember(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return isText(before, '.') || isText(before, '?.');
}

const joining = new Set([
  'in',
  'of',
  'instanceof',
  'as',
  'satisfies',
  'extends',
  'is',
  'else',
  'while',
  'catch',
  'finally',
]);

/** Whether a line break before this token ends the statement before it, as far as tokens tell. */
export function beginsStatement(token: Token, before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (token.line === before.line) return false;
  if (!endsValue(before)) return false;
  if (token.sort === 'name') return !joining.has(token.text);
  return isText(token, '@') || isText(token, '{') || token.sort === 'string' || token.sort === 'number';
}

/** Whether a statement can end with this token. */
export function endsValue(token: Token): boolean {
  if (token.sort === 'name') {
    return !/^(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|instanceof|extends|default|export|import|const|let|var|function|class|async|from|as|if|for|while)$/.test(
      token.text,
    );
  }
  return token.sort !== 'sign' || /^(?:[)\]}]|\+\+|--)$/.test(token.text);
}
