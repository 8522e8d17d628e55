import { isBacked, tokensOf } from '../checks/sentence.ts';
import { stemOf, termsOf } from './terms.ts';

export interface RankedQuote {
  readonly line: number;
  readonly score: number;
}

/** Lines of a file, 1-based and inclusive. */
interface LineRange {
  readonly line: number;
  readonly endLine: number;
}

/** The lines of a symbol. */
interface NamedRange extends LineRange {
  readonly name: string;
}

/** What a question is about: the lines that were handed out, and those of the symbols that it names. */
export interface QuotePlace {
  readonly ranges: readonly LineRange[];
  readonly focus: readonly NamedRange[];
}

/** So many quotes a statement has, and so many where its names and numbers stand on more lines. */
const quotesAtMost = 3;
const coversAtMost = 6;

/** What a line is worth that was not handed out, and one that was but is not of the symbol that is named. */
const notHandedOut = 0.25;
const outOfFocus = 0.4;

/** Lines that say less than the code they belong to: its comments, its first line, what only names it. */
const commentWorth = 0.6;
const headWorth = 0.75;
const listingWorth = 0.5;

/** A line of the form that the question asks about counts more: a return, a condition, a number. */
const formWorth = 1.35;
/** Names, numbers and quoted texts of the answer that a line holds. */
const tokenWorth = 0.35;
/** What follows a condition, or a comment, belongs to it. */
const aboveWorth = 0.35;

/**
 * Lines of a file that carry an answer, best first, three where that many hold its names and numbers, else up to six: those whose words overlap the answer (and half
 * as much the question), rare words before common ones; lines of the symbols that the question names before other
 * lines; lines that hold the names, numbers and quoted texts of the answer before lines that only share its words,
 * because a statement must be backed by its quotes (contracts rules 12 and 13).
 */
export function rankQuotes(
  answer: string,
  question: string,
  lines: readonly string[],
  place: QuotePlace,
): readonly RankedQuote[] {
  const bags = lines.map(bagOf);
  const frequency = new Map<string, number>();
  for (const bag of bags) for (const word of bag) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  // Inside a symbol its own name tells no line from another.
  const names = place.focus.map((range) => range.name);
  const said = bagOf(withoutNames(answer, names));
  const others = withoutNames(question, names);
  const asked = new Set([...bagOf(others), ...termsOf(others).map((term) => term.toLowerCase())]);
  const tokens = [...tokensOf(answer), ...quotedIn(answer)].filter(
    (token) => !question.includes(token.replace(/\(\)$/, '')),
  );
  const form = formOf(question);
  const overlaps = bags.map((bag) => {
    let overlap = 0;
    for (const word of bag) {
      const weight = 1 / Math.log2(2 + (frequency.get(word) ?? 0));
      if (said.has(word)) overlap += weight;
      if (asked.has(word)) overlap += weight / 2;
    }
    return overlap / Math.sqrt(4 + bag.size);
  });
  const scores = overlaps.map((overlap, index) => {
    const text = lines[index] ?? '';
    if (text.trim().length < 2) return 0;
    const above = (overlaps[index - 1] ?? 0) * aboveWorth;
    if (overlap + above === 0) return 0;
    const held = tokens.filter((token) => isHeld(text, token)).length;
    const score = overlap + above + Math.min(2, held) * tokenWorth;
    return score * placeWorth(index + 1, place) * lineWorth(text, index + 1, place, form);
  });
  const order = scores
    .map((score, index) => ({ line: index + 1, score }))
    .filter((row) => row.score > 0)
    .sort((a, b) => b.score - a.score || a.line - b.line);
  return withCover(order, tokensOf(answer), lines);
}

function isIn(line: number, ranges: readonly LineRange[]): boolean {
  return ranges.some((range) => range.line <= line && line <= range.endLine);
}

function placeWorth(line: number, { ranges, focus }: QuotePlace): number {
  if (isIn(line, focus)) return 1;
  const worth = isIn(line, ranges) ? 1 : notHandedOut;
  return focus.length > 0 ? worth * outOfFocus : worth;
}

function lineWorth(text: string, line: number, { focus }: QuotePlace, form: RegExp | undefined): number {
  const worth = isComment(text) ? commentWorth : form?.test(text) === true ? formWorth : 1;
  if (/^\s*(?:import\b|exports?\.\w|module\.exports\b|export\s*[{*])/.test(text)) return worth * listingWorth;
  return focus.some((range) => range.line === line && range.endLine > line + 1) ? worth * headWorth : worth;
}

function withoutNames(text: string, names: readonly string[]): string {
  return names.reduce((rest, name) => rest.replaceAll(name, ' '), text);
}

/** What a proving line looks like, where the words of the question tell. */
function formOf(question: string): RegExp | undefined {
  if (/\bdefaults?\b/i.test(question)) return /(?<![=!<>])=(?![=>])|\?\?|\|\||\bdefault\b/;
  if (/\b(?:throws?|thrown|errors?|rejects?|exceptions?|fails?)\b/i.test(question))
    return /\b(?:throw|raise|reject|panic)\b|Error\b|\berr\b/;
  if (
    /\b(?:how (?:many|long|often|large|big|much)|maximum|minimum|limit|at most|at least|longest)\b/i.test(
      question,
    )
  )
    return /\d/;
  if (/\b(?:returns?|returned|gives?|results?|answers?|yields?)\b/i.test(question))
    return /\b(?:return|yield|resolve)\b|=>/;
  if (/\b(?:when|if|whether|which|how does|decides?|condition|treat)\b/i.test(question))
    return /\b(?:if|case|while|return|match)\b|\?|&&|\|\|/;
  return undefined;
}

/** Texts in quotation marks, as an answer cites strings of the code. */
function quotedIn(answer: string): readonly string[] {
  return [...answer.matchAll(/"([^"\n]{1,80})"|(?<![\p{L}\p{N}])'([^'\n]{1,80})'(?![\p{L}\p{N}])/gu)]
    .map((match) => (match[1] ?? match[2] ?? '').trim())
    .filter((text) => text !== '');
}

/** Keeps the best line and fills up with lines that hold tokens which no kept line holds, then with the next best. */
function withCover(
  order: readonly RankedQuote[],
  tokens: readonly string[],
  lines: readonly string[],
): readonly RankedQuote[] {
  const kept: RankedQuote[] = order.slice(0, 1);
  const isCovered = (token: string): boolean => kept.some((row) => isHeld(lines[row.line - 1] ?? '', token));
  while (kept.length < coversAtMost) {
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
  // What a comment says, code shows: of comments one is enough where there is code to show.
  const hasComment = kept.some((row) => isComment(lines[row.line - 1] ?? ''));
  const code = order.filter((row) => !isComment(lines[row.line - 1] ?? ''));
  const rest = hasComment ? [...code, ...order] : withOneComment(order, lines);
  for (const row of rest) {
    if (kept.length >= quotesAtMost) break;
    if (!kept.includes(row)) kept.push(row);
  }
  const [first] = kept;
  return kept.map((row, index) => ({
    line: row.line,
    score: index === 0 ? row.score : Math.min(row.score, first?.score ?? 0),
  }));
}

/** The order with all comments but the first behind the code. */
function withOneComment(order: readonly RankedQuote[], lines: readonly string[]): readonly RankedQuote[] {
  const comments = order.filter((row) => isComment(lines[row.line - 1] ?? ''));
  return [...order.filter((row) => row === comments[0] || !comments.includes(row)), ...comments];
}

function isComment(text: string): boolean {
  return /^\s*(?:\/\/|\/\*|\*(?:\s|\/|$)|#(?![\w!]))/.test(text);
}

/** Whether a line would back a token, as the check of a statement's tokens sees it. */
function isHeld(text: string, token: string): boolean {
  return isBacked(token, [{ path: '', quote: text }]);
}

/** Signs that code quotes and people name; the names as `bagOf` has them. */
const signs: readonly (readonly [string, readonly string[]])[] = [
  ['-', ['minus', 'dash', 'hyphen']],
  ['--', ['dash', 'dashes']],
  [':', ['colon']],
  [';', ['semicolon']],
  [',', ['comma']],
  ['.', ['dot', 'point']],
  ['/', ['slash']],
  ['\\\\', ['backslash']],
  ['#', ['hash']],
  ['*', ['asterisk', 'star']],
  ['=', ['equal']],
  [' ', ['space', 'blank']],
  ['\\n', ['newline']],
  ['_', ['underscore']],
  ['', ['empty']],
];

/** Words of a text, stemmed and in lower case, with the parts of camelCase and snake_case names. */
function bagOf(text: string): ReadonlySet<string> {
  const words = text.match(/[\p{L}\p{N}_$]+/gu) ?? [];
  const bag = new Set<string>();
  for (const word of words) {
    bag.add(word.toLowerCase());
    const parts = word.replace(/([a-z\d])([A-Z])/g, '$1 $2').split(/[\s_$]+/);
    for (const part of parts) if (part.length >= 2) bag.add(stemOf(part.toLowerCase()));
  }
  for (const [sign, names] of signs) {
    if (["'", '"', '`'].some((mark) => text.includes(mark + sign + mark)))
      for (const name of names) bag.add(name);
  }
  for (const word of ['the', 'a', 'an', 'is', 'it', 'of', 'to', 'in', 'and', 'or', 'this', 'that', 'for'])
    bag.delete(word);
  return bag;
}
