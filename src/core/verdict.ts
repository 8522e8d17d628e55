import * as z from 'zod';

/** A line of a file: path relative to the workspace root, lines 1-based and inclusive (contracts rules 1 and 2). */
export const placeSchema = z.strictObject({
  path: z.string(),
  line: z.int().min(1),
  endLine: z.int().min(1).optional(),
});
export type Place = z.infer<typeof placeSchema>;

/** One checkable statement of a draft. `id` is unique within its result. */
export const claimSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  place: placeSchema.optional(),
  /** Where the claim says its support stands: the quotes of a statement. */
  support: z.array(placeSchema).optional(),
});
export type Claim = z.infer<typeof claimSchema>;

/** What one check looked at: never a model's word, always bytes, counts or an exit code. */
export const evidenceSchema = z.strictObject({
  saw: z.string(),
  path: z.string().optional(),
  line: z.int().min(1).optional(),
  endLine: z.int().min(1).optional(),
  sha256: z.string().optional(),
  exitCode: z.int().optional(),
  counts: z.record(z.string(), z.number()).optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** What is wrong, could not be checked (`unable`), or is worth knowing (`note`: never changes a state). */
export const findingSchema = z.strictObject({
  check: z.string(),
  level: z.enum(['fail', 'unable', 'note']),
  claim: z.string().optional(),
  path: z.string().optional(),
  line: z.int().min(1).optional(),
  message: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;

/** What one check answered. `ms` is monotonic time, in milliseconds. */
export const checkReportSchema = z.strictObject({
  check: z.string(),
  title: z.string(),
  required: z.boolean(),
  status: z.enum(['pass', 'fail', 'unable']),
  findings: z.array(findingSchema),
  evidence: z.array(evidenceSchema),
  ms: z.number(),
});
export type CheckReport = z.infer<typeof checkReportSchema>;

export const verdictStateSchema = z.enum(['verified', 'refuted', 'unproven', 'stale']);
export type VerdictState = z.infer<typeof verdictStateSchema>;

/**
 * What the checks say of a result. `verified` only when every required check ran and passed (design section 2);
 * `files` maps each path that was judged to the SHA-256 (hex) of the bytes it was judged on, and `contents` each
 * path of the change set to that of its new text: the gate takes a verdict for no other change than that one.
 */
export const verdictSchema = z.strictObject({
  state: verdictStateSchema,
  findings: z.array(findingSchema),
  reports: z.array(checkReportSchema),
  proves: z.array(z.string()),
  unproven: z.array(z.string()),
  files: z.record(z.string(), z.string()),
  contents: z.record(z.string(), z.string()).optional(),
  ms: z.number(),
});
export type Verdict = z.infer<typeof verdictSchema>;
