import { diffLines } from './diff.ts';
import {
  hadCr,
  lineAt,
  lineStarts,
  normalise,
  readEditText,
  toOriginal,
  type Ending,
  type Normal,
} from './endings.ts';
import { nearestLines, type RealLine } from './nearest.ts';
import { openFinder, type Finder } from './occurrences.ts';
import { tolerate, type Tier } from './tolerant.ts';

/** One edit of one file, in the three forms of contracts rule 40. Lines are 1-based, ranges inclusive. */
export type TextEdit =
  | {
      readonly type: 'search';
      readonly search: string;
      readonly replace: string;
      /** Line of the match's first character; it only chooses among exact duplicates. */
      readonly startLine?: number | undefined;
      /** Every occurrence, left to right. Not part of a result's contract; the plumbing offers it. */
      readonly replaceAll?: boolean | undefined;
    }
  | { readonly type: 'whole'; readonly whole: string }
  | { readonly type: 'range'; readonly range: readonly [number, number]; readonly replace: string };

export type RefusalClass = 'not_found' | 'ambiguous' | 'overlap' | 'empty_search' | 'no_change' | 'refused';

/** Why an edit does not apply. `edit` is its index; nothing of the whole list was applied. */
export interface Refusal {
  readonly edit: number;
  readonly outcome: RefusalClass;
  readonly reason: string;
  /** Lines (1-based) at which an ambiguous text begins. */
  readonly lines?: readonly number[];
  /** What stands nearest to a text that was not found, for a person or the next try. */
  readonly nearest?: readonly RealLine[];
}

/** Where one edit went: lines of the base it replaced and of the new text that stand there, 1-based inclusive. */
export interface Spot {
  readonly edit: number;
  /** The lines of the base that the edit touched. */
  readonly base: { readonly line: number; readonly endLine: number };
  /** What stands there now; a deletion is placed on the line that took its place. */
  readonly line: number;
  readonly endLine: number;
}

export type ApplyOutcome =
  | { readonly type: 'applied'; readonly text: string; readonly spots: readonly Spot[] }
  | {
      readonly type: 'refused';
      /** At least one, in the order of the edits. */
      readonly refusals: readonly Refusal[];
      /** What a tolerant tier would make of it: a candidate for a person, never an application. */
      readonly candidate: { readonly tier: Tier; readonly text: string } | undefined;
    };

export interface ApplyOptions {
  /** An empty search fills an empty text. Contracts rule 43 refuses it in a result; the plumbing allows it. */
  readonly fillEmpty?: boolean;
}

/** A stretch of the normalised base, end exclusive, and the LF text that takes its place. */
interface Region {
  readonly edit: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

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
  return finish(base, file, regions, outEnding(normal.ending, edits), edits);
}

/** The normalised base with the starts of its lines, counted when first asked for. */
interface Page {
  readonly normal: Normal;
  readonly finder: Finder;
  starts: readonly number[] | undefined;
}

function startsOf(page: Page): readonly number[] {
  page.starts ??= lineStarts(page.normal.text);
  return page.starts;
}

function locate(page: Page, edit: TextEdit, index: number, options: ApplyOptions): Region[] | Refusal {
  switch (edit.type) {
    case 'search':
      return locateSearch(page, edit, index, options);
    case 'range':
      return locateRange(page, edit, index);
    case 'whole':
      return locateWhole(page, edit.whole, index);
  }
}

function locateSearch(
  page: Page,
  edit: Extract<TextEdit, { type: 'search' }>,
  index: number,
  options: ApplyOptions,
): Region[] | Refusal {
  const { text, ending } = page.normal;
  const search = readEditText(edit.search, 'the search text', ending);
  if (search.type === 'refused') return { edit: index, outcome: 'refused', reason: search.reason };
  const replace = readEditText(edit.replace, 'the replacement', ending);
  if (replace.type === 'refused') return { edit: index, outcome: 'refused', reason: replace.reason };
  if (search.text === replace.text) {
    return { edit: index, outcome: 'no_change', reason: 'search and replacement are the same text' };
  }
  if (search.text === '') {
    if (options.fillEmpty === true && text === '')
      return [{ edit: index, start: 0, end: 0, text: replace.text }];
    return { edit: index, outcome: 'empty_search', reason: 'the search text is empty' };
  }
  const region = (start: number): Region => ({
    edit: index,
    start,
    end: start + search.text.length,
    text: replace.text,
  });
  const found = page.finder.find(search.text, edit.replaceAll === true ? Infinity : placesAtMost);
  const [first, second] = found;
  if (first === undefined) {
    return {
      edit: index,
      outcome: 'not_found',
      reason: 'the search text does not stand in the file',
      nearest: nearestLines(text, search.text),
    };
  }
  if (edit.replaceAll === true) return apart(found, search.text.length).map(region);
  return second === undefined ? [region(first)] : chooseDuplicate(page, edit.startLine, found, index, region);
}

/** Places of one text that are looked at; a start line beyond them does not choose. */
const placesAtMost = 10_000;

/** From left to right, those that do not overlap the one before. */
function apart(found: readonly number[], length: number): readonly number[] {
  let end = 0;
  return found.filter((offset) => {
    if (offset < end) return false;
    end = offset + length;
    return true;
  });
}

function chooseDuplicate(
  page: Page,
  startLine: number | undefined,
  found: readonly number[],
  index: number,
  region: (start: number) => Region,
): Region[] | Refusal {
  const starts = startsOf(page);
  const lines = found.map((offset) => lineAt(starts, offset));
  const here = found.filter((_, at) => lines[at] === startLine);
  const [only] = here;
  if (only !== undefined && here.length === 1) return [region(only)];
  const listed = lines.slice(0, 20);
  const where = `it begins on lines ${listed.join(', ')}${lines.length > 20 ? ' and more' : ''}`;
  return {
    edit: index,
    outcome: 'ambiguous',
    reason: `the search text stands ${found.length} times in the file: ${where}`,
    lines,
  };
}

function locateRange(
  page: Page,
  edit: Extract<TextEdit, { type: 'range' }>,
  index: number,
): Region[] | Refusal {
  const { text, ending } = page.normal;
  const [first, last] = edit.range;
  const refused = (reason: string): Refusal => ({ edit: index, outcome: 'refused', reason });
  const replace = readEditText(edit.replace, 'the replacement', ending);
  if (replace.type === 'refused') return refused(replace.reason);
  const starts = startsOf(page);
  if (!Number.isInteger(first) || !Number.isInteger(last) || first < 1 || last < first) {
    return refused(`${first} to ${last} is no range of lines`);
  }
  if (last > starts.length) {
    return refused(`the range ends at line ${last}, and the file has ${starts.length} lines`);
  }
  const start = starts[first - 1] ?? 0;
  const next = starts[last] ?? text.length;
  const end = next > start && text[next - 1] === '\n' ? next - 1 : next;
  // The empty text deletes the lines with their endings; any other text leaves the last ending where it is.
  if (replace.text === '') return [{ edit: index, start, end: next, text: '' }];
  if (text.slice(start, end) === replace.text) {
    return { edit: index, outcome: 'no_change', reason: `lines ${first} to ${last} say this already` };
  }
  return [{ edit: index, start, end, text: replace.text }];
}

function locateWhole(page: Page, whole: string, index: number): Region[] | Refusal {
  const read = readEditText(whole, 'the text', page.normal.ending);
  if (read.type === 'refused') return { edit: index, outcome: 'refused', reason: read.reason };
  if (read.text === page.normal.text) {
    return { edit: index, outcome: 'no_change', reason: 'the text is the one that the file has' };
  }
  return [{ edit: index, start: 0, end: page.normal.text.length, text: read.text }];
}

/** Edits that share a character, or stand at the same empty place, are refused (contracts rule 43). */
function overlaps(regions: readonly Region[], edits: readonly TextEdit[]): Refusal[] {
  const sorted = [...regions].sort((a, b) => a.start - b.start || a.end - b.end);
  const refusals: Refusal[] = [];
  let reach: Region | undefined;
  for (const region of sorted) {
    if (reach !== undefined && region.start < reach.end) {
      const [first, second] = [reach.edit, region.edit].sort((a, b) => a - b);
      const same = JSON.stringify(edits[reach.edit]) === JSON.stringify(edits[region.edit]);
      const reason = same
        ? `edit ${(second ?? 0) + 1} repeats edit ${(first ?? 0) + 1}`
        : `edits ${(first ?? 0) + 1} and ${(second ?? 0) + 1} change the same text`;
      refusals.push({ edit: second ?? 0, outcome: 'overlap', reason });
    }
    if (reach === undefined || region.end > reach.end) reach = region;
  }
  return refusals;
}

/** A file without line breaks has no ending of its own: the edits' is taken. */
function outEnding(file: Ending, edits: readonly TextEdit[]): Ending {
  if (file !== 'none') return file;
  return edits.some((edit) => textsOf(edit).some((text) => text.includes('\r\n'))) ? 'crlf' : 'lf';
}

function textsOf(edit: TextEdit): readonly string[] {
  return edit.type === 'whole' ? [edit.whole] : [edit.replace];
}

function finish(
  base: string,
  page: Page,
  located: readonly Region[],
  ending: Ending,
  edits: readonly TextEdit[],
): ApplyOutcome {
  const { normal } = page;
  const regions = keepLastLineOpen(normal, located);
  const pieces: string[] = [];
  const spots: Spot[] = [];
  const starts = startsOf(page);
  let done = 0;
  let added = 0;
  for (const region of regions) {
    pieces.push(base.slice(done, toOriginal(normal, region.start)), written(normal, region, ending));
    done = toOriginal(normal, region.end);
    spots.push(spotOf(normal.text, starts, region, added));
    added += breaksIn(region.text) - breaksIn(normal.text.slice(region.start, region.end));
  }
  pieces.push(base.slice(done));
  const text = pieces.join('');
  const refusal = unlikeBase(base, text, regions);
  if (refusal !== undefined) return { type: 'refused', refusals: [refusal], candidate: undefined };
  const count = lineStarts(text).length;
  const kept = spots.map((spot) => clip(spot, count)).sort((a, b) => a.edit - b.edit);
  return { type: 'applied', text, spots: edits.length === 0 ? [] : kept };
}

/**
 * Deleting the last lines of a file that has no final newline leaves none behind: the line break before them goes,
 * not the one they do not have.
 */
function keepLastLineOpen(normal: Normal, located: readonly Region[]): readonly Region[] {
  const regions = [...located].sort((a, b) => a.start - b.start || a.end - b.end);
  const { text } = normal;
  if (text.endsWith('\n') || text === '') return regions;
  let from = regions.length;
  let edge = text.length;
  while (from > 0) {
    const region = regions[from - 1];
    if (region === undefined || region.end !== edge || region.text !== '') break;
    from -= 1;
    edge = region.start;
  }
  const first = regions[from];
  if (first === undefined || edge === 0 || text[edge - 1] !== '\n') return regions;
  const before = regions[from - 1];
  if (before !== undefined && before.end === edge) return regions;
  return regions.map((region) => (region === first ? { ...region, start: edge - 1 } : region));
}

/** The text of a region with the file's line endings; in a file that has both, kept lines keep theirs. */
function written(normal: Normal, region: Region, ending: Ending): string {
  if (ending === 'crlf') return region.text.replaceAll('\n', '\r\n');
  if (ending !== 'mixed' || !region.text.includes('\n')) return region.text;
  const old = normal.text.slice(region.start, region.end).split('\n');
  const fresh = region.text.split('\n');
  const kinds = breakKinds(normal, region, old);
  const around = kinds[0] ?? breakAround(normal, region);
  const hunks = diffLines(old, fresh);
  let next = 0;
  let before = around;
  const breaks = fresh.slice(0, -1).map((_, line) => {
    while ((hunks[next]?.end ?? Infinity) <= line) next += 1;
    const hunk = hunks[next];
    // A changed line takes the ending of the line it stands for; one that is new, of the line before it.
    const inHunk = hunk !== undefined && line >= hunk.start;
    const last = inHunk ? hunk : hunks[next - 1];
    const from = inHunk ? line - hunk.start + hunk.baseStart : line - (last?.end ?? 0) + (last?.baseEnd ?? 0);
    const paired = inHunk && from >= hunk.baseEnd ? undefined : kinds[from];
    before = paired ?? before;
    return before;
  });
  return fresh.map((line, at) => line + (breaks[at] ?? '')).join('');
}

function breakKinds(normal: Normal, region: Region, lines: readonly string[]): readonly string[] {
  const kinds: string[] = [];
  let offset = region.start;
  for (const line of lines.slice(0, -1)) {
    offset += line.length;
    kinds.push(hadCr(normal, offset) ? '\r\n' : '\n');
    offset += 1;
  }
  return kinds;
}

/** The ending of the line a region ends on, or of the one before it. */
function breakAround(normal: Normal, region: Region): string {
  const after = normal.text.indexOf('\n', region.end);
  const offset = after === -1 ? normal.text.lastIndexOf('\n', region.start - 1) : after;
  return offset !== -1 && hadCr(normal, offset) ? '\r\n' : '\n';
}

function spotOf(text: string, starts: readonly number[], region: Region, added: number): Spot {
  const line = lineAt(starts, region.start);
  const last = region.end > region.start ? region.end - 1 : region.start;
  const open = region.text.endsWith('\n') ? 1 : 0;
  const first = line + added;
  return {
    edit: region.edit,
    base: { line, endLine: Math.max(line, lineAt(starts, Math.min(last, Math.max(0, text.length - 1)))) },
    line: first,
    endLine: Math.max(first, first + breaksIn(region.text) - open),
  };
}

function clip(spot: Spot, count: number): Spot {
  const most = Math.max(1, count);
  const line = Math.min(spot.line, most);
  return { ...spot, line, endLine: Math.max(line, Math.min(spot.endLine, most)) };
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** What the edits as a whole may not do: change nothing, or lose or invent the final newline (rule 45). */
function unlikeBase(base: string, text: string, regions: readonly Region[]): Refusal | undefined {
  const edit = regions.at(-1)?.edit ?? 0;
  if (text === base) return { edit, outcome: 'no_change', reason: 'the edits change nothing' };
  if (base === '' || text === '') return undefined;
  if (base.endsWith('\n') && !text.endsWith('\n')) {
    return { edit, outcome: 'refused', reason: 'the edit loses the newline at the end of the file' };
  }
  if (!base.endsWith('\n') && text.endsWith('\n')) {
    return {
      edit,
      outcome: 'refused',
      reason: 'the edit adds a newline at the end of a file that has none',
    };
  }
  return undefined;
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
  const outcome = finish(base, page, regions, outEnding(page.normal.ending, edits), edits);
  const [tier] = tiers;
  return outcome.type === 'applied' && tier !== undefined ? { tier, text: outcome.text } : undefined;
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
