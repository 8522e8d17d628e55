import type { Check, CheckInput } from '../../check.ts';
import type { FillResult, FillTask } from '../../kinds/fill.ts';
import { shorten } from '../../text.ts';
import type { Evidence, Finding } from '../../verdict.ts';
import { capped, claimId } from '../many.ts';
import { pageOf, standsAt, type Page } from '../read/quotes.ts';
import { standsWhole } from '../sentence.ts';

type Fault = Omit<Finding, 'check' | 'level'>;

/** A value that is not given stands in its quote, and the quote at its line of a file that was handed out (rules 10, 34a). */
export const valuesQuoted: Check<FillTask, FillResult> = {
  id: 'fill.quotes',
  title: 'values that are not given stand in their quotes',
  required: true,
  timeoutMs: 10_000,
  run(input) {
    const given = new Set(Object.keys(input.task.values ?? {}));
    const pages = new Map<string, Page>();
    for (const [path, read] of input.handedOut) {
      if (read.type === 'text') pages.set(path, pageOf(read.file.text));
    }
    const findings: Fault[] = [];
    const evidence: Evidence[] = [];
    const notes: Fault[] = [];
    const unreadable: string[] = [];
    for (const [index, blank] of input.result.blanks.entries()) {
      const { name, value, path, line, quote } = blank;
      // What is missing is the finding of another check.
      if (given.has(name) || path === undefined || line === undefined || quote === undefined) continue;
      const at = { claim: claimId('b', index), path, ...(line >= 1 ? { line } : {}) };
      const looked = lookAt({ path, line, quote }, input, pages);
      if (looked.type === 'unreadable') unreadable.push(looked.message);
      else if (looked.type === 'fault') findings.push({ ...at, message: looked.message });
      else if (!quote.includes(value)) {
        const message = `the value ${said(value)} of "${name}" does not stand in its quote ${said(quote)}`;
        findings.push({ ...at, message });
      } else {
        if (evidence.length < evidenceAtMost) evidence.push(looked.evidence);
        if (!standsWhole(value, quote)) {
          notes.push({ ...at, message: `the value ${said(value)} of "${name}" is part of a longer word` });
        }
      }
    }
    if (findings.length > 0) return Promise.resolve({ type: 'fail', findings: capped(findings), evidence });
    const [reason] = unreadable;
    if (reason !== undefined) return Promise.resolve({ type: 'unable', reason, evidence });
    return Promise.resolve({ type: 'pass', evidence, notes: capped(notes) });
  },
};

const evidenceAtMost = 200;

type Look =
  | { readonly type: 'stands'; readonly evidence: Evidence }
  | { readonly type: 'fault'; readonly message: string }
  | { readonly type: 'unreadable'; readonly message: string };

function lookAt(
  { path, line, quote }: { readonly path: string; readonly line: number; readonly quote: string },
  input: CheckInput<FillTask, FillResult>,
  pages: ReadonlyMap<string, Page>,
): Look {
  if (quote.trim() === '') return { type: 'fault', message: 'the quote is blank' };
  if (!input.task.paths.includes(path)) {
    return { type: 'fault', message: `${path} was not handed out for this task` };
  }
  const read = input.handedOut.get(path);
  if (read === undefined) return { type: 'unreadable', message: `${path} was not read` };
  if (read.type === 'refused') {
    if (read.reason === 'missing') return { type: 'fault', message: `${path} is not there` };
    return { type: 'unreadable', message: `${path}: ${read.message}` };
  }
  const page = pages.get(path) ?? pageOf(read.file.text);
  if (line < 1 || line > page.lines.length) {
    return { type: 'fault', message: `${path} has ${page.lines.length} lines, so none is line ${line}` };
  }
  if (!standsAt(quote, line, page)) {
    return { type: 'fault', message: `the quote ${said(quote)} does not stand at line ${line} of ${path}` };
  }
  return { type: 'stands', evidence: { saw: said(quote), path, line, sha256: read.file.sha256 } };
}

function said(text: string): string {
  return shorten(JSON.stringify(text), 80);
}
