/** Extensions by which a word is taken for a path (contracts rule 12). */
const extension =
  /\.(?:[cm]?[jt]sx?|json[c5]?|ya?ml|toml|mdx?|txt|css|scss|less|html?|vue|svelte|py|go|rs|java|kt|rb|php|cs|c|h|cpp|hpp|sh|sql|ini|env|lock|csv|xml|gradle|wasm|proto|graphql)$/i;

/**
 * Tokens of a sentence that its quotes must back: what stands in backticks; camelCase, snake_case, names with `$`
 * or followed by `(`; paths; numbers (contracts rule 12). Ordinary words, capitals and number words are none.
 */
export function tokensOf(sentence: string): readonly string[] {
  const tokens = new Set<string>();
  const rest = sentence.replace(/`([^`]+)`/g, (_all, inner: string) => {
    const token = inner.trim();
    if (token !== '') tokens.add(token);
    return ' ';
  });
  const withoutPaths = rest.replace(/[\p{L}\p{N}_@$~.*/-]+/gu, (word) => {
    const bare = word.replace(/^[.]+(?=[^./])/, '').replace(/[.*-]+$/, '');
    const isPath = /[\p{L}\p{N}_]\/[\p{L}\p{N}_.@-]/u.test(bare)
      ? /[._\d-]|\/.*\//.test(bare) || extension.test(bare)
      : extension.test(bare);
    if (!isPath || /^\d+\/\d+$/.test(bare)) return word;
    tokens.add(bare);
    return ' ';
  });
  for (const match of withoutPaths.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)) {
    const name = match[0];
    const isCalled = withoutPaths[match.index + name.length] === '(';
    if (isCalled || /\p{Ll}\p{Lu}|\p{N}\p{Lu}|\p{Lu}{2}\p{Ll}{2}|[_$]/u.test(name))
      if (/[\p{L}\p{N}]/u.test(name)) tokens.add(name);
  }
  for (const match of withoutPaths.matchAll(/(?<![\p{L}\p{N}_$.])\d+(?:[.,]\d+)*(?![\p{L}\p{N}_$])/gu))
    tokens.add(match[0]);
  return [...tokens];
}

/** Whether a token stands whole in one of the quotes, or is the path of one (contracts rule 13). */
export function isBacked(
  token: string,
  quotes: readonly { readonly path: string; readonly quote: string }[],
): boolean {
  return quotes.some((quote) => quote.path === token || standsWhole(token, quote.quote));
}

/** No letter, digit, `_` or `$` on either side of a part. */
export function standsWhole(part: string, text: string): boolean {
  const isOpen = (character: string | undefined): boolean =>
    character === undefined || !/[\p{L}\p{N}_$]/u.test(character);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const before = [...text.slice(0, at)].at(-1);
    const after = [...text.slice(at + part.length)][0];
    const left = /^[\p{L}\p{N}_$]/u.test(part) ? isOpen(before) : true;
    const right = /[\p{L}\p{N}_$]$/u.test(part) ? isOpen(after) : true;
    if (left && right) return true;
  }
  return false;
}

/** Words by which a result says that it did work nobody has a receipt for (contracts rule 60). */
const work: readonly RegExp[] = [
  /\b(?:I|we)(?:'ve| have)?(?: (?:also|just|carefully|manually|already|fully|thoroughly))? (?:verified|checked|tested|validated|confirmed|reviewed|ran|run|executed|compiled|double-checked|inspected|made sure|ensured)\b/iu,
  /\b(?:all|every|the)(?: (?:unit|existing|other|relevant))? (?:tests?|checks?|specs?|builds?)(?: \w+){0,2} (?:pass(?:es|ed)?|succeed(?:s|ed)?|(?:is|are|was|were) (?:green|passing))\b/iu,
  /\b(?:has|have) been (?:verified|validated|double-checked|tested|confirmed)\b/iu,
  /^(?:verified|done|tested|confirmed|completed?|checked)[.!]*$/iu,
];

/** The part of a sentence that claims work, where there is one. What the code itself does is no such claim. */
export function claimedWork(sentence: string): string | undefined {
  for (const pattern of work) {
    const match = pattern.exec(sentence.trim());
    if (match !== null) return match[0];
  }
  return undefined;
}
