import { linesOf } from '../../text.ts';
import type { Item, TextSet } from '../item.ts';

/**
 * The sets that all text is read for, each by one pattern a line: the plain reading of the contracts' table. What only
 * `gradedText` tells apart, a pattern leaves out. No pattern here runs back over more than it has just read.
 */
const patterns: Readonly<Record<TextSet, (line: string) => readonly string[]>> = {
  dates: (line) =>
    [...line.matchAll(isoDay), ...line.matchAll(spelledDay), ...line.matchAll(slashDay)]
      .map(([day]) => day)
      .filter(isReal),
  urls: (line) =>
    [...line.matchAll(/(?<![\p{L}\p{N}_])https?:\/\/[^\s"'<>()[\]`]+/gu)].flatMap(([url]) => {
      const bare = withoutMarks(url);
      return /^https?:\/\/./u.test(bare) ? [bare] : [];
    }),
  emails,
  versions: (line) => [...line.matchAll(version)].map(([one]) => one),
  numbers,
};

const month =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)';
const isoDay =
  /(?<![A-Za-z\d_])(?<!\d[-.])\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![A-Za-z\d_])(?!-\d)/gi;
const spelledDay = new RegExp(
  `(?<![A-Za-z\\d_])(?<![A-Za-z\\d][-./])(?:\\d{1,2}(?:st|nd|rd|th)? ${month} \\d{4}|${month} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})(?![A-Za-z\\d_])(?![-./][A-Za-z\\d])`,
  'g',
);
const slashDay = /(?<![\p{L}\p{N}._/-])\d{4}\/\d\d\/\d\d(?![\p{L}\p{N}._/-])/gu;

const numberOf: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
};

/** Whether the calendar has the day that a match names. */
function isReal(day: string): boolean {
  const [year = '', second = '', third = ''] = /^\d{4}/.test(day)
    ? (/^(\d{4}).(\d\d).(\d\d)/.exec(day)?.slice(1) ?? [])
    : [
        /\d{4}$/.exec(day)?.[0],
        String(numberOf[/[A-Z][a-z]{2}/.exec(day)?.[0].toLowerCase() ?? ''] ?? 0),
        /(?<!\d)\d{1,2}(?!\d)/.exec(day)?.[0],
      ];
  const made = new Date(0);
  made.setUTCFullYear(Number(year), Number(second) - 1, Number(third));
  return made.getUTCMonth() + 1 === Number(second) && made.getUTCDate() === Number(third);
}

function withoutMarks(url: string): string {
  let end = url.length;
  while (end > 0 && /[.,:;]/.test(url.charAt(end - 1))) end -= 1;
  return url.slice(0, end);
}

/** Found from each `@`, to the left and to the right of it. */
function emails(line: string): readonly string[] {
  const found: string[] = [];
  for (let at = line.indexOf('@'); at !== -1; at = line.indexOf('@', at + 1)) {
    let from = at;
    while (from > 0 && /[\w.%+-]/.test(line.charAt(from - 1))) from -= 1;
    const local = line.slice(from, at);
    domainAt.lastIndex = at + 1;
    const domain = domainAt.exec(line)?.[0];
    if (domain === undefined || !/^\w/.test(local) || local.endsWith('.') || local.includes('..')) continue;
    if (/[\p{L}\p{N}@!$#&*^~\\?'|{}/]/u.test(line.charAt(from - 1))) continue;
    const after = line.slice(at + 1 + domain.length, at + 3 + domain.length);
    if (/^[\p{L}\p{N}_@%+]/u.test(after)) continue;
    found.push(`${local}@${domain}`);
  }
  return found;
}
const domainAt = /(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}/y;

const version =
  /(?<=(?<![A-Za-z\d_])v|(?<![A-Za-z\d_.]))\d+\.\d+\.\d+(?!\d)(?!\.\d)(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?(?![A-Za-z_])/gi;

/** Digits that stand free once dates, versions, addresses and groups of digits are blotted out. */
function numbers(line: string): readonly string[] {
  const blot = (text: string): string => text.replace(/\S/g, 'x');
  const rest = line
    .replace(isoDay, blot)
    .replace(spelledDay, blot)
    .replace(slashDay, blot)
    .replace(version, blot)
    .replace(/https?:\/\/[^\s"'<>()[\]`]+/gi, blot)
    .replace(/(?<![\d,])\d{1,3}(?:,\d{3})+(?!,?\d)/g, blot);
  return [...rest.matchAll(freeNumber)].flatMap(([number]) => (/\..*\./.test(number) ? [] : [number]));
}
const freeNumber =
  /(?<![\p{L}\p{M}\p{N}_./\\@%])(?<![\p{L}\p{N}_)\]-]-)(?<!\d:)(?<![./\\][^\s"'`,;()[\]{}./\\]{0,40}:)\d+(?:\.\d+)*(?![\p{L}\p{M}\p{N}_/@])(?![.:]\d)(?!-[A-Za-z\d_])(?!\.[A-Za-z\d_.])/gu;

/** Every occurrence of a set in a text, as the patterns find them. */
export function plainText(set: TextSet, text: string): readonly Item[] {
  const find = patterns[set];
  return linesOf(text).flatMap((line, index) => find(line).map((value) => ({ value, line: index + 1 })));
}
