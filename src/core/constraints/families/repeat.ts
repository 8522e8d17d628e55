import { judged, wordOf, type Found, type Span } from '../constraint.ts';
import type { Family } from '../family.ts';
import { matchesIn, quotedWithin, sentenceAt, type Reading } from '../reading.ts';

/** "First repeat the request word for word, then answer." */
export const repeatForm: Family = {
  name: 'repeat',
  find: findRepeat,
  judges: {
    'combination:repeat_prompt': (args, { text }) => {
      const prompt = wordOf(args, 'prompt_to_repeat').trim().toLowerCase();
      const holds = text.trim().toLowerCase().startsWith(prompt);
      return judged(holds, `asked to repeat the request first, ${holds ? 'it does' : 'it does not'}`);
    },
  },
};

const what =
  '(?:request|prompt|question|sentence|text|instruction|query|message|paragraph|line|riddle|problem|task|words?|it|statement|following)';
const trigger = new RegExp(
  `\\b(?:rep(?:l?eat|leat)|restate|copy|echo|reproduce)(?:ing)?\\b(?=[^.!?\\n]*?\\b(?:${what}|above|below|exact|exactly|verbatim|word for word|word by word|without (?:any )?change)\\b)`,
  'gu',
);
const insists =
  /\b(?:word[- ](?:for|by)[- ]word|exact(?:ly)?|verbatim|without (?:any )?chang(?:e|ing)|as (?:it|they) (?:is|are)|entire|all text|whole|first|above|before (?:you )?(?:answer|respond|giv|outputting|say))/u;

function findRepeat(reading: Reading): readonly Found[] {
  for (const match of matchesIn(reading, trigger)) {
    const [from, to] = sentenceAt(reading, match.index);
    const sentence = reading.masked.slice(from, to);
    if (!insists.test(sentence)) continue;
    if (
      /\b(?:do not|don['\u2019]t|never|avoid|without)\s+(?:\w+\s+)?$/u.test(
        reading.masked.slice(from, match.index),
      )
    )
      continue;
    if (/\b(?:refrain|chorus|pattern|steps?|process|cycle|experiment|yourself)\b/u.test(sentence)) continue;
    const block = blockAround(reading, from, to);
    const quoted = quotedWithin(reading, [match.index, to]).filter((one) => one.inner.length > 20);
    const rest = (reading.text.slice(0, block[0]) + reading.text.slice(block[1])).trim();
    const prompt = quoted[0]?.inner ?? rest;
    if (prompt.trim() === '') continue;
    return [
      {
        id: 'combination:repeat_prompt',
        args: { prompt_to_repeat: prompt.trim() },
        span: trimmed(reading.text, block),
        sure: true,
      },
    ];
  }
  return [];
}

/**
 * The sentences that speak of the repetition: from the one that asks for it, or the line before where that leads to it,
 * to the end of its paragraph. Where the request stands behind it, only its own paragraph.
 */
function blockAround(reading: Reading, from: number, to: number): Span {
  const { text } = reading;
  const startOfParagraph = text.lastIndexOf('\n', from - 1) + 1;
  const nextBreak = text.indexOf('\n', to > 0 ? to - 1 : 0);
  const isFirst = text.slice(0, startOfParagraph).trim() === '';
  const before = text.slice(startOfParagraph, from).trim();
  const isLast = nextBreak < 0 || text.slice(nextBreak).trim() === '';
  if (isFirst && before === '' && !isLast) return [startOfParagraph, nextBreak];
  // All in one paragraph: the request stands behind the sentence that asks for it.
  if (isFirst && before === '' && text.slice(to).trim() !== '') return [startOfParagraph, to];
  // "Let us do two things. First repeat ..." belongs together only in a paragraph of its own.
  return [before === '' ? startOfParagraph : from, text.length];
}

function trimmed(text: string, [from, to]: Span): Span {
  const body = text.slice(from, to);
  const lead = body.length - body.trimStart().length;
  return [from + lead, from + body.trimEnd().length];
}
