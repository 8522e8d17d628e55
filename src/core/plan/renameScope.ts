import * as z from 'zod';
import type { House } from '../ports.ts';

const renameSchema = z.looseObject({
  kind: z.literal('edit'),
  intent: z.literal('rename'),
  paths: z.array(z.string()),
  target: z.looseObject({ path: z.string(), line: z.number(), symbol: z.string(), to: z.string() }),
});

/**
 * A rename may change every file that names the symbol, so its task lists them all (contracts rule 46): those the
 * language service finds. Any other task, and a rename that it cannot answer, comes back as it is.
 */
export async function withRenameScope(
  task: Readonly<Record<string, unknown>>,
  house: House,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const rename = renameSchema.safeParse(task);
  if (!rename.success) return task;
  const spans = await house.code.renameSpans(house.files, rename.data.target, signal);
  if (spans.type === 'unable') return task;
  const paths = new Set([...rename.data.paths, ...spans.value.map((span) => span.path)]);
  return { ...task, paths: [...paths].sort() };
}
