import type { Found } from './constraint.ts';
import { sentenceAt, type Reading } from './reading.ts';

const denial =
  /(?<![\w-])(?:(?:do(?:es)?|must|should|shall|will|may|can|could|would|need|ought|is|are)(?: not|n['\u2019]?t)|don['\u2019]?t|cannot|won['\u2019]t|never|not|avoid(?:s|ing)?|refrain(?:ing)?|without|no|none|neither|nor|rather than|instead of|as opposed to|except(?: for)?|excluding|omit(?:ting)?|skip(?:ping)?|leav(?:e|ing) out|stop|forbidden|prohibited|other than|anything but|against)(?![\w-])/gu;

/** A denial that is none: "do not forget to", "not only", "no more than". */
const undone =
  /\b(?:(?:do not|don['\u2019]?t|never) (?:forget|fail|hesitate|neglect|omit)(?: to)?|not only|without fail|if not|whether or not|no matter|(?:no|not) (?:more|less|fewer|longer|later) than|no doubt|not to mention|no other)\b/gu;

/**
 * Where a new demand begins, so that a denial before it has ended. Behind a comma a denial goes on over what may be one
 * more thing that it denies: "avoid starting with X, ending with Y", "do not start with X, end with Y".
 */
const restart =
  /[;:]|\.\s|\n|,\s+(?!(?:or|nor|not|never)\b|(?!using\b)\p{L}+ing\b|(?:start|begin|open|end|finish|conclude|close|answer|reply|respond|wrap|highlight|repeat)\b|["'`\u201c\u2018])|\bbut (?!not\b|never\b|without\b|no\b)|\band (?=(?:use|write|keep|mention|include|start|end|begin|finish|answer|reply|respond|give|make|put|add|limit|highlight|wrap|summari[sz]e|in|with|at|exactly|under)\b)/gu;

/** Constraints whose own words deny: of these only what stands ahead can turn them round once more. */
const denying =
  /^(?:keywords:(?:letter_)?frequency|format:(?:no_\w+|none_of|emoji|bullet_\w+)|punctuation:|length|change_case:|edit:|detectable_format:number_bullet_lists)/u;
/** "Do not exceed 50 words", "don't use more than two sentences": limits in other words. */
const limiting = /\b(?:exceed|more|longer|over|beyond|above|surpass|go past)\b/u;

/**
 * Whether the words around a phrase may turn it round ("do not start with", "with no title", "not in German"). It is then
 * no constraint as it was read; what it demands, nobody here can check.
 */
export function isTurned(reading: Reading, { id, span }: Found): boolean {
  // The words that may not stand there are found by the denial ahead of them.
  if (id === 'keywords:forbidden_words') return false;
  const [from] = sentenceAt(reading, span[0]);
  const own = plain(reading.masked.slice(...span));
  const known = plain(reading.masked.slice(from, span[1]));
  const ahead = known.slice(0, span[0] - from);
  const last = [...known.matchAll(restart)].filter((one) => one.index + one[0].length <= ahead.length).at(-1);
  const clause = last === undefined ? ahead : ahead.slice(last.index + last[0].length);
  if (denying.test(id)) return has(clause) && !limiting.test(own) && !limiting.test(clause);
  return has(clause) || has(own.slice(0, 40));
}

function plain(text: string): string {
  return text.replace(undone, (found) => ' '.repeat(found.length));
}

function has(text: string): boolean {
  denial.lastIndex = 0;
  return denial.test(text);
}
