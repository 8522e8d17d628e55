import { type Grade, type Span } from '../item.ts';
import { isDigits, isSign, type Run } from './runs.ts';

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);

const glued = 'it is joined to other letters or digits';
const spelled = 'only the ISO spelling is sure to be counted';
const unusual = 'this spelling of a day is an unusual one, or could be read as something else';
const noDay = 'no calendar has this day';
const part = 'a date and time is one value, and its date alone is a part of it';

/** Every day that is written out on a line, by runs of digits and letters. */
export function dateSpans(runs: readonly Run[]): readonly Span[] {
  const spans: Span[] = [];
  for (const [index, run] of runs.entries()) {
    if (run.sort === 'digits') {
      spans.push(...numeric(runs, index), ...dayFirst(runs, index));
    } else if (run.sort === 'letters') {
      spans.push(...monthFirst(runs, index));
    }
  }
  return spans;
}

/** ISO and its neighbours: digits with the same sign between them. */
function numeric(runs: readonly Run[], index: number): readonly Span[] {
  const [first, sign, second, again, third] = runs.slice(index, index + 5);
  if (first === undefined) return [];
  if (first.text.length === 8) return compact(runs, index, first);
  if (sign === undefined || !isDigits(second, 1, 2)) return [];
  if (isSign(sign, '-') && isSign(again, '-') && isDigits(first, 4) && isDigits(third, 1, 2)) {
    return second.text.length === 2 && third.text.length === 2
      ? iso(runs, index, [first, second, third])
      : [spanOf(first, third, 'may', unusual)];
  }
  if (sign.text === '\u5e74' && again?.text === '\u6708' && isDigits(third, 1, 2)) {
    const day = runs[index + 5];
    return day?.text.startsWith('\u65e5') === true
      ? [{ start: first.start, end: day.start + 1, grade: 'may', why: unusual }]
      : [];
  }
  const isSame = again !== undefined && again.text === sign.text && again.sort === 'other';
  if (!isSame || (sign.text !== '/' && sign.text !== '.')) return [];
  if (isDigits(first, 4) && isDigits(third, 1, 2)) {
    const isPlain = sign.text === '/' && second.text.length === 2 && third.text.length === 2;
    const isFree = [runs[index - 1], runs[index + 5]].every(
      (run) => run === undefined || (run.sort === 'other' && !/[/._-]/.test(run.text)),
    );
    const valid = isDay(first.text, second.text, third.text);
    return isPlain && isFree && valid
      ? [spanOf(first, third, 'should', spelled)]
      : [spanOf(first, third, 'may', unusual)];
  }
  if (!isDigits(first, 1, 2)) return [];
  if (isDigits(third, 4)) {
    const isEither = isDay(third.text, second.text, first.text) || isDay(third.text, first.text, second.text);
    return [spanOf(first, third, isEither ? 'may' : 'unlikely', unusual)];
  }
  return isDigits(third, 2) ? [spanOf(first, third, 'unlikely', unusual)] : [];
}

function compact(runs: readonly Run[], index: number, run: Run): readonly Span[] {
  const { text } = run;
  const isBound = [runs[index - 1], runs[index + 1]].some((one) => one?.sort === 'letters');
  if (isBound || !isDay(text.slice(0, 4), text.slice(4, 6), text.slice(6))) return [];
  return [spanOf(run, run, 'unlikely', unusual)];
}

/** `YYYY-MM-DD`, with the time that RFC 3339 puts behind it. */
function iso(
  runs: readonly Run[],
  index: number,
  [year, month, day]: readonly [Run, Run, Run],
): readonly Span[] {
  const before = runs[index - 1];
  const after = runs[index + 5];
  const valid: Grade = isDay(year.text, month.text, day.text) ? 'must' : 'may';
  if (Number(month.text) > 12 || Number(day.text) > 31) return [spanOf(year, day, 'unlikely', noDay)];
  const isBound =
    isWordy(before) || ((isSign(before, '-') || isSign(before, '.')) && runs[index - 2]?.sort === 'digits');
  const time = timeBehind(runs, index + 5);
  const why = valid === 'may' ? noDay : glued;
  if (time !== undefined) {
    const next = runs[time.next];
    const isCut =
      isWordy(next) ||
      next?.sort === 'digits' ||
      isSign(next, ':') ||
      (isSign(next, '-') && runs[time.next + 1]?.sort === 'digits');
    const isOpen = isBound || isCut || valid === 'may';
    if (isSign(after, ' ')) {
      return [
        spanOf(year, day, isOpen ? 'may' : 'should', isOpen ? why : part),
        spanOf(year, time.last, isOpen ? 'may' : 'unlikely', part),
      ];
    }
    return [
      spanOf(year, time.last, isOpen ? 'may' : 'should', isOpen ? why : part),
      spanOf(year, day, isOpen ? 'may' : 'unlikely', part),
    ];
  }
  const isRunOn = isWordy(after) || (isSign(after, '-') && runs[index + 6]?.sort === 'digits');
  if (isBound || isRunOn || valid === 'may') return [spanOf(year, day, 'may', why)];
  const isForeign = before?.sort === 'foreign' || after?.sort === 'foreign';
  return [isForeign ? spanOf(year, day, 'should', glued) : spanOf(year, day, 'must')];
}

/** `T10:00:00Z`: where a time stands behind a date, its last run and what comes next. */
function timeBehind(
  runs: readonly Run[],
  from: number,
): { readonly last: Run; readonly next: number } | undefined {
  const [mark, hour, colon, minute] = runs.slice(from, from + 4);
  if (!isSign(mark, ' ') && !(mark?.sort === 'letters' && /^t$/i.test(mark.text))) return undefined;
  if (!isDigits(hour, 2) || !isSign(colon, ':') || !isDigits(minute, 2)) return undefined;
  let last: Run = minute;
  let next = from + 4;
  const take = (count: number): void => {
    last = runs[next + count - 1] ?? last;
    next += count;
  };
  if (isSign(runs[next], ':') && isDigits(runs[next + 1], 2)) {
    take(2);
    if (isSign(runs[next], '.') && runs[next + 1]?.sort === 'digits') take(2);
  }
  const zone = runs[next];
  if (zone?.sort === 'letters' && /^z$/i.test(zone.text)) take(1);
  else if ((isSign(zone, '+') || isSign(zone, '-')) && isDigits(runs[next + 1], 2)) {
    if (isSign(runs[next + 2], ':') && isDigits(runs[next + 3], 2)) take(4);
  } else if ((isSign(zone, '+') || isSign(zone, '-')) && isDigits(runs[next + 1], 4)) take(2);
  return { last, next };
}

/** `12 May 2024` and its neighbours. */
function dayFirst(runs: readonly Run[], index: number): readonly Span[] {
  const day = runs[index];
  if (!isDigits(day, 1, 2)) return [];
  const ordinal = ordinalBehind(runs, index);
  let next = index + (ordinal ? 2 : 1);
  const isPlain = isSign(runs[next], ' ');
  while (isBlank(runs[next]) || isSign(runs[next], '-') || isSign(runs[next], '.')) next += 1;
  if (runs[next]?.text === 'of' && isBlank(runs[next + 1])) next += 2;
  const month = runs[next];
  const named = monthOf(month);
  if (month === undefined || named === undefined) return [];
  const gap = month.start - (runs[index + (ordinal ? 1 : 0)]?.end ?? 0);
  next += 1;
  const comma = isSign(runs[next], ',') || isSign(runs[next], '.');
  if (comma) next += 1;
  const space = next;
  while (isBlank(runs[next]) || isSign(runs[next], '-')) next += 1;
  const year = runs[next];
  if (!isDigits(year, 4)) {
    return isDigits(year, 2) && next > space && !comma ? [spanOf(day, year, 'unlikely', unusual)] : [];
  }
  const isUsual =
    isPlain && gap === 1 && !comma && next === space + 1 && isSign(runs[space], ' ') && named.isUsual;
  return [spelledOut(runs, index, next, { day, number: named.number, year, isUsual })];
}

/** `May 12, 2024` and its neighbours. */
function monthFirst(runs: readonly Run[], index: number): readonly Span[] {
  const month = runs[index];
  const named = monthOf(month);
  if (month === undefined || named === undefined) return [];
  let next = index + 1;
  const isPlain = isSign(runs[next], ' ');
  while (isBlank(runs[next]) || isSign(runs[next], '.') || isSign(runs[next], '-')) next += 1;
  const day = runs[next];
  if (next === index + 1 || !isDigits(day, 1, 2)) return [];
  const gap = next - index - 1;
  next += ordinalBehind(runs, next) ? 2 : 1;
  const comma = isSign(runs[next], ',');
  if (comma) next += 1;
  const space = next;
  while (isBlank(runs[next]) || isSign(runs[next], '-')) next += 1;
  const year = runs[next];
  if (next === space || !isDigits(year, 4)) return [];
  const isUsual = isPlain && gap === 1 && next === space + 1 && isSign(runs[space], ' ') && named.isUsual;
  return [spelledOut(runs, index, next, { day, number: named.number, year, isUsual })];
}

function spelledOut(
  runs: readonly Run[],
  from: number,
  to: number,
  found: { readonly day: Run; readonly number: number; readonly year: Run; readonly isUsual: boolean },
): Span {
  const first = runs[from] ?? found.day;
  const last = runs[to] ?? found.year;
  const valid = isDay(found.year.text, String(found.number), found.day.text);
  const isBound = isWordy(runs[from - 1]) || isWordy(runs[to + 1]);
  const isJoined = isJoint(runs[from - 1], runs[from - 2]) || isJoint(runs[to + 1], runs[to + 2]);
  const grade: Grade = found.isUsual && valid && !isBound && !isJoined ? 'should' : 'may';
  return spanOf(first, last, grade, grade === 'should' ? spelled : unusual);
}

/** A sign that joins what it stands between, as in `3-12 May 2024` and `12 May 2024-05`. */
function isJoint(sign: Run | undefined, beyond: Run | undefined): boolean {
  return (
    (isSign(sign, '-') || isSign(sign, '.') || isSign(sign, '/')) &&
    (beyond?.sort === 'digits' || beyond?.sort === 'letters')
  );
}

function ordinalBehind(runs: readonly Run[], index: number): boolean {
  const next = runs[index + 1];
  return next?.sort === 'letters' && /^(?:st|nd|rd|th)$/i.test(next.text);
}

function monthOf(run: Run | undefined): { readonly number: number; readonly isUsual: boolean } | undefined {
  if (run === undefined || run.sort !== 'letters' || run.text.length < 3) return undefined;
  const lower = run.text.toLowerCase();
  const index =
    lower === 'sept' ? 8 : months.findIndex((name) => name === lower || name.slice(0, 3) === lower);
  if (index === -1) return undefined;
  const isUsual = run.text.charAt(0) !== lower.charAt(0) && run.text.slice(1) === lower.slice(1);
  return { number: index + 1, isUsual };
}

function isBlank(run: Run | undefined): boolean {
  return run !== undefined && run.sort === 'other' && /^[ \t\u00a0]$/.test(run.text);
}

/** Whether what stands there makes one word with a date next to it. */
function isWordy(run: Run | undefined): boolean {
  return run?.sort === 'letters' || isSign(run, '_');
}

/** Whether a year, month and day (digits) are a day of the calendar. */
export function isDay(year: string, month: string, day: string): boolean {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1) return false;
  const isLeap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return d <= (days[m - 1] ?? 0);
}

function spanOf(first: Run, last: Run, grade: Grade, why?: string): Span {
  return { start: first.start, end: last.end, grade, ...(why === undefined ? {} : { why }) };
}
