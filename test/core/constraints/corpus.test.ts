import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileConstraints } from '../../../src/core/constraints/compile.ts';
import type { ConstraintArgs } from '../../../src/core/constraints/constraint.ts';
import { judge } from '../../../src/core/constraints/judge.ts';

const folder = new URL('../../../../shared/corpora/ifeval/', import.meta.url);
const missing = !existsSync(folder);

interface Prompt {
  readonly prompt: string;
  readonly instruction_id_list: readonly string[];
  readonly kwargs: readonly ConstraintArgs[];
}

interface Label extends Omit<Prompt, 'prompt'> {
  readonly response: string;
  readonly follow: readonly boolean[];
  /** Indexes whose label flips with a seed. */
  readonly unstable?: readonly number[];
}

function rowsOf<T>(name: string): readonly T[] {
  if (missing) return [];
  const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** An id with its arguments, whatever their order and letter case. */
function keyOf(id: string, args: ConstraintArgs): string {
  const plain = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((one) => String(plain(one))).sort((a, b) => a.localeCompare(b))
      : typeof value === 'string'
        ? value.trim().toLowerCase()
        : value;
  const pairs = Object.entries(args).map(([name, value]) => [name, plain(value)] as const);
  return `${id} ${JSON.stringify(pairs.sort(([a], [b]) => a.localeCompare(b)))}`;
}

const prompts = rowsOf<Prompt>('prompts.jsonl');
const labels = rowsOf<Label>('labels.jsonl');
const ids = new Set(prompts.flatMap((row) => row.instruction_id_list));

describe('the instructions of IFEval', () => {
  it.skipIf(missing)('are there (skipped where the folder of corpora is missing)', () => {
    expect(prompts.length).toBeGreaterThan(100);
    expect(labels.length).toBeGreaterThan(1_000);
    expect(ids.size).toBe(25);
  });

  it.skipIf(missing)('are found, 95 % of them, and hardly any that nobody gave', () => {
    let [right, found, given] = [0, 0, 0];
    for (const row of prompts) {
      const wanted = row.instruction_id_list.map((id, index) => keyOf(id, row.kwargs[index] ?? {}));
      const got = compileConstraints(row.prompt)
        .constraints.filter((one) => ids.has(one.id))
        .map((one) => keyOf(one.id, one.args));
      given += wanted.length;
      found += got.length;
      for (const key of got) {
        const at = wanted.indexOf(key);
        if (at < 0) continue;
        wanted.splice(at, 1);
        right += 1;
      }
    }
    expect(right / given).toBeGreaterThanOrEqual(0.95);
    expect(right / found).toBeGreaterThanOrEqual(0.98);
  });

  it.skipIf(missing)('are judged as the published checker judges them', () => {
    let [same, all] = [0, 0];
    for (const row of labels) {
      for (const [index, id] of row.instruction_id_list.entries()) {
        if (row.unstable?.includes(index) === true) continue;
        all += 1;
        if (judge({ id, args: row.kwargs[index] ?? {} }, { text: row.response }).holds === row.follow[index])
          same += 1;
      }
    }
    // What cannot be told counts as a disagreement.
    expect(same / all).toBeGreaterThanOrEqual(0.99);
  });
});
