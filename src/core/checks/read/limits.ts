import type { Check } from '../../check.ts';
import type { ReadResult, ReadTask } from '../../kinds/read.ts';
import { constraintChecks } from '../constraints.ts';

const count = '(?:\\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten)';
const limit = `(?:in|within|using|with)\\s+(?:at most |no more than |up to |under |fewer than |less than |exactly |a maximum of )?(?:a single|${count})\\s+(?:words?|sentences?|bullets?|bullet points?)(?: or (?:less|fewer))?`;
const tail = new RegExp(`(?:^|[\\s,(])(${limit})\\)?[.?!\\s]*$`, 'iu');
const apart =
  /^(?:please )?(?:answer|reply|respond|use|keep (?:it|your answer)|limit (?:it|your answer)|no|do not use|don['\u2019]t use|write)\b/iu;

/**
 * What a question says about the form of its answer: a limit at its end ("..., in one sentence?"), and sentences behind it
 * that speak of the answer ("Answer in German."). The question itself asks about code and sets no limits.
 */
export function limitsOf(question: string): string {
  const [first = '', ...others] = question
    .slice(0, 4_000)
    .split(/(?<=[.?!])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
  const ending = tail.exec(first)?.[1];
  return [
    ending === undefined ? '' : `Answer ${ending}.`,
    ...others.filter((sentence) => apart.test(sentence)),
  ]
    .filter((sentence) => sentence !== '')
    .join('\n');
}

/** The limits that a question sets, each a check of its own; none where it sets none. */
export function answerLimits(task: ReadTask): readonly Check<ReadTask, ReadResult>[] {
  const limits = limitsOf(task.question);
  if (limits === '') return [];
  const checks = constraintChecks<ReadTask, ReadResult>('read', limits, ({ result }) => {
    const texts = result.statements.map((statement) => statement.text);
    return Promise.resolve({ text: texts.join('\n'), bullets: texts });
  });
  // What cannot be checked keeps a summary from being verified (contracts rule 39), not an answer: there it is said only.
  return checks.map((check) => (check.id === 'read.open' ? { ...check, required: false } : check));
}
