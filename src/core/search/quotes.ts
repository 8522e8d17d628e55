import { isBacked, tokensOf } from '../checks/sentence.ts';
import { stemOf, termsOf } from './terms.ts';

export interface RankedQuote {
  readonly line: number;
  readonly score: number;
}

const quotesAtMost = 3;

/**
 * Lines of a file that carry an answer, best first, three at most: those whose words overlap the answer (and half
 * as much the question), rare words before common ones; among them lines that hold the names and numbers of the
 * answer, because a statement must be backed by its quotes (contracts rules 12 and 13). Lines of `within` come
 * first; others only where they hold a name that nothing in it holds.
 */
export function rankQuotes(
  answer: string,
  question: string,
  lines: readonly string[],
  within: { readonly line: number; readonly endLine: number },
): readonly RankedQuote[] {
  const bags = lines.map(bagOf);
  const frequency = new Map<string, number>();
  for (const bag of bags) for (const word of bag) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const said = bagOf(answer);
  const asked = new Set([...bagOf(question), ...termsOf(question).map((term) => term.toLowerCase())]);
  const scores = bags.map((bag, index) => {
    if ((lines[index] ?? '').trim().length < 2) return 0;
    let score = 0;
    for (const word of bag) {
      const weight = 1 / Math.log2(2 + (frequency.get(word) ?? 0));
      if (said.has(word)) score += weight;
      if (asked.has(word)) score += weight / 2;
    }
    const isInside = index + 1 >= within.line && index + 1 <= within.endLine;
    return (score / Math.sqrt(4 + bag.size)) * (isInside ? 1 : 0.4);
  });
  const order = scores
    .map((score, index) => ({ line: index + 1, score }))
    .filter((row) => row.score > 0)
    .sort((a, b) => b.score - a.score || a.line - b.line);
  return withCover(order, tokensOf(answer), lines);
}

/** Keeps the best line and fills up with lines that hold tokens which no kept line holds, then with the next best. */
function withCover(
  order: readonly RankedQuote[],
  tokens: readonly string[],
  lines: readonly string[],
): readonly RankedQuote[] {
  const kept: RankedQuote[] = order.slice(0, 1);
  const isCovered = (token: string): boolean => kept.some((row) => isHeld(lines[row.line - 1] ?? '', token));
  while (kept.length < quotesAtMost) {
    const open = tokens.filter((token) => !isCovered(token));
    if (open.length === 0) break;
    let best: { row: RankedQuote; covers: number } | undefined;
    for (const [index, text] of lines.entries()) {
      const covers = open.filter((token) => isHeld(text, token)).length;
      if (covers === 0 || kept.some((row) => row.line === index + 1)) continue;
      const row = order.find((ranked) => ranked.line === index + 1) ?? { line: index + 1, score: 0 };
      if (
        best === undefined ||
        covers > best.covers ||
        (covers === best.covers && row.score > best.row.score)
      ) {
        best = { row, covers };
      }
    }
    if (best === undefined) break;
    kept.push(best.row);
  }
  for (const row of order) {
    if (kept.length >= quotesAtMost) break;
    if (!kept.includes(row)) kept.push(row);
  }
  const [first] = kept;
  return kept.map((row, index) => ({
    line: row.line,
    score: index === 0 ? row.score : Math.min(row.score, first?.score ?? 0),
  }));
}

/** Whether a line would back a token, as the check of a statement's tokens sees it. */
function isHeld(text: string, token: string): boolean {
  return isBacked(token, [{ path: '', quote: text }]);
}

/** Words of a text, stemmed and in lower case, with the parts of camelCase and snake_case names. */
function bagOf(text: string): ReadonlySet<string> {
  const words = text.match(/[\p{L}\p{N}_$]+/gu) ?? [];
  const bag = new Set<string>();
  for (const word of words) {
    bag.add(word.toLowerCase());
    const parts = word.replace(/([a-z\d])([A-Z])/g, '$1 $2').split(/[\s_$]+/);
    for (const part of parts) if (part.length >= 2) bag.add(stemOf(part.toLowerCase()));
  }
  for (const word of ['the', 'a', 'an', 'is', 'it', 'of', 'to', 'in', 'and', 'or', 'this', 'that', 'for'])
    bag.delete(word);
  return bag;
}
