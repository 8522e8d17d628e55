import * as z from 'zod';
import { contentParses } from '../checks/transform/parses.ts';
import { sameData } from '../checks/transform/same.ts';
import { conversionOf, dataFormats, formatNames } from '../conversion.ts';
import type { Draft, Kind } from '../kind.ts';
import type { House } from '../ports.ts';
import { fenced, linesOf, shorten } from '../text.ts';
import type { Written } from '../into/sheet.ts';
import { baseSchema, filePath, intoSchema } from './fields.ts';

const pointer = z.string().refine((text) => /^(?:\/(?:[^~]|~[01])*)?$/u.test(text), {
  message: 'a pointer is empty or begins with "/" (RFC 6901)',
});
const pointerEditSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['add', 'replace']), pointer, value: z.json() }),
  z.strictObject({ op: z.literal('remove'), pointer }),
]);

/** `{kind, from, to, path, pointerEdits?}` of design section 4 (contracts rules 27 and 33). */
export const transformTaskSchema = z.strictObject({
  kind: z.literal('transform'),
  from: z.enum(dataFormats),
  to: z.enum(dataFormats),
  path: filePath,
  pointerEdits: z.array(pointerEditSchema).optional(),
  into: intoSchema,
  base: baseSchema,
});
export type TransformTask = z.infer<typeof transformTaskSchema>;

/** The whole text in the target format, and nothing around it. */
export const transformResultSchema = z.strictObject({ content: z.string() });
export type TransformResult = z.infer<typeof transformResultSchema>;

const nothingSpent = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

/** Data of one format as a text of another. Parsers do it; a model only names the formats (small-models section 8). */
export const transform: Kind<TransformTask, TransformResult> = {
  kind: 'transform',
  task: transformTaskSchema,
  result: transformResultSchema,
  title: (task) => `Convert ${task.path} to ${formatNames[task.to]}`,
  handedOut: (task) => [task.path],
  isByCode: () => true,
  byCode: convertByCode,
  byModel: () =>
    Promise.resolve({
      type: 'failed',
      reason: 'no model is asked to convert data: the parsers do it',
      usage: nothingSpent,
      retry: false,
    }),
  claims: (task) => [
    { id: 'parses', text: `The content is ${formatNames[task.to]}` },
    {
      id: 'same',
      text: `It holds the data of ${task.path}${edited(task)}`,
      place: { path: task.path, line: 1 },
    },
  ],
  answer: answerOf,
  shown: (task) => [{ path: task.path, line: 1 }],
  checks: () => [contentParses, sameData],
  proves: (task) => [
    `the content is ${formatNames[task.to]} and holds the data of ${task.path}${edited(task)}, nothing more and nothing less`,
  ],
  leavesOpen: () => [],
  changeSet: () => undefined,
};

/** The content as it stands in a file. */
export function writeTransform(_task: TransformTask, { content }: TransformResult): Written {
  return { type: 'text', text: content };
}

function edited(task: TransformTask): string {
  const count = task.pointerEdits?.length ?? 0;
  if (count === 0) return '';
  return count === 1 ? ' after the one edit asked for' : ` after the ${count} edits asked for`;
}

async function convertByCode(task: TransformTask, house: House, signal: AbortSignal): Promise<Draft> {
  const read = await house.files.read(task.path, signal);
  if (signal.aborted) return { type: 'aborted', usage: nothingSpent };
  const failed = (reason: string): Draft => ({ type: 'failed', reason, usage: nothingSpent, retry: false });
  if (read.type === 'refused') return failed(`${task.path}: ${read.message}`);
  const made = await house.code.convert(conversionOf(task, read.file.text), signal);
  if (signal.aborted) return { type: 'aborted', usage: nothingSpent };
  if (made.type === 'unable') {
    return failed(`${task.path} cannot become ${formatNames[task.to]}: ${made.reason}`);
  }
  return { type: 'drafted', raw: { content: made.value }, usage: nothingSpent };
}

/** So much of the content stands in the answer. */
const shownAtMost = { lines: 60, characters: 4_000 };

function answerOf(task: TransformTask, result: TransformResult): string {
  const lines = linesOf(result.content);
  const count = lines.length === 1 ? '1 line' : `${lines.length.toLocaleString('en')} lines`;
  const head = `${task.path} as ${formatNames[task.to]}, ${count}`;
  if (lines.length === 0) return `${head}.`;
  const begun = lines.slice(0, shownAtMost.lines).join('\n');
  const text = shorten(begun, shownAtMost.characters);
  const isWhole = lines.length <= shownAtMost.lines && text === begun;
  const language = task.to === 'markdown-table' ? 'markdown' : task.to;
  return `${head}${isWhole ? '' : ', the first of them'}:\n\n${fenced(text, language)}`;
}
