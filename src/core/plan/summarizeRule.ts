import type { Wish } from './wish.ts';

const verb = '(?:summari[sz]e|sum up|recap|condense|tl;?\\s?dr)';
const noun = '(?:summary|overview|tl;?\\s?dr|outline|recap|synopsis|digest|gist|rundown|abstract)';
const polite =
  '(?:(?:please|can you|could you|would you|will you|i (?:want|need|would like)(?: you to)?|kindly|now|just)[, ]+)*';
const amount =
  '(?:(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten)[- ](?:word|sentence|line|bullet|paragraph|point)s?[- ]|[\\w-]+[ ]){0,4}?';

const opens = [
  new RegExp(`^${polite}${verb}\\b`, 'iu'),
  new RegExp(
    `^${polite}(?:give|write|show|get|make|provide|create|draft|prepare|produce|send)\\s+(?:me |us )?(?:an? |the )?${amount}${noun}\\b`,
    'iu',
  ),
  new RegExp(`^(?:an? |the )?${amount}${noun} of\\b`, 'iu'),
  new RegExp(`^what(?:['\u2019]s| is) the (?:gist|summary|tl;?dr|short version) of\\b`, 'iu'),
];

/** Asks for a summary or an overview of a file; the whole sentence is the instruction, since it may set limits. */
export function summarizeByRule(text: string): Wish | undefined {
  const ask = text.trim();
  // What is to be written into code is an edit, also where it sums something up.
  if (/\b(?:comments?|docstrings?|jsdoc|changelog entry|commit message)\b/iu.test(ask)) return undefined;
  if (/\b(?:where|which (?:file|function|line)s?)\b.{0,20}\b(?:summar|overview)/iu.test(ask))
    return undefined;
  return opens.some((open) => open.test(ask)) ? { type: 'summarize', instruction: ask } : undefined;
}

/** What is typed behind `/summarize`: a file, limits, both, or nothing, which means the open file. */
export function summarizeWish(body: string): Wish {
  const rest = body.trim();
  if (rest === '') return { type: 'summarize', instruction: 'Summarize this file' };
  const isLimit =
    /^(?:in|with|within|as|under|using|for|at most|at least|no more|briefly|focus\w*|,)\b/iu.test(rest);
  return { type: 'summarize', instruction: `Summarize ${isLimit ? 'this file ' : ''}${rest}` };
}
