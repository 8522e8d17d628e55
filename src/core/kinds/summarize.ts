import * as z from 'zod';
import { constraintChecks } from '../checks/constraints.ts';
import { quotesStand } from '../checks/read/quotes.ts';
import { tokensBacked } from '../checks/read/tokens.ts';
import { overBullets } from '../checks/summarize/asRead.ts';
import { summarySaid } from '../checks/summarize/said.ts';
import { subjectOfSummary } from '../checks/summarize/subject.ts';
import { textBacked } from '../checks/summarize/tokens.ts';
import { summaryWork } from '../checks/summarize/work.ts';
import { draftSummary } from '../drafting/summarize.ts';
import type { Kind } from '../kind.ts';
import { firstLine } from '../text.ts';
import type { Place } from '../verdict.ts';
import type { Written } from '../into/sheet.ts';
import { baseSchema, filePath, intoSchema } from './fields.ts';
import { quoteSchema } from './read.ts';

/** `{kind, path, instruction}` of design section 4: the file, and the whole sentence that asks for its summary. */
export const summarizeTaskSchema = z.strictObject({
  kind: z.literal('summarize'),
  path: filePath,
  instruction: z.string(),
  into: intoSchema,
  base: baseSchema,
});
export type SummarizeTask = z.infer<typeof summarizeTaskSchema>;

/** Exactly one of both forms (contracts rule 35). */
export const summarizeResultSchema = z.union([
  z.strictObject({ bullets: z.array(z.strictObject({ text: z.string(), quotes: z.array(quoteSchema) })) }),
  z.strictObject({ text: z.string() }),
]);
export type SummarizeResult = z.infer<typeof summarizeResultSchema>;

/** Sums a file up. Each demand of the instruction is checked on its own; what is said is anchored, not proven. */
export const summarize: Kind<SummarizeTask, SummarizeResult> = {
  kind: 'summarize',
  task: summarizeTaskSchema,
  result: summarizeResultSchema,
  title: (task) => firstLine(task.instruction) || `Summarize ${task.path}`,
  handedOut: (task) => [task.path],
  isByCode: () => false,
  byCode: () =>
    Promise.resolve({
      type: 'failed',
      reason: 'no code sums a file up',
      usage: { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 },
      retry: false,
    }),
  byModel: (task, delegation, signal) => draftSummary(task, delegation, signal),
  claims: (task, result) => {
    if (!('bullets' in result))
      return [{ id: 'text', text: result.text, place: { path: task.path, line: 1 } }];
    return result.bullets.map((bullet, index) => {
      const support = bullet.quotes.flatMap(placeOf);
      const [place] = support;
      return {
        id: `b${index + 1}`,
        text: bullet.text,
        ...(place === undefined ? {} : { place }),
        support,
      };
    });
  },
  answer: (_task, result) =>
    'bullets' in result ? result.bullets.map((bullet) => `- ${bullet.text}`).join('\n') : result.text,
  shown: (task, result) =>
    'bullets' in result
      ? result.bullets.flatMap((bullet) => bullet.quotes.flatMap(placeOf)).slice(0, 10)
      : [{ path: task.path, line: 1 }],
  checks: (task) => [
    summarySaid,
    overBullets(quotesStand, { id: 'summarize.quotes', title: 'every quote stands at its line' }),
    overBullets(tokensBacked, {
      id: 'summarize.bullet-tokens',
      title: 'names, numbers and paths of each bullet stand in its quotes',
    }),
    textBacked,
    summaryWork,
    ...constraintChecks('summarize', task.instruction, subjectOfSummary),
  ],
  proves: (_task, result) => [
    'bullets' in result
      ? 'every bullet has quotes that stand at their lines, and its names, numbers and paths stand in them'
      : 'its names, numbers and paths stand in the file or in what was asked',
    'each limit that the instruction sets is kept',
  ],
  leavesOpen: (_task, result) => [
    'bullets' in result
      ? 'whether the quotes support the bullets'
      : 'whether what it says of the file is right',
    'whether something that matters more was left out',
  ],
  changeSet: () => undefined,
};

/** A summary as it stands in a file: the text, or each bullet beside the places it stands on. */
export function writeSummary(_task: SummarizeTask, result: SummarizeResult): Written {
  if ('text' in result) return { type: 'text', text: result.text };
  const rows = result.bullets.map(({ text, quotes }) => [
    text,
    quotes.map((quote) => `${quote.path}:${quote.line}`).join(', '),
  ]);
  return { type: 'sheet', sheet: { columns: ['point', 'stands on'], rows } };
}

/** The lines that a quote spans; nothing for a line that no file can have. */
function placeOf(quote: z.infer<typeof quoteSchema>): Place[] {
  if (quote.line < 1) return [];
  const more = quote.quote.split('\n').length - 1;
  return [{ path: quote.path, line: quote.line, ...(more === 0 ? {} : { endLine: quote.line + more }) }];
}
