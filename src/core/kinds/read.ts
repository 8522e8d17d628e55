import * as z from 'zod';
import { answerLimits } from '../checks/read/limits.ts';
import { quotesStand } from '../checks/read/quotes.ts';
import { somethingSaid } from '../checks/read/said.ts';
import { tokensBacked } from '../checks/read/tokens.ts';
import { workClaimed } from '../checks/read/work.ts';
import { draftRead } from '../drafting/read.ts';
import type { Kind } from '../kind.ts';
import type { Written } from '../into/sheet.ts';
import { baseSchema, filePath, intoSchema } from './fields.ts';

/** `{kind, question, paths}` of design section 4; `paths` are the files that are handed out. */
export const readTaskSchema = z.strictObject({
  kind: z.literal('read'),
  question: z.string(),
  paths: z.array(filePath).min(1),
  into: intoSchema,
  base: baseSchema,
});
export type ReadTask = z.infer<typeof readTaskSchema>;

/** A text that stands at a line of a file that was handed out (contracts rules 10 and 11). */
export const quoteSchema = z.strictObject({ path: z.string(), line: z.int(), quote: z.string() });

export const readResultSchema = z.strictObject({
  statements: z.array(z.strictObject({ text: z.string(), quotes: z.array(quoteSchema) })),
});
export type ReadResult = z.infer<typeof readResultSchema>;

/** Answers about files. Every statement stands on quotes; whether a quote supports it stays open, and is shown so. */
export const read: Kind<ReadTask, ReadResult> = {
  kind: 'read',
  task: readTaskSchema,
  result: readResultSchema,
  title: (task) => task.question.trim(),
  handedOut: (task) => task.paths,
  isByCode: () => false,
  byCode: () =>
    Promise.resolve({
      type: 'failed',
      reason: 'no code answers a question about files',
      usage: { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 },
      retry: false,
    }),
  byModel: (task, delegation, signal) => draftRead(task, delegation, signal),
  claims: (_task, result) =>
    result.statements.map((statement, index) => {
      const support = statement.quotes.flatMap((quote) => placeOf(quote));
      const [place] = support;
      return {
        id: `s${index + 1}`,
        text: statement.text,
        ...(place === undefined ? {} : { place }),
        support,
      };
    }),
  answer: (_task, result) => result.statements.map((statement) => statement.text).join(' '),
  shown: (_task, result) =>
    result.statements.flatMap((statement) => statement.quotes.flatMap(placeOf)).slice(0, 10),
  checks: (task) => [somethingSaid, quotesStand, tokensBacked, workClaimed, ...answerLimits(task)],
  proves: () => [
    'every statement has quotes, and each stands at its line',
    'names, numbers and paths stand in the quotes',
  ],
  leavesOpen: () => ['whether the quotes support the statements', 'whether other lines matter more'],
  changeSet: () => undefined,
};

/** Statements as they stand in a file, each beside the places it stands on. */
export function writeRead(_task: ReadTask, { statements }: ReadResult): Written {
  const rows = statements.map(({ text, quotes }) => [
    text,
    quotes.map((quote) => `${quote.path}:${quote.line}`).join(', '),
  ]);
  return { type: 'sheet', sheet: { columns: ['statement', 'stands on'], rows } };
}

/** The lines that a quote spans; nothing for a line that no file can have. */
function placeOf(quote: z.infer<typeof quoteSchema>): { path: string; line: number; endLine?: number }[] {
  if (quote.line < 1) return [];
  const more = quote.quote.split('\n').length - 1;
  return [{ path: quote.path, line: quote.line, ...(more === 0 ? {} : { endLine: quote.line + more }) }];
}
