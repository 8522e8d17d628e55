import { amountsOf, asked, keeps, relationsOf } from '../amounts.ts';
import { judged, numberOf, wordOf, type Found, type Judgement } from '../constraint.ts';
import { countCapitalWords, isLower, isUpper } from '../counting/words.ts';
import type { Family } from '../family.ts';
import { isEnglish } from '../languages/detect.ts';
import { matchesIn, sentenceAt, type Reading } from '../reading.ts';

/** The whole text in capitals or in small letters, and how many words are in capitals. */
export const caseForm: Family = {
  name: 'letter case',
  find: (reading) => {
    const counted = capitalWords(reading);
    const isCounted = ({ span }: Found): boolean =>
      counted.some((one) => one.span[0] < span[1] && span[0] < one.span[1]);
    return [...counted, ...wholeCase(reading).filter((one) => !isCounted(one))];
  },
  judges: {
    'change_case:english_capital': (_args, { text }) => casedEnglish(text, isUpper(text), 'capital letters'),
    'change_case:english_lowercase': (_args, { text }) => casedEnglish(text, isLower(text), 'small letters'),
    'change_case:capital_word_frequency': (args, { text }) => {
      const [relation, limit] = [wordOf(args, 'capital_relation'), numberOf(args, 'capital_frequency')];
      const count = countCapitalWords(text);
      return judged(
        keeps(count, relation, limit),
        `asked for ${asked(relation, limit)} words in capitals, there are ${count}`,
      );
    },
  },
};

/** In IFEval such a text is in English as well. Of one too short to tell, in Latin letters, the case alone decides. */
function casedEnglish(text: string, isCased: boolean, letters: string): Judgement {
  if (!isCased)
    return judged(
      false,
      `asked for ${letters} only, there are others${/\p{L}/u.test(text) ? '' : ' (it has no letters)'}`,
    );
  const english = isEnglish(text);
  if (english === null && !/\p{Script=Latin}/u.test(text))
    return judged(null, `it has ${letters} only; whether it is English cannot be told`);
  if (english === null) return judged(true, `it has ${letters} only`);
  return judged(
    english,
    english ? `it has ${letters} only, and is English` : `it has ${letters} only, and is not English`,
  );
}

const capital = '(?:capital(?:i[sz]ed)?|upper[- ]?case|block capital)';
const lower = '(?:lower[- ]?case|small)';

/** "In all capital letters", "no capital letters", "everything lowercase", "write in caps". */
function wholeCase(reading: Reading): readonly Found[] {
  const forms: readonly (readonly [string, RegExp])[] = [
    [
      'change_case:english_capital',
      new RegExp(
        `\\b(?:(?:in|using|use|with|be|written in|answer in|only|entirely|completely|make (?:it|everything))\\s+)?(?:entirely |only |just |exclusively |fully |completely )*(?:(?:all|only|full|entirely)[- ]+(?:in )?(?:english )?(?:${capital}(?:s| letters?)?|caps)|${capital} letters? only|(?:in|use|using|only|be) (?:${capital}(?: letters?)?|caps|capitals)(?! (?:letter|word)s? (?:at|to|for|only at)))(?: letters?)?(?! (?:words?|headings?|titles?))`,
        'gu',
      ),
    ],
    [
      'change_case:english_capital',
      new RegExp(
        `\\b(?:no|without(?: any)?|not (?:a single|contain any|use any|any)|avoid(?: any)?|(?:do not|don['\u2019]t|should not|must not) (?:use|contain|have|include)(?: any)?|not a single word in your entire reply should contain)\\s+(?:${lower}) ?letters?(?: (?:are|is|at all))?`,
        'gu',
      ),
    ],
    [
      'change_case:english_lowercase',
      new RegExp(
        `\\b(?:(?:in|using|use|with|be|written in|only|entirely|completely|make (?:it|everything))\\s+)?(?:entirely |only |just |exclusively |fully |completely )*(?:(?:all|only|full|entirely)[- ]+(?:in )?(?:english )?${lower}(?: letters?)?|${lower} letters? only|(?:in|use|using|only|be) ${lower}(?: letters?| only)|(?:in|be|is|are|everything|all) (?:all |entirely |fully |completely )?lower[- ]?case(?! letters? (?:at|for)))`,
        'gu',
      ),
    ],
    [
      'change_case:english_lowercase',
      new RegExp(
        `\\b(?:no|without(?: any)?|not (?:a single|contain any|use any|any|use)|avoid(?: any| using(?: any)?)?|refrain from using(?: any)?|(?:do not|don['\u2019]t|should not|shouldn['\u2019]t|must not|cannot|never) (?:use|contain|have|include)(?: any)?)\\s+(?:the use of )?${capital} ?(?:letters?|s)?(?: (?:are |is )?(?:allowed|permitted|used|at all))?`,
        'gu',
      ),
    ],
  ];
  return forms.flatMap(([id, form]) =>
    [...matchesIn(reading, form)].flatMap((match): Found[] => {
      const before = reading.masked.slice(
        Math.max(sentenceAt(reading, match.index)[0], match.index - 60),
        match.index,
      );
      const ahead = before.split(/\b(?:and|but)\b/u).at(-1) ?? '';
      if (
        /\b(?:words?|phrases?|headings?|titles?|acronyms?|keywords?|letters? [a-z])\b[^.;,]*$/u.test(ahead) &&
        !/\b(?:every|each|all|entire|whole)\b[^.;,]*$/u.test(ahead)
      )
        return [];
      if (/\b(?:stress|highlight|emphasi[sz]e|some|certain|important|key)\b[^.;,]*$/u.test(ahead)) return [];
      return [{ id, args: {}, span: match.span }];
    }),
  );
}

/** "Words in all capital letters at least 10 times", "at least 15 words in all caps", "use some words in all caps". */
function capitalWords(reading: Reading): readonly Found[] {
  const sort = `(?:(?:in|with|of|that are in|which are|that are|written in|having)\\s+)(?:all[- ]?)?(?:${capital}(?:s| letters?)?|caps)(?: letters?)?`;
  const noun = `(?:words?(?:\\s+or\\s+phrases?)?\\s+${sort}|(?:all[- ]?(?:caps?|${capital}(?: letters?)?)|(?:fully )?capitali[sz]ed|upper[- ]?case(?:d)?|stress)[- ]words?|words? (?:that|which) are (?:all )?(?:capitali[sz]ed|in caps))`;
  const counted = amountsOf(reading, noun).flatMap((amount) => {
    const matched = reading.masked.slice(...amount.span);
    if (/^\s*an?\b/u.test(matched)) return [];
    return relationsOf(amount).map(({ relation, count }) => ({
      id: 'change_case:capital_word_frequency',
      args: { capital_relation: relation, capital_frequency: count },
      span: amount.span,
      sure: true,
    }));
  });
  const appear = new RegExp(
    `\\b(?:${noun}|(?:all[- ]?caps?|those|these|such) (?:all[- ]?caps |capitali[sz]ed |stress |capital )?words)\\b`,
    'gu',
  );
  const told = [...matchesIn(reading, appear)].flatMap((match): Found[] => {
    const [, end] = sentenceAt(reading, match.index);
    const behind =
      reading.masked.slice(match.span[1], Math.min(end, match.span[1] + 110)).split(/[;,]|\bbut\b/u)[0] ?? '';
    const frequency = amountsOf({ ...reading, masked: behind }, 'times?')[0];
    if (frequency !== undefined) {
      return relationsOf(frequency).map(({ relation, count }) => ({
        id: 'change_case:capital_word_frequency',
        args: { capital_relation: relation, capital_frequency: count },
        span: [match.index, match.span[1] + frequency.span[1]],
        sure: true,
      }));
    }
    return [];
  });
  const some = new RegExp(
    `\\b(?:use|include|have|put|write|add|with|contain)\\s+(?:some |a few |several |certain |key )?(?:${noun})`,
    'gu',
  );
  const used = [...matchesIn(reading, some)].flatMap((match): Found[] => {
    const ahead = reading.masked.slice(Math.max(0, match.index - 20), match.index);
    if (/\b(?:not|don['\u2019]t|never|avoid|without)\s+$/u.test(ahead)) return [];
    const isTold = [...counted, ...told].some(({ span }) => span[0] < match.span[1] && match.index < span[1]);
    if (isTold) return [];
    return [
      {
        id: 'change_case:capital_word_frequency',
        args: { capital_relation: 'at least', capital_frequency: 1 },
        span: match.span,
      },
    ];
  });
  return [...counted, ...told, ...used];
}
