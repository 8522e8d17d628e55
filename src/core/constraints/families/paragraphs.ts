import { amountsOf, keepsLimit, limitArgs, type Amount } from '../amounts.ts';
import { judged, judgedTwice, numberOf, wordOf, type Found } from '../constraint.ts';
import { dividedParagraphs, paragraphsOf } from '../counting/parts.ts';
import type { Family } from '../family.ts';
import { matchesIn, quotedPart, quotedWithin, type Reading } from '../reading.ts';

const parts = '(?:paragraphs?|parts?|sections?|stanzas?|verses?)';

/** How many paragraphs there are, what parts them, and the word that one of them begins with. */
export const paragraphForm: Family = {
  name: 'paragraphs',
  find: findParagraphs,
  judges: {
    'length_constraints:number_paragraphs': (args, { text }) => {
      const wanted = numberOf(args, 'num_paragraphs');
      const count = dividedParagraphs(text);
      const there = count === undefined ? 'one between the dividers is empty' : `there are ${count}`;
      return judged(count === wanted, `asked for ${wanted} paragraphs parted by ***, ${there}`);
    },
    'length:paragraphs': (args, { text }) => {
      const count = paragraphsOf(text).length;
      const { holds, words } = keepsLimit(count, args, 'num_paragraphs');
      return judged(holds, `asked for ${words} paragraphs, there are ${count}`);
    },
    'length_constraints:nth_paragraph_first_word': (args, { text }) => {
      const [count, nth] = [numberOf(args, 'num_paragraphs'), numberOf(args, 'nth_paragraph')];
      const wanted = wordOf(args, 'first_word').toLowerCase();
      const pieces = text.split('\n\n');
      const there = pieces.filter((piece) => piece.trim() !== '').length;
      const first = nth <= there ? firstWord(pieces[nth - 1] ?? '') : '';
      const plain = paragraphsOf(text);
      const sensible = plain.length === count && firstWord(plain[nth - 1] ?? '') === wanted;
      return judgedTwice(
        there === count && first === wanted,
        sensible,
        `asked for ${count} paragraphs, the ${nth}. beginning with "${wanted}"; there are ${there}, and it begins with "${first}"`,
      );
    },
  },
};

/** The first word in lower case, without marks in front and up to a mark behind. */
function firstWord(paragraph: string): string {
  const word = paragraph.trim().split(/\s+/u)[0] ?? '';
  return (/^[^.,?!'"]*/u.exec(word.replace(/^'+/u, '').replace(/^"+/u, ''))?.[0] ?? '').toLowerCase();
}

const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
const nth = `(?<nth>${ordinals.join('|')}|last|final|\\d{1,2}(?:st|nd|rd|th))`;

/** The places at which a divider of three asterisks stands or is named. */
const divider = /(?<!\*)\*{3}(?!\*)|\b(?:3|three) (?:asterisks?|aster?isk symbols?|stars)\b/gu;

function findParagraphs(reading: Reading): readonly Found[] {
  const amounts = amountsOf(reading, parts).filter((amount) => isOfText(reading, amount));
  const firsts = firstWords(reading, amounts);
  if (firsts.length > 0) return firsts;
  const dividers = [...matchesIn(reading, divider)].map((match) => match.span);
  const [first] = dividers;
  if (first !== undefined) {
    const template = templateParts(reading);
    const amount = amounts.find((one) => one.least !== undefined) ?? looseAmount(reading);
    const count = amount?.least ?? template;
    if (count !== undefined && count > 0) {
      const span = amount?.span ?? first;
      return [
        { id: 'length_constraints:number_paragraphs', args: { num_paragraphs: count }, span, also: dividers },
      ];
    }
  }
  return amounts
    .filter((amount) => /paragraph|stanza|verse/u.test(reading.masked.slice(...amount.span)))
    .map((amount) => ({
      id: 'length:paragraphs',
      args: limitArgs(amount, 'num_paragraphs'),
      span: amount.span,
    }));
}

/** "A paragraph about" is a thing to write; "the first three paragraphs" are parts of another text. */
function isOfText(reading: Reading, { span }: Amount): boolean {
  const matched = reading.masked.slice(...span);
  const ahead = reading.masked.slice(Math.max(0, span[0] - 30), span[0]);
  if (/^\s*an?\b/u.test(matched) && !/\bsingle\b/u.test(matched) && !/\bin $/u.test(ahead)) return false;
  return !/\b(?:first|last|next|previous|these|those|the following|highlight|italici[sz]e|bold)(?: [a-z]+){0,2} $/u.test(
    ahead,
  );
}

/** Any other count of things that the divider parts: "give 3 tips", where the template shows as many. */
function looseAmount(reading: Reading): Amount | undefined {
  const template = templateParts(reading);
  if (template !== undefined) return undefined;
  return amountsOf(reading, '(?:tips|pieces|items|answers|responses|versions|poems|stories|paragraphs)')[0];
}

/** How many pieces a template shows that stand between lines of `***`. */
function templateParts(reading: Reading): number | undefined {
  const lines = reading.text.split('\n').map((line) => line.trim());
  const count = lines.filter((line) => line === '***').length;
  return count === 0 ? undefined : count + 1;
}

function firstWords(reading: Reading, amounts: readonly Amount[]): readonly Found[] {
  const word = `(?:the )?(?:word )?(?:${quotedPart}|(?<word>[\\p{L}\\p{N}_-]+))`;
  const verb =
    '(?:must |should |has to |needs to |shall |will )?(?:start|begin|open|starting|beginning|starts|begins)s? (?:off )?(?:with|by)';
  const forms = [
    new RegExp(`\\b(?:the )?${nth} paragraph,? (?:which |that )?${verb} ${word}`, 'gu'),
    new RegExp(`\\bparagraph (?:number )?(?<digit>\\d{1,2}|${amountWords}) ${verb} ${word}`, 'gu'),
    new RegExp(
      `\\b(?:start|begin|open) (?:off )?(?:the )?(?:${nth} paragraph|paragraph (?:number )?(?<digit>\\d{1,2})) with ${word}`,
      'gu',
    ),
    new RegExp(
      `\\bthe first word of (?:the )?(?:${nth} paragraph|paragraph (?:number )?(?<digit>\\d{1,2})) (?:must|should|has to|needs to|is to)? ?be ${word}`,
      'gu',
    ),
  ];
  const exact = amounts.find((amount) => amount.least !== undefined && amount.least === amount.most);
  return forms.flatMap((form) =>
    [...matchesIn(reading, form)].flatMap((match): Found[] => {
      const groups = match.groups ?? {};
      const quoted = quotedWithin(reading, match.span).at(-1)?.inner;
      const first = (quoted ?? groups['word'] ?? '').toLowerCase().replace(/[.,!?]+$/u, '');
      const count = exact?.least;
      if (first === '' || count === undefined) return [];
      const index = indexOf(groups['nth'] ?? groups['digit'] ?? '', count);
      if (index === undefined || index > count) return [];
      return [
        {
          id: 'length_constraints:nth_paragraph_first_word',
          args: { num_paragraphs: count, nth_paragraph: index, first_word: first },
          span: match.span,
          also: exact === undefined ? [] : [exact.span],
          sure: true,
        },
      ];
    }),
  );
}

const amountWords = 'one|two|three|four|five|six|seven|eight|nine|ten';

function indexOf(word: string, count: number): number | undefined {
  if (word === 'last' || word === 'final') return count;
  const ordinal = ordinals.indexOf(word) + 1;
  if (ordinal > 0) return ordinal;
  const named = amountWords.split('|').indexOf(word) + 1;
  if (named > 0) return named;
  const digits = Number.parseInt(word, 10);
  return Number.isNaN(digits) ? undefined : digits;
}
