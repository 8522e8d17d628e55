import { lesser, type Grade, type Span } from '../item.ts';
import { dateSpans } from './dates.ts';
import { isDigits, isSign, runsOf, type Run } from './runs.ts';
import { urlSpans } from './urls.ts';
import { chainEnd, versionSpans } from './versions.ts';

type Held = readonly [Grade | 'none', string];

const free: Held = ['must', ''];

/**
 * Every unsigned decimal literal of a line that stands free: what stands next to a run of digits says whether it is a
 * part of a name, a version, a date or a path.
 */
export function numberSpans(line: string): readonly Span[] {
  const runs = runsOf(line);
  const covers = coversOf(line, runs);
  const spans: Span[] = [];
  let cover = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const first = runs[index];
    if (first === undefined || first.sort !== 'digits') continue;
    while (cover < covers.length && (covers[cover]?.end ?? 0) <= first.start) cover += 1;
    const last = chainEnd(runs, index);
    const from = groupedEnd(runs, index) > index ? index : last;
    const grouped = groupedEnd(runs, from);
    const around = coverAt(covers, cover, first.start);
    if (around?.grade === 'none') continue;
    const found =
      grouped > from
        ? [...inGroups(runs, from, grouped), ...(from > index ? inChain(runs, index, last) : [])]
        : last - index > 2
          ? []
          : numberAt(line, runs, index, last);
    for (const span of found) {
      const held = around === undefined ? span.grade : lesser(span.grade, around.grade);
      spans.push(held === span.grade ? span : { ...span, grade: held, why: around?.why ?? '' });
    }
    index = Math.max(last, grouped);
  }
  return spans;
}

interface Cover {
  readonly start: number;
  readonly end: number;
  readonly grade: Grade | 'none';
  readonly why: string;
}

/** Dates, versions and addresses of a line in order: their digits are no numbers, or doubtful ones. */
function coversOf(line: string, runs: readonly Run[]): readonly Cover[] {
  const covers: Cover[] = [];
  for (const { start, end, grade } of dateSpans(runs)) {
    const isIso = /^\d{4}-\d\d-\d\d/.test(line.slice(start, start + 10));
    if (grade === 'unlikely') continue;
    covers.push({
      start,
      end,
      grade: isIso ? 'none' : grade === 'may' ? 'may' : 'unlikely',
      why: 'it is a part of a date',
    });
  }
  for (const { start, end, grade } of versionSpans(line, runs)) {
    if (grade !== 'unlikely')
      covers.push({
        start,
        end,
        grade: grade === 'may' ? 'may' : 'none',
        why: 'it may be a part of a version',
      });
  }
  for (const { start, end, grade } of urlSpans(line)) {
    if (grade !== 'unlikely') covers.push({ start, end, grade: 'may', why: 'it is a part of a web address' });
  }
  return covers.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The cover that holds a column back the most. */
function coverAt(covers: readonly Cover[], from: number, column: number): Cover | undefined {
  let found: Cover | undefined;
  for (let at = from; at < covers.length; at += 1) {
    const cover = covers[at];
    if (cover === undefined || cover.start > column) break;
    if (cover.end <= column) continue;
    if (found === undefined || cover.grade === 'none') found = cover;
    else if (found.grade !== 'none' && lesser(cover.grade, found.grade) !== found.grade) found = cover;
  }
  return found;
}

/** The last run of digits in groups of three with commas, as in `1,000`; `index` where there are none. */
function groupedEnd(runs: readonly Run[], index: number): number {
  if (!isDigits(runs[index], 1, 3)) return index;
  if (isSign(runs[index - 1], ',') && runs[index - 2]?.sort === 'digits') return index;
  let last = index;
  while (isSign(runs[last + 1], ',') && isDigits(runs[last + 2], 3)) last += 2;
  const goesOn = isSign(runs[last + 1], ',') && runs[last + 2]?.sort === 'digits';
  return goesOn ? index : last;
}

function inGroups(runs: readonly Run[], index: number, last: number): readonly Span[] {
  const why = 'commas between digits may group them or part them';
  const whole = runs.slice(index, last + 1);
  const start = whole[0]?.start ?? 0;
  const end = whole.at(-1)?.end ?? 0;
  const spans: Span[] = [{ start, end, grade: 'may', why }];
  for (const run of whole)
    if (run.sort === 'digits') spans.push({ start: run.start, end: run.end, grade: 'may', why });
  const fraction = runs[last + 2];
  if (isSign(runs[last + 1], '.') && fraction?.sort === 'digits') {
    spans.push({ start, end: fraction.end, grade: 'may', why });
    spans.push({ start: runs[last]?.start ?? start, end: fraction.end, grade: 'may', why });
    spans.push({ start: fraction.start, end: fraction.end, grade: 'may', why });
  }
  return spans;
}

/** Digits with full stops before groups of digits, as in `5.1,000`. */
function inChain(runs: readonly Run[], index: number, last: number): readonly Span[] {
  const first = runs[index];
  const end = runs[last];
  if (first === undefined || end === undefined) return [];
  return [{ start: first.start, end: end.end, grade: 'may', why: 'it is open how much of it is one number' }];
}

function numberAt(line: string, runs: readonly Run[], index: number, last: number): readonly Span[] {
  const first = runs[index];
  const end = runs[last];
  if (first === undefined || end === undefined) return [];
  const before = held(
    held(beforeOf(line, runs, index), pathAround(line, first.start, end.end)),
    besideWords(line, first.start, end.end),
  );
  const after = afterOf(line, runs, last);
  const both = held(before, after.held);
  const spans: Span[] = [];
  if (both[0] !== 'none') {
    spans.push({
      start: first.start,
      end: end.end,
      grade: both[0],
      ...(both[0] === 'must' ? {} : { why: both[1] }),
    });
  }
  if (before[0] !== 'none') {
    const why = 'it is open how much of it is one number';
    if (after.longer > end.end) spans.push({ start: first.start, end: after.longer, grade: 'may', why });
    if (isSign(runs[index - 1], '.')) spans.push({ start: first.start - 1, end: end.end, grade: 'may', why });
  }
  return spans;
}

function held(a: Held, b: Held): Held {
  if (a[0] === 'none' || b[0] === 'none') return ['none', ''];
  return lesser(a[0], b[0]) === a[0] ? a : b;
}

const name: Held = ['none', 'it is a part of a name'];

function beforeOf(line: string, runs: readonly Run[], index: number): Held {
  const before = runs[index - 1];
  const further = runs[index - 2];
  if (before === undefined) return free;
  if (before.sort === 'letters' || isSign(before, '_')) return name;
  if (before.sort === 'foreign') return ['may', 'other letters stand next to it'];
  const isJoined = further !== undefined && (further.sort !== 'other' || /[_)\]]/.test(further.text));
  const isWord = further?.sort === 'letters' || isSign(further, '_');
  switch (before.text) {
    case '.':
      return isJoined
        ? ['unlikely', 'it is a part of a name']
        : ['may', 'a full stop stands directly before it'];
    case '-':
      if (isWord) return ['unlikely', 'it is a part of a name'];
      return isJoined || isSign(further, '-')
        ? ['may', 'a hyphen stands directly before it']
        : ['should', 'a minus stands directly before it'];
    case '/':
      return ['may', 'a slash stands next to it'];
    case '\\':
      return ['may', 'a backslash stands directly before it'];
    case ':':
      return afterColon(line, before.start, further);
    case '#':
      return /^#(?:[\da-f]{3}|[\da-f]{6}|[\da-f]{8})(?![\da-z])/i.test(
        line.slice(before.start, before.start + 10),
      )
        ? ['may', 'it may be a colour']
        : ['should', 'a # stands directly before it'];
    case '@':
      return ['unlikely', 'it is a part of a name'];
    case '$':
      return ['should', 'a $ stands directly before it'];
    case '%':
      return ['may', 'a % stands directly before it'];
    case '+':
      return isJoined ? ['should', 'a sign joins it to what stands before it'] : free;
    default:
      return (before.text.codePointAt(0) ?? 0) < 0x80 || /\s/.test(before.text)
        ? free
        : ['should', 'another sign stands next to it'];
  }
}

function afterColon(line: string, colon: number, further: Run | undefined): Held {
  if (further?.sort === 'digits') return ['may', 'it may be a part of a time'];
  const word = /[^\s"'`,;()[\]{}]*$/.exec(line.slice(Math.max(0, colon - 200), colon))?.[0] ?? '';
  if (/[./\\]/.test(word)) return ['may', 'it may be a line or a port'];
  return /[A-Za-z]$/.test(word) ? ['should', 'a name stands directly before its colon'] : free;
}

const month =
  'Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?';
const behindWord = new RegExp(`(?<![A-Za-z])(?:(?:${month})|[Vv]ersions?|[Rr]eleases?)[ ]$`);
const beforeWord = new RegExp(`^[ ](?:${month})(?![A-Za-z])`);

/** "May 2024" and "12 May" may be dates without a part, "version 2.0" a version without one. */
function besideWords(line: string, start: number, end: number): Held {
  const isBeside =
    behindWord.test(line.slice(Math.max(0, start - 12), start)) || beforeWord.test(line.slice(end, end + 12));
  return isBeside ? ['should', 'it may be a part of a date or a version'] : free;
}

/** A number between slashes, or a file's name behind one, is a part of a path. */
function pathAround(line: string, start: number, end: number): Held {
  if (line.charAt(start - 1) !== '/') return free;
  const behind = line.slice(end, end + 2);
  const [word = ''] = /[^\s"'`(]*$/.exec(line.slice(Math.max(0, start - 100), start)) ?? [];
  const isLong = /[A-Za-z]/.test(word) && (/^[.~]*\//.test(word) || word.indexOf('/') < word.length - 1);
  const isLead = start < 2 || /[\s"'`(]/.test(line.charAt(start - 2));
  return behind.startsWith('/') || /^\.[A-Za-z]/.test(behind) || isLead || isLong
    ? ['unlikely', 'it is a part of a path']
    : free;
}

function afterOf(
  line: string,
  runs: readonly Run[],
  last: number,
): { readonly held: Held; readonly longer: number } {
  const end = runs[last]?.end ?? 0;
  const after = runs[last + 1];
  const beyond = runs[last + 2];
  const only = (one: Held): { readonly held: Held; readonly longer: number } => ({ held: one, longer: end });
  if (after === undefined) return only(free);
  if (after.sort === 'letters') {
    if (runs[last]?.text === '0' && /^[xob]/i.test(after.text))
      return only(['unlikely', 'it is no decimal literal']);
    const exponent = /^e[+-]?\d+(?![\w.])/i.exec(line.slice(end, end + 24))?.[0];
    const size = exponent?.length ?? (/^n(?!\w)/.test(line.slice(end, end + 2)) ? 1 : 0);
    return { held: ['unlikely', 'letters stand directly behind it'], longer: end + size };
  }
  if (isSign(after, '_')) {
    const more = /^[\d_]*\d(?![A-Za-z])/.exec(line.slice(end, end + 100))?.[0] ?? '';
    return { held: ['unlikely', 'it goes on behind it'], longer: end + more.length };
  }
  if (after.sort === 'foreign') return only(['may', 'other letters stand next to it']);
  const isJoined = beyond?.sort === 'letters' || beyond?.sort === 'digits' || isSign(beyond, '_');
  switch (after.text) {
    case '.':
      return only(
        isJoined || isSign(beyond, '.')
          ? ['may', 'it goes on behind a full stop']
          : ['should', 'a full stop stands directly behind it'],
      );
    case '-':
      return only(isJoined ? ['may', 'a hyphen stands directly behind it'] : free);
    case '/':
      return only(['may', 'a slash stands next to it']);
    case '\\':
      return only(['should', 'a backslash stands directly behind it']);
    case ':':
      return only(beyond?.sort === 'digits' ? ['may', 'it may be a part of a time'] : free);
    case '@':
      return only(['may', 'an @ stands directly behind it']);
    default:
      return only(
        after.text.charCodeAt(0) < 0x80 || /\s/.test(after.text)
          ? free
          : ['should', 'another sign stands next to it'],
      );
  }
}
