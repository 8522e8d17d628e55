import { amountsOf, keepsLimit, limitArgs, valueOf } from '../amounts.ts';
import { judged, numberOf, wordOf, type Found } from '../constraint.ts';
import type { Family } from '../family.ts';
import { matchesIn, type Reading } from '../reading.ts';
import { escapePattern } from '../patterns.ts';

/** Sections that are marked ("SECTION 1"), or have headings. */
export const sectionForm: Family = {
  name: 'sections',
  find: (reading) => {
    const marked = markedSections(reading);
    return marked.length > 0 ? marked : plainSections(reading);
  },
  judges: {
    'detectable_format:multiple_sections': (args, { text }) => {
      const [mark, wanted] = [wordOf(args, 'section_spliter'), numberOf(args, 'num_sections')];
      const count = [...text.matchAll(new RegExp(`\\s?${escapePattern(mark)}\\s?\\d+\\s?`, 'gu'))].length;
      return judged(count >= wanted, `asked for ${wanted} sections marked "${mark} 1", there are ${count}`);
    },
    'format:sections': (args, { text }) => {
      const count = text.match(/^#{1,6}\s+\S.*$/gmu)?.length ?? 0;
      const { holds, words } = keepsLimit(count, args, 'num_sections');
      const bold = text.match(/^\s*(?:\*\*[^*\n]+\*\*|__[^_\n]+__):?\s*$/gmu)?.length ?? 0;
      const other = keepsLimit(count + bold, args, 'num_sections').holds;
      const counted = `asked for ${words} sections, there are ${count} headings${bold > 0 ? ` and ${bold} bold lines` : ''}`;
      return holds === other ? judged(holds, counted) : judged(null, counted);
    },
  },
};

const things =
  '(?:sections?|parts?|chapters?|episodes?|days?|advertisements?|ads?|scenes?|acts?|steps?|paragraphs?|rounds?|items?|options?|verses?|audiences?|articles?|stanzas?|points?|answers?|stages?|phases?)';

/** "Mark the beginning of each section with SECTION X", "each section should start with ...", "named Part 1, Part 2". */
function markedSections(reading: Reading): readonly Found[] {
  const mark = `["'\u201c\u2018\`]?(?<mark>[\\p{L}]+)[ ]?(?:x|\\d{1,2}|#|n|\\{\\w*\\}|\\[\\w*\\]|<\\w*>)?["'\u201d\u2019\`]?`;
  const forms = [
    `\\bmark(?:ing|ed)?\\s+(?:the )?(?:beginning|start)s?\\s+of\\s+(?:each|every|the)(?: one)?(?: of the)?\\s*${things}?\\s*(?:with|by|as|using)\\s+(?:the (?:word|label|heading|marker) )?`,
    `\\b(?:each|every)\\s+${things}\\s+(?:should|must|has to|needs to|will|is to|shall)?\\s*(?:be\\s+)?(?:start(?:s|ed|ing)?|begin(?:s|ning)?|mark(?:ed|s)?|label(?:l?ed|s)?|introduced?|headed|named|explicitly noted)\\s*(?:off )?(?:with|by|as)\\s+(?:the (?:word|label|heading|marker) )?`,
    `\\bwith\\s+(?:each|every)\\s+${things}\\s+(?:starting|beginning|marked|labell?ed|introduced)\\s+(?:with|by|as)\\s+(?:the (?:word|label|heading|marker) )?`,
    `\\beach\\s+(?:one\\s+)?(?:starting|beginning|marked|labell?ed|introduced)\\s+(?:with|by|as)\\s+(?:the (?:word|label|heading|marker) )?`,
    `\\bstart(?:ing)?\\s+(?:each|every)\\s+${things}\\s+with\\s+(?:the (?:word|label|heading|marker) )?`,
    `\\b${things}\\s+(?:marked|labell?ed|starting|beginning)\\s+(?:with|by|as)\\s+(?:the (?:word|label|heading|marker) )?`,
  ];
  return forms.flatMap((form) => {
    // Marks stand in the text as they are written; the fill of a quotation is read from there.
    const pattern = new RegExp(form, 'gu');
    return [...matchesIn(reading, pattern)].flatMap((match): Found[] => {
      const start = match.span[1];
      const rest = new RegExp(`^${mark}`, 'iu').exec(reading.text.slice(start, start + 40));
      const name = rest?.groups?.['mark'];
      if (rest === null || name === undefined) return [];
      if (!/^\p{Lu}/u.test(name) && !/[ ](?:x|\d)/iu.test(rest[0])) return [];
      const noun = new RegExp(things, 'u').exec(match[0])?.[0].replace(/s$/u, '');
      const end = start + rest[0].length;
      const numbered = lastNumbered(reading, name, end);
      const amount = countFor(reading, noun ?? 'section', match.index, end);
      const count = Math.max(amount?.count ?? 0, numbered?.count ?? 0);
      if (count === 0) return [];
      return [
        {
          id: 'detectable_format:multiple_sections',
          args: { section_spliter: name, num_sections: count },
          span: [match.index, numbered?.to ?? end],
          ...(amount === undefined ? {} : { also: [amount.span] }),
          sure: true,
        },
      ];
    });
  });
}

/** "... with Part 1 and Part 2": as many as are named. */
function lastNumbered(
  reading: Reading,
  name: string,
  end: number,
): { count: number; to: number } | undefined {
  const near = reading.text.slice(end, end + 80);
  let last: { count: number; to: number } | undefined;
  for (const match of near.matchAll(new RegExp(`(?:^|[\\s,"'])${escapePattern(name)} (\\d{1,2})`, 'giu'))) {
    last = { count: Number(match[1]), to: end + match.index + match[0].length };
  }
  return last;
}

function countFor(
  reading: Reading,
  noun: string,
  near: number,
  end: number,
): { count: number; span: readonly [number, number] } | undefined {
  // "Each one marked as SECTION" counts nothing.
  const isApart = ([from, to]: readonly [number, number]): boolean => to <= near || from >= end;
  const own = amountsOf(reading, `${noun}s?`).filter((one) => one.least !== undefined && isApart(one.span));
  const all =
    own.length > 0
      ? own
      : amountsOf(reading, '(?:sections?|parts?|chapters?|days?|stanzas?)').filter((one) =>
          isApart(one.span),
        );
  const [best] = [...all].sort((a, b) => Math.abs(a.span[0] - near) - Math.abs(b.span[0] - near));
  const count = best?.least ?? best?.most;
  return best === undefined || count === undefined ? undefined : { count, span: best.span };
}

/** "In three sections", "with at least two headings": sections by their headings. */
function plainSections(reading: Reading): readonly Found[] {
  return amountsOf(reading, '(?:sections?|headings?|headers?)').flatMap((amount): Found[] => {
    const ahead = reading.masked.slice(Math.max(0, amount.span[0] - 50), amount.span[0]);
    const behind = reading.masked.slice(amount.span[1], amount.span[1] + 60);
    const matched = reading.masked.slice(...amount.span);
    if (/^\s*an?\b/u.test(matched) || valueOf(matched.trim()) !== undefined) return [];
    if (
      /\b(?:highlight\w*|italic\w*|bold\w*|emphasi[sz]\w*)\b[^.;\n]*$/u.test(ahead) ||
      /highlight|italic|bold|\*/u.test(matched + behind.split(/[.\n]/u)[0])
    )
      return [];
    return [{ id: 'format:sections', args: limitArgs(amount, 'num_sections'), span: amount.span }];
  });
}
