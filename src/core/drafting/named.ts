import type { CodeSymbol } from '../code.ts';
import { nameWords } from '../plan/places.ts';
import { stemOf, termsOf } from '../search/terms.ts';
import { literalPattern } from './literal.ts';

/** So many symbols of one file a question can be about. */
const namedAtMost = 2;

/**
 * The symbols of a file that a question names. A plain word names a function, a class or a type; a property or a
 * variable only where it is written as code is (backticks, camelCase, capitals). Of several names those stand first
 * that the question points to ("does parse return", "in mapKeyed"); what a name inside another one says is kept,
 * and the outer one then is not.
 */
export function namedSymbols(question: string, symbols: readonly CodeSymbol[]): readonly CodeSymbol[] {
  const scored = nameWords(question).flatMap((name, index) => {
    const isCode = isCodeLike(question, name);
    const pointed = isPointedAt(question, name);
    return symbols
      .filter((symbol) => symbol.name === name)
      .flatMap((symbol) => {
        const isThing = !isData(symbol);
        // A plain word is the name of a method only where it is said to do something: "required by default".
        const isMeant = isCode || (symbol.kind === 'method' ? isDoing(question, name) : pointed);
        if (!isMeant && (!isThing || symbol.kind === 'method' || name.length < 4)) return [];
        if (!isThing && !isCode) return [];
        const score = (isCode ? 2 : 0) + (pointed ? 1 : 0) + (isThing ? 2 : 0) - index / 100;
        return [{ symbol, score, isMeant }];
      });
  });
  scored.sort((a, b) => b.score - a.score || a.symbol.line - b.symbol.line);
  const [first] = scored;
  if (first === undefined) return likeNamed(question, symbols);
  const near = scored
    .filter((row) => first.score - row.score < 1.5 && (row.isMeant || !first.isMeant))
    .flatMap((row) => membersAsked(question, row.symbol, symbols));
  const inner = near.filter(
    (symbol) =>
      !near.some((other) => other !== symbol && other.line >= symbol.line && other.endLine <= symbol.endLine),
  );
  return inner.slice(0, namedAtMost);
}

/** Where no name is said: the symbols of whose names two words or more are ("restrictive directives"). */
function likeNamed(question: string, symbols: readonly CodeSymbol[]): readonly CodeSymbol[] {
  const terms = termsOf(question).map((term) => term.toLowerCase());
  const scored = symbols.map((symbol) => {
    const parts = partsOf(symbol.name);
    const shared = parts.filter((part) => terms.includes(stemOf(part))).length;
    return { symbol, shared, share: shared / parts.length };
  });
  const best = scored
    .filter((row) => row.shared >= 2 && row.share > 0.5)
    .sort((a, b) => b.shared - a.shared || b.share - a.share);
  return best.slice(0, 1).map((row) => row.symbol);
}

function isData(symbol: CodeSymbol): boolean {
  return symbol.kind === 'property' || symbol.kind === 'variable';
}

/** Of a class the members of which a word of the question is a part ("local": `isLocal`); else the symbol itself. */
function membersAsked(
  question: string,
  symbol: CodeSymbol,
  symbols: readonly CodeSymbol[],
): readonly CodeSymbol[] {
  if (symbol.kind !== 'class') return [symbol];
  const terms = termsOf(question.replaceAll(symbol.name, ' ')).map((term) => term.toLowerCase());
  const members = symbols.filter(
    (member) =>
      member.container === symbol.name &&
      member.kind === 'method' &&
      partsOf(member.name).some((part) => terms.includes(stemOf(part))),
  );
  return members.length === 0 ? [symbol] : members;
}

function partsOf(name: string): readonly string[] {
  return (name.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu) ?? []).map((part) => part.toLowerCase());
}

function isCodeLike(question: string, name: string): boolean {
  const isTicked = question.includes(`\`${name}`) || question.includes(`${name}(`);
  return (
    isTicked ||
    /\p{Ll}\p{Lu}|_|\$|\p{Lu}{3}/u.test(name) ||
    new RegExp(`\\.${literalPattern(name)}\\b`, 'u').test(question)
  );
}

/** "does parse return", "of parse", "the function parse", "parse throws". */
function isPointedAt(question: string, name: string): boolean {
  const before = `(?:do|does|did|in|of|by|for|is|can|will|when|if|to|inside|function|method|class|type|interface|how|call(?:s|ed|ing)?)`;
  const behind = `(?:returns?|throws?|do|does|gives?|takes?|accepts?|decides?|function|method|class|is called)`;
  const pattern = new RegExp(
    `\\b${before}\\s+(?:(?:the|an?)\\s+)?[\`'"]?${literalPattern(name)}(?![\\p{L}\\p{N}_$])|(?<![\\p{L}\\p{N}_$])${literalPattern(name)}[\`'"]?(?:\\(\\))?\\s+${behind}\\b`,
    'iu',
  );
  return pattern.test(question);
}

/** "does clear give", "the clear method", "clear returns". */
function isDoing(question: string, name: string): boolean {
  const before = '(?:do|does|did|method|call(?:s|ed|ing)?)';
  const behind = '(?:returns?|throws?|gives?|takes?|accepts?|method|is called)';
  return new RegExp(
    `\\b${before}\\s+(?:(?:the|an?)\\s+)?[\`'"]?${literalPattern(name)}(?![\\p{L}\\p{N}_$])|(?<![\\p{L}\\p{N}_$])${literalPattern(name)}[\`'"]?(?:\\(\\))?\\s+${behind}\\b`,
    'iu',
  ).test(question);
}
