import type { Span } from './constraint.ts';
import { matchesIn, type Reading } from './reading.ts';

/** A limit on a count, both ends inclusive; `isAbout` where only the size is meant ("a 200-word text"). */
export interface Amount {
  readonly least?: number;
  readonly most?: number;
  readonly isAbout: boolean;
  readonly span: Span;
}

const small =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const tens: Readonly<Record<string, number>> = {
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
};

/** A number as it is written in an instruction: digits, or a word up to twenty and some tens. */
export const amountWord = `(?:\\d[\\d,]{0,9}|(?:${small.join('|')}|${Object.keys(tens).join('|')})(?:\\s+hundred|\\s+thousand)?|a single|a couple of|an?(?=[\\s-])|once|twice|thrice)`;

/** The value of such a word; undefined where it is none. */
export function valueOf(word: string): number | undefined {
  const [first = '', scale] = word
    .trim()
    .toLowerCase()
    .split(/\s+(?=hundred|thousand)/u);
  const factor = scale === 'hundred' ? 100 : scale === 'thousand' ? 1000 : 1;
  if (/^\d/u.test(first)) return Number(first.replaceAll(',', ''));
  if (first === 'once' || first === 'a' || first === 'an' || first === 'a single') return factor;
  if (first === 'twice' || first === 'a couple of') return 2;
  if (first === 'thrice') return 3;
  const index = small.indexOf(first) + 1;
  const value = index > 0 ? index : tens[first];
  return value === undefined ? undefined : value * factor;
}

const least =
  'at least|no (?:less|fewer) than|not (?:less|fewer) than|a minimum of|(?:the )?minimum(?: of)?|min\\.?';
const above = 'more than|over|above|greater than|exceeding|upwards of|longer than';
const most =
  "at most|no more than|not more than|a maximum of|(?:the )?max(?:imum|\\.)?(?: of)?|up to|within|no longer than|not longer than|(?:do(?:es)? not|don't|not|never|not to|without) exceed(?:ing)?|as many as|(?:limit(?:ed)?|restrict(?:ed)?|cap(?:ped)?|trim(?:med)?|cut(?: down)?|reduced?|condensed?|shorten(?:ed)?|boil(?:ed)?(?: it| this)? down) (?:[\\w-]+ ){0,6}?(?:to|at)|keep (?:[\\w-]+ ){1,5}?to";
const below = 'less than|fewer than|under|below|shorter than|smaller than';
const about = 'about|around|approximately|roughly|circa|some|nearly|close to|near';
const exact = 'exactly|precisely|just|only|no more and no less than';

/** Words before a number that say how it limits. */
export const relationBefore = `(?:${least}|${above}|${most}|${below}|${about}|${exact})`;
/** Words behind a number that do. */
export const relationAfter =
  '(?:or (?:more|less|fewer|so|above|over|under|longer)|at (?:most|least)|minimum|maximum|min|max|tops|and no more|or more in length)';

/** A comparison as mathematics writes it, before a number: "<= 5". */
const comparison = '[<>]=?|=[<>]|[=\u2264\u2265~\u2248]';
/** A number behind any other sign is not read: what the sign makes of it, nobody here knows. */
const unsigned = '(?<![\\w$.]|[<>=\u2264\u2265~\u2248\u2260\u00b1^#%]\\s{0,3})';

type Side = 'least' | 'above' | 'most' | 'below' | 'about' | 'exact';

const sides: Readonly<Record<string, Side>> = {
  '<': 'below',
  '>': 'above',
  '<=': 'most',
  '=<': 'most',
  '\u2264': 'most',
  '>=': 'least',
  '=>': 'least',
  '\u2265': 'least',
  '~': 'about',
  '\u2248': 'about',
  '=': 'exact',
};

function side(word: string): Side | undefined {
  const is = (pattern: string): boolean => new RegExp(`^(?:${pattern})$`, 'u').test(word);
  if (word === '') return undefined;
  if (is(least)) return 'least';
  if (is(above)) return 'above';
  if (is(below)) return 'below';
  if (is(about)) return 'about';
  if (is(exact)) return 'exact';
  return 'most';
}

const denied =
  /\b(?:do not|don['\u2019]t|never|must not|mustn['\u2019]t|should not|shouldn['\u2019]t|cannot|can['\u2019]t|may not|not|avoid|without|no)\b[^.;:\n]{0,40}$/u;

/**
 * Every amount of a noun in an instruction: "at least 3 sentences", "between 100 and 200 words", "300+ words", "in 5 or
 * 6 sentences", "the number of words should be 250 or more". `noun` is a pattern over lower-case text.
 */
export function amountsOf(reading: Reading, noun: string): readonly Amount[] {
  const between = `(?:(?!\\d|(?:${small.join('|')}|per|each|for|words?)\\b)[\\w'-]+[\\s-]+){0,3}?`;
  const direct = new RegExp(
    `${unsigned}(?:(?<before>${relationBefore})\\s+)?(?:(?<sign>${comparison})\\s*)?(?:a total of\\s+|the following\\s+)?(?:between\\s+|from\\s+)?(?:(?<low>${amountWord})\\s*(?<join>to|and|or|-|\u2013|\u2014)\\s*(?:(?<second>${relationBefore})\\s+)?)?(?<high>${amountWord})(?<plus>\\s*\\+|\\s+plus)?(?:\\s*(?<mid>${relationAfter}))?[\\s-]+${between}(?:${noun})(?![\\w])(?:\\s+(?:in\\s+(?:length|total)\\s+)?\\(?(?<after>${relationAfter})\\b|\\s*\\((?<paren>max|min|minimum|maximum)\\))?`,
    'gu',
  );
  const counted = new RegExp(
    `\\b(?:number|amount|total|count) of (?:the )?${between}(?:${noun})\\b(?:\\s+[\\w']+){0,8}?\\s*[:(]?\\s*(?:(?<before>${relationBefore})\\s+)?(?:(?<sign>${comparison})\\s*)?(?:between\\s+)?(?:(?<low>\\d[\\d,]*)\\s*(?<join>to|and|-)\\s*)?(?<high>\\d[\\d,]*|(?:${small.join('|')}))\\b(?:\\s+(?<after>${relationAfter}))?`,
    'gu',
  );
  const found = [...matchesIn(reading, direct), ...matchesIn(reading, counted)];
  return found.flatMap((match) => {
    // At a line's start `>` quotes what follows.
    if (match[0].startsWith('>') && /(?:^|\n)\s*$/u.test(reading.masked.slice(0, match.index))) return [];
    const amount = amountOf(
      match.groups ?? {},
      reading.masked.slice(Math.max(0, match.index - 60), match.index),
    );
    return amount === undefined ? [] : [{ ...amount, span: match.span }];
  });
}

/** Limits from the words around a number; undefined where they contradict each other or deny the amount itself. */
export function amountOf(
  groups: Readonly<Record<string, string | undefined>>,
  ahead: string,
): Omit<Amount, 'span'> | undefined {
  const high = valueOf(groups['high'] ?? '');
  if (high === undefined) return undefined;
  const low = groups['low'] === undefined ? undefined : valueOf(groups['low']);
  const word = groups['before'] ?? '';
  const sign = groups['sign'];
  let how = sign === undefined ? side(word) : sides[sign];
  // "Keep it to <= 80": both say the same.
  const agree = side(word) === 'most' && (how === 'most' || how === 'below');
  if (sign !== undefined && word !== '' && !agree) return undefined;
  const after = groups['mid'] ?? groups['after'] ?? groups['paren'] ?? '';
  if (groups['plus'] !== undefined || /^(?:or (?:more|above|over|longer)|at least|min)/u.test(after))
    how = 'least';
  else if (/^(?:or (?:less|fewer|under)|at most|max|tops|and no more)/u.test(after)) how = 'most';
  else if (after === 'or so') how = 'about';
  const clause = ahead.split(/[.;:,\n]|\b(?:and|but)\b/u).at(-1) ?? '';
  if (denied.test(clause) && !/\bnot only\b/u.test(clause)) {
    if (how === 'above') return { most: high, isAbout: false };
    if (how === 'below') return { least: high, isAbout: false };
    if (how === 'most' || how === 'least') {
      // "no more than" carries its own no; one more before it is a slip or another sentence's.
      if (!/^(?:no|not|do|don)/u.test(word)) return undefined;
    } else return undefined;
  }
  const second = groups['second'];
  if (second !== undefined) {
    // "At least 2 and at most 5": a range, where each end says which it is.
    const [from, to] = [how === 'above' ? 1 : 0, side(second) === 'below' ? -1 : 0];
    const isRange = (how === 'least' || how === 'above') && ['most', 'below'].includes(side(second) ?? '');
    if (!isRange || groups['join'] !== 'and' || low === undefined || low + from > high + to) return undefined;
    return { least: low + from, most: high + to, isAbout: false };
  }
  if (low !== undefined) {
    // "More than 3 to 5" and "<3 or 5" say nothing that can be counted.
    if (low > high || (sign !== undefined && sign !== '~' && sign !== '\u2248')) return undefined;
    return { least: low, most: high, isAbout: how === 'about' };
  }
  switch (how) {
    case 'least':
      return { least: high, isAbout: false };
    case 'above':
      return { least: high + 1, isAbout: false };
    case 'most':
      return { most: high, isAbout: false };
    case 'below':
      return { most: high - 1, isAbout: false };
    case 'about':
      return { least: high, most: high, isAbout: true };
    case 'exact':
    case undefined:
      return { least: high, most: high, isAbout: false };
  }
}

/** IFEval's way of saying a limit: `less than` is exclusive, `at least` inclusive; a range is two of them. */
export function relationsOf({ least: low, most: high }: Omit<Amount, 'span'>): readonly {
  readonly relation: 'at least' | 'less than';
  readonly count: number;
}[] {
  return [
    ...(low === undefined || low <= 0 ? [] : [{ relation: 'at least' as const, count: low }]),
    ...(high === undefined ? [] : [{ relation: 'less than' as const, count: high + 1 }]),
  ];
}

/** Whether a count keeps to IFEval's relation. */
export function keeps(count: number, relation: string, limit: number): boolean {
  return relation === 'less than' ? count < limit : count >= limit;
}

/** A relation in words: "fewer than 5", "at least 3". */
export function asked(relation: string, limit: number): string {
  return relation === 'less than' ? `at most ${limit - 1}` : `at least ${limit}`;
}

/** Our own way of saying a limit on a count, for constraints that IFEval has not. */
export function limitArgs(
  amount: Omit<Amount, 'span'>,
  name: string,
): Readonly<Record<string, number | string>> {
  const { least: low, most: high } = amount;
  if (amount.isAbout) return { relation: 'about', [name]: high ?? low ?? 0 };
  if (low !== undefined && low === high) return { relation: 'exactly', [name]: low };
  if (low !== undefined && high !== undefined) return { relation: 'between', least: low, most: high };
  if (low !== undefined) return { relation: 'at least', [name]: low };
  return { relation: 'at most', [name]: high ?? 0 };
}

/** Whether a count keeps to such a limit; null where only the size is meant and it is neither near nor far. */
export function keepsLimit(
  count: number,
  args: Readonly<Record<string, unknown>>,
  name: string,
): { readonly holds: boolean | null; readonly words: string } {
  const value = Number(args[name]);
  switch (args['relation']) {
    case 'between':
      return {
        holds: count >= Number(args['least']) && count <= Number(args['most']),
        words: `between ${String(args['least'])} and ${String(args['most'])}`,
      };
    case 'at least':
      return { holds: count >= value, words: `at least ${value}` };
    case 'at most':
      return { holds: count <= value, words: `at most ${value}` };
    case 'about': {
      const off = Math.abs(count - value) / Math.max(1, value);
      return { holds: off <= 0.1 ? true : off > 0.25 ? false : null, words: `about ${value}` };
    }
    default:
      return { holds: count === value, words: `exactly ${value}` };
  }
}
