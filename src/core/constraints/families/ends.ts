import { judged, judgedTwice, wordOf, type Found } from '../constraint.ts';
import type { Family } from '../family.ts';
import { matchesIn, sentenceAt, type Reading } from '../reading.ts';

const whole =
  '(?:(?:your|the|this|that|its|my) (?:\\w+ ){0,3}?(?:response|answer|reply|output|text|summary|rant|essay|letter|email|story|poem|song|article|post|message|review|rap|blog|tweet|ad|pitch|speech|haiku|limerick|riddle|entire \\w+|whole \\w+|\\w+)|it|everything|with)';

/** How the text begins and ends, and what stands around all of it. */
export const endsForm: Family = {
  name: 'start and end',
  find: (reading) => [...endings(reading), ...starts(reading), ...wrapped(reading)],
  judges: {
    'startend:end_checker': (args, { text }) => {
      const phrase = wordOf(args, 'end_phrase').trim();
      const end = text.trim().replace(/^"+|"+$/gu, '');
      return judgedTwice(
        end.toLowerCase().endsWith(phrase.toLowerCase()),
        end.endsWith(phrase),
        `asked to end with "${phrase}", it ends with "${end.slice(-Math.max(phrase.length, 20)).replace(/\s+/gu, ' ')}"`,
      );
    },
    'startend:starter': (args, { text }) => {
      const phrase = wordOf(args, 'starter');
      const start = text.trimStart().replace(/^(?:[-*] |["'*_#]+\s*)/u, '');
      return judgedTwice(
        start.startsWith(phrase) || text.trimStart().startsWith(phrase),
        text.trimStart().startsWith(phrase),
        `asked to start with "${phrase}", it starts with "${text.trimStart().slice(0, Math.max(phrase.length, 20))}"`,
      );
    },
    'startend:quotation': (_args, { text }) => {
      const inner = text.trim();
      const holds = inner.length > 1 && inner.startsWith('"') && inner.endsWith('"');
      return judged(
        holds,
        `asked for double quotation marks around all of it, ${holds ? 'they are there' : 'they are not there'}`,
      );
    },
  },
};

/** A phrase in marks behind a trigger, or what follows it up to the end of its sentence. */
function phraseAt(
  reading: Reading,
  from: number,
  isLoose: boolean,
): { readonly phrase: string; readonly to: number } | undefined {
  const skip =
    /^[\s:,-]*(?:of |this |the |exactly |exact |following |words? |phrase |sentence |question |line |text )*[\s:,-]*/u.exec(
      reading.masked.slice(from, from + 80),
    )?.[0].length ?? 0;
  const at = from + skip;
  const quoted = reading.quoted.find((one) => one.from === at);
  if (quoted !== undefined) return { phrase: quoted.inner.trim(), to: quoted.to };
  if (!isLoose) return undefined;
  const line = reading.text.slice(at).split('\n')[0] ?? '';
  const [sentence = ''] = /^[^.!?]*(?:[!?]+|\.+)?/u.exec(line) ?? [];
  const phrase = sentence.trim();
  return phrase === '' ? undefined : { phrase, to: at + sentence.trimEnd().length };
}

/** "End with ...", "finish your response with the exact phrase ...", "the last words should be ...". */
function endings(reading: Reading): readonly Found[] {
  const forms: readonly (readonly [RegExp, boolean])[] = [
    [
      new RegExp(
        `\\b(?:end|finish|conclude|close|sign off|wrap up)(?:s|es|ing)?\\s+(?:up |off )?(?:${whole}\\s+)?(?:with|by saying|on|in)\\b\\s*(?:(?:this|the|an?) )?(?:(?:exact|following|specific|very|same|closing) )*(?<noun>phrase|sentence|words?|question|line|statement|text)?(?: of)?(?<colon>\\s*:)?`,
        'gu',
      ),
      true,
    ],
    [
      /\b(?:the )?(?:very )?(?:last|final|closing) (?:words?|phrase|sentence|line|thing)(?: of (?:the|your) (?:entire )?\w+)?\s+(?:must|should|has to|needs to|have to|is to|will)\s+(?:be|read|say)\s*(?<colon>:)?/gu,
      false,
    ],
    [
      /\b(?:the )?(?:very )?end of (?:the|your) (?:entire )?\w+ (?:must|should|has to|needs to) (?:be|read|say)(?: exactly)?(?: like)?(?: this)?\s*(?<colon>:)?/gu,
      true,
    ],
    [
      /\b(?:response|answer|text|summary|it|output|letter|email|story|poem) (?:must|should|has to|needs to) (?:end|finish|conclude|close) (?:with|in)\s*(?:the )?(?:exact )?(?<noun>phrase|sentence|words?|question|line)?(?<colon>\s*:)?/gu,
      true,
    ],
  ];
  return forms.flatMap(([form, mayBeLoose]) =>
    [...matchesIn(reading, form)].flatMap((match): Found[] => {
      // Without marks or a colon a phrase is one that "this exact phrase" announces and a capital opens.
      const isAnnounced =
        /\bthis (?:very )?(?:exact|same) (?:phrase|sentence|question|line)(?: of)?$/u.test(match[0]) &&
        /^\s+\p{Lu}/u.test(reading.text.slice(match.span[1], match.span[1] + 8));
      const isLoose = mayBeLoose && (match.groups?.['colon'] !== undefined || isAnnounced);
      const found = phraseAt(reading, match.span[1], isLoose);
      if (found === undefined) return [];
      const { phrase, to } = found;
      if (/\bpostscript|^p\.\s?p?\.?s/iu.test(phrase)) return [];
      return [
        {
          id: 'startend:end_checker',
          args: { end_phrase: phrase },
          span: [match.index, to],
          also: nothingBehind(reading, to),
        },
      ];
    }),
  );
}

/** "No other words should follow" says the same once more. */
function nothingBehind(reading: Reading, from: number): readonly Found['span'][] {
  const pattern =
    /\b(?:and |with )?(?:no|without any|nothing|do not|don['\u2019]t)\s+(?:other |more |further |additional |else |add )*(?:words?|text|characters?|thing|anything)?[^.!?\n]{0,40}\b(?:follow|after|behind|afterwards?|else)[^.!?\n]{0,40}/gu;
  return [...matchesIn(reading, pattern)]
    .filter((match) => match.index >= from && match.index < from + 120)
    .map((match) => match.span);
}

/** "Start with ...", "begin your answer with ...", "the first word must be ...". */
function starts(reading: Reading): readonly Found[] {
  const form = new RegExp(
    `\\b(?:start|begin|open|lead)(?:s|ing)?\\s+(?:off |out )?(?:${whole}\\s+)?(?:with|by saying)\\s+(?:(?:this|the|an?) )?(?:(?:exact|following|specific|very) )*(?:phrase|sentence|words?|line|text)?(?: of)?(?<colon>\\s*:)?`,
    'gu',
  );
  const first =
    /\b(?:the )?(?:very )?first words?(?: of (?:the|your) (?:entire )?(?:response|answer|text|summary))?\s+(?:must|should|has to|have to|needs to|is to)\s+be(?<colon>\s*:)?/gu;
  return [form, first].flatMap((pattern) =>
    [...matchesIn(reading, pattern)].flatMap((match): Found[] => {
      const [from] = sentenceAt(reading, match.index);
      const ahead = reading.masked.slice(from, match.index);
      // Paragraphs, sections, bullets and postscripts have rules of their own.
      if (
        /\b(?:paragraph|section|bullet|postscript|note|sentence|line|each|every|part|chapter|verse|point|p\.s)\b[^,;]*$/u.test(
          `${ahead} ${match[0]}`.replace(/(?:phrase|sentence|line)\s*:?$/u, ''),
        )
      )
        return [];
      const found = phraseAt(reading, match.span[1], match.groups?.['colon'] !== undefined);
      if (found === undefined || /^p\.?\s?p?\.?\s?s/iu.test(found.phrase)) return [];
      return [{ id: 'startend:starter', args: { starter: found.phrase }, span: [match.index, found.to] }];
    }),
  );
}

/** "Wrap your entire response with double quotation marks". */
function wrapped(reading: Reading): readonly Found[] {
  const marks =
    '(?:double[- ]?(?:quotes?|quotation)(?: marks?)?|quotation marks|quote marks|double quotations|"{2}|quotes)';
  const forms = [
    new RegExp(
      `\\b(?:wrap(?:ped)?|put|enclosed?|surround(?:ed)?|place[d]?|contained?|encase[d]?|quoted?)\\b[^.!?\\n]{0,80}?\\b(?:with|in|inside|within|by|between|using)\\s+(?:a pair of )?${marks}`,
      'gu',
    ),
    new RegExp(
      `\\b${marks}\\s+(?:should|must|have to|need to|are to)\\s+(?:be )?(?:placed|put|go|stand|wrapped|surround)\\s*(?:around|at the (?:start|beginning) and (?:the )?end of)?\\s+(?:your |the )?(?:entire |whole )?\\w+`,
      'gu',
    ),
    new RegExp(
      `\\b(?:response|answer|output|text|summary|reply) (?:must|should|has to|needs to) be (?:entirely )?(?:in|inside|within|between|wrapped in|enclosed in) ${marks}`,
      'gu',
    ),
    new RegExp(`\\b(?:start|begin) and end\\b[^.!?\\n]{0,40}\\bwith (?:a )?${marks}`, 'gu'),
  ];
  return forms.flatMap((form) =>
    [...matchesIn(reading, form)].flatMap((match): Found[] =>
      /\b(?:title|keyword|word|name|each|every|heading|phrase)s?\b/u.test(
        match[0].replace(/every(?:thing)?/u, ''),
      ) ||
      !/double|all|entire|whole|response|answer|output|text|summary|reply|it\b|everything|document|letter|story|poem/u.test(
        match[0],
      )
        ? []
        : [{ id: 'startend:quotation', args: {}, span: match.span }],
    ),
  );
}
