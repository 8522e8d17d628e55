import * as z from 'zod';

/** What is said between the editor's process and the one that hosts the embedded runtime. Checked on both sides. */
export const loadSchema = z.strictObject({
  type: z.literal('load'),
  runtimeFolder: z.string(),
  modelFile: z.string(),
  /** 0: as many as suit this machine. */
  threads: z.number().int().nonnegative(),
  contextTokens: z.number().int().positive(),
});

export const completeSchema = z.strictObject({
  type: z.literal('complete'),
  id: z.number().int(),
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
  prefill: z.string(),
  stop: z.array(z.string()),
  schema: z.record(z.string(), z.unknown()).nullable(),
  maxTokens: z.number().int().positive(),
});

export const toHostSchema = z.discriminatedUnion('type', [
  loadSchema,
  completeSchema,
  z.strictObject({ type: z.literal('abort'), id: z.number().int() }),
]);
export type ToHost = z.infer<typeof toHostSchema>;
export type LoadMessage = z.infer<typeof loadSchema>;
export type CompleteMessage = z.infer<typeof completeSchema>;

const count = z.number().int().nonnegative();

export const fromHostSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('loading'), part: z.number() }),
  z.strictObject({ type: z.literal('loaded'), threads: count, contextTokens: count, ms: z.number() }),
  z.strictObject({ type: z.literal('load-failed'), message: z.string() }),
  /** `evaluate` is what is left of the prompt after the part that the last turn shares with it. */
  z.strictObject({ type: z.literal('began'), id: count, promptTokens: count, evaluate: count }),
  z.strictObject({ type: z.literal('read'), id: count, tokens: count }),
  /** One token; its text may be held back, and then it is empty. */
  z.strictObject({ type: z.literal('token'), id: count, text: z.string() }),
  z.strictObject({
    type: z.literal('done'),
    id: count,
    stop: z.enum(['end', 'stop-text', 'length']),
    promptTokens: count,
    outputTokens: count,
    probability: z.number().nullable(),
  }),
  z.strictObject({
    type: z.literal('failed'),
    id: count,
    failure: z.enum(['context-too-small', 'model-error', 'protocol-error']),
    message: z.string(),
  }),
  z.strictObject({ type: z.literal('aborted'), id: count }),
  /** Comes every second of a turn: the processor time each thread had in it, in milliseconds. */
  z.strictObject({ type: z.literal('pulse'), id: count, workedMs: z.number().nonnegative() }),
]);
export type FromHost = z.infer<typeof fromHostSchema>;
