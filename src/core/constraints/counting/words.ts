/** Words as IFEval counts them: runs of letters, digits and underscores, in any script. */
export function countWords(text: string): number {
  return count(text, /[\p{L}\p{N}_]+/gu);
}

/** Words as contracts rule 36 counts them: runs of letters and digits. */
export function countPlainWords(text: string): number {
  return count(text, /[\p{L}\p{N}]+/gu);
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  for (const _match of text.matchAll(pattern)) found += 1;
  return found;
}

const cased = /\p{Uppercase}|\p{Lowercase}|\p{Lt}/u;

/** At least one letter with a case, and none that is lower case. */
export function isUpper(text: string): boolean {
  return cased.test(text) && !/\p{Lowercase}|\p{Lt}/u.test(text);
}

/** At least one letter with a case, and none that is upper case. */
export function isLower(text: string): boolean {
  return cased.test(text) && !/\p{Uppercase}|\p{Lt}/u.test(text);
}

/**
 * Words in capitals as IFEval counts them: its tokens part contractions ("IT'S" is two), and keep hyphens, slashes and
 * asterisks inside a word.
 */
export function countCapitalWords(text: string): number {
  const apart = text
    .replace(/\b(CAN)(NOT)\b|\b(GON|WAN)(NA)\b|\b(GOT)(TA)\b|\b(LEM|GIM)(ME)\b/gu, ' $1$3$5$7 $2$4$6$8 ')
    .replace(
      /(['\u2019])(S|M|D|LL|RE|VE)(?=\s|[^\p{L}\p{N}_'\u2019]|$)/giu,
      (_all, mark: string, end: string) => (mark === "'" ? ` '${end} ` : ` \u2019 ${end} `),
    )
    .replace(/(\p{L})(N'T)\b/giu, '$1 $2 ')
    .replace(/[\u201c\u201d\u2018\u2019\u00ab\u00bb]|--+|\.\.\.|[;@#$%&?!()[\]{}<>"]/gu, ' ')
    .replace(/[:,](?!\d)/gu, ' ');
  return apart.split(/\s+/u).filter((word) => isUpper(word)).length;
}
