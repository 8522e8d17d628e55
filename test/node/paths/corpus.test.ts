import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { pathRow } from '../../../src/cli/path.ts';
import { rulePath } from '../../../src/node/paths/paths.ts';
import { nodeDisk, type Disk } from '../../../src/node/writer/disk.ts';
import { makeTree, placed, type Tree } from './tree.ts';

const corpus = join(import.meta.dirname, '../../../../shared/corpora/security/paths.jsonl');

const rowSchema = z.looseObject({
  id: z.string(),
  path: z.string(),
  op: z.string(),
  ctx: z.string(),
  expect: z.string(),
  reason: z.string(),
});

const rows = existsSync(corpus)
  ? readFileSync(corpus, 'utf8')
      .trim()
      .split('\n')
      .map((line) => rowSchema.parse(JSON.parse(line)))
  : [];

let tree: Tree;
beforeAll(async () => {
  tree = await makeTree();
});
afterAll(() => tree.remove());

const operationSchema = z.enum(['modify', 'create', 'delete']);

/** The disk of this machine, and how often it was asked. */
function counted(): { disk: Disk; calls: () => number } {
  let calls = 0;
  const disk = new Proxy(nodeDisk(), {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member === 'function') calls += 1;
      return member;
    },
  });
  return { disk, calls: () => calls };
}

function workspaceOf(ctx: string): string | string[] | undefined {
  if (ctx === 'no-folder') return undefined;
  if (ctx === 'multi-root') return [tree.workspace, tree.second];
  return ctx === 'root-opened-through-link' ? tree.throughLink : tree.workspace;
}

describe.runIf(process.platform === 'linux')('the corpus of paths', () => {
  test.skipIf(rows.length === 0)('is there (skipped where the folder of corpora is missing)', () => {
    expect(rows.length).toBeGreaterThan(90);
  });

  test.each(rows.map((row) => ({ ...row, name: `${row.id} ${JSON.stringify(row.path).slice(0, 60)}` })))(
    '$name -> $expect $reason',
    async ({ id, path, op, ctx, expect: decision, reason }) => {
      const row = { id, workspace: workspaceOf(ctx), path: placed(path, tree), op, ctx };
      expect(await pathRow(row, [tree.state])).toEqual({ id, decision, reason });
    },
  );

  test.skipIf(rows.length === 0)(
    'looks at the disk at most 30 times a decision, at the 95th percentile',
    async () => {
      const looks: number[] = [];
      for (const { path, op, ctx } of rows) {
        const workspace = workspaceOf(ctx) ?? [];
        const roots = typeof workspace === 'string' ? [workspace] : workspace;
        const { disk, calls } = counted();
        await rulePath(placed(path, tree), operationSchema.parse(op), { roots, state: [tree.state], disk });
        looks.push(calls());
      }
      looks.sort((one, other) => one - other);
      expect(looks[Math.floor(looks.length * 0.95)]).toBeLessThanOrEqual(30);
      expect(looks.at(-1)).toBeLessThanOrEqual(200);
    },
  );
});
