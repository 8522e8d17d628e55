import { judged, judgedTwice, listOf, type Found } from '../constraint.ts';
import type { Family } from '../family.ts';
import { listAt, type WordList } from '../lists.ts';
import { occurrences, wholeOccurrences } from '../patterns.ts';
import { matchesIn, sentenceAt, type Reading } from '../reading.ts';
import { frequencies } from './frequency.ts';

/** Words that must stand in the text, and words that must not. */
export const keywordForm: Family = {
  name: 'keywords',
  find: (reading) => {
    const counted = frequencies(reading);
    const isCounted = ({ span }: Found): boolean =>
      counted.some((one) => one.span[0] < span[1] && span[0] < one.span[1]);
    const forbidden = forbiddenWords(reading).filter((one) => !isCounted(one));
    const isForbidden = ({ span }: Found): boolean =>
      forbidden.some((one) => one.span[0] < span[1] && span[0] < one.span[1]);
    const wanted = wantedWords(reading).filter((one) => !isCounted(one) && !isForbidden(one));
    return [...forbidden, ...wanted];
  },
  judges: {
    'keywords:existence': (args, { text }) => {
      const words = listOf(args, 'keywords');
      const missing = words.filter((word) => occurrences(word, text) === 0);
      const apart = words.filter((word) => wholeOccurrences(word, text) === 0);
      const counted =
        missing.length === 0 && apart.length > 0
          ? `asked for ${told(words)}; as whole words ${told(apart)} ${apart.length === 1 ? 'is' : 'are'} missing`
          : `asked for ${told(words)}${missing.length === 0 ? ', all are there' : `; missing: ${told(missing)}`}`;
      return judgedTwice(missing.length === 0, apart.length === 0, counted);
    },
    'keywords:forbidden_words': (args, { text }) => {
      const there = listOf(args, 'forbidden_words').filter((word) => wholeOccurrences(word, text) > 0);
      const words = told(listOf(args, 'forbidden_words'));
      return judged(
        there.length === 0,
        `asked for no ${words}${there.length === 0 ? '' : `; there is ${told(there)}`}`,
      );
    },
    'content:phrases': (args, { text }) => {
      const missing = listOf(args, 'phrases').filter((phrase) => wholeOccurrences(phrase, text) === 0);
      return judged(
        missing.length === 0,
        missing.length === 0 ? 'every phrase asked for is there' : `missing: ${told(missing)}`,
      );
    },
  },
};

function told(words: readonly string[]): string {
  const some = words.slice(0, 5).map((word) => `"${word}"`);
  return words.length > 5 ? `${some.join(', ')} and ${words.length - 5} more` : some.join(', ');
}

const including =
  '(?:includ(?:e|es|ing)|use|uses|using|mention(?:s|ing)?|contain(?:s|ing)?|have|has|incorporat(?:e|es|ing)|add|featur(?:e|es|ing)|name|insert|refer to|work in|write)';
const nouns = '(?:keywords?|key words?|words?|terms?|names?|identifiers?|phrases?)';
const between =
  '(?:both |all |each of |all of |at least |also |explicitly |of )?(?:the |these |this |following |two |three |four |five |exact |specific |required )*';

/** "Include the keywords a and b", "must mention `parseDate`", "the word x must appear". */
function wantedWords(reading: Reading): readonly Found[] {
  const triggers = [
    new RegExp(
      `\\b${including}\\s+${between}(?<noun>${nouns})\\s*(?:of |such as |like |in (?:it|(?:the|your) (?:entire |whole )?(?:text|response|answer|summary|reply|output|story|letter|email|essay))\\s*)?(?::|=|-|\u2013)?\\s*`,
      'gu',
    ),
    // Without a noun only what stands in marks is a word to use.
    /\b(?:mention(?:s|ing)?|name(?:s)?|includ(?:e|es|ing)|contain(?:s|ing)?|use|refer to|cite)\s+(?:both |all of |also |explicitly |at least )?(?=["'`\u201c\u2018]\u0002)/gu,
    new RegExp(`\\b(?:with|using) (?:the )?(?:following )?(?:keywords?|key words?)\\s*(?::|-)?\\s*`, 'gu'),
    /(?:^|\n|[.;] )[^\S\n]*(?:required )?keywords?(?: to (?:include|use))?\s*:\s*/gu,
  ];
  const found = triggers.flatMap((trigger, index) =>
    [...matchesIn(reading, trigger)].flatMap((match): readonly Found[] => {
      const noun = match.groups?.['noun'] ?? (index > 1 ? 'keywords' : '');
      const isMany = noun.endsWith('s');
      const ahead = reading.masked.slice(Math.max(0, match.index - 50), match.index);
      if (isNegated(ahead)) return [];
      const list = listAt(reading, match.span[1], isMany ? 60 : 2);
      if (list === undefined) return [];
      // "Use the words carefully" names none.
      if (!list.isQuoted && (noun === '' || /^(?:phrases?|names?|terms?|identifiers?)$/u.test(noun)))
        return [];
      if (!list.isQuoted && !isMany && list.items.length > 1) return [];
      if (isChoice(reading, list)) return [];
      const span: Found['span'] = [match.index, list.span[1]];
      return wordsFound(list.items, span, reading);
    }),
  );
  return [...found, ...namedInCode(reading, false), ...appearing(reading)];
}

/** What only code is written with: a hump, an underscore, `$`, or a call. */
const codeName = /\p{Ll}\p{Lu}|_|\$|\(\)$/u;

/** "Mention parseDate and read_all", "do not mention parseDate": names without marks, where each is written as code is. */
function namedInCode(reading: Reading, denied: boolean): readonly Found[] {
  const verb =
    /\b(?:mention(?:s|ing)?|nam(?:e|es|ing)|includ(?:e|es|ing)|refer(?:ring)? to|us(?:e|ing)|cover(?:s|ing)?)\s+(?:both |all of |also |explicitly |the function |the functions |the class |the type )?(?=[\p{L}_$])/gu;
  return [...matchesIn(reading, verb)].flatMap((match): readonly Found[] => {
    const list = listAt(reading, match.span[1], 12);
    if (list === undefined || list.isQuoted || !list.items.every((item) => codeName.test(item))) return [];
    const ahead = reading.masked.slice(Math.max(0, match.index - 50), match.index);
    if (isNegated(ahead) !== denied) return [];
    const span: Found['span'] = [match.index, list.span[1]];
    if (!denied) return isChoice(reading, list) ? [] : wordsFound(list.items, span, reading);
    const words = list.items.map((item) => item.replace(/\(\)$/u, '').toLowerCase());
    return [{ id: 'keywords:forbidden_words', args: { forbidden_words: words }, span, sure: true }];
  });
}

/** "The words a and b must appear", "`x` should be mentioned". */
function appearing(reading: Reading): readonly Found[] {
  const trigger = new RegExp(`\\b(?:both )?(?:the )?(?:${nouns})\\s+`, 'gu');
  const bare = /(?<=^|[\s(,;:])(?=["'`\u201c]\u0002)/gu;
  return [trigger, bare].flatMap((pattern) =>
    [...matchesIn(reading, pattern)].flatMap((match): readonly Found[] => {
      const list = listAt(reading, match.span[1], 6);
      if (list === undefined) return [];
      const verb =
        /^\s*(?:both |all )?(?:must|should|has to|have to|needs? to|shall)(?: all| both| also| each)?\s+(?<not>not )?(?:be )?(?:appear|occur|be (?:included|mentioned|used|present|named)|included|mentioned|used|present|named|show up|be there|stand)\b(?! (?:at (?:least|most)|less|more|fewer|exactly|no|once|twice|only|\d|one|two|three|four|five|six|seven|eight|nine|ten))/u.exec(
          reading.masked.slice(list.span[1], list.span[1] + 80),
        );
      if (verb === null || verb.groups?.['not'] !== undefined || isChoice(reading, list)) return [];
      return wordsFound(list.items, [match.index, list.span[1] + verb[0].length], reading);
    }),
  );
}

/** "X or Y": one of them is enough, and no rule here says so. */
function isChoice(reading: Reading, { span }: WordList): boolean {
  return /\sor\s/u.test(reading.masked.slice(...span));
}

/** Single words are IFEval's keywords; phrases of several words are ours. */
function wordsFound(items: readonly string[], span: Found['span'], reading: Reading): readonly Found[] {
  // "Start with", "end with" and titles have rules of their own.
  const [from] = sentenceAt(reading, span[0]);
  const ahead = reading.masked.slice(Math.max(from, span[0] - 30), span[0]);
  if (/\b(?:start|begin|end|finish|title|called|named)\w* (?:it )?(?:with )?$/u.test(ahead)) return [];
  const words = items.filter((item) => !/\s/u.test(item.trim()));
  const phrases = items.filter((item) => /\s/u.test(item.trim()));
  return [
    ...(words.length === 0
      ? []
      : [
          {
            id: 'keywords:existence',
            args: { keywords: words.map((word) => word.trim().replace(/\(\)$/u, '').toLowerCase()) },
            span,
          },
        ]),
    ...(phrases.length === 0
      ? []
      : [{ id: 'content:phrases', args: { phrases: phrases.map((one) => one.trim()) }, span }]),
  ];
}

/** A demand that the words ahead turn round. */
export function isNegated(ahead: string): boolean {
  return /\b(?:do not|don['\u2019]t|never|must not|mustn['\u2019]t|should not|shouldn['\u2019]t|cannot|can['\u2019]t|may not|not|avoid|without|refrain from|not to|no)(?: ever| even| also| explicitly| any(?:where)?| to| from)?\s+(?:[a-z]+ (?:or|nor) )?$/u.test(
    ahead,
  );
}

/** "Do not use the words a or b", "avoid `x`", "without mentioning x", "the words a and b are not allowed". */
function forbiddenWords(reading: Reading): readonly Found[] {
  const deny =
    "(?:do not|don['\u2019]t|never|must not|mustn['\u2019]t|should not|shouldn['\u2019]t|cannot|can['\u2019]t|may not|please not)";
  const verb =
    '(?:includ(?:e|ing)|us(?:e|ing)|mention(?:ing)?|contain(?:ing)?|say(?:ing)?|writ(?:e|ing)|name|naming|employ(?:ing)?|utili[sz](?:e|ing)|hav(?:e|ing)|refer(?:ring)? to|add(?:ing)?|uttering|put(?:ting)?)';
  const noun = `(?:any of )?(?:the |these |this |following |specific |any )*(?<noun>${nouns})?\\s*(?:of |such as |like |in (?:it|(?:the|your) (?:entire |whole )?(?:text|response|answer|summary|reply|output|story|letter|email|essay))\\s*)?(?::|-)?\\s*`;
  const triggers = [
    new RegExp(`\\b${deny}\\s+(?:ever |even |explicitly |also )?${verb}\\s+${noun}`, 'gu'),
    new RegExp(
      `\\b(?:avoid|without|refrain from|stay away from|leave out|omit|exclude|skip|instead of|rather than)\\s+(?:the use of |use of |any use of |ever )?(?:${verb}\\s+)?${noun}`,
      'gu',
    ),
    new RegExp(`\\b(?:no|nor)\\s+(?:use of |mention of )?(?:the )?(?<noun>keywords?|words?)\\s+`, 'gu'),
    /(?:^|\n|[.;] )[^\S\n]*(?:forbidden|banned|prohibited) (?:key)?words?\s*(?:are|is)?\s*:?\s*/gu,
  ];
  const direct = triggers.flatMap((trigger, index) =>
    [...matchesIn(reading, trigger)].flatMap((match): readonly Found[] => {
      const word = match.groups?.['noun'] ?? (index === 3 ? 'words' : '');
      if (/^(?:instead of|rather than)/u.test(match[0]) && word === '') return [];
      const list = listAt(reading, match.span[1], word.endsWith('s') ? 60 : 2);
      if (list === undefined) return [];
      if (!list.isQuoted && !/^(?:keywords?|key words?|words?|terms?)$/u.test(word)) return [];
      if (!list.isQuoted && /^(?:other|in|such|like|that|which|longer|with)$/iu.test(list.items[0] ?? ''))
        return [];
      const args = { forbidden_words: list.items.map((item) => item.trim().toLowerCase()) };
      return [{ id: 'keywords:forbidden_words', args, span: [match.index, list.span[1]], sure: true }];
    }),
  );
  return [...direct, ...namedInCode(reading, true), ...notAllowed(reading)];
}

function notAllowed(reading: Reading): readonly Found[] {
  const trigger = new RegExp(`\\b(?:the )?(?:following )?(?:keywords?|words?|terms?)\\s+`, 'gu');
  return [...matchesIn(reading, trigger)].flatMap((match): readonly Found[] => {
    const ahead =
      /^(?:must|should|may|can|shall)(?: not|n['\u2019]t) (?:be (?:used|included|mentioned)|appear|occur)[^.:;\n]{0,40}:\s*/u.exec(
        reading.masked.slice(match.span[1], match.span[1] + 90),
      );
    const list = listAt(reading, match.span[1] + (ahead?.[0].length ?? 0), ahead === null ? 6 : 60);
    if (list === undefined) return [];
    if (ahead !== null) {
      const args = { forbidden_words: list.items.map((item) => item.trim().toLowerCase()) };
      return [{ id: 'keywords:forbidden_words', args, span: [match.index, list.span[1]], sure: true }];
    }
    const verb =
      /^\s*(?:(?:must|should|may|can|shall)(?: not|n['\u2019]t)|cannot|can['\u2019]t|(?:is|are) (?:not (?:allowed|permitted|to be used)|forbidden|banned|prohibited|off[- ]limits)|(?:is|are)n['\u2019]t allowed)(?: be (?:used|included|mentioned)| appear| occur| show up)?/u.exec(
        reading.masked.slice(list.span[1], list.span[1] + 80),
      );
    if (verb === null) return [];
    const args = { forbidden_words: list.items.map((item) => item.trim().toLowerCase()) };
    return [
      {
        id: 'keywords:forbidden_words',
        args,
        span: [match.index, list.span[1] + verb[0].length],
        sure: true,
      },
    ];
  });
}
