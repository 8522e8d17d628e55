/** One generated token and the probability it had before any grammar cut the choice. */
export interface TokenProbability {
  readonly text: string;
  readonly probability: number;
}

/**
 * The smallest probability among the tokens that wrote the values of a JSON text; keys, marks and blanks do not
 * count, since a grammar forces them (small-models note, section 10). Undefined where no token says it.
 */
export function valueProbability(tokens: readonly TokenProbability[]): number | undefined {
  const text = tokens.map((token) => token.text).join('');
  const spans = valueSpans(text);
  let smallest: number | undefined;
  let at = 0;
  for (const token of tokens) {
    const end = at + token.text.length;
    const writesValue = spans.some(([from, to]) => at < to && end > from);
    if (writesValue && Number.isFinite(token.probability)) {
      const probability = Math.min(1, Math.max(0, token.probability));
      smallest = smallest === undefined ? probability : Math.min(smallest, probability);
    }
    at = end;
  }
  return smallest;
}

/** Where the scalar values of a JSON text stand, strings without their quotes; keys are left out. */
function valueSpans(text: string): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"?|[-+.\w]+/gsu)) {
    const from = match.index;
    const to = from + match[0].length;
    if (/^\s*:/u.test(text.slice(to))) continue;
    if (!match[0].startsWith('"')) spans.push([from, to]);
    else if (to - from > 2) spans.push([from + 1, match[0].endsWith('"') ? to - 1 : to]);
  }
  return spans;
}
