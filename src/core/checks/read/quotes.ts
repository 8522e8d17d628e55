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
    const findings: Fault[] = [];
    const evidence: Evidence[] = [];
    const unreadable: string[] = [];
    for (const [index, statement] of input.result.statements.entries()) {
      const claim = `s${index + 1}`;
      if (statement.quotes.length === 0) findings.push({ claim, message: 'the statement has no quote' });
      for (const quote of statement.quotes) {
        const answer = lookAt(quote, input);
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

type Look =
  | { readonly type: 'stands'; readonly evidence: Evidence }
  | { readonly type: 'fault'; readonly message: string }
  | { readonly type: 'unreadable'; readonly message: string };

function lookAt(quote: Quote, input: CheckInput<ReadTask, ReadResult>): Look {
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
  const lines = linesOf(read.file.text);
  if (quote.line < 1 || quote.line > lines.length) {
    return {
      type: 'fault',
      message: `${quote.path} has ${lines.length} lines, so none is line ${quote.line}`,
    };
  }
  if (standsAt(quote.quote, quote.line, lines)) {
    const { path, line } = quote;
    return {
      type: 'stands',
      evidence: { saw: `"${shortened(quote.quote)}"`, path, line, sha256: read.file.sha256 },
    };
  }
  return { type: 'fault', message: nearMiss(quote, lines) };
}

/** One line: a contiguous part of it. Several: the end of the first, whole lines between, the start of the last. */
export function standsAt(quote: string, line: number, lines: readonly string[]): boolean {
  const parts = quote.split('\n');
  if (parts.length === 1) return (lines[line - 1] ?? '').includes(quote);
  return parts.every((part, index) => {
    const text = lines[line - 1 + index];
    if (text === undefined)
      return index === parts.length - 1 && part === '' && line - 1 + index === lines.length;
    const plain = part.endsWith('\r') ? part.slice(0, -1) : part;
    if (index === 0) return text.endsWith(plain);
    return index === parts.length - 1 ? text.startsWith(part) : text === plain;
  });
}

function nearMiss(quote: Quote, lines: readonly string[]): string {
  const moved = lines.findIndex((_text, index) => standsAt(quote.quote, index + 1, lines));
  if (moved >= 0) return `the quote does not stand at line ${quote.line}, but at line ${moved + 1}`;
  const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const plain = squeeze(quote.quote);
  if (squeeze(lines[quote.line - 1] ?? '').includes(plain)) {
    return `line ${quote.line} has these words with other white space, so it is no quote`;
  }
  const spaced = lines.findIndex((text) => squeeze(text).includes(plain));
  if (spaced >= 0)
    return `the quote stands at no line; line ${spaced + 1} has its words with other white space`;
  return `the quote "${shortened(quote.quote)}" stands nowhere in ${quote.path}`;
}

function placeOf(quote: Quote): { path: string; line?: number } {
  return { path: quote.path, ...(quote.line >= 1 ? { line: quote.line } : {}) };
}

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 80 ? `${flat.slice(0, 79)}…` : flat;
}
