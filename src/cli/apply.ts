import * as z from 'zod';
import { applyEdits, type ApplyOutcome } from '../core/edit/engine.ts';
import type { TextEdit } from '../core/edit/locate.ts';
import { newTraces } from '../core/edit/traces/all.ts';

const line = z.int().min(1);

const blockSchema = z.strictObject({
  search: z.string(),
  replace: z.string(),
  startLine: line.optional(),
  replaceAll: z.boolean().optional(),
});

/** One row of `countersign apply -` (design section 13). `original` is the text with its byte order mark. */
const rowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  original: z.string(),
  edit: z.union(
    [
      blockSchema,
      z.strictObject({ blocks: z.array(blockSchema).min(1) }),
      z.strictObject({ whole: z.string() }),
      z.strictObject({ range: z.tuple([line, line]), replace: z.string() }),
    ],
    {
      error:
        'is none of {search, replace, startLine?, replaceAll?}, {blocks: [those]}, {whole} and {range: [first, last], replace}, with no other key and lines from 1',
    },
  ),
});
type Row = z.infer<typeof rowSchema>;

/** What a row is answered with. A tier other than `exact` is a candidate: it never clears a check by itself. */
export type ApplyAnswer =
  | { readonly id: unknown; readonly error: string }
  | {
      readonly id: string | number;
      readonly outcome:
        'applied' | 'not_found' | 'ambiguous' | 'overlap' | 'empty_search' | 'no_change' | 'refused';
      readonly tier?: 'exact' | 'line_numbers' | 'trailing_ws' | 'unicode' | 'uniform_indent';
      readonly text?: string;
      /** Lines (1-based) at which an ambiguous text begins, or where the nearest lines stand. */
      readonly lines?: readonly number[];
      readonly reason?: string;
    };

/** What edits of other programs mean that a result of ours may not (contracts rules 42 to 44). */
const asOthersMean = { fillEmpty: true, deleteLines: true, foldEndings: true };

/** Answers one row. Never throws: a row that is none gets `{id, error}`. */
export function applyRow(row: unknown): ApplyAnswer {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success) return { id: idOf(row), error: z.prettifyError(parsed.error) };
  const { id, original } = parsed.data;
  const bom = original.startsWith('\uFEFF') ? '\uFEFF' : '';
  const base = original.slice(bom.length);
  const outcome = applyEdits(base, editsOf(parsed.data), asOthersMean);
  return answerOf(id, bom, base, outcome);
}

function idOf(row: unknown): unknown {
  return typeof row === 'object' && row !== null && 'id' in row ? row.id : null;
}

function editsOf({ edit }: Row): readonly TextEdit[] {
  if ('blocks' in edit) return edit.blocks.map((block) => ({ type: 'search', ...block }));
  if ('whole' in edit) return [{ type: 'whole', whole: edit.whole }];
  if ('range' in edit) return [{ type: 'range', range: edit.range, replace: edit.replace }];
  return [{ type: 'search', ...edit }];
}

function answerOf(id: string | number, bom: string, base: string, outcome: ApplyOutcome): ApplyAnswer {
  if (outcome.type === 'applied') {
    const [trace] = newTraces(undefined, { text: base }, { text: outcome.text });
    if (trace !== undefined) return { id, outcome: 'refused', reason: trace.message, lines: [trace.line] };
    return { id, outcome: 'applied', tier: 'exact', text: bom + outcome.text };
  }
  const [refusal] = outcome.refusals;
  const { candidate } = outcome;
  if (candidate !== undefined) {
    const reason = `${refusal?.reason ?? 'it does not stand in the file'}; read tolerantly it stands once`;
    return { id, outcome: 'applied', tier: candidate.tier, text: bom + candidate.text, reason };
  }
  const lines = refusal?.lines ?? refusal?.nearest?.map((near) => near.line) ?? [];
  return {
    id,
    outcome: refusal?.outcome ?? 'refused',
    reason: refusal?.reason ?? 'nothing applies',
    ...(lines.length > 0 ? { lines } : {}),
  };
}
