import { lesser, type Grade, type Span } from '../item.ts';

const plainLocal = /^[A-Za-z0-9_](?:[A-Za-z0-9._%+-]*[A-Za-z0-9_%+-])?$/;
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;

/** Every address on a line: runs of the characters that addresses have, each taken apart at its signs `@`. */
export function emailSpans(line: string): readonly Span[] {
  if (!line.includes('@')) return [];
  const spans: Span[] = [];
  for (let at = 0; at < line.length;) {
    let end = at;
    while (end < line.length && isPart(line.charCodeAt(end))) end += 1;
    if (end > at) spans.push(...inRun(line, at, end));
    at = end + 1;
  }
  return spans;
}

/** Letters, digits and `. _ % + - @`. */
function isPart(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x40 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x2e ||
    code === 0x5f ||
    code === 0x25 ||
    code === 0x2b ||
    code === 0x2d
  );
}

function inRun(line: string, from: number, to: number): readonly Span[] {
  const parts = line.slice(from, to).split('@');
  const spans: Span[] = [];
  let at = from;
  for (const [index, local] of parts.entries()) {
    const domain = parts[index + 1];
    if (domain === undefined) break;
    spans.push(...between(line, { start: at, local, domain, isOne: parts.length === 2 }));
    at += local.length + 1;
  }
  return spans;
}

interface Sides {
  readonly start: number;
  readonly local: string;
  readonly domain: string;
  /** False where another `@` stands in the same run. */
  readonly isOne: boolean;
}

/** The address around one `@`: as it stands, and as it is read where its ends are doubtful. */
function between(line: string, { start, local, domain, isOne }: Sides): readonly Span[] {
  const at = start + local.length;
  if (local === '') return [];
  const bare = withoutEnd(domain);
  const labels = bare.split('.');
  if (labels.length < 2) return [];
  const behind = at + 1 + domain.length;
  const last = labels.at(-1) ?? '';
  let grade: Grade = 'must';
  let why = '';
  const hold = (to: Grade, reason: string): void => {
    if (lesser(grade, to) === to && grade !== to) why = reason;
    grade = lesser(grade, to);
  };
  if (/^\d+$/.test(last))
    hold(/^\d+$/.test(labels[0] ?? '') ? 'unlikely' : 'may', 'no domain ends in a number');
  if (!/^[A-Za-z]{2,}$/.test(last)) hold('may', 'its domain ends in an unusual way');
  if (!labels.every((one) => label.test(one))) hold('may', 'its domain has an unusual part');
  if (!plainLocal.test(local) || local.includes('..')) hold('may', 'its local part is an unusual one');
  if (!isOne) hold('may', 'more than one @ stands there');
  if (domain.endsWith('-') || /[_%+]/.test(domain)) hold('may', 'it is open where it ends');
  const before = line.charAt(start - 1);
  const after = line.charAt(behind);
  if (/[\p{L}\p{N}]/u.test(before) || /[\p{L}\p{N}]/u.test(after))
    hold('may', 'other letters stand next to it');
  if (/[!#$&*/=?^{|}~'\\]/.test(before)) {
    const isUserinfo = line.slice(Math.max(0, start - 3), start).endsWith('://');
    if (isUserinfo) hold('may', 'it is the user of a web address');
    else if (/[!#$&*^~\\?'|{}/]/.test(before)) hold('may', 'it is open where it begins');
    else hold('should', 'it is joined to what stands before it');
  }
  if (before === ':')
    hold(credentials(line, start) ? 'may' : 'must', 'it may be the password of a web address');
  if (after === ':' && /^git$/.test(local)) hold('should', 'it is the address of a repository');
  const spans: Span[] = [span(start, at + 1 + bare.length, grade, why)];
  // Only an address that nobody can be sure of has several ends.
  const isOpen: boolean = (grade as Grade) === 'may';
  if (!isOpen) return spans;
  return [...spans, ...otherEnds(line, { start, local, domain, isOne }, bare)];
}

/** A domain without full stops and hyphens at its end. */
function withoutEnd(domain: string): string {
  let end = domain.length;
  while (end > 0 && (domain.endsWith('.', end) || domain.endsWith('-', end))) end -= 1;
  return domain.slice(0, end);
}

/** A colon and a user stand before it, as in `https://user:secret@host.org`. */
function credentials(line: string, start: number): boolean {
  const before = line.slice(Math.max(0, start - 200), start);
  return /:\/\/[^\s/@]*:$/.test(before);
}

/** Where it is open which characters belong to an address, each sensible choice of them. */
function otherEnds(line: string, { start, local, domain }: Sides, bare: string): readonly Span[] {
  const at = start + local.length;
  const why = 'it is open where it begins or ends';
  const starts = new Set([start]);
  const first = /[A-Za-z0-9_]/.exec(local)?.index;
  if (first !== undefined) starts.add(start + first);
  const word = Math.max(local.lastIndexOf('..') + 2, 0);
  if (local.includes('..') && word < local.length) starts.add(start + word);
  starts.add(wider(line, start));
  const ends = new Set([at + 1 + bare.length, at + 1 + domain.length]);
  const letters = /^[A-Za-z0-9.-]+\.[A-Za-z]{2,}/.exec(domain)?.[0];
  if (letters !== undefined) ends.add(at + 1 + letters.length);
  const words = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+/.exec(domain)?.[0];
  if (words !== undefined) ends.add(at + 1 + words.length);
  const spans: Span[] = [];
  for (const from of starts) {
    for (const to of ends) {
      if (from !== start || to !== at + 1 + bare.length) spans.push(span(from, to, 'may', why));
    }
  }
  return spans;
}

/** The start with letters of other scripts, and the signs that only the standard allows, before it. */
function wider(line: string, start: number): number {
  let from = start;
  while (from > 0 && start - from < 64 && /[\p{L}\p{N}!#$&*/=?^{|}~'.]/u.test(line.charAt(from - 1)))
    from -= 1;
  return from;
}

function span(start: number, end: number, grade: Grade, why: string): Span {
  return { start, end, grade, ...(grade === 'must' ? {} : { why }) };
}
