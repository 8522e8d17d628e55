import { classifyByRule } from './classifyRule.ts';

/** Verbs that open a task of their own; an "and" in front of anything else joins words, not tasks. */
const opening =
  '(?:find|search|where|show me where|locate|list|explain|describe|what|how|why|rename|document|add|write|change|make|replace|remove|fix|give|set|convert|delete|summari[sz]e|tell me)';

/** Behind an instruction, "and what it returns" is part of it and no question. */
const acting = opening.replace('what|how|why|', '').replace('where|', '');

/**
 * Parts of a compound ask, in order. Splits at numbered or bulleted lines, at "then", and at "and", comma or
 * semicolon before an opening verb; never inside quotes or backticks. A simple ask comes back as one part.
 */
export function splitAsk(ask: string): readonly string[] {
  // The lines of a list that is to be labelled are no asks of their own.
  if (classifyByRule(ask) !== undefined) return [ask.trim()];
  const lines = ask
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const bullets = lines.filter((line) => /^(?:\d+[.)]|[-*•])\s+\S/.test(line));
  if (bullets.length >= 2 && bullets.length === lines.length) {
    return bullets.map((line) => line.replace(/^(?:\d+[.)]|[-*•])\s+/, ''));
  }
  const joint = new RegExp(
    `(?:\\s*[;.?!]\\s+|\\s*,\\s*|\\s+)(?:(?:and\\s+)?(?:then|afterwards?|after that|also)\\s+(?=\\p{L})|and\\s+(?=${opening}\\b))|\\s*[;]\\s+(?=${opening}\\b)`,
    'giu',
  );
  const parts: string[] = [];
  let from = 0;
  for (const match of ask.matchAll(joint)) {
    if (isInsideQuotes(ask, match.index)) continue;
    // The mark that ends a question is part of it.
    const mark = /^[?!]/.test(match[0].trim()) ? match[0].trim().charAt(0) : '';
    parts.push(ask.slice(from, match.index) + mark);
    from = match.index + match[0].length;
  }
  parts.push(ask.slice(from));
  const trimmed = parts.map((part) => part.trim().replace(/[,;]$/, '')).filter((part) => part !== '');
  return startsTask(trimmed) ? trimmed : [ask.trim()];
}

/**
 * "change a and then b" is one task: every part but the first must open one. Behind a question most verbs still
 * belong to it ("what does it read and write?"); only those that cannot open a task there.
 */
function startsTask(parts: readonly string[]): boolean {
  const isQuestion = /^(?:what|how|why|when|which|who|does|do|is|are|can)\b/iu.test(parts[0] ?? '');
  const isSearch = /^(?:find|search|where|locate|list|show)\b/iu.test(parts[0] ?? '');
  const own = 'find|search|where|show me where|locate|explain|describe|what|how|why|rename|document|tell me';
  const verb = new RegExp(
    `^(?:please\\s+)?${isQuestion ? `(?:${own})` : isSearch ? opening : acting}\\b`,
    'iu',
  );
  return parts.slice(1).every((part) => verb.test(part));
}

function isInsideQuotes(text: string, index: number): boolean {
  const before = text.slice(0, index);
  return ['"', '`'].some((mark) => before.split(mark).length % 2 === 0);
}
