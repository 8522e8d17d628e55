import * as z from 'zod';
import type { ChangeSet } from './change.ts';
import type { Code } from './code.ts';
import type { FileRead, Files, Searches } from './ports.ts';
import type { Runs } from './runs.ts';
import { evidenceSchema, findingSchema, type Evidence, type Finding } from './verdict.ts';

/** What a check works with. `handedOut` are the files as they were given to the worker, by path, read once. */
export interface CheckInput<Task, Result> {
  readonly task: Task;
  readonly result: Result;
  readonly handedOut: ReadonlyMap<string, FileRead>;
  /** The staged edits, where the result has some and they apply. */
  readonly changeSet: ChangeSet | undefined;
  readonly files: Files;
  readonly searches: Searches;
  readonly code: Code;
  /** The user's own approved check commands; empty where none may run (contracts rule 7). */
  readonly commands: readonly (readonly string[])[];
  /** Where commands may run; undefined where none may. */
  readonly runs?: Runs | undefined;
}

/**
 * `pass` and `fail` only where the check really looked; everything else is `unable` with the reason. `notes`
 * inform and never change a state; `unproven` names what this check leaves open although it passed.
 */
export type CheckOutcome =
  | {
      readonly type: 'pass';
      readonly evidence: readonly Evidence[];
      readonly notes?: readonly Omit<Finding, 'check' | 'level'>[];
      readonly unproven?: readonly string[];
      /** What it proves, where that is less than the check's title says; empty: nothing. */
      readonly proves?: string;
    }
  | {
      readonly type: 'fail';
      readonly findings: readonly Omit<Finding, 'check' | 'level'>[];
      readonly evidence: readonly Evidence[];
      /** True where the base moved under the edit: the verdict is `stale`, not `refuted` (contracts rule 9). */
      readonly stale?: boolean;
    }
  | { readonly type: 'unable'; readonly reason: string; readonly evidence: readonly Evidence[] };

/**
 * Code that tests claims. A throw or a run over `timeoutMs` becomes `unable`, never `pass`. A check that is not
 * `required` can refute but its `unable` does not keep a result from being verified.
 */
export interface Check<Task, Result> {
  readonly id: string;
  /** In words, for cards and evidence pages. */
  readonly title: string;
  readonly required: boolean;
  readonly timeoutMs: number;
  run(input: CheckInput<Task, Result>, signal: AbortSignal): Promise<CheckOutcome>;
}

const toldSchema = findingSchema.omit({ check: true, level: true });
const evidence = z.array(evidenceSchema);
const outcomeSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('pass'),
    evidence,
    notes: z.array(toldSchema).optional(),
    unproven: z.array(z.string()).optional(),
    proves: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('fail'),
    // Without one nobody would know what failed.
    findings: z.array(toldSchema).min(1),
    evidence,
    stale: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('unable'), reason: z.string(), evidence }),
]);

/** Whether something is what a check answers, to the last key: a check that breaks may answer anything. */
export function isOutcome(value: unknown): value is CheckOutcome {
  return outcomeSchema.safeParse(value).success;
}
