import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { pathRow } from '../../../src/cli/path.ts';
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

  // The best of several tries: what other programs do on this machine meanwhile is not the gate's time.
  test.skipIf(rows.length === 0)('takes at most 5 ms a decision, at the 95th percentile', async () => {
    const times: number[] = [];
    for (const { id, path, op, ctx } of rows) {
      const row = { id, workspace: workspaceOf(ctx), path: placed(path, tree), op, ctx };
      let best = Infinity;
      for (let look = 0; look < 5; look++) {
        const started = performance.now();
        await pathRow(row, [tree.state]);
        best = Math.min(best, performance.now() - started);
      }
      times.push(best);
    }
    times.sort((one, other) => one - other);
    expect(times[Math.floor(times.length * 0.95)]).toBeLessThanOrEqual(5);
  });
});
