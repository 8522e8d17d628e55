import { stopWords } from './stopWords.ts';

/** Scripts that one language is written in, or a few that words then tell apart. */
const scripts: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\p{Script=Hangul}/gu, ['ko']],
  [/\p{Script=Hiragana}|\p{Script=Katakana}/gu, ['ja']],
  [/\p{Script=Thai}/gu, ['th']],
  [/\p{Script=Tamil}/gu, ['ta']],
  [/\p{Script=Telugu}/gu, ['te']],
  [/\p{Script=Kannada}/gu, ['kn']],
  [/\p{Script=Malayalam}/gu, ['ml']],
  [/\p{Script=Gujarati}/gu, ['gu']],
  [/\p{Script=Gurmukhi}/gu, ['pa']],
  [/\p{Script=Bengali}/gu, ['bn']],
  [/\p{Script=Devanagari}/gu, ['hi', 'mr', 'ne']],
  [/\p{Script=Arabic}/gu, ['ar', 'fa', 'ur']],
  [/\p{Script=Cyrillic}/gu, ['ru', 'uk', 'bg']],
  [/\p{Script=Hebrew}/gu, ['he']],
  [/\p{Script=Greek}/gu, ['el']],
  [/\p{Script=Han}/gu, ['zh']],
  [
    /\p{Script=Latin}/gu,
    [
      'en',
      'de',
      'fr',
      'es',
      'it',
      'pt',
      'nl',
      'sv',
      'da',
      'no',
      'fi',
      'pl',
      'cs',
      'tr',
      'hu',
      'ro',
      'id',
      'vi',
      'sw',
      'hr',
    ],
  ],
];

/** What can be told of a text's language: one, several that cannot be told apart, or none for want of letters. */
export type Seen =
  | { readonly type: 'language'; readonly code: string }
  | { readonly type: 'open'; readonly among: readonly string[] }
  | { readonly type: 'no-letters' };

/** So much of a text is looked at; the rest is in the same language. */
const lookedAt = 8_000;

/**
 * The language of a text by the script of most of its letters, and by its commonest words where a script serves
 * several. Decides only where one language is clearly ahead; deterministic.
 */
export function languageOf(whole: string): Seen {
  const text = whole.slice(0, lookedAt).replace(/https?:\/\/\S+|[\w.+-]{1,40}@[\w.-]{1,60}/gu, ' ');
  const counts = scripts.map(([pattern, codes]) => ({ codes, count: text.match(pattern)?.length ?? 0 }));
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return { type: 'no-letters' };
  // Japanese is written with Chinese characters beside its own.
  const kana = counts[1]?.count ?? 0;
  if (kana > 0.05 * all && kana + (counts[15]?.count ?? 0) > 0.5 * all)
    return { type: 'language', code: 'ja' };
  const best = counts.reduce((most, one) => (one.count > most.count ? one : most));
  if (best.count < 0.55 * all)
    return {
      type: 'open',
      among: counts.filter(({ count }) => count > 0.2 * all).flatMap(({ codes }) => codes),
    };
  const [only, second] = best.codes;
  if (only !== undefined && second === undefined) return { type: 'language', code: only };
  return byWords(text, best.codes);
}

/** So many of a text's words must be common ones of a language, in all and for each word there is. */
const enough = { hits: 2, share: 0.12, ahead: 1.25 };

function byWords(text: string, codes: readonly string[]): Seen {
  const words = text.toLowerCase().match(/[\p{L}\p{M}'\u2019]+/gu) ?? [];
  const scores = codes
    .map((code) => {
      const common = stopWords[code] ?? new Set<string>();
      return { code, hits: words.filter((word) => common.has(word.replaceAll('\u2019', "'"))).length };
    })
    .sort((a, b) => b.hits - a.hits);
  const [first, next] = scores;
  if (first === undefined) return { type: 'open', among: codes };
  const isClear =
    first.hits >= enough.hits &&
    first.hits >= enough.share * words.length &&
    first.hits >= enough.ahead * (next?.hits ?? 0);
  return isClear ? { type: 'language', code: first.code } : { type: 'open', among: codes };
}

/** Whether a text is in a language; null where that cannot be told. A text without letters is in any (IFEval). */
export function judgeLanguage(
  text: string,
  code: string,
): { readonly holds: boolean | null; readonly seen: string | undefined } {
  const seen = languageOf(text);
  switch (seen.type) {
    case 'no-letters':
      return { holds: true, seen: undefined };
    case 'language':
      return { holds: seen.code === code, seen: seen.code };
    case 'open':
      return { holds: seen.among.includes(code) ? null : false, seen: undefined };
  }
}

/** Whether a text is English; null where that cannot be told. */
export function isEnglish(text: string): boolean | null {
  const seen = languageOf(text);
  if (seen.type === 'language') return seen.code === 'en';
  return seen.type === 'open' && !seen.among.includes('en') ? false : null;
}
