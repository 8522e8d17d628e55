import * as z from 'zod';
import { applyEdits, type ApplyOutcome, type RefusalClass, type TextEdit } from '../core/edit/engine.ts';
import { idOf } from './rows.ts';

const line = z.int().min(1);
const searchSchema = z.strictObject({
  search: z.string(),
  replace: z.string(),
  startLine: line.nullish(),
  replaceAll: z.boolean().nullish(),
});

/** A row of `countersign apply -` (design section 13). `original` is the text, null for a file that is not there. */
const rowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  original: z.string().nullable(),
  edit: z.union([
    searchSchema,
    z.strictObject({ blocks: z.array(searchSchema).min(1) }),
    z.strictObject({ whole: z.string() }),
    z.strictObject({ range: z.tuple([line, line]), replace: z.string() }),
  ]),
});

export type ApplyAnswer =
  | {
      readonly id: string | number;
      readonly outcome: 'applied' | RefusalClass;
      /** `exact` for what was applied; else the tier of a candidate, which clears no gate. */
      readonly tier?: string;
      readonly text?: string;
      readonly lines?: readonly number[];
      readonly reason?: string;
    }
  | { readonly id: string | number | null; readonly error: string };

/** Applies the edit of one row to its text, or says why it does not apply. A bad row answers with `error`. */
export function applyRow(row: unknown): ApplyAnswer {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success) return { id: idOf(row), error: z.prettifyError(parsed.error) };
  const { id, original, edit } = parsed.data;
  return answerOf(id, applyEdits(original ?? '', editsOf(edit), { fillEmpty: true }));
}

function editsOf(edit: z.infer<typeof rowSchema>['edit']): readonly TextEdit[] {
  if ('whole' in edit) return [{ type: 'whole', whole: edit.whole }];
  if ('range' in edit) return [{ type: 'range', range: edit.range, replace: edit.replace }];
  const blocks = 'blocks' in edit ? edit.blocks : [edit];
  return blocks.map(({ search, replace, startLine, replaceAll }) => ({
    type: 'search',
    search,
    replace,
    startLine: startLine ?? undefined,
    replaceAll: replaceAll ?? undefined,
  }));
}

function answerOf(id: string | number, outcome: ApplyOutcome): ApplyAnswer {
  if (outcome.type === 'applied') return { id, outcome: 'applied', tier: 'exact', text: outcome.text };
  const [first] = outcome.refusals;
  if (first === undefined) return { id, outcome: 'refused', reason: 'the edit was refused' };
  return {
    id,
    outcome: first.outcome,
    reason: first.reason,
    ...(first.lines === undefined ? {} : { lines: first.lines }),
    ...(outcome.candidate === undefined
      ? {}
      : { tier: outcome.candidate.tier, text: outcome.candidate.text }),
  };
}
