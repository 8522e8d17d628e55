import * as z from 'zod';
import { claimId, claimsAtMost } from '../checks/many.ts';
import { blanksFilled } from '../checks/fill/blanks.ts';
import { valuesQuoted } from '../checks/fill/quotes.ts';
import { templateKept } from '../checks/fill/text.ts';
import { draftFill, fillByCode } from '../drafting/fill.ts';
import { readTemplate } from '../fill/template.ts';
import type { Kind } from '../kind.ts';
import { fenced, firstLine, shorten } from '../text.ts';
import type { Claim, Place } from '../verdict.ts';
import type { Written } from '../into/sheet.ts';
import { baseSchema, filePath, intoSchema } from './fields.ts';

/** `{kind, template, paths, values?}` of design section 4; `template` is the text itself (contracts rule 34a). */
export const fillTaskSchema = z.strictObject({
  kind: z.literal('fill'),
  template: z.string(),
  paths: z.array(filePath),
  values: z.record(z.string(), z.string()).optional(),
  into: intoSchema,
  base: baseSchema,
});
export type FillTask = z.infer<typeof fillTaskSchema>;

const blankSchema = z.strictObject({
  name: z.string(),
  value: z.string(),
  path: z.string().optional(),
  line: z.int().optional(),
  quote: z.string().optional(),
});
export type FilledBlank = z.infer<typeof blankSchema>;

export const fillResultSchema = z.strictObject({ content: z.string(), blanks: z.array(blankSchema) });
export type FillResult = z.infer<typeof fillResultSchema>;

/** A template whose blanks are filled: with values that are given, and with values that stand in files. */
export const fill: Kind<FillTask, FillResult> = {
  kind: 'fill',
  task: fillTaskSchema,
  result: fillResultSchema,
  title: (task) => `Fill "${shorten(firstLine(task.template), 50)}"`,
  handedOut: (task) => task.paths,
  isByCode: (task) => isGiven(task),
  byCode: (task) => Promise.resolve(fillByCode(task)),
  byModel: (task, delegation, signal) => draftFill(task, delegation, signal),
  claims: claimsOf,
  answer: answerOf,
  shown: (_task, result) => result.blanks.flatMap(placeOf).slice(0, 10),
  checks: () => [blanksFilled, templateKept, valuesQuoted],
  proves: (_task, result) => {
    const quoted = result.blanks.filter((blank) => blank.quote !== undefined).length;
    return [
      'every blank is filled, and the rest of the template is unchanged to the byte',
      ...(quoted < result.blanks.length ? ['the given values are used as given'] : []),
      ...(quoted > 0 ? ['every other value stands in its quote, and the quote at its line'] : []),
    ];
  },
  leavesOpen: (_task, result) =>
    result.blanks.some((blank) => blank.quote !== undefined)
      ? ['whether a value that was chosen from a file is the right one for its blank']
      : [],
  changeSet: () => undefined,
};

/** The filled template as it stands in a file. */
export function writeFill(_task: FillTask, { content }: FillResult): Written {
  return { type: 'text', text: content };
}

/** Whether every blank has a value that the task gives. */
function isGiven(task: FillTask): boolean {
  const given = Object.keys(task.values ?? {});
  const { first } = readTemplate(task.template, given);
  const known = new Set(given);
  return first.names.every((name) => known.has(name));
}

/** One claim a blank, the first hundred; the rest is one claim. */
function claimsOf(_task: FillTask, result: FillResult): readonly Claim[] {
  const each = result.blanks.slice(0, claimsAtMost).map((blank, index): Claim => {
    const [place] = placeOf(blank);
    const text = `${blank.name} is "${shorten(blank.value, 60)}"`;
    return { id: claimId('b', index), text, ...(place === undefined ? {} : { place }) };
  });
  const rest = result.blanks.length - each.length;
  const kept: Claim = { id: 'text', text: 'The rest of the template is unchanged' };
  return rest > 0 ? [...each, { id: 'rest', text: `${rest} more blanks are filled` }, kept] : [...each, kept];
}

function placeOf(blank: FilledBlank): readonly Place[] {
  const { path, line } = blank;
  return path === undefined || line === undefined || line < 1 ? [] : [{ path, line }];
}

function answerOf(_task: FillTask, result: FillResult): string {
  const count = result.blanks.length === 1 ? '1 blank' : `${result.blanks.length} blanks`;
  return `${count} filled:\n\n${fenced(shorten(result.content, 4_000))}`;
}
