import { lineAt, lineStarts, readEditText, type Normal } from './endings.ts';
import { nearestLines, type RealLine } from './nearest.ts';
import type { Finder } from './occurrences.ts';

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

export interface ApplyOptions {
  /** An empty search fills an empty text. Contracts rule 43 refuses it in a result; the plumbing allows it. */
  readonly fillEmpty?: boolean;
  /**
   * An edit that empties whole lines takes their line break along, so that no empty line stays. In a result a search
   * is not bound to lines (contracts rule 42); formats whose search is made of lines mean it so.
   */
  readonly deleteLines?: boolean;
  /** CRLF in an edit to a text with LF is read as LF. Contracts rule 44 refuses it in a result. */
  readonly foldEndings?: boolean;
}

/** A stretch of the normalised base, end exclusive, and the LF text that takes its place. */
export interface Region {
  readonly edit: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The normalised base with the starts of its lines, counted when first asked for. */
export interface Page {
  readonly normal: Normal;
  readonly finder: Finder;
  starts: readonly number[] | undefined;
}

export function startsOf(page: Page): readonly number[] {
  page.starts ??= lineStarts(page.normal.text);
  return page.starts;
}

/** Where one edit of a list goes, or why nowhere. */
export function locate(page: Page, edit: TextEdit, index: number, options: ApplyOptions): Region[] | Refusal {
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
  const taken = options.foldEndings === true && ending === 'lf' ? 'mixed' : ending;
  const search = readEditText(edit.search, 'the search text', taken);
  if (search.type === 'refused') return { edit: index, outcome: 'refused', reason: search.reason };
  const replace = readEditText(edit.replace, 'the replacement', taken);
  if (replace.type === 'refused') return { edit: index, outcome: 'refused', reason: replace.reason };
  if (search.text === replace.text) {
    return { edit: index, outcome: 'no_change', reason: 'search and replacement are the same text' };
  }
  if (search.text === '') {
    if (options.fillEmpty === true && text === '')
      return [{ edit: index, start: 0, end: 0, text: replace.text }];
    return { edit: index, outcome: 'empty_search', reason: 'the search text is empty' };
  }
  const region = (start: number): Region => {
    const end = start + search.text.length;
    const isLines = (start === 0 || text[start - 1] === '\n') && text[end] === '\n' && text[end - 1] !== '\n';
    const takesBreak = options.deleteLines === true && replace.text === '' && isLines;
    return { edit: index, start, end: takesBreak ? end + 1 : end, text: replace.text };
  };
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
export function overlaps(regions: readonly Region[], edits: readonly TextEdit[]): Refusal[] {
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
