import { amountsOf, asked, keeps, keepsLimit, limitArgs, relationsOf, type Amount } from '../amounts.ts';
import { judged, judgedTwice, numberOf, wordOf, type Found } from '../constraint.ts';
import { countPlainWords, countWords } from '../counting/words.ts';
import type { Family } from '../family.ts';
import { matchesIn, type Reading } from '../reading.ts';

const words = '(?:different |english |german )?words?';

/** How many words the whole text has. */
export const wordCount: Family = {
  name: 'words',
  find: (reading) => [...amounts(reading), ...wordLimits(reading)],
  judges: {
    'length_constraints:number_words': (args, { text }) => {
      const [relation, limit] = [wordOf(args, 'relation'), numberOf(args, 'num_words')];
      const [first, second] = [countWords(text), countPlainWords(text)];
      return judgedTwice(
        keeps(first, relation, limit),
        keeps(second, relation, limit),
        `asked for ${asked(relation, limit)} words, there are ${first}${first === second ? '' : ` (or ${second}, where "_" parts words)`}`,
      );
    },
    'length:words': (args, { text }) => {
      const count = countWords(text);
      const { holds, words: limit } = keepsLimit(count, args, 'num_words');
      return judged(holds, `asked for ${limit} words, there are ${count}`);
    },
  },
};

function amounts(reading: Reading): readonly Found[] {
  return amountsOf(reading, words).flatMap((amount) => {
    const behind = reading.masked.slice(amount.span[1], amount.span[1] + 60);
    // Words of a certain sort are another family's; so are words that are used, not counted.
    if (
      /^[\s)]*(?:or phrases? )?(?:(?:in|with|that are|which are|written in) )(?:all )?(?:capital|upper|caps|lower|bold|italic)/u.test(
        behind,
      )
    )
      return [];
    if (
      /^\s*(?:or phrases?|that (?:begin|start|rhyme|mean)|starting|beginning|per|each|in each|from the|of the (?:list|text))/u.test(
        behind,
      )
    )
      return [];
    if (
      /^\s*(?:a|an|one|once)\s*\S*\s*words?$/u.test(reading.masked.slice(...amount.span)) &&
      !/\bin one word$/u.test(reading.masked.slice(amount.span[0] - 3, amount.span[1]))
    )
      return [];
    return constraintsOf(amount, reading);
  });
}

function constraintsOf(amount: Amount, reading: Reading): readonly Found[] {
  const { span } = amount;
  const matched = reading.masked.slice(...span);
  const isRange = amount.least !== amount.most || /\b(?:exactly|precisely|only|just)\b/u.test(matched);
  if (isRange && !amount.isAbout) {
    return relationsOf(amount).map(({ relation, count }) => ({
      id: 'length_constraints:number_words',
      args: { relation, num_words: count },
      span,
    }));
  }
  // "A 500-word pitch" and "in 50 words" name a size, not a limit.
  return [{ id: 'length:words', args: limitArgs({ ...amount, isAbout: true }, 'num_words'), span }];
}

/** "Word limit: 100", "a word count under 80", "100 words max" is an amount already. */
function wordLimits(reading: Reading): readonly Found[] {
  const pattern =
    /\bword (?:limit|count|cap|maximum|minimum)(?: of| is|:)?\s*(?:must be |should be |to be )?(?<how>of |is |at most |at least |under |below |over |above |less than |more than |no more than )?(?<count>\d[\d,]*)/gu;
  return [...matchesIn(reading, pattern)].map((match) => {
    const count = Number((match.groups?.['count'] ?? '').replaceAll(',', ''));
    const how = match.groups?.['how']?.trim() ?? '';
    const isLeast = /^(?:at least|over|above|more than)$/u.test(how) || match[0].startsWith('word minimum');
    const shift = /^(?:over|above|more than)$/u.test(how) ? 1 : 0;
    const args = isLeast
      ? { relation: 'at least', num_words: count + shift }
      : { relation: 'less than', num_words: count + (/^(?:under|below|less than)$/u.test(how) ? 0 : 1) };
    return { id: 'length_constraints:number_words', args, span: match.span };
  });
}
