import type { Constraint, Found, OpenDemand, Span } from './constraint.ts';
import { openDemands, unreadPart } from './demands.ts';
import { guardOf } from './guards.ts';
import { leftovers } from './leftovers.ts';
import { isTurned } from './negation.ts';
import { readingOf, type Reading } from './reading.ts';
import { families } from './table.ts';

/** What an instruction demands: what code can check, and what it cannot. */
export interface Compiled {
  readonly constraints: readonly Constraint[];
  readonly notCheckable: readonly OpenDemand[];
}

/**
 * Compiles the constraints of an instruction by rules, each apart from the others, so that of competing goals each is
 * checked on its own. What no rule recognises, and what speaks of a part of the answer only, is listed as not checkable.
 */
export function compileConstraints(instruction: string): Compiled {
  const reading = readingOf(instruction);
  const kept: Found[] = [];
  const open: Span[] = [];
  const dropped: Span[] = [];
  for (const family of families) {
    for (const found of family.find(reading)) {
      const guard = found.sure === true ? sureGuard(reading, found) : guardOf(reading, found.span);
      if (guard === 'keep' && isTurned(reading, found)) open.push(found.span);
      else if (guard === 'keep') kept.push(found);
      else if (guard === 'open') open.push(found.span);
      else dropped.push(found.span);
    }
  }
  const chosen = choices(reading, kept);
  open.push(...chosen.map((one) => one.span));
  const constraints = unique(settled(kept.filter((one) => !chosen.includes(one))));
  const covered = [
    ...constraints.map((one) => one.span),
    ...kept.filter((one) => !chosen.includes(one)).flatMap((one) => [one.span, ...(one.also ?? [])]),
  ];
  const isCovered = ([from, to]: Span): boolean => covered.some(([start, end]) => start < to && from < end);
  const parts = unnested(open.filter((span) => !isCovered(span))).map((span) => ({
    text: reading.text.slice(...span),
    span,
  }));
  // "Two short sentences" limits their number, and shortness stays a demand of its own.
  const counts = constraints.filter((one) =>
    /^(?:length|format:bullet|detectable_format:number_bullet)/u.test(one.id),
  );
  const others = openDemands(
    reading,
    [...covered, ...open, ...dropped],
    counts.map((one) => one.span),
  ).filter(({ text }) => !inAnswer.test(text));
  const listed = [...parts, ...others, ...unreadPart(instruction)];
  const ids = constraints.map((one) => one.id);
  const rest = leftovers(reading, [...covered, ...listed.map((one) => one.span)], ids);
  return {
    constraints: constraints
      .map(({ id, args, span }) => ({ id, args, span }))
      .sort((a, b) => a.span[0] - b.span[0] || a.id.localeCompare(b.id)),
    notCheckable: [...listed, ...rest].sort((a, b) => a.span[0] - b.span[0]),
  };
}

/**
 * "3 bullets or 5 sentences": where one of two is enough, neither may be held against the answer by itself. Behind a
 * denial "or" joins: no commas or titles.
 */
function choices(reading: Reading, kept: readonly Found[]): readonly Found[] {
  return kept.filter(({ id, span: [from, to] }) => {
    if (/forbidden|:no_|none_of/u.test(id)) return false;
    const ahead = reading.masked.slice(Math.max(0, from - 40), from);
    const behind = reading.masked.slice(to, to + 40);
    return (
      /\bor(?:\s+(?:else|in|with|as|use|at|of|by|to))*\s+$/u.test(ahead) ||
      /^,?\s+or\s+(?!so\b|more\b|less\b|fewer\b|longer\b|shorter\b|over\b|under\b|above\b|below\b|better\b|otherwise\b)/u.test(
        behind,
      )
    );
  });
}

/** Where a demand is to be kept, or what a sign in it stands for, is none by itself. */
const inAnswer =
  /^as if it (?:was|were) ['"]|^in (?:your|the) (?:entire |whole |final )?(?:answer|response|reply|output|summary)$/iu;

/** Rules that look at what stands around themselves are still no demand within a question, or where it is optional. */
function sureGuard(reading: Reading, { span }: Found): 'keep' | 'drop' {
  return guardOf(reading, span) === 'drop' ? 'drop' : 'keep';
}

/** Ids of which a text has one only: where two rules see it, the longer match stays. */
const single = new Set([
  'combination:repeat_prompt',
  'combination:two_responses',
  'detectable_format:json_format',
  'detectable_format:title',
  'startend:quotation',
]);

/** Which of two constraints on the same words stays, by id: the first of the pair wins. */
const beats: readonly (readonly [RegExp, RegExp])[] = [
  [/^combination:two_responses$/u, /^length_constraints:number_paragraphs$/u],
  [/^format:bullet_(?:words|sentences)$/u, /^length(?:_constraints)?:/u],
  [/^change_case:capital_word_frequency$/u, /^(?:length(?:_constraints)?:|change_case:english_|keywords:)/u],
  [/^keywords:(?:letter_)?frequency$/u, /^(?:keywords:existence|keywords:forbidden_words|length|content:)/u],
  [/^detectable_content:postscript$/u, /^startend:/u],
  [/^startend:/u, /^(?:keywords:|content:phrases|length)/u],
  [/^edit:lines$/u, /^length:lines$/u],
  [/^length_constraints:nth_paragraph_first_word$/u, /^(?:startend:|keywords:|length)/u],
  [/^detectable_format:multiple_sections$/u, /^(?:startend:|format:sections|keywords:|length)/u],
  [/^detectable_format:number_highlighted_sections$/u, /^(?:format:sections|length)/u],
  [/^content:exported_functions$/u, /^keywords:/u],
  [/^content:order$/u, /^$/u],
  [/^punctuation:no_comma$/u, /^keywords:/u],
  [/^detectable_format:title$/u, /^(?:format:title|keywords:|startend:)/u],
  [/^format:none_of$/u, /^format:no_/u],
];

function settled(found: readonly Found[]): readonly Found[] {
  const overlap = (a: Found, b: Found): boolean => a.span[0] < b.span[1] && b.span[0] < a.span[1];
  const words = new Set(found.map((one) => one.id));
  const repeated = found.find((one) => one.id === 'combination:repeat_prompt');
  return found.filter((one) => {
    // Whoever repeats the request has said the words that it asks for.
    if (repeated !== undefined && one.id === 'keywords:existence' && !overlap(one, repeated)) return false;
    // A case in IFEval is English; saying so as well adds nothing.
    if (
      one.id === 'language:response_language' &&
      one.args['language'] === 'en' &&
      (words.has('change_case:english_capital') || words.has('change_case:english_lowercase'))
    )
      return false;
    return !found.some(
      (other) =>
        other !== one &&
        overlap(one, other) &&
        beats.some(([wins, loses]) => wins.test(other.id) && loses.test(one.id)),
    );
  });
}

function unique(found: readonly Found[]): readonly Found[] {
  const kept: Found[] = [];
  for (const one of [...found].sort((a, b) => b.span[1] - b.span[0] - (a.span[1] - a.span[0]))) {
    const isSame = (other: Found): boolean =>
      other.id === one.id &&
      (single.has(one.id) ||
        JSON.stringify(other.args) === JSON.stringify(one.args) ||
        (isWithin(one.span, other.span) && !isPair(one, other)));
    if (!kept.some(isSame)) kept.push(one);
  }
  return kept;
}

function isWithin([from, to]: Span, [start, end]: Span): boolean {
  return start <= from && to <= end;
}

/** Both ends of one range. */
function isPair(one: Found, other: Found): boolean {
  const relation = (found: Found): unknown =>
    Object.entries(found.args).find(([name]) => name.endsWith('relation'))?.[1];
  return one.span[0] === other.span[0] && one.span[1] === other.span[1] && relation(one) !== relation(other);
}

function unnested(spans: readonly Span[]): readonly Span[] {
  return spans.filter(
    (one, index) =>
      !spans.some(
        (other, at) => at !== index && isWithin(one, other) && (at < index || !isWithin(other, one)),
      ),
  );
}
