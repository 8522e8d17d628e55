import * as z from 'zod';
import { itemsAreAll, told } from '../checks/extract/complete.ts';
import { itemsGrounded } from '../checks/extract/grounded.ts';
import { draftDescribed } from '../drafting/extract.ts';
import { isClosedSet, setWords } from '../extract/item.ts';
import { quoteOf } from '../extract/quote.ts';
import { firstReading } from '../extract/recognise.ts';
import type { Draft, Kind } from '../kind.ts';
import type { House } from '../ports.ts';
import { linesOf, shorten } from '../text.ts';
import type { Claim, Place } from '../verdict.ts';
import type { Written } from '../into/sheet.ts';
import { baseSchema, filePath, intoSchema } from './fields.ts';

/** `{kind, what, paths}` of design section 4; `what` is one of the closed sets, or a description in free words. */
export const extractTaskSchema = z.strictObject({
  kind: z.literal('extract'),
  what: z.string().refine((what) => what.trim() !== '', { message: 'it does not say what to extract' }),
  paths: z.array(filePath).min(1),
  into: intoSchema,
  base: baseSchema,
});
export type ExtractTask = z.infer<typeof extractTaskSchema>;

/** One item an occurrence: the value as it stands, and a quote of its line (contracts rules 23 and 24). */
export const extractResultSchema = z.strictObject({
  items: z.array(z.strictObject({ value: z.string(), path: z.string(), line: z.int(), quote: z.string() })),
});
export type ExtractResult = z.infer<typeof extractResultSchema>;

const nothingSpent = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

/**
 * Lists everything of one sort in files. A closed set is code's work and is counted again by another way; what a
 * description means stays the worker's choice, so such a result is at best unproven (contracts rule 26).
 */
export const extract: Kind<ExtractTask, ExtractResult> = {
  kind: 'extract',
  task: extractTaskSchema,
  result: extractResultSchema,
  title: titleOf,
  handedOut: (task) => task.paths,
  isByCode: (task) => isClosedSet(task.what),
  byCode: (task, house, signal) => byCode(task, house, signal),
  byModel: (task, delegation, signal) => draftDescribed(task, delegation, signal),
  claims: claimsOf,
  answer: answerOf,
  shown: (_task, result) =>
    result.items
      .filter((item) => item.line >= 1)
      .slice(0, 10)
      .map(placeOf),
  checks: () => [itemsGrounded, itemsAreAll],
  proves: (task, result) =>
    isClosedSet(task.what)
      ? [
          `these are all the ${setWords[task.what][1]} of ${scopeOf(task)} and nothing else, each as often as it stands there`,
          `their number is ${result.items.length.toLocaleString('en')}`,
        ]
      : [],
  leavesOpen: (task) => (isClosedSet(task.what) ? [] : ['whether each of these is what was meant']),
  changeSet: () => undefined,
};

/** Items as they stand in a file, each with its place. */
export function writeExtract(_task: ExtractTask, { items }: ExtractResult): Written {
  const rows = items.map(({ value, path, line }) => [value, path, String(line)]);
  return { type: 'sheet', sheet: { columns: ['value', 'path', 'line'], rows } };
}

/** A closed set is read by code; a file that cannot be read, or a language without a reader, is said. */
async function byCode(task: ExtractTask, house: House, signal: AbortSignal): Promise<Draft> {
  const { what } = task;
  const failed = (reason: string): Draft => ({ type: 'failed', reason, usage: nothingSpent, retry: false });
  if (!isClosedSet(what)) return failed('no code knows what a description means');
  const items: ExtractResult['items'] = [];
  const skipped: string[] = [];
  for (const path of new Set(task.paths)) {
    const read = await house.files.read(path, signal);
    if (signal.aborted) return { type: 'aborted', usage: nothingSpent };
    if (read.type === 'refused') {
      skipped.push(`${path}: ${read.message}`);
      continue;
    }
    const found = await firstReading(what, path, read.file.text, house.code, signal);
    if (signal.aborted) return { type: 'aborted', usage: nothingSpent };
    if (found.type === 'unable') {
      skipped.push(found.reason);
      continue;
    }
    const lines = linesOf(read.file.text);
    for (const { value, line } of found.value)
      items.push({ value, path, line, quote: quoteOf(lines[line - 1] ?? value, value) });
  }
  const [first] = skipped;
  if (first !== undefined && items.length === 0) return failed(first);
  const note =
    first === undefined
      ? {}
      : {
          note: `not read: ${skipped.slice(0, 3).join('; ')}${skipped.length > 3 ? ` and ${skipped.length - 3} more` : ''}`,
        };
  return { type: 'drafted', raw: { items }, usage: nothingSpent, ...note };
}

function titleOf(task: ExtractTask): string {
  const what = isClosedSet(task.what) ? `Every ${setWords[task.what][0]}` : shorten(task.what.trim(), 80);
  return `${what} in ${scopeOf(task)}`;
}

function scopeOf(task: ExtractTask): string {
  const paths = new Set(task.paths);
  return paths.size > 2 ? `${paths.size} files` : [...paths].join(' and ');
}

function placeOf({ path, line, quote }: ExtractResult['items'][number]): Place {
  const more = quote.split('\n').length - 1;
  return { path, line, ...(more === 0 ? {} : { endLine: line + more }) };
}

/** One claim an item, the first hundred; the rest is one claim, since nobody reads thousands of them. */
function claimsOf(_task: ExtractTask, result: ExtractResult): readonly Claim[] {
  const each = result.items.slice(0, 100).map((item, index): Claim => ({
    id: `i${index + 1}`,
    text: shorten(item.value, 200),
    ...(item.line >= 1 ? { place: placeOf(item) } : {}),
  }));
  const rest = result.items.length - each.length;
  return rest > 0 ? [...each, { id: 'rest', text: `${rest.toLocaleString('en')} more items` }] : each;
}

/** The distinct values that an answer names. */
const namedAtMost = 12;

function answerOf(task: ExtractTask, result: ExtractResult): string {
  const where = scopeOf(task);
  const count = result.items.length;
  const words = isClosedSet(task.what)
    ? count === 0
      ? `No ${setWords[task.what][0]}`
      : told(count, task.what)
    : count === 0
      ? 'Nothing that fits'
      : count === 1
        ? '1 item'
        : `${count.toLocaleString('en')} items`;
  const values = [...new Set(result.items.map((item) => item.value))];
  if (values.length === 0) return `${words} in ${where}.`;
  const shown = values.slice(0, namedAtMost).map((value) => shorten(value, 60));
  const rest = values.length - shown.length;
  return `${words} in ${where}: ${shown.join(', ')}${rest > 0 ? ` and ${rest.toLocaleString('en')} more` : ''}.`;
}
