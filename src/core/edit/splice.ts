import { diffLines } from './diff.ts';
import { hadCr, lineAt, lineStarts, toOriginal, type Ending, type Normal } from './endings.ts';
import { startsOf, type Page, type Refusal, type Region, type TextEdit } from './locate.ts';

/** Where one edit went: lines of the base it replaced and of the new text that stand there, 1-based inclusive. */
export interface Spot {
  readonly edit: number;
  /** The lines of the base that the edit touched. */
  readonly base: { readonly line: number; readonly endLine: number };
  /** What stands there now; a deletion is placed on the line that took its place. */
  readonly line: number;
  readonly endLine: number;
}

export type Spliced =
  | { readonly type: 'spliced'; readonly text: string; readonly spots: readonly Spot[] }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/**
 * Puts located texts in place, with the file's line endings and its end as they were. Refuses what the edits as a
 * whole may not do.
 */
export function splice(
  base: string,
  page: Page,
  located: readonly Region[],
  edits: readonly TextEdit[],
): Spliced {
  const { normal } = page;
  const ending = outEnding(normal.ending, edits);
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
  if (refusal !== undefined) return { type: 'refused', refusal };
  const count = lineStarts(text).length;
  const kept = spots.map((spot) => clip(spot, count)).sort((a, b) => a.edit - b.edit);
  return { type: 'spliced', text, spots: kept };
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

/** A file without line breaks has no ending of its own: the edits' is taken. */
function outEnding(file: Ending, edits: readonly TextEdit[]): Ending {
  if (file !== 'none') return file;
  return edits.some((edit) => textsOf(edit).some((text) => text.includes('\r\n'))) ? 'crlf' : 'lf';
}

function textsOf(edit: TextEdit): readonly string[] {
  return edit.type === 'whole' ? [edit.whole] : [edit.replace];
}
