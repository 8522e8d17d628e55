import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../src/core/edit/engine.ts';
import type { TextEdit } from '../../../src/core/edit/locate.ts';

// Edit cases from the test suites of other projects, each labelled with what an exact-once engine must do.
const path = new URL('../../../../shared/corpora/edits/cases.jsonl', import.meta.url);
const isHere = existsSync(path);
if (!isHere) console.warn('edit corpus: skipped, the shared folder is not beside this checkout');

interface Block {
  readonly search: string;
  readonly replace: string;
  readonly start_line?: number;
  readonly replace_all?: boolean;
}

interface Case {
  readonly id: string;
  readonly original: string;
  readonly edit: Block & { readonly blocks?: readonly Block[] };
  readonly expected: string | null;
  readonly unit: 'line' | 'substring';
  readonly order_sensitive?: boolean;
  readonly strict?: { readonly outcome: string; readonly agrees: boolean; readonly text?: string };
  readonly tolerant?: { readonly tier: string; readonly outcome: string };
}

const cases: readonly Case[] = isHere
  ? readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Case)
      .filter((one) => one.strict !== undefined && !('patch' in one.edit))
  : [];

/** A case as `countersign apply -` is asked. */
function editsOf(one: Case): readonly TextEdit[] {
  return (one.edit.blocks ?? [one.edit]).map((block): TextEdit => {
    const { search, replace, start_line: startLine, replace_all: replaceAll } = block;
    return { type: 'search', search, replace, startLine, replaceAll };
  });
}

/** Why this engine differs from the label: a rule of the contracts, or undefined where no rule says so. */
function ruleOfDifference(one: Case, base: string, outcome: string): string | undefined {
  const blocks = one.edit.blocks ?? [one.edit];
  if (one.order_sensitive === true && outcome === 'not_found') return 'rule 43: located in the original';
  const inLines = blocks.some((block) => base.split(block.search.trimEnd()).length > 2);
  if (one.unit === 'line' && inLines && outcome === 'ambiguous') return 'rule 42: not bound to lines';
  return undefined;
}

describe.skipIf(!isHere)('edit cases of other projects', () => {
  const answers = cases.map((one) => {
    const base = one.original.replace(/^\uFEFF/, '');
    const mark = one.original === base ? '' : '\uFEFF';
    // An empty search into an empty file is how these projects create one; only the plumbing allows it.
    const answer = applyEdits(base, editsOf(one), { fillEmpty: true, deleteLines: true, foldEndings: true });
    const outcome = answer.type === 'applied' ? 'applied' : (answer.refusals[0]?.outcome ?? '');
    return { one, base, answer, outcome, text: answer.type === 'applied' ? mark + answer.text : undefined };
  });

  it('decides each as its label says, or by a rule of the contracts', () => {
    const differing = answers.filter(({ one, outcome }) => outcome !== one.strict?.outcome);
    const unexplained = differing.filter(
      ({ one, base, outcome }) => ruleOfDifference(one, base, outcome) === undefined,
    );
    expect(unexplained.map(({ one, outcome }) => `${one.id}: ${outcome}`)).toEqual([]);
    expect(answers.length).toBeGreaterThan(100);
    expect(differing.length).toBeLessThan(3);
  });

  it('writes the same bytes wherever the label knows them', () => {
    let compared = 0;
    for (const { one, text } of answers) {
      const wanted = one.strict?.text ?? (one.strict?.agrees === true ? one.expected : null);
      if (text === undefined || wanted === null || wanted === undefined) continue;
      compared += 1;
      expect(text, one.id).toBe(wanted);
    }
    expect(compared).toBeGreaterThan(70);
  });

  it('finds candidates tolerantly in the right place only, and never applies one', () => {
    let found = 0;
    for (const { one, answer } of answers) {
      const candidate = answer.type === 'refused' ? answer.candidate : undefined;
      if (one.tolerant?.outcome === 'applied') {
        expect(candidate?.tier, one.id).toBe(one.tolerant.tier);
        if (one.expected !== null) expect(candidate?.text, one.id).toBe(one.expected);
        found += 1;
      } else expect(candidate, one.id).toBeUndefined();
    }
    expect(found).toBeGreaterThan(10);
  });
});
