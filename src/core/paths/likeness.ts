import { isAscii, keyOf } from './characters.ts';

/**
 * Letters that look like one of ASCII, by that one. Small letters only: names are compared folded, so that some
 * of these look alike as capitals only.
 */
const lookAlikes: Readonly<Record<string, string>> = {
  a: 'а' + 'α' + 'ɑ' + 'ꓮ' + 'ꭺ',
  b: 'в' + 'ь' + 'β' + 'ƅ' + 'ꓐ',
  c: 'с' + 'ϲ' + 'ᴄ' + 'ꓚ' + 'ꮯ',
  d: 'ԁ' + 'ꓓ' + 'ꓒ' + 'ꭰ',
  e: 'е' + 'ε' + 'ҽ' + 'ꓰ' + 'ꭼ',
  f: 'ꓝ' + 'ք',
  g: 'ɡ' + 'ց' + 'ԍ' + 'ꓖ' + 'ꮐ',
  h: 'һ' + 'н' + 'հ' + 'ꓧ' + 'ꮋ',
  i: 'і' + 'ι' + 'ɩ' + 'ɪ' + 'ꭵ' + 'ꓲ',
  j: 'ј' + 'ȷ' + 'ϳ' + 'ꓙ' + 'ꭻ',
  k: 'к' + 'κ' + 'ꓗ' + 'ꮶ',
  l: 'ӏ' + 'ꓡ' + 'ꮮ' + 'ǀ',
  m: 'м' + 'ꓟ' + 'ꮇ',
  n: 'п' + 'η' + 'ո' + 'ռ' + 'ꓠ',
  o: 'о' + 'ο' + 'օ' + 'ᴏ' + 'ꓳ' + 'σ',
  p: 'р' + 'ρ' + 'ꓑ' + 'ꮲ',
  q: 'ԛ' + 'զ' + 'գ',
  r: 'г' + 'ꓣ' + 'ꭱ',
  s: 'ѕ' + 'ꜱ' + 'ꓢ' + 'ꮪ',
  t: 'т' + 'τ' + 'ꓔ' + 'ꭲ',
  u: 'υ' + 'ս' + 'ᴜ' + 'ꓴ',
  v: 'ѵ' + 'ν' + 'ʋ' + 'ᴠ' + 'ꓦ' + 'ꮩ',
  w: 'ԝ' + 'ω' + 'ա' + 'ᴡ' + 'ꓪ' + 'ꮃ',
  x: 'х' + 'χ' + 'ꓫ',
  y: 'у' + 'ү' + 'γ' + 'ꓬ' + 'ꭹ',
  z: 'ζ' + 'ᴢ' + 'ꓜ' + 'ꮓ',
};

const asciiOf: ReadonlyMap<string, string> = new Map(
  Object.entries(lookAlikes).flatMap(([letter, others]) =>
    [...others].map((other) => [other, letter] as const),
  ),
);

/** The key of a name with every look-alike put into ASCII. */
function skeletonOf(key: string): string {
  if (isAscii(key)) return key;
  return [...key].map((character) => asciiOf.get(character) ?? character).join('');
}

export type Likeness = 'none' | 'collision' | 'look-alike';

/**
 * How near a name comes to others. `collision`: another one differs only by letter case or normal form;
 * `look-alike`: only by letters of other scripts. A name among the others byte for byte is nobody's double.
 */
export function likenessOf(name: string, others: readonly string[]): Likeness {
  if (others.includes(name)) return 'none';
  const key = keyOf(name);
  const skeleton = skeletonOf(key);
  let likeness: Likeness = 'none';
  for (const other of others) {
    const otherKey = keyOf(other);
    if (otherKey === key) return 'collision';
    if (skeletonOf(otherKey) === skeleton) likeness = 'look-alike';
  }
  return likeness;
}
