/** A line as it really stands in the file, 1-based. */
export interface RealLine {
  readonly line: number;
  readonly text: string;
}

/** As many lines are shown as an answer can use. */
const shownAtMost = 8;

/**
 * The lines of a text that are most like a search that was not found in it: the window in which most of its lines
 * stand but for white space, else around the line that shares most words with it. Only a hint in words: nothing is
 * ever applied to a place that was found like this.
 */
export function nearestLines(text: string, search: string): readonly RealLine[] {
  const lines = text.split('\n');
  const wanted = search.split('\n').map((line) => line.trim());
  const start = windowOfEqualLines(lines, wanted) ?? lineOfMostWords(lines, wanted);
  if (start === undefined) return [];
  const count = Math.min(shownAtMost, Math.max(1, wanted.length));
  return lines.slice(start, start + count).map((line, at) => ({ line: start + at + 1, text: line }));
}

function windowOfEqualLines(lines: readonly string[], wanted: readonly string[]): number | undefined {
  const places = new Map<string, number[]>();
  wanted.forEach((line, at) => {
    if (line !== '') places.set(line, [...(places.get(line) ?? []), at]);
  });
  const votes = new Map<number, number>();
  lines.forEach((line, at) => {
    for (const place of places.get(line.trim()) ?? []) {
      const start = at - place;
      if (start >= 0) votes.set(start, (votes.get(start) ?? 0) + 1);
    }
  });
  return best(votes);
}

function lineOfMostWords(lines: readonly string[], wanted: readonly string[]): number | undefined {
  const longest = wanted.reduce((most, line) => (line.length > most.length ? line : most), '');
  const words = new Set(wordsOf(longest));
  if (words.size === 0) return undefined;
  const offset = wanted.indexOf(longest);
  const votes = new Map<number, number>();
  lines.forEach((line, at) => {
    const shared = wordsOf(line).filter((word) => words.has(word)).length;
    if (shared * 2 > words.size) votes.set(Math.max(0, at - offset), shared);
  });
  return best(votes);
}

function wordsOf(line: string): readonly string[] {
  return line.slice(0, 1_000).match(/[\p{L}\p{N}_$]+/gu) ?? [];
}

/** The key with the most votes, the first one of equals. */
function best(votes: ReadonlyMap<number, number>): number | undefined {
  let found: number | undefined;
  let most = 0;
  for (const [key, count] of votes) {
    if (count > most || (count === most && found !== undefined && key < found)) {
      found = key;
      most = count;
    }
  }
  return found;
}
