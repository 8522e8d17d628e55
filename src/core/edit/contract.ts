import * as z from 'zod';
import { baseSchema, filePath } from '../kinds/fields.ts';

const line = z.int().min(1);

const core = {
  kind: z.literal('edit'),
  instruction: z.string(),
  /** Every file that may change, new ones too (contracts rule 46). */
  paths: z.array(filePath),
  base: baseSchema,
};

/** The piece that was meant: the selection, or the symbol that the instruction names. */
const pieceSchema = z.strictObject({
  path: filePath,
  line,
  endLine: line.optional(),
  symbol: z.string().min(1).optional(),
});

/** The declaration to rename: the first `symbol` on that line (contracts rule 48). */
const renameSchema = z.strictObject({
  path: filePath,
  line,
  symbol: z.string().min(1),
  to: z.string().min(1),
});

/** An edit task; its intent selects the oracle (design section 5). The other intents are not on the line yet. */
export const editTaskSchema = z.discriminatedUnion('intent', [
  z.strictObject({ ...core, intent: z.literal('comments'), target: pieceSchema.optional() }),
  z.strictObject({ ...core, intent: z.literal('general'), target: pieceSchema.optional() }),
  z.strictObject({ ...core, intent: z.literal('rename'), target: renameSchema }),
]);
export type EditTask = z.infer<typeof editTaskSchema>;
export type RenameTarget = z.infer<typeof renameSchema>;

/** One edit in exactly one of three forms (contracts rule 40). Closed: an unknown key refutes (rule 3). */
export const editSchema = z.union([
  z.strictObject({ path: z.string(), search: z.string(), replace: z.string(), startLine: line.optional() }),
  z.strictObject({ path: z.string(), whole: z.string() }),
  z.strictObject({ path: z.string(), range: z.tuple([line, line]), replace: z.string() }),
]);
export type Edit = z.infer<typeof editSchema>;

export const editResultSchema = z.strictObject({ edits: z.array(editSchema) });
export type EditResult = z.infer<typeof editResultSchema>;
