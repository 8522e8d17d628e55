/** Finds where a text stands in a page. A page that is asked often keeps an index of its lines. */
export interface Finder {
  /** Offsets of all places in ascending order, overlapping ones included; at most `limit` of them. */
  find(search: string, limit: number): readonly number[];
}

/** From here on an index of the lines costs less than it saves (`test/bench/engine.ts`). */
const indexedFrom = { searches: 100, characters: 500_000 };

/** `searches` is how often the page will be asked. */
export function openFinder(text: string, searches: number): Finder {
  const isIndexed = searches > indexedFrom.searches && text.length > indexedFrom.characters;
  let index: ReadonlyMap<string, readonly number[]> | undefined;
  return {
    find(search, limit) {
      const inner = isIndexed ? longestInner(search) : undefined;
      if (inner === undefined) return scan(text, search, limit);
      index ??= indexLines(text);
      // A line that the search holds whole is a whole line wherever the search stands.
      const candidates = index.get(inner.line) ?? [];
      return candidates
        .map((offset) => offset - inner.offset)
        .filter((offset) => offset >= 0 && text.startsWith(search, offset))
        .slice(0, limit);
    },
  };
}

function scan(text: string, search: string, limit: number): readonly number[] {
  const found: number[] = [];
  let at = text.indexOf(search);
  while (at !== -1 && found.length < limit) {
    found.push(at);
    at = text.indexOf(search, at + 1);
  }
  return found;
}

function indexLines(text: string): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  let start = 0;
  while (start <= text.length) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    const line = text.slice(start, end);
    const known = index.get(line);
    if (known === undefined) index.set(line, [start]);
    else known.push(start);
    start = end + 1;
  }
  return index;
}

/** The longest line of a search that has a line break on both sides. */
function longestInner(search: string): { readonly line: string; readonly offset: number } | undefined {
  let best: { line: string; offset: number } | undefined;
  let start = search.indexOf('\n') + 1;
  while (start > 0) {
    const end = search.indexOf('\n', start);
    if (end === -1) break;
    const line = search.slice(start, end);
    if (line !== '' && line.length > (best?.line.length ?? 0)) best = { line, offset: start };
    start = end + 1;
  }
  return best;
}
