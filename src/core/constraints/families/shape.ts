import { amountsOf, keepsLimit, limitArgs } from '../amounts.ts';
import { judged, judgedTwice, listOf, wordOf, type Found } from '../constraint.ts';
import type { Family } from '../family.ts';
import { listAt } from '../lists.ts';
import { matchesIn, type Reading } from '../reading.ts';

/** The shape of the whole answer: JSON, two answers, one of a few options, lines, lists, tables, code. */
export const shapeForm: Family = {
  name: 'shape',
  find: (reading) => [
    ...json(reading),
    ...twoResponses(reading),
    ...options(reading),
    ...lines(reading),
    ...plainForms(reading),
  ],
  judges: {
    'detectable_format:json_format': (_args, { text }) => {
      const inner = withoutFence(text);
      const parsed = parseJson(inner);
      return judged(
        'value' in parsed,
        'value' in parsed ? 'all of it is JSON' : `asked for JSON only: ${parsed.problem}`,
      );
    },
    'format:json_sort': (args, { text }) => {
      const sort = wordOf(args, 'sort');
      const parsed = parseJson(withoutFence(text));
      const value = 'value' in parsed ? parsed.value : undefined;
      const found = Array.isArray(value)
        ? 'array'
        : typeof value === 'object' && value !== null
          ? 'object'
          : 'other';
      return judged(
        found === sort,
        `asked for a JSON ${sort}, ${found === 'other' ? 'it is neither object nor array' : `it is an ${found}`}`,
      );
    },
    'combination:two_responses': (_args, { text }) => {
      const parts = text.split('******');
      const full = parts.map((part) => part.trim()).filter((part) => part !== '');
      const isBroken = parts.some(
        (part, index) => part.trim() === '' && index > 0 && index < parts.length - 1,
      );
      const holds = !isBroken && full.length === 2 && full[0] !== full[1];
      return judged(holds, `asked for two different answers parted by ******, there are ${full.length}`);
    },
    'detectable_format:constrained_response': (_args, { text }) => {
      const holds = yesNoMaybe.some((option) => text.includes(option));
      return judged(
        holds,
        `asked for one of ${yesNoMaybe.map((one) => `"${one}"`).join(', ')}; ${holds ? 'one is there' : 'none is there'}`,
      );
    },
    'format:one_of': (args, { text }) => {
      const all = listOf(args, 'options');
      const bare = text.trim().replace(/^["'`]|["'`.]+$/gu, '');
      const holds = all.some((option) => option.replace(/\.$/u, '').toLowerCase() === bare.toLowerCase());
      return judged(holds, `asked for one of ${all.map((one) => `"${one}"`).join(', ')}`);
    },
    'length:lines': (args, { text, bullets }) => {
      const all = bullets?.length ?? text.replace(/\n+$/u, '').split('\n').length;
      const told = bullets?.length ?? text.split('\n').filter((line) => line.trim() !== '').length;
      const [first, second] = [keepsLimit(told, args, 'num_lines'), keepsLimit(all, args, 'num_lines')];
      const counted = `asked for ${first.words} lines, there are ${told}${all === told ? '' : ` (${all} with the blank ones)`}`;
      if (first.holds === null || second.holds === null) return judged(null, counted);
      return judgedTwice(first.holds, second.holds, counted);
    },
    'length:characters': (args, { text }) => {
      const [points, units] = [[...text.trim()].length, text.length];
      const [first, second] = [
        keepsLimit(points, args, 'num_characters'),
        keepsLimit(units, args, 'num_characters'),
      ];
      const counted = `asked for ${first.words} characters, there are ${points}`;
      if (first.holds === null || second.holds === null) return judged(null, counted);
      return judgedTwice(first.holds, second.holds, counted);
    },
    'format:numbered_list': (args, { text, bullets }) => {
      const lines = bullets ?? text.split('\n');
      const count = lines.filter((line) => /^\s*\d+[.)]\s/u.test(line)).length;
      const { holds, words } = keepsLimit(count, args, 'num_items');
      return judged(holds, `asked for a numbered list of ${words} items, there are ${count}`);
    },
    'format:none_of': (args, { text }) => {
      const what = wordOf(args, 'what');
      const pattern = forbiddenForms[what];
      const count = pattern === undefined ? 0 : (text.match(pattern)?.length ?? 0);
      return judged(
        pattern === undefined ? null : count === 0,
        `asked for no ${what}, there ${count === 1 ? 'is' : 'are'} ${count}`,
      );
    },
    'format:table': (_args, { text }) => {
      const holds = /\|.*\n[^\S\n]*\|?[^\S\n]*:?-{2,}:?[^\S\n]*(?:\||$)/mu.test(text);
      return judged(holds, `asked for a table, ${holds ? 'there is one' : 'there is none'}`);
    },
  },
};

const yesNoMaybe = ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'];

function withoutFence(text: string): string {
  // A byte order mark is no white space there.
  const trimmed = text.replace(/^[^\S\uFEFF]+|[^\S\uFEFF]+$/gu, '');
  const opened = ['```json', '```Json', '```JSON', '```'].find((fence) => trimmed.startsWith(fence));
  const body = opened === undefined ? trimmed : trimmed.slice(opened.length);
  return body.endsWith('```') ? body.slice(0, -3) : body;
}

/** A string of JSON, or one of the numbers that only that checker knows. */
const literal = /("(?:[^"\\]|\\.)*")|-?\bInfinity\b|\bNaN\b/gu;

/** A text as JSON, or why it is none; `NaN` and infinities are let in, as in the checker that IFEval uses. */
function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    const value: unknown = JSON.parse(
      text.replace(literal, (_all, string: string | undefined) => string ?? 'null'),
    );
    return { value };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function json(reading: Reading): readonly Found[] {
  const pattern =
    /\b(?:(?:in|as|into|using|with|to|wrapped in|formatted as|contains?|contain|output|return|give(?: me)?|be|only|just|valid|of)\s+(?:a |an |the |only |just |a single |one |valid |pure |raw |well-formed |entirely |strictly )*json(?: format| code block| block| object| array| only| output| code)?|json only|(?:response|answer|output|summary) (?:must|should|has to|needs to) be (?:valid )?json)\b/gu;
  const found = [...matchesIn(reading, pattern)].flatMap((match): Found[] => {
    const ahead = reading.masked.slice(Math.max(0, match.index - 50), match.index);
    if (
      /\b(?:from|pars\w*|convert\w*|read\w*|difference|what is|about|before and after|anything before)\b[^.,;]*$/u.test(
        ahead,
      ) &&
      !/\b(?:wrap|output|answer|respon|entire)\w*\b[^.;]*$/u.test(ahead)
    )
      return [];
    if (/\b(?:don['\u2019]t|do not|never|not)\b[^.,;]{0,20}$/u.test(ahead)) return [];
    const whole: Found = { id: 'detectable_format:json_format', args: {}, span: match.span };
    const sort = /\b(?:object|array)\b/u.exec(match[0])?.[0];
    return sort === undefined
      ? [whole]
      : [whole, { id: 'format:json_sort', args: { sort }, span: match.span }];
  });
  // JSON is demanded once, and of which sort as often as it is said.
  const whole = found.findIndex((one) => one.id === 'detectable_format:json_format');
  return found.filter((one, index) => index === whole || one.id === 'format:json_sort');
}

/** Two answers, parted by six asterisks. */
function twoResponses(reading: Reading): readonly Found[] {
  const divider =
    /(?<!\*)\*{6,7}(?!\*)|\b(?:6|six) (?:asterisks?|aster?isk symbols?|asterisks? symbols?|stars?|\*)/gu;
  const dividers = [...matchesIn(reading, divider)];
  const [first] = dividers;
  if (first === undefined) return [];
  const two =
    /\b(?:exactly )?(?:two|2)\s+(?:\w+\s+){0,2}?(?:responses?|answers?|versions?|options?|variants?|replies|alternatives?|\w+s)\b/gu;
  const [named] = [...matchesIn(reading, two)];
  return [
    {
      id: 'combination:two_responses',
      args: {},
      span: named === undefined ? first.span : named.span,
      also: dividers.map((one) => one.span),
    },
  ];
}

/** "Answer with one of: ...", and IFEval's own three answers. */
function options(reading: Reading): readonly Found[] {
  const there = yesNoMaybe.map((option) => reading.text.indexOf(option.slice(0, -1)));
  const places = there.filter((at) => at >= 0);
  if (places.length === 3) {
    const from = Math.min(...places);
    const to = Math.max(...places) + 'My answer is maybe.'.length;
    return [
      {
        id: 'detectable_format:constrained_response',
        args: {},
        span: [from, Math.min(to, reading.text.length)],
        sure: true,
      },
    ];
  }
  const pattern =
    /\b(?:answer|reply|respond|choose|say)\s+(?:only |just |exactly )?(?:with |from )?(?:exactly |only )?(?:one|either)(?: of\b)? ?(?:the )?(?:following |these )?(?:\w+ )?(?:options|answers|words|phrases|choices|responses|labels)?\s*:?\s*/gu;
  return [...matchesIn(reading, pattern)].flatMap((match): Found[] => {
    const list = listAt(reading, match.span[1], 8, match[0].includes(':'));
    if (list === undefined || list.items.length < 2) return [];
    return [{ id: 'format:one_of', args: { options: list.items }, span: [match.index, list.span[1]] }];
  });
}

function lines(reading: Reading): readonly Found[] {
  const counted = amountsOf(reading, 'lines?').flatMap((amount): Found[] => {
    const matched = reading.masked.slice(...amount.span);
    const behind = reading.masked.slice(amount.span[1], amount.span[1] + 40);
    const ahead = reading.masked.slice(Math.max(0, amount.span[0] - 40), amount.span[0]);
    if (
      /\bnew lines?\b|\bblank lines?\b|\bempty lines?\b/u.test(matched) ||
      (/^\s*an?\b/u.test(matched) && !/\bin $/u.test(ahead))
    )
      return [];
    if (
      /^\s*(?:breaks?|feeds?|of code|above|below|between|per|in each|each|for each|changed|of the (?:file|code))/u.test(
        behind,
      )
    )
      return [];
    if (/\b(?:first|last|next|top|these|those|lines?|change|touch|edit)(?: \w+)? $/u.test(ahead)) return [];
    return [{ id: 'length:lines', args: limitArgs(amount, 'num_lines'), span: amount.span }];
  });
  const characters = amountsOf(reading, 'characters?(?: long)?|chars?').flatMap((amount): Found[] => {
    const matched = reading.masked.slice(...amount.span);
    if (/^\s*an?\b/u.test(matched) || amount.isAbout) return [];
    if (amount.least === amount.most && !/exact|only/u.test(matched)) return [];
    return [{ id: 'length:characters', args: limitArgs(amount, 'num_characters'), span: amount.span }];
  });
  return [...counted, ...characters];
}

const forbiddenForms: Readonly<Record<string, RegExp>> = {
  headings: /^#{1,6}\s+\S/gmu,
  'code blocks': /^\s*(?:```|~~~)/gmu,
  code: /`/gu,
  markdown: /^#{1,6}\s|^\s*[-*+]\s|\*\*|`|^\s*>\s|\[[^[\]\n]{1,300}\]\(/gmu,
  tables: /^\s*\|.*\|\s*$/gmu,
  lists: /^\s*(?:[-*+]|\d+[.)])\s/gmu,
  links: /https?:\/\/|\[[^[\]\n]{1,300}\]\([^()\n]{1,300}\)/gu,
  digits: /\p{Nd}/gu,
  backticks: /`/gu,
};

function plainForms(reading: Reading): readonly Found[] {
  const deny =
    "(?:no|without(?: any| using(?: any)?)?|avoid(?: using)?(?: any)?|(?:do not|don['\u2019]t|must not|should not) (?:use|include|add|contain|write|have)(?: any)?)";
  const nouns: readonly (readonly [string, string])[] = [
    ['headings', '(?:headings?|headers?|section titles?)'],
    ['code blocks', '(?:code blocks?|code fences?|code snippets?|code samples?|code examples?)'],
    ['code', '(?:code)(?! blocks?| fences?| snippets?| samples?| examples?| changes?| review)'],
    ['markdown', '(?:markdown)(?: formatting| syntax)?'],
    ['tables', '(?:tables?)'],
    ['lists', '(?:lists?|numbered lists?)'],
    ['links', '(?:links?|urls?|hyperlinks?)'],
    ['digits', '(?:digits|numerals)'],
    ['backticks', '(?:back-?ticks?)'],
  ];
  const none = nouns.flatMap(([what, noun]) =>
    [...matchesIn(reading, new RegExp(`\\b${deny}\\s+(?:[a-z]+,? (?:or |and )?)??${noun}\\b`, 'gu'))].map(
      (match): Found => ({ id: 'format:none_of', args: { what }, span: match.span, sure: true }),
    ),
  );
  const numbered = amountsOf(
    reading,
    '(?:numbered (?:points?|items?|steps?)|(?:item|step|point)s? numbered list)',
  ).map((amount): Found => ({
    id: 'format:numbered_list',
    args: limitArgs(amount, 'num_items'),
    span: amount.span,
  }));
  const list = [
    ...matchesIn(
      reading,
      /\b(?:as|in|use|using|with|write|give(?: me)?)\s+a (?:numbered|ordered) list\b(?: (?:of|with) (?:exactly )?(?<count>\d+|two|three|four|five|six|seven|eight|nine|ten)\b)?/gu,
    ),
  ].map((match): Found => {
    const count = match.groups?.['count'];
    const amount =
      count === undefined ? undefined : amountsOf({ ...reading, masked: `${count} items` }, 'items')[0];
    return {
      id: 'format:numbered_list',
      args: amount === undefined ? { relation: 'at least', num_items: 1 } : limitArgs(amount, 'num_items'),
      span: match.span,
    };
  });
  const table = [
    ...matchesIn(
      reading,
      /\b(?:as|in|into|in the form of|format(?:ted)? as)\s+(?:a |an )?(?:markdown )?table(?: format)?\b/gu,
    ),
  ].map((match): Found => ({ id: 'format:table', args: {}, span: match.span }));
  return [...none, ...(numbered.length > 0 ? numbered : list), ...table];
}
