import { normalise } from './endings.ts';
import {
  locate,
  overlaps,
  type ApplyOptions,
  type Page,
  type Refusal,
  type Region,
  type TextEdit,
} from './locate.ts';
import { openFinder } from './occurrences.ts';
import { splice, type Spot } from './splice.ts';
import { tolerate, type Tier } from './tolerant.ts';

export type ApplyOutcome =
  | { readonly type: 'applied'; readonly text: string; readonly spots: readonly Spot[] }
  | {
      readonly type: 'refused';
      /** At least one, in the order of the edits. */
      readonly refusals: readonly Refusal[];
      /** What a tolerant tier would make of it: a candidate for a person, never an application. */
      readonly candidate: { readonly tier: Tier; readonly text: string } | undefined;
    };

/**
 * Applies edits to a text (contracts rules 40 to 45): exact, exactly once, located against the original, literal,
 * line endings and final newline as they were, all or nothing. `base` is the text without byte order mark.
 */
export function applyEdits(
  base: string,
  edits: readonly TextEdit[],
  options: ApplyOptions = {},
): ApplyOutcome {
  const normal = normalise(base);
  const searches = edits.filter((edit) => edit.type === 'search').length;
  const file: Page = { normal, finder: openFinder(normal.text, searches), starts: undefined };
  const regions: Region[] = [];
  const refusals: Refusal[] = [];
  const lost: number[] = [];
  const alone = edits.findIndex((edit) => edit.type === 'whole');
  if (alone !== -1 && edits.length > 1) {
    refusals.push({ edit: alone, outcome: 'refused', reason: 'a whole text stands alone for its file' });
  }
  if (edits.length === 0) refusals.push({ edit: 0, outcome: 'refused', reason: 'there is no edit' });
  edits.forEach((edit, index) => {
    const located = locate(file, edit, index, options);
    if (Array.isArray(located)) regions.push(...located);
    else {
      refusals.push(located);
      if (located.outcome === 'not_found') lost.push(index);
    }
  });
  refusals.push(...overlaps(regions, edits));
  if (refusals.length > 0) {
    const sorted = [...refusals].sort((a, b) => a.edit - b.edit);
    const repairable = lost.length === refusals.length;
    const candidate = repairable ? tolerantCandidate(base, file, edits, regions, lost) : undefined;
    return { type: 'refused', refusals: sorted, candidate };
  }
  const outcome = splice(base, file, regions, edits);
  if (outcome.type === 'refused')
    return { type: 'refused', refusals: [outcome.refusal], candidate: undefined };
  return { type: 'applied', text: outcome.text, spots: outcome.spots };
}

/** Locates the lost edits by one tolerant tier each; undefined unless every one of them has one place only. */
function tolerantCandidate(
  base: string,
  page: Page,
  edits: readonly TextEdit[],
  located: readonly Region[],
  lost: readonly number[],
): { readonly tier: Tier; readonly text: string } | undefined {
  const lines = page.normal.text.split('\n');
  const regions = [...located];
  const tiers: Tier[] = [];
  for (const index of lost) {
    const edit = edits[index];
    if (edit?.type !== 'search') return undefined;
    const search = normalise(edit.search).text;
    const found = tolerate(lines, search, normalise(edit.replace).text);
    if (found === undefined) return undefined;
    tiers.push(found.tier);
    regions.push(regionOfLines(page.normal.text, lines, found.line, found.count, found.lines, index));
  }
  if (overlaps(regions, edits).length > 0) return undefined;
  const outcome = splice(base, page, regions, edits);
  const [tier] = tiers;
  return outcome.type === 'spliced' && tier !== undefined ? { tier, text: outcome.text } : undefined;
}

function regionOfLines(
  text: string,
  lines: readonly string[],
  line: number,
  count: number,
  fresh: readonly string[],
  edit: number,
): Region {
  const start = lines.slice(0, line).reduce((sum, row) => sum + row.length + 1, 0);
  const length = lines.slice(line, line + count).reduce((sum, row) => sum + row.length + 1, 0);
  const end = Math.min(text.length, start + length - 1);
  if (fresh.length > 0) return { edit, start, end, text: fresh.join('\n') };
  return { edit, start, end: Math.min(text.length, end + 1), text: '' };
}
