import type { Handed } from './delegate.ts';
import type { Model } from './model.ts';
import type { Step } from './plan/step.ts';
import type { House } from './ports.ts';
import type { RecordedResult } from './ledger/results.ts';
import type { Verdict } from './verdict.ts';

/** One try: the recorded result again, one that was made elsewhere, code alone, or a model; `attempt` 2 is the one re-ask. */
export type Rung =
  | { readonly type: 'recorded'; readonly result: RecordedResult }
  | { readonly type: 'made'; readonly raw: unknown; readonly worker: string }
  | { readonly type: 'code' }
  | { readonly type: 'model'; readonly model: Model; readonly attempt: 1 | 2 };

export interface Ladder {
  readonly rungs: readonly Rung[];
  /** Why the ladder is empty, each with what to do next. */
  readonly missing: readonly string[];
}

/** How the rung before ended, which decides whether the next one is worth its time. */
export type Fall =
  | { readonly type: 'none'; readonly finding: string | undefined }
  | { readonly type: 'fell'; readonly rung: Rung; readonly retry: boolean; readonly reason: string }
  | { readonly type: 'judged'; readonly rung: Rung; readonly verdict: Verdict };

/** Models that are tried for one task, at most: the chosen one with its re-ask, then one other. */
const modelsAtMost = 2;

/**
 * The ordered rungs of one task (design sections 7 and 12): code where it answers fully, then the local models.
 * An empty ladder says why. Models are asked for only where code has no answer.
 */
export async function route(step: Step, handed: Handed, house: House, signal: AbortSignal): Promise<Ladder> {
  if (step.recorded !== undefined)
    return { rungs: [{ type: 'recorded', result: step.recorded }], missing: [] };
  if (step.made !== undefined) return { rungs: [{ type: 'made', ...step.made }], missing: [] };
  if (handed.refused.length > 0) return { rungs: [], missing: handed.refused };
  if (step.kind.isByCode(step.task, true)) return { rungs: [{ type: 'code' }], missing: [] };
  const startsByCode = step.kind.startsByCode?.(step.task) === true;
  const list = await house.models(signal);
  if (list.models.length === 0) {
    const isByCode = startsByCode || step.kind.isByCode(step.task, false);
    const rungs: readonly Rung[] = isByCode ? [{ type: 'code' }] : [];
    return { rungs, missing: list.missing };
  }
  const rungs = list.models.slice(0, modelsAtMost).flatMap((model, index): Rung[] => {
    const first: Rung = { type: 'model', model, attempt: 1 };
    return index === 0 ? [first, { type: 'model', model, attempt: 2 }] : [first];
  });
  return { rungs: startsByCode ? [{ type: 'code' }, ...rungs] : rungs, missing: [] };
}

/**
 * Whether a rung is climbed. A refuted result goes up; a verified one is done; an unproven one stays, because what
 * could not be checked for one model cannot be checked for the next. A re-ask needs a failure that a fresh prompt
 * can mend.
 */
export function isWorthClimbing(rung: Rung, before: Fall): boolean {
  switch (before.type) {
    case 'none':
      return true;
    case 'judged':
      return before.verdict.state === 'refuted';
    case 'fell':
      return before.retry || !isReask(rung, before.rung);
  }
}

function isReask(rung: Rung, before: Rung): boolean {
  return rung.type === 'model' && before.type === 'model' && rung.model.id === before.model.id;
}
