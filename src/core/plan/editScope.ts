import * as z from 'zod';
import type { House } from '../ports.ts';

const target = z.looseObject({
  path: z.string(),
  line: z.number(),
  symbol: z.string(),
  to: z.string().optional(),
});

const wideSchema = z.looseObject({
  kind: z.literal('edit'),
  intent: z.enum(['rename', 'remove']),
  paths: z.array(z.string()),
  target,
});

/**
 * A rename or a removal may change every file that names the symbol, so its task lists them all (contracts rule 46):
 * those the language service finds. Any other task, and one that it cannot answer, comes back as it is.
 */
export async function withEditScope(
  task: Readonly<Record<string, unknown>>,
  house: House,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const wide = wideSchema.safeParse(task);
  if (!wide.success) return task;
  const { paths, target: symbol } = wide.data;
  // The places that would get another name are the places that name it.
  const to = symbol.to ?? `${symbol.symbol}_`;
  const spans = await house.code.renameSpans(house.files, { ...symbol, to }, signal);
  if (spans.type === 'unable') return task;
  const all = new Set([...paths, ...spans.value.map((span) => span.path)]);
  return { ...task, paths: [...all].sort() };
}
