import * as z from 'zod';

/** What a page keeps of itself while it is not shown. The log is not here: the host has it. */
const savedSchema = z.strictObject({
  draft: z.string(),
  /** How far the log was scrolled; null at its end. */
  scrolled: z.number().min(0).nullable(),
});
export type Saved = z.infer<typeof savedSchema>;

/** What was kept, or nothing where it is not ours or of another version. */
export function readSaved(value: unknown): Saved {
  const parsed = savedSchema.safeParse(value);
  return parsed.success ? parsed.data : { draft: '', scrolled: null };
}
