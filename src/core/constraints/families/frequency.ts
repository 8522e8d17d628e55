import {
  amountOf,
  amountWord,
  asked,
  keeps,
  relationAfter,
  relationBefore,
  relationsOf,
} from '../amounts.ts';
import { judged, judgedTwice, numberOf, wordOf, type Found } from '../constraint.ts';
import type { Family } from '../family.ts';
import { listAt } from '../lists.ts';
import { occurrences, wholeOccurrences } from '../patterns.ts';
import { matchesIn, sentenceAt, type Reading } from '../reading.ts';

/** How often a word, or a letter, stands in the text. */
export const frequencyForm: Family = {
  name: 'frequency',
  find: frequencies,
  judges: {
    'keywords:frequency': (args, { text }) => {
      const [word, relation, limit] = [
        wordOf(args, 'keyword'),
        wordOf(args, 'relation'),
        numberOf(args, 'frequency'),
      ];
      const [first, whole] = [occurrences(word.trim(), text), wholeOccurrences(word.trim(), text)];
      const counted = `asked for "${word}" ${asked(relation, limit)} times, it is there ${first}${first === whole ? '' : ` (as a whole word ${whole})`}`;
      return judgedTwice(keeps(first, relation, limit), keeps(whole, relation, limit), counted);
    },
    'keywords:letter_frequency': (args, { text }) => {
      const [letter, relation, limit] = [
        wordOf(args, 'letter'),
        wordOf(args, 'let_relation'),
        numberOf(args, 'let_frequency'),
      ];
      const lower = letter.toLowerCase();
      let count = 0;
      for (const one of text.toLowerCase()) if (one === lower) count += 1;
      return judged(
        keeps(count, relation, limit),
        `asked for the letter "${letter}" ${asked(relation, limit)} times, it is there ${count}`,
      );
    },
  },
};

const times = new RegExp(
  `(?:for )?(?:(?<before>${relationBefore})\\s+)?(?:(?<low>${amountWord})\\s*(?<join>to|and|or|-|\u2013)\\s*)?(?<high>once|twice|thrice|${amountWord})(?<plus>\\s*\\+)?(?:\\s*(?<mid>${relationAfter}))?(?:\\s+(?:different |separate )?times?)?(?:\\s+(?<after>${relationAfter}))?`,
  'u',
);

const subject =
  /\b(?:(?<kind>letters?|characters?)|(?:key)?words?|terms?|phrase|keyword)\s+|\b(?<name>name of (?:the|my|our) \w+)|\b(?:includ(?:e|es|ing)|mention(?:s|ing)?|us(?:e|es|ing)|say|repeat|contains?|containing|have|has|write|add|avoid (?:using|mentioning)|\p{L})\s+(?=["'`\u201c\u2018]\u0002)|\bmention(?:s|ing)?\s+(?=[\p{L}_$])/gu;

/** "The word x at least 3 times", "use `x` twice", "the letter q should show up at least 4 times". */
export function frequencies(reading: Reading): readonly Found[] {
  return [...lettersDenied(reading), ...counted(reading)];
}

/** "Avoid the letter e", "without the letter e", with no number behind it. */
function lettersDenied(reading: Reading): readonly Found[] {
  const form =
    /\b(?:avoid(?:ing)?|without|do not|don['\u2019]t|never|must not|should not)\s+(?:ever )?(?:us(?:e|ing) |contain(?:ing)? |includ(?:e|ing) |any )*(?:the )?letter\s+/gu;
  return [...matchesIn(reading, form)].flatMap((match): readonly Found[] => {
    const letter = letterAt(reading, match.span[1]);
    if (
      letter === undefined ||
      /^\s*(?:more|less|fewer|at|over|exactly|\d|once|twice)\b/u.test(
        reading.masked.slice(letter.to, letter.to + 20),
      )
    )
      return [];
    const args = { let_relation: 'less than', letter: letter.word.toLowerCase(), let_frequency: 1 };
    return [{ id: 'keywords:letter_frequency', args, span: [match.index, letter.to], sure: true }];
  });
}

function counted(reading: Reading): readonly Found[] {
  return [...matchesIn(reading, subject)].flatMap((match): Found[] => {
    const groups = match.groups ?? {};
    const isLetter = groups['kind'] !== undefined;
    const item =
      groups['name'] !== undefined
        ? named(reading, match.span)
        : isLetter
          ? letterAt(reading, match.span[1])
          : wordAt(reading, match.span[1]);
    if (item === undefined) return [];
    const [, end] = sentenceAt(reading, match.index);
    const behind = reading.masked.slice(item.to, Math.min(end, item.to + 90));
    const verb =
      /^(?:\s*[,)\]]?\s*(?:which |that |in (?:the|your) (?:response|text|answer|summary|song|poem|story|rap|essay|letter|email) )?(?:must|should|has to|have to|needs? to|shall|will|can|may|is to|to|is|are)?\s*(?<not>not )?(?:also )?(?:be )?(?:appears?|occurs?|show(?:s)? up|stands?|used|mentioned|included|found|repeated|present|show)?(?: up)?(?: in (?:the|your) (?:entire )?(?:response|text|answer|summary|whole text))?)\s*[,(]?\s*/u.exec(
        behind,
      );
    const start = verb?.[0].length ?? 0;
    const amount = times.exec(behind.slice(start));
    if (amount === null || amount.index !== 0) return [];
    const said = amount[0];
    if (!/\btimes?\b|\bonce\b|\btwice\b|\bthrice\b/u.test(said)) return [];
    const ahead = reading.masked.slice(Math.max(0, match.index - 45), match.index);
    const isDenied =
      verb?.groups?.['not'] !== undefined ||
      /\b(?:avoid|without|do not|don['\u2019]t|never|must not|should not|not)\b[^.;\n]*$/u.test(
        ahead + match[0],
      );
    const limit = amountOf(amount.groups ?? {}, isDenied ? 'not ' : '');
    if (limit === undefined) return [];
    const span: Found['span'] = [match.index, item.to + start + said.trimEnd().length];
    return relationsOf(sayOnce(limit, said)).map(({ relation, count }): Found => ({
      id: isLetter ? 'keywords:letter_frequency' : 'keywords:frequency',
      args: isLetter
        ? { let_relation: relation, letter: item.word.toLowerCase(), let_frequency: count }
        : { relation, keyword: item.word.toLowerCase(), frequency: count },
      span,
      sure: true,
    }));
  });
}

/** "Use it 3 times" asks for three, and nobody minds a fourth; "exactly" does. */
function sayOnce(
  limit: { readonly least?: number; readonly most?: number; readonly isAbout: boolean },
  said: string,
): typeof limit {
  const isPlain =
    limit.least !== undefined && limit.least === limit.most && !/exactly|only|precisely|just/u.test(said);
  return isPlain ? { least: limit.least ?? 0, isAbout: false } : limit;
}

function wordAt(reading: Reading, start: number): { readonly word: string; readonly to: number } | undefined {
  const list = listAt(reading, start, 1);
  const [word] = list?.items ?? [];
  if (list === undefined || word === undefined || list.items.length > 1) return undefined;
  return { word: word.trim(), to: list.span[1] };
}

function letterAt(
  reading: Reading,
  start: number,
): { readonly word: string; readonly to: number } | undefined {
  const found = /^["'`\u201c\u2018]?(?<letter>[^\s"'`.,])["'`\u201d\u2019]?(?=[\s.,;)]|$)/u.exec(
    reading.text.slice(start, start + 4),
  );
  const letter = found?.groups?.['letter'];
  return found === null || letter === undefined ? undefined : { word: letter, to: start + found[0].length };
}

/** "The name of the company": the name that the instruction gives it. */
function named(
  reading: Reading,
  span: Found['span'],
): { readonly word: string; readonly to: number } | undefined {
  const found = /\b(?:named|called|name is)\s*,?\s*(?=["'`\u201c\u2018]\u0002)/u.exec(reading.masked);
  if (found === null || found.index > span[0]) return undefined;
  const [word] = listAt(reading, found.index + found[0].length, 1)?.items ?? [];
  return word === undefined ? undefined : { word, to: span[1] };
}
