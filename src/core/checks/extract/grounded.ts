import type { Check, CheckInput, CheckOutcome } from '../../check.ts';
import type { ExtractResult, ExtractTask } from '../../kinds/extract.ts';
import { shorten } from '../../text.ts';
import type { Evidence, Finding } from '../../verdict.ts';
import { pageOf, standsAt, type Page } from '../read/quotes.ts';
import { capped } from './complete.ts';

type Item = ExtractResult['items'][number];
type Fault = Omit<Finding, 'check' | 'level'>;

/** Characters of long lines that are looked through in all; a result that needs more is not worth the wait. */
const workAtMost = 2_000_000_000;

/**
 * Every quote stands at its line in the bytes that were handed out, code unit by code unit, and every value in its
 * quote, as it stands (contracts rules 10, 11 and 24).
 */
export const itemsGrounded: Check<ExtractTask, ExtractResult> = {
  id: 'extract.grounded',
  title: 'every value stands in its quote, and every quote at its line',
  required: true,
  timeoutMs: 30_000,
  run(input): Promise<CheckOutcome> {
    const pages = new Map<string, Page>();
    for (const [path, read] of input.handedOut) {
      if (read.type === 'text') pages.set(path, pageOf(read.file.text));
    }
    const faults: Fault[] = [];
    const unreadable: string[] = [];
    const seek = seeker(workAtMost);
    for (const [index, item] of input.result.items.entries()) {
      const answer = lookAt(item, input, pages, seek);
      if (answer === undefined) continue;
      if (answer.type === 'unreadable') unreadable.push(answer.message);
      else
        faults.push({
          claim: index < 100 ? `i${index + 1}` : 'rest',
          ...placeOf(item),
          message: answer.message,
        });
    }
    const evidence = evidenceOf(input);
    if (faults.length > 0) return Promise.resolve({ type: 'fail', findings: capped(faults), evidence });
    const [reason] = unreadable;
    return Promise.resolve(
      reason === undefined ? { type: 'pass', evidence } : { type: 'unable', reason, evidence },
    );
  },
};

type Look = { readonly type: 'fault' | 'unreadable'; readonly message: string } | undefined;

function lookAt(
  item: Item,
  input: CheckInput<ExtractTask, ExtractResult>,
  pages: ReadonlyMap<string, Page>,
  seek: Seeker,
): Look {
  const { path, line, quote, value } = item;
  const fault = (message: string): Look => ({ type: 'fault', message });
  if (value.trim() === '') return fault('the value is blank');
  if (quote.trim() === '') return fault('the quote is blank');
  if (!quote.includes(value)) return fault(`"${shorten(value, 80)}" does not stand in its quote`);
  const read = input.task.paths.includes(path) ? input.handedOut.get(path) : undefined;
  if (read === undefined) {
    return input.task.paths.includes(path)
      ? { type: 'unreadable', message: `${path} was not read` }
      : fault(`${path} was not handed out for this task`);
  }
  if (read.type === 'refused') {
    if (read.reason === 'missing') return fault(`${path} is not there`);
    return { type: 'unreadable', message: `${path}: ${read.message}` };
  }
  const page = pages.get(path) ?? pageOf(read.file.text);
  if (line < 1 || line > page.lines.length)
    return fault(`${path} has ${page.lines.length} lines, so none is line ${line}`);
  const found = quote.includes('\n')
    ? standsAt(quote, line, page)
    : seek(path, line, page.lines[line - 1] ?? '', quote);
  if (found === undefined)
    return { type: 'unreadable', message: `the lines of ${path} are too long for so many quotes` };
  return found ? undefined : fault(`the quote "${shorten(quote, 80)}" does not stand at line ${line}`);
}

type Seeker = (path: string, line: number, text: string, quote: string) => boolean | undefined;

/**
 * Looks for quotes in lines. Those of one long line mostly come in its order, so each is looked for behind the one
 * before first; undefined once all of them have cost too much.
 */
function seeker(most: number): Seeker {
  const last = new Map<string, number>();
  let left = most;
  return (path, line, text, quote) => {
    if (left < 0) return undefined;
    const key = `${line}:${path}`;
    const from = last.get(key) ?? 0;
    const behind = text.indexOf(quote, from);
    left -= (behind === -1 ? text.length : behind) - from;
    const found = behind !== -1 || from === 0 ? behind : text.indexOf(quote);
    if (behind === -1) left -= found === -1 ? text.length : found;
    if (found !== -1) last.set(key, found);
    return found !== -1;
  };
}

function placeOf({ path, line }: Item): { readonly path: string; readonly line?: number } {
  return { path, ...(line >= 1 ? { line } : {}) };
}

/** The files that items were taken from, first ones first. */
function evidenceOf(input: CheckInput<ExtractTask, ExtractResult>): readonly Evidence[] {
  const counts = new Map<string, number>();
  for (const { path } of input.result.items) counts.set(path, (counts.get(path) ?? 0) + 1);
  return [...counts].slice(0, 100).flatMap(([path, items]): Evidence[] => {
    const read = input.handedOut.get(path);
    if (read?.type !== 'text') return [];
    return [
      {
        saw: `${items} quotes of ${path}, looked up`,
        path,
        sha256: read.file.sha256,
        counts: { quotes: items },
      },
    ];
  });
}
