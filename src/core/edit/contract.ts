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

/** The diagnostic to be rid of: `code` is the compiler's number, as 2304 (contracts rule 48). */
const diagnosticSchema = z.strictObject({ path: filePath, line, code: z.int().min(1) });

/** A symbol by its declaration: the first `symbol` on that line (contracts rule 48). */
const symbolSchema = z.strictObject({ path: filePath, line, symbol: z.string().min(1) });

/** One step of a change of data: RFC 6902's meaning, RFC 6901's pointers (contracts rule 33). */
const pointerEditSchema = z.union([
  z.strictObject({ op: z.enum(['add', 'replace']), pointer: z.string(), value: z.json() }),
  z.strictObject({ op: z.literal('remove'), pointer: z.string() }),
]);

/** An edit task; its intent selects the oracle (design section 5). */
export const editTaskSchema = z.discriminatedUnion('intent', [
  z.strictObject({ ...core, intent: z.literal('comments'), target: pieceSchema.optional() }),
  z.strictObject({ ...core, intent: z.literal('format'), target: pieceSchema.optional() }),
  z.strictObject({ ...core, intent: z.literal('rename'), target: renameSchema }),
  z.strictObject({ ...core, intent: z.literal('imports'), target: pieceSchema.optional() }),
  z.strictObject({ ...core, intent: z.literal('types'), target: pieceSchema.optional() }),
  z.strictObject({ ...core, intent: z.literal('data'), pointerEdits: z.array(pointerEditSchema).min(1) }),
  z.strictObject({ ...core, intent: z.literal('fix'), target: diagnosticSchema }),
  z.strictObject({ ...core, intent: z.literal('test'), target: symbolSchema }),
  z.strictObject({ ...core, intent: z.literal('remove'), target: symbolSchema }),
  z.strictObject({ ...core, intent: z.literal('general'), target: pieceSchema.optional() }),
  z.strictObject({ ...core, intent: z.literal('same-behaviour'), target: pieceSchema.optional() }),
  /** What is in the working tree and not in its base; no worker makes it. */
  z.strictObject({ ...core, intent: z.literal('review'), against: z.enum(['HEAD', 'index']) }),
]);
export type EditTask = z.infer<typeof editTaskSchema>;
export type RenameTarget = z.infer<typeof renameSchema>;
export type PieceTarget = z.infer<typeof pieceSchema>;

/** The piece that a task of some intents was given: the selection, or the symbol that the instruction names. */
export function pieceOfTask(task: EditTask): PieceTarget | undefined {
  switch (task.intent) {
    case 'comments':
    case 'format':
    case 'imports':
    case 'types':
    case 'general':
    case 'same-behaviour':
      return task.target;
    case 'rename':
    case 'data':
    case 'fix':
    case 'test':
    case 'remove':
    case 'review':
      return undefined;
  }
}

/** One edit in exactly one of three forms (contracts rule 40). Closed: an unknown key refutes (rule 3). */
export const editSchema = z.union([
  z.strictObject({ path: z.string(), search: z.string(), replace: z.string(), startLine: line.optional() }),
  z.strictObject({ path: z.string(), whole: z.string() }),
  z.strictObject({ path: z.string(), range: z.tuple([line, line]), replace: z.string() }),
]);
export type Edit = z.infer<typeof editSchema>;

export const editResultSchema = z.strictObject({ edits: z.array(editSchema) });
export type EditResult = z.infer<typeof editResultSchema>;
