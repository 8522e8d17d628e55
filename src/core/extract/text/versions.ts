import { lesser, type Grade, type Span } from '../item.ts';
import { isDigits, isSign, type Run } from './runs.ts';

/** What releases before a release are called; other words behind a hyphen may be a part of a file's name. */
const usualPrerelease =
  /^(?:\d|alpha|beta|rc|next|canary|dev|pre|preview|snapshot|nightly|insiders?|experimental|[ab]\d*$)/i;

/** Every `x.y.z` of a line with its pre-release and build part, by runs of digits. */
export function versionSpans(line: string, runs: readonly Run[]): readonly Span[] {
  const spans: Span[] = [];
  let taken = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const first = runs[index];
    if (first === undefined || first.sort !== 'digits') continue;
    const last = chainEnd(runs, index);
    const parts = runs.slice(index, last + 1).filter((run) => run.sort === 'digits');
    const [, , third] = parts;
    if (third !== undefined) {
      if (parts.length > 3) {
        const why = 'more than three numbers stand there';
        spans.push({ start: first.start, end: third.end, grade: 'unlikely', why });
      } else if (first.start < taken) {
        const why = 'it stands within another version';
        spans.push({ start: first.start, end: third.end, grade: 'unlikely', why });
      } else {
        const found = versionAt(line, runs, index, last);
        spans.push(...found);
        taken = Math.max(...found.map((span) => span.end));
      }
    }
    index = last;
  }
  return spans;
}

/** The index of the last run of digits with full stops between them. */
export function chainEnd(runs: readonly Run[], index: number): number {
  let last = index;
  while (isSign(runs[last + 1], '.') && runs[last + 2]?.sort === 'digits') last += 2;
  return last;
}

function versionAt(line: string, runs: readonly Run[], index: number, last: number): readonly Span[] {
  const [first, , second, , third] = runs.slice(index, last + 1);
  if (first === undefined || second === undefined || third === undefined) return [];
  const core = third.end;
  let grade: Grade = 'must';
  let why = '';
  const hold = (to: Grade, reason: string): void => {
    if (lesser(grade, to) !== grade) why = reason;
    grade = lesser(grade, to);
  };
  const [startGrade, startWhy] = startOf(runs, index);
  hold(startGrade, startWhy);
  const parts = [first, second, third];
  if (parts.some((run) => run.text.length > 1 && run.text.startsWith('0')))
    hold('may', 'a part of it begins with 0');
  if (
    isDigits(third, 4) &&
    /^(?:19|20)/.test(third.text) &&
    Number(second.text) <= 12 &&
    Number(first.text) <= 31
  )
    hold('should', 'it could be a day');
  const pre = partBehind(line, core, '-');
  const build = partBehind(line, pre, '+');
  const end = build;
  if (pre > core) {
    const names = line.slice(core + 1, pre).split('.');
    if (names.some((name) => /^0\d+$/.test(name))) hold('may', 'a number of its pre-release begins with 0');
    if (names.some((name) => name.startsWith('-') || name.endsWith('-')))
      hold('may', 'it is open where it ends');
    if (!usualPrerelease.test(names[0] ?? '')) hold('should', 'what follows may be no pre-release');
  }
  const after = line.charAt(end);
  const beyond = line.charAt(end + 1);
  const spans: Span[] = [];
  if (/[A-Za-z_]/.test(after)) {
    hold('may', 'other letters stand directly behind it');
    const word = /^\w+/.exec(line.slice(end, end + 100))?.[0] ?? '';
    spans.push({ start: first.start, end: end + word.length, grade: 'may', why: 'it is open where it ends' });
  } else if (/[\p{L}\p{N}]/u.test(after)) hold('should', 'other letters stand directly behind it');
  else if (after === '.' && /[A-Za-z*]/.test(beyond)) hold('should', 'it goes on behind a full stop');
  else if (after === '-' || after === '+') hold('should', 'it is open where it ends');
  else if (after === '.' && beyond === '.' && pre > core) hold('may', 'it is open where it ends');
  else if (after === '.' && beyond === '.') hold('should', 'full stops stand directly behind it');
  if (end > core) {
    const bare = isOpen(grade) ? 'may' : 'unlikely';
    spans.push({
      start: first.start,
      end: core,
      grade: bare,
      why: 'its pre-release or build part is missing',
    });
    if (build > pre && pre > core)
      spans.push({ start: first.start, end: pre, grade: bare, why: 'its build part is missing' });
  }
  return [{ start: first.start, end, grade, ...(grade === 'must' ? {} : { why }) }, ...spans];
}

function isOpen(grade: Grade): boolean {
  return grade === 'may';
}

/** What stands before a version may be a `v` of its own, a range sign or nothing. */
function startOf(runs: readonly Run[], index: number): readonly [Grade, string] {
  const before = runs[index - 1];
  const further = runs[index - 2];
  if (before === undefined) return ['must', ''];
  if (before.sort === 'letters') {
    if (!/^v$/i.test(before.text)) return ['may', 'other letters stand directly before it'];
    if (further?.sort === 'digits' || isSign(further, '_'))
      return ['may', 'other letters stand directly before it'];
    if (further?.sort === 'foreign') return ['should', 'other letters stand directly before it'];
    return before.text === 'v' ? ['must', ''] : ['should', 'a capital V stands before it'];
  }
  if (before.sort === 'foreign') return ['should', 'other letters stand directly before it'];
  if (isSign(before, '_') || isSign(before, '.')) return ['may', 'it is joined to what stands before it'];
  return ['must', ''];
}

/** Where the names behind `-` or `+` end; `from` where there is none. */
function partBehind(line: string, from: number, sign: string): number {
  if (line.charAt(from) !== sign) return from;
  let end = from;
  for (let at = from + 1; ;) {
    let next = at;
    while (next < line.length && /[0-9A-Za-z-]/.test(line.charAt(next))) next += 1;
    if (next === at) return end;
    end = next;
    if (line.charAt(end) !== '.') return end;
    at = end + 1;
  }
}
