/** A token of one side, reduced to what an alignment looks at. */
export interface AlignToken {
  readonly text: string;
  /** A name as the language means it: only such a token may change. */
  readonly isName: boolean;
  /** `{ name }` in a literal, a pattern, an import or an export: it may be written out. */
  readonly isShorthand: boolean;
}

/**
 * How one token of the base is written in the content. Of a shorthand that was written out `property` and `value`
 * are different tokens; of any other token both are the same one.
 */
export interface Pair {
  readonly property: number;
  readonly value: number;
}

export type Alignment =
  | { readonly type: 'aligned'; readonly pairs: readonly Pair[] }
  /** The first tokens (indexes) that are more than a rename apart. */
  | { readonly type: 'differs'; readonly base: number; readonly content: number; readonly why: string };

/**
 * Pairs the tokens of a text with those of the same text after a rename of `symbol` to `to`. Nothing else may
 * differ: a name may change, a shorthand may be written out, and that is all.
 */
export function align(
  base: readonly AlignToken[],
  content: readonly AlignToken[],
  symbol: string,
  to: string,
): Alignment {
  const pairs: Pair[] = [];
  let at = 0;
  const text = (offset: number): string => content[at + offset]?.text ?? '';
  for (const [index, token] of base.entries()) {
    const now = content[at];
    if (now === undefined) return { type: 'differs', base: index, content: at, why: 'code is gone' };
    const isOurs = token.isName && bare(token.text) === symbol;
    const names = [symbol, to].map((name) => dressed(token.text, name));
    const writtenOut =
      isOurs &&
      token.isShorthand &&
      text(1) === ':' &&
      base[index + 1]?.text !== ':' &&
      names.includes(now.text) &&
      names.includes(text(2));
    if (writtenOut) {
      pairs.push({ property: at, value: at + 2 });
      at += 3;
      continue;
    }
    if (isOurs && text(1) === 'as' && names.includes(text(2)) && base[index + 1]?.text !== 'as') {
      const why = `${text(0)} as ${text(2)} leaves an alias of the old name`;
      return { type: 'differs', base: index, content: at, why };
    }
    const same = now.text === token.text || (isOurs && now.text === dressed(token.text, to));
    if (!same) {
      return {
        type: 'differs',
        base: index,
        content: at,
        why: `"${short(token.text)}" became "${short(now.text)}"`,
      };
    }
    pairs.push({ property: at, value: at });
    at += 1;
  }
  if (at < content.length) {
    return { type: 'differs', base: base.length, content: at, why: `"${short(text(0))}" is new` };
  }
  return { type: 'aligned', pairs };
}

/** A name without the quotes that a property name may stand in. */
function bare(text: string): string {
  return /^(['"]).*\1$/s.test(text) ? text.slice(1, -1) : text;
}

/** A name in the same quotes as another one. */
function dressed(like: string, name: string): string {
  const quote = /^(['"]).*\1$/s.exec(like)?.[1] ?? '';
  return quote + name + quote;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}\u2026` : text;
}
