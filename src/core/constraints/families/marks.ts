import { amountsOf, keepsLimit } from '../amounts.ts';
import { judged, judgedTwice, numberOf, wordOf, type Found } from '../constraint.ts';
import { countBracketed, countHighlights, hasAngularTitle } from '../counting/parts.ts';
import type { Family } from '../family.ts';
import { matchesIn, type Reading } from '../reading.ts';

/** Commas, highlighted parts, placeholders, postscripts and titles. */
export const markForm: Family = {
  name: 'marks',
  find: (reading) => [
    ...commas(reading),
    ...highlights(reading),
    ...placeholders(reading),
    ...postscripts(reading),
    ...titles(reading),
  ],
  judges: {
    'punctuation:no_comma': (_args, { text }) => {
      const count = text.split(',').length - 1;
      return judged(count === 0, `asked for no commas, there are ${count}`);
    },
    'detectable_format:number_highlighted_sections': (args, { text }) => {
      const [wanted, count] = [numberOf(args, 'num_highlights'), countHighlights(text)];
      return judged(count >= wanted, `asked for at least ${wanted} highlighted parts, there are ${count}`);
    },
    'detectable_content:number_placeholders': (args, { text }) => {
      const [wanted, count] = [numberOf(args, 'num_placeholders'), countBracketed(text)];
      return judged(count >= wanted, `asked for at least ${wanted} placeholders, there are ${count}`);
    },
    'detectable_content:postscript': (args, { text }) => {
      const marker = wordOf(args, 'postscript_marker').trim();
      const holds = postscript(marker).test(text.toLowerCase());
      return judged(
        holds,
        `asked for a postscript with "${marker}", ${holds ? 'it is there' : 'there is none'}`,
      );
    },
    'detectable_format:title': (_args, { text }) => {
      const found = text.split('\n').some(hasAngularTitle);
      return judged(found, `asked for a title as <<title>>, ${found ? 'it is there' : 'there is none'}`);
    },
    'format:title': (_args, { text }) => {
      const [first = ''] = text.trimStart().split('\n');
      const isMarked = /^#{1,2}\s+\S|^<<.+>>|^\*\*[^*]+\*\*:?\s*$|^title:\s*\S/iu.test(first);
      const isLine =
        first.trim() !== '' &&
        /^[^\n]*\n\s*\n/u.test(text.trimStart()) &&
        !/[.!?:,;]\s*$/u.test(first) &&
        first.length <= 100;
      return judgedTwice(
        isMarked || isLine,
        isMarked,
        `asked for a title, the first line ${isMarked ? 'is one' : isLine ? 'may be one' : 'is none'}`,
      );
    },
    'format:no_title': (_args, { text }) => {
      const [first = ''] = text.trimStart().split('\n');
      const isMarked = /^#{1,3}\s+\S|^<<.+>>|^\*\*[^*]+\*\*:?\s*$|^title:\s*\S/iu.test(first);
      return judged(!isMarked, `asked for no title, ${isMarked ? 'the first line is one' : 'there is none'}`);
    },
    'punctuation:no': (args, { text }) => {
      const sign = wordOf(args, 'sign');
      const count = text.split(sign).length - 1;
      return judged(count === 0, `asked for no "${sign}", there are ${count}`);
    },
    'format:emoji': (args, { text }) => {
      const count = text.match(/\p{Extended_Pictographic}/gu)?.length ?? 0;
      const { holds, words } = keepsLimit(count, args, 'num_emoji');
      return judged(holds, `asked for ${words} emoji, there are ${count}`);
    },
  },
};

function postscript(marker: string): RegExp {
  if (marker === 'P.P.S') return /p\.\s?p\.\s?s/u;
  if (marker === 'P.S.') return /p\.\s?s\./u;
  return new RegExp(marker.toLowerCase().replace(/[\\^$*+?()[\]{}|/]/gu, '\\$&'), 'u');
}

const signs: Readonly<Record<string, string>> = {
  'exclamation mark': '!',
  'exclamation point': '!',
  semicolon: ';',
  colon: ':',
  'question mark': '?',
  hyphen: '-',
  dash: '\u2014',
  'em dash': '\u2014',
  parenthes: '(',
  quotation: '"',
};

/** "No commas", "do not use any commas", "without commas", "commas are not allowed"; and other signs. */
function commas(reading: Reading): readonly Found[] {
  const deny =
    "(?:no|without(?: (?:the )?(?:use|using|usage)(?: of)?)?|(?:do not|don['\u2019]t|doesn['\u2019]t|does not|must not|mustn['\u2019]t|should not|shouldn['\u2019]t|cannot|can['\u2019]t|never|not|may not|not to)(?: ever)? (?:use|contain|include|have|put|add|write|using|be any|employ|utilize)|avoid(?:ing)?(?: (?:the )?(?:use|using|usage)(?: of)?)?|refrain(?:ing)? from(?: (?:the )?(?:use|using|usage)(?: of)?)?|free of|not any|zero|leave out|omit|skip|devoid of|stay away from)";
  const noun = `(?<noun>commas?|${Object.keys(signs).join('|')})(?:s|es|es)?(?: marks?)?`;
  const forms = [
    new RegExp(
      `\\b${deny}\\s+(?:any |a single |the |using |use of |the use of |even one |all |of |whatsoever )*(?:[a-z]+(?:s|es)?(?:,| or| and) )?${noun}`,
      'gu',
    ),
    new RegExp(
      `\\b${noun}\\s+(?:are|is|should|must|may|can)(?: not|n['\u2019]t)(?: be)?\\s*(?:allowed|permitted|used|appear|included|present)?`,
      'gu',
    ),
    new RegExp(`\\b${noun}\\s+(?:are|is)\\s+(?:forbidden|prohibited|banned|off limits)`, 'gu'),
    new RegExp(`\\b(?:should|must) be (?:no|free of) ${noun}`, 'gu'),
  ];
  const emoji =
    /\b(?:no|without(?: any)?|avoid(?: using)?|don['\u2019]t use(?: any)?|do not use(?: any)?)\s+(?:emojis?|emoticons?)\b/gu;
  return [
    ...forms.flatMap((form) =>
      [...matchesIn(reading, form)].map((match): Found => {
        const noun = match.groups?.['noun'] ?? '';
        const sign = Object.entries(signs).find(([name]) => noun.startsWith(name))?.[1];
        return /^commas?/u.test(noun)
          ? { id: 'punctuation:no_comma', args: {}, span: match.span, sure: true }
          : { id: 'punctuation:no', args: { sign: sign ?? noun }, span: match.span, sure: true };
      }),
    ),
    ...[...matchesIn(reading, emoji)].map((match): Found => ({
      id: 'format:emoji',
      args: { relation: 'at most', num_emoji: 0 },
      span: match.span,
      sure: true,
    })),
  ];
}

/** "Highlight at least 3 sections with markdown", "italicize 2 phrases", "some words in *italics*". */
function highlights(reading: Reading): readonly Found[] {
  const verb =
    '(?:highlight(?:s|ing|ed)?|italici[sz]e[sd]?|italici[sz]ing|emphasi[sz]e[sd]?|bold(?:s|ed|ing)?|mark)';
  const noun =
    '(?:sections?|parts?|phrases?|words?|text (?:sections?|parts?|phrases?)|pieces?|sentences?|key (?:points|parts|terms|words|phrases)|portions?|spans?|places?|titles?|terms?|lines?|passages?|areas?)';
  const italic = '(?:italic(?:i[sz]ed)?|highlighted|emphasi[sz]ed|bold(?:ed)?)';
  const found: Found[] = [];
  const hasMarkdown = /\bmarkdown\b|\*[^*\n]{1,60}\*|["'\u201c]?\*["'\u201d]?|italic|asterisk/u.test(
    reading.text.toLowerCase(),
  );
  for (const amount of amountsOf(
    reading,
    `(?:${italic} )?(?:${noun}|${italic}[\\s\\w]{0,12}?(?:sections?|phrases?|parts?|texts?|words?))`,
  )) {
    const ahead =
      reading.masked
        .slice(Math.max(0, amount.span[0] - 90), amount.span[0])
        .split(/[.;\n]/u)
        .at(-1) ?? '';
    const behind = reading.masked.slice(amount.span[1], amount.span[1] + 90).split(/[.;\n]/u)[0] ?? '';
    const matched = reading.masked.slice(...amount.span);
    const isVerb = new RegExp(
      `\\b${verb}\\b[^,:]*$|\\buse (?:markdown|\\*|["']\\*["']) to (?:highlight|italici[sz]e)\\b[^,:]*$`,
      'u',
    ).test(ahead);
    const isNoun =
      new RegExp(`\\b${italic}\\b`, 'u').test(matched) ||
      new RegExp(
        `^\\s*(?:of (?:the|your) \\w+ )?(?:(?:should|must|has to|have to|needs? to|that (?:is|are)|which (?:is|are)|to) (?:be )?|in )?(?:${italic}|italics|bold)\\b`,
        'u',
      ).test(behind);
    if (!isVerb && !isNoun) continue;
    if (!hasMarkdown && !isVerb) continue;
    const least = amount.least ?? amount.most;
    if (least === undefined || amount.least === undefined) continue;
    const from = isVerb
      ? amount.span[0] -
        (new RegExp(`\\b(?:use markdown to )?${verb}\\b[^,:]*$`, 'u').exec(ahead)?.[0].length ?? 0)
      : amount.span[0];
    found.push({
      id: 'detectable_format:number_highlighted_sections',
      args: { num_highlights: least },
      span: [from, amount.span[1]],
      sure: true,
    });
  }
  if (found.length > 0) return found.slice(0, 1);
  const some = new RegExp(
    `\\b${verb}\\s+(?:some|any|a few|several|certain|the (?:most )?(?:important|key|main)|important|key|different)\\s+(?:of the )?(?:\\w+ ){0,2}?${noun}`,
    'gu',
  );
  return [...matchesIn(reading, some)]
    .filter(() => hasMarkdown)
    .slice(0, 1)
    .map((match) => ({
      id: 'detectable_format:number_highlighted_sections',
      args: { num_highlights: 1 },
      span: match.span,
    }));
}

/** "At least 3 placeholders represented by square brackets, such as [address]". */
function placeholders(reading: Reading): readonly Found[] {
  const counted = amountsOf(
    reading,
    'place[- ]?holders?|(?:square[- ])?bracketed (?:fields|blanks|values)',
  ).flatMap((amount): Found[] => {
    const least = amount.least;
    if (least === undefined) return [];
    const isNone = /^\s*an?\b/u.test(reading.masked.slice(...amount.span));
    return isNone
      ? []
      : [
          {
            id: 'detectable_content:number_placeholders',
            args: { num_placeholders: least },
            span: amount.span,
          },
        ];
  });
  if (counted.length > 0) return counted.slice(0, 1);
  const some =
    /\b(?:use|include|add|with|put|insert|contain|have|leave)\s+(?:some |a few |the |square[- ]bracketed )*place[- ]?holders?\b(?=[^.\n]*(?:\[|bracket))/gu;
  return [...matchesIn(reading, some)].map((match) => ({
    id: 'detectable_content:number_placeholders',
    args: { num_placeholders: 1 },
    span: match.span,
  }));
}

/** "Add a postscript starting with P.S.". */
function postscripts(reading: Reading): readonly Found[] {
  const form =
    /\b(?:postscript|p\.?\s?s\.?(?= (?:note|section|line|at the end))|(?:note|line|section|paragraph|ending|afterthought)(?= (?:that )?(?:starts?|starting|beginning|begins?|marked|labell?ed|headed) (?:with |by )["'\u201c]?\s?p\.))\b/gu;
  const marked = /(?<![\w.])p\.?\s?(?<second>p\.?\s?)?s\b\.?/giu;
  const [match] = [...matchesIn(reading, form)];
  const marks = [...reading.text.matchAll(marked)].filter(
    (one) => /\./u.test(one[0]) || /\bP\.?P?\.?S\b/u.test(one[0]),
  );
  if (match === undefined) {
    const added =
      /\b(?:add|include|end with|finish with|close with|put|write|append|attach|conclude with|have|with)\s+(?:a |an |the )?["'\u201c]?(?=p\.\s?(?:p\.\s?)?s\b)/giu;
    const found = [...reading.text.matchAll(added)][0];
    if (found === undefined) return [];
    const mark = marks.find((one) => one.index >= found.index);
    if (mark === undefined || mark.index - found.index > 40) return [];
    return [
      {
        id: 'detectable_content:postscript',
        args: { postscript_marker: markerOf(mark) },
        span: [found.index, mark.index + mark[0].length],
      },
    ];
  }
  const near = marks.find((one) => Math.abs(one.index - match.index) < 90);
  const end = near === undefined ? match.span[1] : Math.max(match.span[1], near.index + near[0].length);
  return [
    {
      id: 'detectable_content:postscript',
      args: { postscript_marker: near === undefined ? 'P.S.' : markerOf(near) },
      span: [match.index, end],
    },
  ];
}

function markerOf(match: RegExpExecArray): string {
  return match.groups?.['second'] === undefined ? 'P.S.' : 'P.P.S';
}

/** "A title wrapped in double angular brackets, i.e. <<title>>", "give it a title", "no title". */
function titles(reading: Reading): readonly Found[] {
  const angular =
    /\b(?:title|headline|heading|name)s?\b[^.!?\n]{0,90}?(?:double angular(?: brackets?)?|double angle(?: brackets?)?|angular brackets?|<<)|(?:double angular(?: brackets?)?|double angle(?: brackets?)?|angular brackets?|<<)[^.!?\n]{0,60}?\btitle\b/gu;
  const [match] = [
    ...matchesIn(
      {
        ...reading,
        masked:
          reading.text.toLowerCase().length === reading.text.length
            ? reading.text.toLowerCase()
            : reading.masked,
      },
      angular,
    ),
  ];
  if (match !== undefined) {
    const rest =
      /^[^.!?\n]{0,40}?>>/u.exec(reading.text.slice(match.span[1], match.span[1] + 50))?.[0].length ?? 0;
    return [{ id: 'detectable_format:title', args: {}, span: [match.index, match.span[1] + rest] }];
  }
  const none =
    /\b(?:no|without(?: a| any)?|do not (?:add|include|use|write|give it) a|don['\u2019]t (?:add|include|use|write|give it) a|skip the|leave out the)\s+(?:title|heading|headline)\b/gu;
  const denied = [...matchesIn(reading, none)].map((one): Found => ({
    id: 'format:no_title',
    args: {},
    span: one.span,
    sure: true,
  }));
  if (denied.length > 0) return denied;
  const plain =
    /\b(?:with|add|include|give (?:it|the \w+)|have|has|needs|start with|begin with|under|put|and|contain|must have|should have)\s+(?:a |an )(?:(?:short|fitting|one-line|clear|good|suitable|descriptive|catchy|markdown) )?(?:title|heading|headline)\b(?! (?:for each|per|of the (?:book|movie|song)))/gu;
  return [...matchesIn(reading, plain)]
    .slice(0, 1)
    .map((one) => ({ id: 'format:title', args: {}, span: one.span }));
}
