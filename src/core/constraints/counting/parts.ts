/** Paragraphs parted by blank lines, those with something in them. */
export function paragraphsOf(text: string): readonly string[] {
  return text.split(/\n[^\S\n]*\n/u).filter((part) => part.trim() !== '');
}

/**
 * Paragraphs parted by the divider `***`, as IFEval counts them: an empty one is forgiven at the start and the end,
 * anywhere else there is no count (undefined).
 */
export function dividedParagraphs(text: string): number | undefined {
  const parts = text.split(/\s?\*\*\*\s?/u);
  const isEmpty = parts.map((part) => part.trim() === '');
  if (isEmpty.some((empty, index) => empty && index > 0 && index < parts.length - 1)) return undefined;
  const ends = new Set([0, parts.length - 1]);
  return parts.length - [...ends].filter((index) => isEmpty[index] === true).length;
}

/** Lines that begin as bullets by IFEval's patterns: an asterisk that no second one follows, or a hyphen. */
export function countBullets(text: string): number {
  // Blank lines in front change no count, and a pattern would look from each of them to the end.
  const stars = text.match(/^[^\S\n]*\*[^*].*$/gmu)?.length ?? 0;
  const dashes = text.match(/^[^\S\n]*-.*$/gmu)?.length ?? 0;
  return stars + dashes;
}

/** Lines that begin with `- ` or `* ` (contracts rule 37). */
export function bulletLines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /^[-*] /u.test(line))
    .map((line) => line.slice(2).trimEnd());
}

/** Parts between asterisks that hold something; each in double ones counts once more, as in IFEval. */
export function countHighlights(text: string): number {
  const has = (part: string): boolean => part.replaceAll('*', '').trim() !== '';
  const single = (text.match(/\*[^\n*]*\*/gu) ?? []).filter(has).length;
  const double = (text.match(/\*\*[^\n*]*\*\*/gu) ?? []).filter(has).length;
  return single + double;
}

/** Parts of a line in square brackets, each up to the first that closes; by hand, so that a text of `[` is no trap. */
export function countBracketed(text: string): number {
  let count = 0;
  for (const line of text.split('\n')) {
    for (let at = line.indexOf('['); at >= 0; at = line.indexOf('[', at)) {
      const end = line.indexOf(']', at + 1);
      if (end < 0) break;
      count += 1;
      at = end + 1;
    }
  }
  return count;
}

/** Whether a line holds `<<...>>` with something in it. */
export function hasAngularTitle(line: string): boolean {
  const from = line.indexOf('<<');
  const to = line.lastIndexOf('>>');
  return (
    from >= 0 &&
    to >= from + 3 &&
    line
      .slice(from, to + 2)
      .replace(/^<+/u, '')
      .replaceAll('>', '')
      .trim() !== ''
  );
}
