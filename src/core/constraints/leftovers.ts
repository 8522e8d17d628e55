import type { OpenDemand, Span } from './constraint.ts';
import type { Reading } from './reading.ts';

/**
 * Words that demand nothing of an answer by themselves: those of the bare request, of courtesy, and those that join. What
 * is left of an instruction beside its constraints and beside these is a demand that nobody can check (contracts rule 39):
 * a list of what demands are called could never be complete.
 */
const plain = new Set(
  // The request.
  (
    'summarize summarise summarizing summarising summarized summarised sum summing up summary summaries overview tldr tl dr recap gist digest synopsis overview ' +
    'give giving write writing provide make create produce generate prepare draft ' +
    'do does done doing say says saying state want wants would like need needs let have has had get ' +
    // What it is of.
    'file files module document doc page ' +
    'component package library folder project program readme it its this that these those here below above following what whole entire about ' +
    // To whom, and in which words.
    'me us i we you your my our please thanks thank kindly hi hey hello ok okay now just can could will shall may ' +
    'answer answers response responses reply respond result output ' +
    // What joins.
    'a an the but yet or of in on at as by for from to with and then so also using use used keep stay be is are am was should must ought sure ensure that there all both ' +
    'will contain contains containing consist consists consisting total long length itself'
  ).split(' '),
);

/** What opens a request; further on each is one more of them. */
const opening = new Set(
  'describe describing description explain explaining explanation tell show outline modules documents docs function functions class classes'.split(
    ' ',
  ),
);

/**
 * What the request is of, directly behind its verb: "summarize the payment module", "an overview of our config loader
 * module". A part of a file ("the error handling code", "the parser class") is a demand of its own, and so is a place to
 * write to.
 */
const topic =
  /(?<=\b(?:summari[sz](?:e|ing)|sum up|of|describe|explain|outline|recap|condense)\s+)(?:the|this|that|our|my|an?)\s+(?:(?:(?!(?:in|into|of|with|without|for|and|or|but|as|by|to|from|on|at|only|no|not|per|using|via)\s)[\p{L}\p{N}_-]+\s+){0,2}(?:file|module|document|doc|page|package|library|folder|project|program|component|readme|changelog)|(?:code|text|source|script|function|class|config(?:uration)?|report|notes?|log))\b/gu;

/** Parts that are quoted, and paths, name what is spoken of: each is one sign repeated. */
const named = /["'`\u201c\u2018\u201d\u2019]\u0002+["'`\u201c\u2018\u201d\u2019]|\u0003+/gu;

/** What only shows, places or allows what a constraint of the same instruction says, by the id of that constraint. */
const manners: readonly (readonly [RegExp, RegExp])[] = [
  [/./u, /\bin (?:your|the) (?:entire |whole |final )?(?:answer|response|reply|output)\b/gu],
  [/./u, /\b(?:do not|don['\u2019]t|never) (?:forget|fail|neglect) to\b/gu],
  [/./u, /\b(?:you|it) (?:can|may|might) (?:also )?use\b[^.\n]*/gu],
  [/./u, /\b(?:i\.e|e\.g)\.?,?\s*(?:\*[^*\n]*\*|\[[^\]\n]*\]|<<[^>\n]*>>|[^\s.,;]+)/gu],
  [/./u, /\b(?:such as|like this|for example)[:,]?\s*(?:\*[^*\n]*\*|\[[^\]\n]*\]|<<[^>\n]*>>)/gu],
  [
    /number_bullet_lists$/u,
    /\b(?:use (?:the )?markdown bullet points?|such as|like this|for example):?(?=\s*\n)|^[ \t]*[*-] [^\n]*$/gmu,
  ],
  [/number_highlighted_sections$/u, /\b(?:with|in|using) markdown\b/gu],
  [/number_placeholders$/u, /\b(?:represented|marked|written|shown) (?:by|in|with) square brackets\b/gu],
  [
    /paragraph/u,
    /\b(?:(?:the )?paragraphs (?:are|should be|must be) )?(?:separated|divided|parted) (?:with|by) (?:the )?(?:markdown )?divider\b|\bparagraphs and only paragraphs\b[^.\n]*(?:\.|$)/gu,
  ],
  [/two_responses$/u, /\bresponses and only responses\b[^.\n]*(?:\.|$)/gu],
  [/postscript$/u, /\bat the end of (?:your|the) \w+,?|\bexplicitly add\b|\badd\b/gu],
  [/end_checker$/u, /\bno other words should follow(?: this phrase)?\b/gu],
  [/response_language$/u, /\bno other languages? (?:is|are) allowed\b|\blanguage\b/gu],
  [/constrained_response$/u, /\bone of the following(?: options| answers)?\b/gu],
  [/json_format$/u, /\bmarkdown ticks\b/gu],
];

/** The pieces of an instruction that no constraint covers and that hold another word than the plain ones. */
export function leftovers(
  reading: Reading,
  covered: readonly Span[],
  ids: readonly string[],
): readonly OpenDemand[] {
  // Offsets are those of UTF-16: the text is filled unit by unit.
  const shown = manners.filter(([id]) => ids.some((one) => id.test(one))).map(([, form]) => form);
  const units = blanked(reading.masked, ...shown, topic, named).split('');
  for (const [from, to] of covered) units.fill(' ', from, to);
  const left = units.join('');
  const found: OpenDemand[] = [];
  for (const [index, [from, to]] of reading.sentences.entries()) {
    const words = [...left.slice(from, to).matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'\u2019-]*/gu)].filter(
      ([word]) => {
        const bare = word.replace(/['\u2019](?:s|d|ll|ve|re|m)$/u, '');
        return !plain.has(bare) && !(index === 0 && opening.has(bare));
      },
    );
    const [first] = words;
    const last = words.at(-1);
    if (first === undefined || last === undefined) continue;
    const span: Span = [from + first.index, from + last.index + last[0].length];
    found.push({ text: reading.text.slice(...span), span });
  }
  return found;
}

function blanked(text: string, ...patterns: readonly RegExp[]): string {
  return patterns.reduce((rest, pattern) => rest.replace(pattern, (part) => ' '.repeat(part.length)), text);
}
