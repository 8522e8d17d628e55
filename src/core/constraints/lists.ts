import type { Span } from './constraint.ts';
import { fill, type Reading } from './reading.ts';

/** Words or phrases that an instruction lists: quoted ones, or bare words between commas, "and" and "or". */
export interface WordList {
  readonly items: readonly string[];
  readonly isQuoted: boolean;
  readonly span: Span;
}

/** So many items are read. */
const itemsAtMost = 60;

const separator =
  /^\s*(?:,\s*(?:and\s+|or\s+|nor\s+)?|;\s*|\s(?:and|or|nor|&|as well as)\s+|\/)(?:the\s+(?:words?|keywords?|phrases?)\s+)?/u;
const bare = /^[\p{L}\p{N}_$][\p{L}\p{N}_$]*(?:[.'\u2019-][\p{L}\p{N}_$]+)*(?:\(\))?/u;

/** A command behind a list: "..., and avoid the words". */
const opensDemand =
  /^(?:avoid|exclude|keep|start|begin|end|finish|mention|limit|never|contain|ensure|put|give|answer|highlight|wrap|separate|do|omit|leave|place)\s+(?:the|any|no|at|all|it|your|with|using|use|an?|every|each|not|in|out)\b/u;

/** Words that no list consists of: behind them the sentence goes on. */
const notListed = new Set(
  (
    'in the a an at to of it and or but not no should must can could will would is are be was were this that these those ' +
    'for on with by from as so if when while please make sure use also do does don’t have has i you your my our their its ' +
    'before after above below here first last other again there then than include add write which who more less exactly somewhere anywhere everywhere throughout only just'
  ).split(' '),
);

/**
 * The list that begins at a place; undefined where there is none. `most` is how many bare words it may
 * have; `takesAny` lets words that sentences are made of be items, where a colon has announced the list.
 */
export function listAt(
  reading: Reading,
  start: number,
  most = itemsAtMost,
  takesAny = false,
): WordList | undefined {
  const { text, masked } = reading;
  const opening = /^[\s:=]*[[(]?\s*/u.exec(masked.slice(start, start + 40))?.[0].length ?? 0;
  let at = start + opening;
  const from = at;
  const items: string[] = [];
  let isQuoted = false;
  while (items.length < itemsAtMost) {
    const quoted = reading.quoted.find((one) => one.from === at);
    if (quoted !== undefined) {
      // Punctuation of the sentence may stand inside the marks.
      items.push(quoted.inner.replace(/[,;]$/u, ''));
      isQuoted = true;
      at = quoted.to;
    } else {
      const word = isQuoted || items.length >= most ? undefined : bare.exec(text.slice(at, at + 80))?.[0];
      if (word === undefined || (!takesAny && notListed.has(word.toLowerCase()))) break;
      if (items.length > 0 && opensDemand.test(masked.slice(at, at + 40))) break;
      items.push(word);
      at += word.length;
    }
    const next = separator.exec(masked.slice(at, at + 60))?.[0];
    if (next === undefined) break;
    const behind = at + next.length;
    const goesOn = isQuoted
      ? /^["'`\u201c\u2018]/u.test(text.charAt(behind)) && masked.charAt(behind + 1) === fill
      : bare.test(text.slice(behind, behind + 80));
    if (!goesOn) break;
    at = behind;
  }
  if (!items.some((item) => /[\p{L}\p{N}]/u.test(item))) return undefined;
  const closing = /^\s*[\])]/u.exec(text.slice(at, at + 4))?.[0].length ?? 0;
  return { items, isQuoted, span: [from, at + closing] };
}
