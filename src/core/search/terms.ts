/** Words that say how something is asked, not what is looked for. */
const stopWords = new Set(
  (
    'a an and any are as at be been being but by can could did do does doing done each every everything for from get gets ' +
    'got had has have having here how i if in into is it its just let lets like line lines list locate look made make ' +
    'makes many may me might more most much must my no not of off on one only or other our out over own place places ' +
    'please project same see shall she should show so some such tell than that the their them then there these they ' +
    'thing things this those through to too under until up us use used uses using very was we were what when where ' +
    'which while who whom whose why will with within without would you your find finds found finding search grep code ' +
    'file files function functions method methods something someone somewhere all about after again against also ' +
    'defined declared implemented whether need needs needed put puts sure come comes know known because before between both happen happens during further once decide decides actually isn doesn don didn won wouldn couldn shouldn aren wasn weren hasn haven can'
  ).split(' '),
);

/**
 * What a search for the words of an ask looks for, most of it stemmed so that "parsing" finds `parse`: quoted
 * texts and names as they stand, then the other words in their order. Where a script has no words to split, pairs
 * of characters. No duplicates, letter case ignored.
 */
export function termsOf(ask: string): readonly string[] {
  const quoted = [...ask.matchAll(/`([^`\n]+)`|"([^"\n]+)"/g)].map((match) =>
    (match[1] ?? match[2] ?? '').trim(),
  );
  const rest = ask.replace(/`[^`\n]+`|"[^"\n]+"/g, ' ');
  // Headers, flags and dotted names say more as a whole than their parts do: Sec-WebSocket-Key, --tag, app.config.
  const compounds =
    rest.match(/(?<![\p{L}\p{N}])(?:--[\w-]+|[\p{L}\p{N}_$]+(?:[-.][\p{L}\p{N}_$]+)+)/gu) ?? [];
  const named = compounds.filter(
    (word) => /^--|\p{Lu}|\.|_/u.test(word) && !/^\p{Lu}\p{Ll}+-\p{Ll}/u.test(word),
  );
  const words =
    rest.replace(/(\p{L})['’](?:t|s|re|ve|ll|d)\b/giu, '$1').match(/[\p{L}\p{M}\p{N}_$]+/gu) ?? [];
  const terms = words.flatMap((word) => (spaceless.test(word) ? pairsOf(word) : termsOfWord(word)));
  const unique = new Map<string, string>();
  for (const term of [...quoted, ...named, ...terms]) {
    const key = term.toLowerCase();
    if (term.length >= 2 && !unique.has(key)) unique.set(key, term);
  }
  return [...unique.values()].slice(0, 12);
}

const spaceless = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u;

function pairsOf(word: string): readonly string[] {
  const latin = word.match(/[A-Za-z0-9_$]{2,}/g) ?? [];
  const characters = [...word.replace(/[A-Za-z0-9_$]+/g, '')];
  const pairs = characters.slice(0, -1).map((character, index) => character + (characters[index + 1] ?? ''));
  return [...latin, ...pairs.slice(0, 8)];
}

function termsOfWord(word: string): readonly string[] {
  const isName = /[a-z\d][A-Z]|_|\$|^[A-Z][A-Z\d]+$/.test(word);
  if (!isName && stopWords.has(word.toLowerCase())) return [];
  if (isName) return [word];
  if (/^\d+$/.test(word)) return word.length >= 2 ? [word] : [];
  return [stemOf(word.toLowerCase())];
}

/** A word without its English ending, never shorter than four letters: it is looked for inside other words. */
export function stemOf(word: string): string {
  const stems: readonly (readonly [RegExp, string])[] = [
    [/(?<=\w{3})(?:ations?|ators?|ating|ated)$/, 'at'],
    [/ies$/, ''],
    [/(?<=ss|x|z|ch|sh)es$/, ''],
    [/(?<!s|u|i)s$/, ''],
    [/ings?$/, ''],
    [/ed$/, ''],
    [/(?<=\w{4})ers?$/, ''],
  ];
  let stem = word;
  for (const [ending, instead] of stems) {
    const shorter = stem.replace(ending, instead);
    if (shorter !== stem && shorter.length >= 4) {
      stem = shorter;
      break;
    }
  }
  const doubled = /([bdfgklmnprt])\1$/.exec(stem);
  if (stem !== word && doubled !== null && stem.length > 4) return stem.slice(0, -1);
  return /[^aeiou]e$/.test(stem) && stem.length > 4 ? stem.slice(0, -1) : stem;
}
