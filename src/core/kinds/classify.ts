import * as z from 'zod';
import { claimId, claimsAtMost } from '../checks/many.ts';
import { allLabelled } from '../checks/classify/labels.ts';
import { itemsStand } from '../checks/classify/lines.ts';
import { labelsStable } from '../checks/classify/stable.ts';
import { quotesOfItems } from '../checks/classify/quotes.ts';
import { draftClassify } from '../drafting/classify.ts';
import type { Kind } from '../kind.ts';
import { shorten } from '../text.ts';
import type { Claim, Place } from '../verdict.ts';
import type { Written } from '../into/sheet.ts';
import { baseSchema, filePath, intoSchema } from './fields.ts';

function isUnique(list: readonly string[]): boolean {
  return new Set(list).size === list.length;
}

/**
 * `{kind, items, labels}` of design section 4. With `path` the items are lines of that file, and their ids are the
 * numbers of these lines. With `secondRun` the labels are chosen once more, from items and labels
 * in another order, and the result carries both.
 */
export const classifyTaskSchema = z
  .strictObject({
    kind: z.literal('classify'),
    items: z
      .array(z.strictObject({ id: z.string(), text: z.string() }))
      .refine((items) => isUnique(items.map((item) => item.id)), { message: 'two items have the same id' }),
    labels: z.array(z.string()).min(1).refine(isUnique, { message: 'a label stands twice' }),
    secondRun: z.boolean().optional(),
    path: filePath.optional(),
    into: intoSchema,
    base: baseSchema,
  })
  .refine(({ path, items }) => path === undefined || items.every(({ id }) => /^[1-9]\d{0,8}$/u.test(id)), {
    message: 'with a path, the id of each item is the number of its line',
    path: ['items'],
  });
export type ClassifyTask = z.infer<typeof classifyTaskSchema>;

const labelSchema = z.strictObject({ id: z.string(), label: z.string(), quote: z.string().optional() });

/** `second` holds the labels of the second run, where one is asked for. */
export const classifyResultSchema = z.strictObject({
  labels: z.array(labelSchema),
  second: z.array(z.strictObject({ id: z.string(), label: z.string() })).optional(),
});
export type ClassifyResult = z.infer<typeof classifyResultSchema>;

/** One label an item, from a closed list. Whether a label is the right one, no code can tell. */
export const classify: Kind<ClassifyTask, ClassifyResult> = {
  kind: 'classify',
  task: classifyTaskSchema,
  result: classifyResultSchema,
  title: (task) => `Label ${countOf(task.items.length)} as ${shorten(task.labels.join(', '), 60)}`,
  handedOut: ({ path }) => (path === undefined ? [] : [path]),
  isByCode: (task) => task.items.length === 0,
  byCode: (task) =>
    Promise.resolve({
      type: 'drafted',
      raw: { labels: [], ...(task.secondRun === true ? { second: [] } : {}) },
      usage: { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 },
    }),
  byModel: (task, delegation, signal) => draftClassify(task, delegation, signal),
  claims: claimsOf,
  answer: answerOf,
  shown: (task, result) => result.labels.slice(0, 10).flatMap(({ id }) => placeOf(task, id)),
  checks: (task) => [
    allLabelled,
    quotesOfItems,
    ...(task.path === undefined ? [] : [itemsStand]),
    ...(task.secondRun === true ? [labelsStable] : []),
  ],
  proves: (task, result) => [
    `each of the ${countOf(task.items.length)} has one label, and every label is one of the ${task.labels.length}`,
    ...(task.secondRun === true && result.second !== undefined
      ? ['both runs give every item the same label']
      : []),
  ],
  leavesOpen: (task) => [
    'whether a label is the right one',
    ...(task.secondRun === true
      ? ['whether the second run was made in another order, as the result says']
      : []),
  ],
  changeSet: () => undefined,
};

/** The labels as they stand in a file, in the order of the items. */
export function writeClassify({ items }: ClassifyTask, { labels }: ClassifyResult): Written {
  const labelOf = new Map(labels.map(({ id, label }) => [id, label]));
  const rows = items.map(({ id, text }) => [id, labelOf.get(id) ?? '', text]);
  return { type: 'sheet', sheet: { columns: ['id', 'label', 'text'], rows } };
}

function countOf(count: number): string {
  return count === 1 ? '1 item' : `${count.toLocaleString('en')} items`;
}

/** One claim an item, the first hundred; the rest is one claim. */
function claimsOf(task: ClassifyTask, result: ClassifyResult): readonly Claim[] {
  const each = result.labels.slice(0, claimsAtMost).map(({ id, label }, index): Claim => ({
    id: claimId('l', index),
    text: `${task.path === undefined ? '' : 'line '}${shorten(id, 60)} is ${shorten(label, 60)}`,
    ...placed(placeOf(task, id)),
  }));
  const rest = result.labels.length - each.length;
  return rest > 0
    ? [...each, { id: 'rest', text: `${rest.toLocaleString('en')} more items have a label` }]
    : each;
}

/** The line that an item is; nothing for an id that the task does not have. */
function placeOf({ path, items }: ClassifyTask, id: string): Place[] {
  if (path === undefined || !items.some((item) => item.id === id)) return [];
  return [{ path, line: Number(id) }];
}

function placed([place]: Place[]): { readonly place?: Place } {
  return place === undefined ? {} : { place };
}

/** How many items are listed label by label in the answer. */
const listedAtMost = 100;

function answerOf(task: ClassifyTask, result: ClassifyResult): string {
  const texts = new Map(task.items.map((item) => [item.id, item.text]));
  const found = new Map<string, number>();
  for (const { label } of result.labels) found.set(label, (found.get(label) ?? 0) + 1);
  const counts = task.labels.slice(0, listedAtMost).map((label) => `${found.get(label) ?? 0} ${label}`);
  const agreement = result.second === undefined ? '' : ` ${agreementOf(result)}`;
  const rows = result.labels
    .slice(0, listedAtMost)
    .map(({ id, label }) => `- ${label}: ${shorten((texts.get(id) ?? id).replace(/\s+/gu, ' ').trim(), 80)}`);
  const rest = result.labels.length - rows.length;
  const more = rest > 0 ? [`- and ${rest.toLocaleString('en')} more`] : [];
  return `${countOf(result.labels.length)}: ${counts.join(', ')}.${agreement}\n\n${[...rows, ...more].join('\n')}`;
}

function agreementOf({ labels, second = [] }: ClassifyResult): string {
  const other = new Map(second.map(({ id, label }) => [id, label]));
  const same = labels.filter(({ id, label }) => other.get(id) === label).length;
  return `A second run agrees on ${same} of ${labels.length}.`;
}
