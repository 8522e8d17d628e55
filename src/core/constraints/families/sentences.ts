import { amountsOf, asked, keeps, relationsOf } from '../amounts.ts';
import { judgedTwice, numberOf, wordOf, type Found, type Subject } from '../constraint.ts';
import { countPlainSentences, countSentences } from '../counting/sentences.ts';
import type { Family } from '../family.ts';
import { matchesIn, type Reading } from '../reading.ts';

const sentences = '(?:key |main |complete |full )?(?:sentences?|phrases? long)';

/** How many sentences the whole text has. */
export const sentenceCount: Family = {
  name: 'sentences',
  find: (reading) => [...amounts(reading), ...onePerLine(reading)],
  judges: {
    'length_constraints:number_sentences': (args, subject) => {
      const [relation, limit] = [wordOf(args, 'relation'), numberOf(args, 'num_sentences')];
      const first = countOf(subject);
      const second = countPlainSentences(subject.text);
      return judgedTwice(
        keeps(first, relation, limit),
        keeps(second, relation, limit),
        `asked for ${asked(relation, limit)} sentences, there are ${first}${first === second ? '' : ` (or ${second}, as one counts)`}`,
      );
    },
  },
};

/** Every bullet is a sentence of its own, with or without its full stop. */
function countOf({ text, bullets }: Subject): number {
  if (bullets === undefined) return countSentences(text);
  return bullets.reduce((sum, bullet) => sum + Math.max(1, countSentences(bullet)), 0);
}

function amounts(reading: Reading): readonly Found[] {
  return amountsOf(reading, sentences).flatMap((amount) => {
    const behind = reading.masked.slice(amount.span[1], amount.span[1] + 40);
    const matched = reading.masked.slice(...amount.span);
    if (/^\s*(?:per|each|in each|in every|for each|for every|a piece|apiece)\b/u.test(behind)) return [];
    // "A sentence about" is a thing to write, "one sentence" a limit.
    if (/^\s*an?\b/u.test(matched) && !/\bsingle\b/u.test(matched)) {
      const ahead = reading.masked.slice(Math.max(0, amount.span[0] - 4), amount.span[0]);
      if (!/\bin $/u.test(ahead)) return [];
    }
    return relationsOf(amount).map(({ relation, count }) => ({
      id: 'length_constraints:number_sentences',
      args: { relation, num_sentences: count },
      span: amount.span,
    }));
  });
}

/** "A 30-line poem ... each line should contain exactly one sentence" asks for thirty. */
function onePerLine(reading: Reading): readonly Found[] {
  const pattern =
    /\beach line (?:should|must|has to|needs to)?\s*(?:contains?|be|is|hold)\s+(?:exactly |only |just )?one sentence\b/gu;
  return [...matchesIn(reading, pattern)].flatMap((match) => {
    const lines = amountsOf(reading, 'lines?')[0];
    if (lines === undefined || lines.span[0] > match.index) return [];
    return relationsOf(lines).map(({ relation, count }) => ({
      id: 'length_constraints:number_sentences',
      args: { relation, num_sentences: count },
      span: match.span,
      sure: true,
    }));
  });
}
