import type { Files } from '../ports.ts';
import { linesOf } from '../text.ts';
import { piecesOf, type Piece } from './outline.ts';
import { factorOfPath, filesOf, fitOf, isComment, type RankedHit, type Row, type Rows } from './rank.ts';

/** A function with how well its name, doc comment and body hold the terms. */
export interface Definition extends Piece {
  readonly path: string;
  readonly score: number;
}

/** Files that are looked into, the best ones. */
const filesAtMost = 12;

/** A doc comment this long is still one. */
const docLines = 40;

/**
 * How often a term stands in a function: three times for its name, once for each line, little inside another word,
 * once more where the path says it too. Then as in BM25 (Robertson and Zaragoza 2009) with the usual k1 and b: the
 * tenth time says less than the first, and a long function needs more. `length` is a usual function's, in lines.
 */
const count = { name: 3, line: 1, inside: 0.3, path: 1 };
const bm25 = { k1: 1.2, b: 0.75, length: 20 };

/** The functions that hold terms, in the files that fit best; best first. Files that cannot be read are left out. */
export async function definitionsOf(
  rows: Rows,
  ranked: readonly RankedHit[],
  files: Files,
  signal: AbortSignal,
): Promise<readonly Definition[]> {
  const found: Definition[] = [];
  for (const path of filesOf(ranked).slice(0, filesAtMost)) {
    const read = await files.read(path, signal);
    if (read.type !== 'text') continue;
    const lines = linesOf(read.file.text);
    for (const piece of piecesOf(lines)) {
      const score = scoreOf(piece, path, lines, rows);
      if (score > 0) found.push({ ...piece, path, score });
    }
  }
  return found.sort((a, b) => b.score - a.score);
}

function scoreOf(piece: Piece, path: string, lines: readonly string[], { files, weights }: Rows): number {
  const hits: ReadonlyMap<number, Row> = files.get(path) ?? new Map<number, Row>();
  const counts = new Map<string, number>();
  const add = (term: string, more: number): unknown => counts.set(term, (counts.get(term) ?? 0) + more);
  for (let line = topOf(piece, lines); line <= piece.endLine; line += 1) {
    for (const [term, fit] of hits.get(line)?.terms ?? []) add(term, fit === 1 ? count.line : count.inside);
  }
  const name = piece.name.toLowerCase();
  for (const term of weights.keys()) {
    if (name.includes(term.toLowerCase())) add(term, count.name * (fitOf(term, piece.name) === 1 ? 1 : 0.5));
    if (counts.has(term) && fitOf(term, path) === 1) add(term, count.path);
  }
  const { k1, b, length } = bm25;
  const size = piece.endLine - piece.line + 1;
  let score = 0;
  for (const [term, times] of counts) {
    score += ((weights.get(term) ?? 0) * times) / (times + k1 * (1 - b + (b * size) / length));
  }
  return score * factorOfPath(path);
}

/** The first line of the comment directly above, or the piece's own. */
function topOf({ line }: Piece, lines: readonly string[]): number {
  let top = line;
  while (top > 1 && line - top < docLines && isComment(lines[top - 2] ?? '')) top -= 1;
  return top;
}
