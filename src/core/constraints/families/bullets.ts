import { amountsOf, keepsLimit, limitArgs, type Amount } from '../amounts.ts';
import { judged, judgedTwice, numberOf, type Found, type Subject } from '../constraint.ts';
import { bulletLines, countBullets } from '../counting/parts.ts';
import { countSentences } from '../counting/sentences.ts';
import { countWords } from '../counting/words.ts';
import type { Family } from '../family.ts';
import { matchesIn, type Reading } from '../reading.ts';

const bullet =
  '(?:bullet(?:ed)?(?:[ -]?(?:points?|items?|lists?))?s?|bulletpoints?|points(?= in (?:markdown|a list))|list items?)';
const each = '(?:each|every|any|per)';

/** How many bullets there are, that there are some or none, and how long each may be. */
export const bulletForm: Family = {
  name: 'bullets',
  find: (reading) => [...counts(reading), ...lengths(reading), ...presence(reading)],
  judges: {
    'detectable_format:number_bullet_lists': (args, subject) => {
      const wanted = numberOf(args, 'num_bullets');
      const [first, second] = countsOf(subject);
      return judgedTwice(
        first === wanted,
        second === wanted,
        `asked for exactly ${wanted} bullets, there are ${first}`,
      );
    },
    'format:bullets': (args, subject) => {
      const [first, second] = countsOf(subject);
      const one = keepsLimit(first, args, 'num_bullets');
      const other = keepsLimit(second, args, 'num_bullets');
      const counted = `asked for ${one.words} bullets, there are ${first}`;
      if (one.holds === null || other.holds === null) return judged(null, counted);
      return judgedTwice(one.holds, other.holds, counted);
    },
    'format:no_bullets': (_args, subject) => {
      const [first, second] = countsOf(subject);
      return judgedTwice(first === 0, second === 0, `asked for no bullets, there are ${first}`);
    },
    'format:bullet_words': (args, subject) => {
      const all = bulletsOf(subject).map(countWords);
      return eachOf(all, 'words', (count) => keepsLimit(count, args, 'num_words'));
    },
    'format:bullet_sentences': (args, subject) => {
      const all = bulletsOf(subject).map((text) => Math.max(1, countSentences(text)));
      return eachOf(all, 'sentences', (count) => keepsLimit(count, args, 'num_sentences'));
    },
  },
};

/** Bullets by IFEval's counting and by contracts rule 37; of a result of bullets it is their number both times. */
function countsOf({ text, bullets }: Subject): readonly [number, number] {
  if (bullets !== undefined) return [bullets.length, bullets.length];
  return [countBullets(text), bulletLines(text).length];
}

function bulletsOf({ text, bullets }: Subject): readonly string[] {
  return bullets ?? bulletLines(text);
}

function eachOf(
  counts: readonly number[],
  noun: string,
  keeps: (count: number) => { readonly holds: boolean | null; readonly words: string },
): ReturnType<typeof judged> {
  const limit = keeps(0).words;
  if (counts.length === 0)
    return judged(null, `asked for ${limit} ${noun} in each bullet, there are no bullets`);
  const wrong = counts.findIndex((count) => keeps(count).holds === false);
  if (wrong >= 0)
    return judged(
      false,
      `asked for ${limit} ${noun} in each bullet, bullet ${wrong + 1} has ${counts[wrong] ?? 0}`,
    );
  const open = counts.some((count) => keeps(count).holds === null);
  return judged(
    open ? null : true,
    `asked for ${limit} ${noun} in each bullet, at most there are ${Math.max(...counts)}`,
  );
}

function counts(reading: Reading): readonly Found[] {
  return amountsOf(reading, bullet).flatMap((amount) => {
    const matched = reading.masked.slice(...amount.span);
    if (/^\s*(?:an?)\b/u.test(matched) && !/\bsingle\b/u.test(matched)) return [];
    if (
      /^\s*(?:per|for each|for every|in each|each)\b/u.test(
        reading.masked.slice(amount.span[1], amount.span[1] + 20),
      )
    )
      return [];
    return [bulletsFound(amount)];
  });
}

function bulletsFound(amount: Amount): Found {
  const { least, most, span } = amount;
  return least !== undefined && least === most && !amount.isAbout
    ? { id: 'detectable_format:number_bullet_lists', args: { num_bullets: least }, span }
    : { id: 'format:bullets', args: limitArgs(amount, 'num_bullets'), span };
}

/** "Each bullet at most 12 words", "bullets of no more than 10 words each", "10 words per bullet". */
function lengths(reading: Reading): readonly Found[] {
  return (['words?', 'sentences?'] as const).flatMap((noun) =>
    amountsOf(reading, noun).flatMap((amount): Found[] => {
      const ahead = reading.masked.slice(Math.max(0, amount.span[0] - 60), amount.span[0]);
      const behind = reading.masked.slice(amount.span[1], amount.span[1] + 40);
      const before = new RegExp(
        `\\b(?:${each} (?:one |of (?:the |them )?)?(?:(?:of the )?${bullet}|point|item)|${bullet} (?:of|with)|${bullet}\\s*,?\\s*(?:and |with )?each(?: one)?(?: of (?:them|which))?)\\b[^.;\\n]*$`,
        'u',
      ).exec(ahead);
      const after = new RegExp(
        `^\\s*(?:long |in length )?(?:(?:in |for |per )?(?:each|every|per|a) (?:${bullet}|point|item)|each\\b|apiece)`,
        'u',
      ).exec(behind);
      const isEach =
        before !== null &&
        (new RegExp(`^${each}`, 'u').test(before[0]) ||
          /\beach\b/u.test(before[0]) ||
          (after !== null && /each|apiece/u.test(after[0])));
      if (!isEach && (after === null || !(/bullet|point|item/u.test(after[0]) || /bullet/u.test(ahead))))
        return [];
      const from = before === null ? amount.span[0] : amount.span[0] - ahead.length + before.index;
      const to = amount.span[1] + (after?.[0].length ?? 0);
      const isWords = noun === 'words?';
      const id = isWords ? 'format:bullet_words' : 'format:bullet_sentences';
      return [
        {
          id,
          args: limitArgs(amount, isWords ? 'num_words' : 'num_sentences'),
          span: [from, to],
          sure: true,
        },
      ];
    }),
  );
}

/** "As bullet points", "no bullet points". */
function presence(reading: Reading): readonly Found[] {
  const none = new RegExp(
    `\\b(?:without(?: any| using)?|no|don['\u2019]t use|do not use|avoid|not(?: use| give me)? any)\\s+(?:any |using )?${bullet}\\b`,
    'gu',
  );
  const some = new RegExp(
    `\\b(?:as|in|using|use|with|in the form of|as a list of|in a list of)\\s+(?:a )?(?:\\w+ )?(?:markdown )?${bullet}\\b`,
    'gu',
  );
  return [
    ...[...matchesIn(reading, none)].map((match): Found => ({
      id: 'format:no_bullets',
      args: {},
      span: match.span,
      sure: true,
    })),
    ...[...matchesIn(reading, some)].flatMap((match): Found[] =>
      /\d|one|two|three|four|five|six|seven|eight|nine|ten/u.test(match[0]) ||
      /(?:do not|don['\u2019]t|not|never)\s*$/u.test(
        reading.masked.slice(Math.max(0, match.index - 12), match.index),
      )
        ? []
        : [{ id: 'format:bullets', args: { relation: 'at least', num_bullets: 1 }, span: match.span }],
    ),
  ];
}
