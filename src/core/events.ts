import * as z from 'zod';
import { changeSetSchema } from './change.ts';
import { claimSchema, placeSchema, verdictSchema } from './verdict.ts';

/** The longest ask that is planned, in characters without the blanks around it; more is declined. */
export const askAtMost = 4_000;

/** Tokens and milliseconds of one try, or summed over a task. */
export const spentSchema = z.strictObject({
  promptTokens: z.int().min(0),
  outputTokens: z.int().min(0),
  ms: z.number().min(0),
});
export type Spent = z.infer<typeof spentSchema>;

/** A request offered as a button. `request` is opaque to views: they send it back as it is. */
export const choiceSchema = z.strictObject({
  label: z.string(),
  detail: z.string(),
  task: z.record(z.string(), z.unknown()),
});
export type Choice = z.infer<typeof choiceSchema>;

const run = { run: z.string() };
const task = { run: z.string(), task: z.string() };

/**
 * What happened in a run, in order. The ledger stores these, and the chat, the diagnostics, the CodeLenses, the
 * trees and the trust figures are folds over them; there is no other state. A task id names its result too.
 */
export const runEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('asked'), ...run, text: z.string(), via: z.string(), wall: z.string() }),
  z.strictObject({
    type: z.literal('planned'),
    ...run,
    by: z.enum(['rules', 'model', 'surface', 'record']),
    /** What of the ask was not used, and why: dropped slot values, words nobody acts on. */
    notes: z.array(z.string()),
    tasks: z.array(
      z.strictObject({
        task: z.string(),
        kind: z.string(),
        title: z.string(),
        input: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
  /** Not sure enough to run: the best choices, as buttons. */
  z.strictObject({
    type: z.literal('offered'),
    ...run,
    question: z.string(),
    choices: z.array(choiceSchema),
  }),
  /** Nothing will be done; `next` says what the person can do. */
  z.strictObject({ type: z.literal('declined'), ...run, reason: z.string(), next: z.string() }),
  z.strictObject({
    type: z.literal('delegated'),
    ...task,
    worker: z.string(),
    digest: z.string(),
    attempt: z.int().min(1),
  }),
  /** Live only, never in the ledger: text of a worker as it comes, or what it is waiting for. */
  z.strictObject({ type: z.literal('progress'), ...task, text: z.string(), waiting: z.boolean() }),
  z.strictObject({
    type: z.literal('drafted'),
    ...task,
    worker: z.string(),
    result: z.unknown(),
    /** SHA-256 (hex) of each file as the worker had it: what the result is about, also when it is checked later. */
    base: z.record(z.string(), z.string()),
    claims: z.array(claimSchema),
    changeSet: changeSetSchema.optional(),
    spent: spentSchema,
  }),
  /** A try that gave no result the contract accepts, with the reason; the next try or rung follows, or none. */
  z.strictObject({
    type: z.literal('fell'),
    ...task,
    worker: z.string(),
    reason: z.string(),
    spent: spentSchema,
  }),
  z.strictObject({
    type: z.literal('judged'),
    ...task,
    worker: z.string(),
    verdict: verdictSchema,
    /** Lines worth showing first, best first: a search's ten, a read's quotes. */
    shown: z.array(placeSchema),
    /** The answer in words for people, taken from the result. */
    answer: z.string(),
    wall: z.string(),
  }),
  /** The gate's word on a staged change: `missing` is empty where only the person's approval is missing. */
  z.strictObject({
    type: z.literal('held'),
    ...task,
    hash: z.string(),
    missing: z.array(z.string()),
  }),
  z.strictObject({ type: z.literal('denied'), ...task, reasons: z.array(z.string()) }),
  /** Recorded before the write begins, so that an override is known even where nobody lives to see its end. */
  z.strictObject({
    type: z.literal('cleared'),
    ...task,
    by: z.enum(['verdict', 'override']),
    hash: z.string(),
    wall: z.string(),
  }),
  z.strictObject({
    type: z.literal('applied'),
    ...task,
    /** `others`: it stood there before it was judged. */
    by: z.enum(['verdict', 'override', 'others']),
    hash: z.string(),
    files: z.array(z.strictObject({ path: z.string(), sha256: z.string(), saved: z.boolean() })),
    wall: z.string(),
  }),
  /** A write that did not happen; nothing was changed. */
  z.strictObject({ type: z.literal('unwritten'), ...task, reason: z.string(), stale: z.boolean() }),
  z.strictObject({ type: z.literal('discarded'), ...task }),
  /** What a result had written is taken back; `left` are files that are not as it left them, each with why. */
  z.strictObject({
    type: z.literal('undone'),
    ...task,
    /** `saved` false: in a document that held unsaved text of the person's own, and is left unsaved. */
    restored: z.array(z.strictObject({ path: z.string(), saved: z.boolean() })),
    left: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
    wall: z.string(),
  }),
  /** A file the verdict was given on is other bytes now. */
  z.strictObject({ type: z.literal('staled'), ...task, path: z.string() }),
  z.strictObject({
    type: z.literal('ended'),
    ...run,
    outcome: z.enum(['done', 'cancelled', 'failed', 'interrupted']),
    reason: z.string(),
  }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
