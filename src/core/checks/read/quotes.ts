import type { Check, CheckInput } from '../../check.ts';
import type { ReadResult, ReadTask } from '../../kinds/read.ts';
import type { Evidence, Finding } from '../../verdict.ts';
import { linesOf } from '../../text.ts';

type Quote = ReadResult['statements'][number]['quotes'][number];
type Fault = Omit<Finding, 'check' | 'level'>;

/**
 * Every statement has a quote, and every quote stands at its line in the bytes that were handed out, code unit by
 * code unit (contracts rules 10 and 11). What is almost there is said to be so: other white space, another line.
 */
export const quotesStand: Check<ReadTask, ReadResult> = {
  id: 'read.quotes',
  title: 'every quote stands at its line',
  required: true,
  timeoutMs: 10_000,
  run(input) {
    const pages = pagesOf(input);
    const findings: Fault[] = [];
    const evidence: Evidence[] = [];
    const unreadable: string[] = [];
    for (const [index, statement] of input.result.statements.entries()) {
      const claim = `s${index + 1}`;
      if (statement.quotes.length === 0) findings.push({ claim, message: 'the statement has no quote' });
      for (const quote of statement.quotes) {
        const answer = lookAt(quote, input, pages, findings.length < missesAtMost);
        if (answer.type === 'fault') findings.push({ claim, ...placeOf(quote), message: answer.message });
        else if (answer.type === 'unreadable') unreadable.push(answer.message);
        else evidence.push(answer.evidence);
      }
    }
    if (findings.length > 0) return Promise.resolve({ type: 'fail', findings, evidence });
    const [reason] = unreadable;
    if (reason !== undefined) return Promise.resolve({ type: 'unable', reason, evidence });
    return Promise.resolve({ type: 'pass', evidence });
  },
};

/** So many faults are explained; for one the whole file is looked through. */
const missesAtMost = 20;

type Look =
  | { readonly type: 'stands'; readonly evidence: Evidence }
  | { readonly type: 'fault'; readonly message: string }
  | { readonly type: 'unreadable'; readonly message: string };

/** The lines of a file, and whether a CR stands in the ending of each. */
export interface Page {
  readonly lines: readonly string[];
  readonly returns: readonly boolean[];
}

/** A text as lines of contracts rule 1. */
export function pageOf(text: string): Page {
  const returns = text.split('\n').map((line) => line.endsWith('\r'));
  return { lines: linesOf(text), returns };
}

/** Each file is taken apart once, however many quotes it has. */
function pagesOf(input: CheckInput<ReadTask, ReadResult>): ReadonlyMap<string, Page> {
  const pages = new Map<string, Page>();
  for (const [path, read] of input.handedOut) {
    if (read.type === 'text') pages.set(path, pageOf(read.file.text));
  }
  return pages;
}

function lookAt(
  quote: Quote,
  input: CheckInput<ReadTask, ReadResult>,
  pages: ReadonlyMap<string, Page>,
  explain: boolean,
): Look {
  if (quote.quote.trim() === '') return { type: 'fault', message: 'the quote is blank' };
  if (!input.task.paths.includes(quote.path)) {
    return { type: 'fault', message: `${quote.path} was not handed out for this task` };
  }
  const read = input.handedOut.get(quote.path);
  if (read === undefined) return { type: 'unreadable', message: `${quote.path} was not read` };
  if (read.type === 'refused') {
    if (read.reason === 'missing') return { type: 'fault', message: `${quote.path} is not there` };
    return { type: 'unreadable', message: `${quote.path}: ${read.message}` };
  }
  const page = pages.get(quote.path) ?? pageOf(read.file.text);
  const { lines } = page;
  if (quote.line < 1 || quote.line > lines.length) {
    return {
      type: 'fault',
      message: `${quote.path} has ${lines.length} lines, so none is line ${quote.line}`,
    };
  }
  if (standsAt(quote.quote, quote.line, page)) {
    const { path, line } = quote;
    return {
      type: 'stands',
      evidence: { saw: `"${shortened(quote.quote)}"`, path, line, sha256: read.file.sha256 },
    };
  }
  const plain = `the quote does not stand at line ${quote.line}`;
  return { type: 'fault', message: explain ? nearMiss(quote, page) : plain };
}

/**
 * One line: a contiguous part of it. Several: the end of the first, then whole lines, the last one too (rule 10). A
 * line feed stands for the file's own ending; a CR before it must be there in the file.
 */
export function standsAt(quote: string, line: number, page: Page): boolean {
  const { lines, returns } = page;
  const parts = quote.split('\n');
  if (parts.length === 1) return (lines[line - 1] ?? '').includes(quote);
  return parts.every((part, index) => {
    const at = line - 1 + index;
    const isLast = index === parts.length - 1;
    // A line feed at the quote's end needs one in the file, but no line behind it.
    if (isLast && part === '') return at < returns.length;
    const text = lines[at];
    if (text === undefined) return false;
    const plain = !isLast && part.endsWith('\r') && returns[at] === true ? part.slice(0, -1) : part;
    return index === 0 ? text.endsWith(plain) : text === plain;
  });
}

/** Where a quote might stand instead is looked up at so many lines that its first line stands in. */
const placesAtMost = 100;

/** White space is left aside for quotes of this size only: for a longer one the search costs more than it tells. */
const spacedAtMost = { lines: 20, characters: 4_000 };

function nearMiss(quote: Quote, page: Page): string {
  const { lines } = page;
  const [first = ''] = quote.quote.split('\n');
  const begins = first.replace(/\r$/, '');
  const places = lines.flatMap((text, index) => (text.includes(begins) ? [index + 1] : []));
  const moved = places.slice(0, placesAtMost).filter((line) => standsAt(quote.quote, line, page));
  if (moved.length > 0) {
    const where = moved.slice(0, 3).join(', ');
    return `the quote does not stand at line ${quote.line}, but at line ${where}${moved.length > 3 ? ' and others' : ''}`;
  }
  const span = quote.quote.split('\n').length;
  if (span > spacedAtMost.lines || quote.quote.length > spacedAtMost.characters) {
    return `the quote does not stand at line ${quote.line}`;
  }
  const squeeze = (text: string): string => text.replace(/\s+/g, '');
  const plain = squeeze(quote.quote);
  const around = squeeze(lines.slice(quote.line - 1, quote.line - 1 + span).join(''));
  if (around.includes(plain)) {
    return `line ${quote.line} has these words, but not with this white space, so it is no quote`;
  }
  const squeezed = lines.map(squeeze);
  const spaced = squeezed.join('').indexOf(plain);
  if (spaced >= 0) {
    return `the quote stands at no line; line ${lineOf(squeezed, spaced)} has its words with other white space`;
  }
  return `the quote "${shortened(quote.quote)}" stands nowhere in ${quote.path}`;
}

/** The line (1-based) of a place in lines that were put together. */
function lineOf(lines: readonly string[], offset: number): number {
  let end = 0;
  return lines.findIndex((text) => (end += text.length) > offset) + 1;
}

function placeOf(quote: Quote): { path: string; line?: number } {
  return { path: quote.path, ...(quote.line >= 1 ? { line: quote.line } : {}) };
}

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 80 ? `${flat.slice(0, 79)}…` : flat;
}
