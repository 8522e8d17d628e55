import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'jsonc-parser';
import * as z from 'zod';
import type { PathReason } from '../core/paths/reasons.ts';
import { rulePath } from '../node/paths/paths.ts';
import { nodeDisk } from '../node/writer/disk.ts';

const contexts = [
  'trusted',
  'untrusted',
  'virtual',
  'no-folder',
  'multi-root',
  'root-opened-through-link',
] as const;

/**
 * A row of `countersign path -` (design section 13). `workspace` is an absolute folder, a list of them, or the
 * `.code-workspace` file that lists them.
 */
const rowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  workspace: z.union([z.string(), z.array(z.string())]).nullish(),
  path: z.string(),
  op: z.enum(['modify', 'create', 'delete']),
  ctx: z.enum(contexts).default('trusted'),
});

export type PathAnswer =
  | {
      readonly id: string | number;
      readonly decision: 'allow' | 'ask' | 'deny';
      readonly reason: PathReason;
    }
  | { readonly id: string | number | null; readonly error: string };

/**
 * Answers one row: may this path be written, and by which rule. `state` are the folders where our own records are.
 * Never rejects: a bad row answers with what is wrong in it.
 */
export async function pathRow(row: unknown, state: readonly string[] = []): Promise<PathAnswer> {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success) return { id: idOf(row), error: z.prettifyError(parsed.error) };
  const { id, workspace, path, op, ctx } = parsed.data;
  if (ctx === 'no-folder') return { id, decision: 'deny', reason: 'no-workspace' };
  if (ctx === 'virtual') return { id, decision: 'deny', reason: 'virtual-workspace' };
  if (ctx === 'untrusted') return { id, decision: 'deny', reason: 'untrusted-workspace' };
  const roots = await rootsOf(workspace ?? []);
  if (typeof roots === 'string') return { id, error: roots };
  const { decision, reason } = await rulePath(path, op, { roots, state, disk: nodeDisk() });
  return { id, decision, reason };
}

const workspaceFileSchema = z.looseObject({ folders: z.array(z.looseObject({ path: z.string() })) });

/** The folders of a workspace, or what is wrong with the file that should list them. */
async function rootsOf(workspace: string | readonly string[]): Promise<readonly string[] | string> {
  if (typeof workspace !== 'string') return workspace;
  if (!workspace.endsWith('.code-workspace')) return [workspace];
  try {
    const listed = workspaceFileSchema.safeParse(parse(await readFile(workspace, 'utf8')));
    if (!listed.success) return `${workspace}: ${z.prettifyError(listed.error)}`;
    return listed.data.folders.map((folder) => resolve(dirname(workspace), folder.path));
  } catch (error) {
    return `${workspace}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function idOf(row: unknown): string | number | null {
  const id = z.looseObject({ id: z.union([z.string(), z.number()]) }).safeParse(row);
  return id.success ? id.data.id : null;
}
