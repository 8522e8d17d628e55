/**
 * A set of characters, by code point. Two sets with the same `key` hold the same characters; `only` is the one
 * member of a set that has exactly one by the way it is written.
 */
export interface CharSet {
  readonly key: string;
  readonly only?: number;
  has(codePoint: number): boolean;
}

/** How letter case is ignored: Unicode simple folding (contracts rule 20), ASCII letters only, or not at all. */
export type Fold = 'none' | 'unicode' | 'ascii';

export const everything: CharSet = { key: 'any', has: () => true };
export const nothing: CharSet = { key: 'none', has: () => false };

/** Characters from `low` to `high`, with all that fold to one of them. */
export function range(low: number, high: number, fold: Fold): CharSet {
  const key = `${low}-${high}${fold === 'none' ? '' : `/${fold}`}`;
  const plain = (codePoint: number): boolean => codePoint >= low && codePoint <= high;
  const only = low === high ? { only: low } : {};
  if (fold === 'none') return { key, ...only, has: plain };
  if (fold === 'ascii') {
    const has = (codePoint: number): boolean => plain(codePoint) || plain(swapAsciiCase(codePoint));
    return low === high && has(swapAsciiCase(low)) && swapAsciiCase(low) !== low
      ? { key, has }
      : { key, ...only, has };
  }
  const source = `^[\\u{${low.toString(16)}}-\\u{${high.toString(16)}}]$`;
  const folded = new RegExp(source, 'iu');
  const has = (codePoint: number): boolean =>
    plain(codePoint) || folded.test(String.fromCodePoint(codePoint));
  return isCaseless(low) ? { key, ...only, has } : { key, has };
}

function swapAsciiCase(codePoint: number): number {
  if (codePoint >= 0x41 && codePoint <= 0x5a) return codePoint + 32;
  return codePoint >= 0x61 && codePoint <= 0x7a ? codePoint - 32 : codePoint;
}

/** True for what certainly has no other case: enough to know a control character or a sign for what it is. */
function isCaseless(codePoint: number): boolean {
  return codePoint < 0x41 || (codePoint > 0x5a && codePoint < 0x61) || (codePoint > 0x7a && codePoint < 0x80);
}

/** Characters of a class that JavaScript's `u` mode knows, as `\p{Lu}`; `source` is such a class or a bracket. */
export function property(source: string, fold: Fold): CharSet {
  const pattern = new RegExp(`^${source}$`, fold === 'unicode' ? 'iu' : 'u');
  return {
    key: `${source}${fold === 'none' ? '' : '/i'}`,
    has: (codePoint) => pattern.test(String.fromCodePoint(codePoint)),
  };
}

export function union(sets: readonly CharSet[]): CharSet {
  const [first] = sets;
  if (first === undefined) return nothing;
  if (sets.every((set) => set.key === first.key)) return first;
  return {
    key: `(${sets.map((set) => set.key).join('|')})`,
    has: (codePoint) => sets.some((set) => set.has(codePoint)),
  };
}

export function complement(set: CharSet): CharSet {
  return { key: `!${set.key}`, has: (codePoint) => !set.has(codePoint) };
}

/** `a && b`, `a -- b` and `a ~~ b` of a bracket. */
export function combine(a: CharSet, operator: '&&' | '--' | '~~', b: CharSet): CharSet {
  const key = `(${a.key}${operator}${b.key})`;
  switch (operator) {
    case '&&': {
      const has = (codePoint: number): boolean => a.has(codePoint) && b.has(codePoint);
      return { key, ...onlyOf(has, a.only ?? b.only), has };
    }
    case '--': {
      const has = (codePoint: number): boolean => a.has(codePoint) && !b.has(codePoint);
      return { key, ...onlyOf(has, a.only), has };
    }
    case '~~':
      return { key, has: (codePoint) => a.has(codePoint) !== b.has(codePoint) };
  }
}

function onlyOf(has: (codePoint: number) => boolean, candidate: number | undefined): { only?: number } {
  return candidate !== undefined && has(candidate) ? { only: candidate } : {};
}

/** What `\w` stands for (UTS #18): part of a word. */
export const wordSet: CharSet = property('[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]', 'none');
export const digitSet: CharSet = property('\\p{Nd}', 'none');
export const spaceSet: CharSet = property('\\p{White_Space}', 'none');

/** Letter, mark, digit or `_`: what may not stand beside a whole word (contracts rule 20). */
export const letterSet: CharSet = property('[\\p{L}\\p{M}\\p{Nd}_]', 'none');

const asciiWord = (codePoint: number): boolean =>
  (codePoint >= 0x30 && codePoint <= 0x39) ||
  (codePoint >= 0x41 && codePoint <= 0x5a) ||
  (codePoint >= 0x61 && codePoint <= 0x7a) ||
  codePoint === 0x5f;
export const asciiWordSet: CharSet = { key: 'ascii:w', has: asciiWord };
export const asciiDigitSet: CharSet = range(0x30, 0x39, 'none');
export const asciiSpaceSet: CharSet = {
  key: 'ascii:s',
  has: (codePoint) => codePoint === 0x20 || (codePoint >= 0x09 && codePoint <= 0x0d),
};
