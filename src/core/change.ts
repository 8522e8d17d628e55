import * as z from 'zod';

/**
 * One file of a change set. `base` and `content` are whole texts without byte order mark, line endings as they
 * stand; `bom` says whether the file carries a mark, which comes out as it went in. `baseSha256` is the hash (hex)
 * of the file's bytes when it was handed out, null for a file that is not there yet.
 */
export const fileChangeSchema = z.strictObject({
  path: z.string(),
  operation: z.enum(['modify', 'create']),
  baseSha256: z.string().nullable(),
  base: z.string(),
  content: z.string(),
  bom: z.boolean(),
});
export type FileChange = z.infer<typeof fileChangeSchema>;

/** The staged edits of one result. Nothing of it is on disk. */
export const changeSetSchema = z.strictObject({
  files: z.array(fileChangeSchema),
});
export type ChangeSet = z.infer<typeof changeSetSchema>;
