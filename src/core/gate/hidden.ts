/** A character that a reader of a text cannot see, or that changes what they see, and where it stands. */
export interface HiddenCharacter {
  readonly codePoint: number;
  /** In UTF-16 code units from the beginning of the text. */
  readonly index: number;
}

/** Anything that may be hidden; what is right in its place is let through below. */
const suspect =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u2800\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** Format characters of Arabic, Syriac and Kaithi that are signs to be seen. */
const visible = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;

/**
 * Hidden and steering characters of a text (reliability note, T36). Joiners inside words of scripts that write with
 * them, selectors and joiners inside emoji, and direction marks in a line that is written from right to left are
 * how people write, and are not among them.
 */
export function hiddenIn(text: string): HiddenCharacter[] {
  const found: HiddenCharacter[] = [];
  const lines = openLines(text);
  for (const { 0: character, index } of text.matchAll(suspect)) {
    if (visible.test(character)) continue;
    const isMark = directionMarks.includes(character);
    if (isMark ? lines.isRightToLeft(index) : isInPlace(character, index, text)) continue;
    found.push({ codePoint: character.codePointAt(0) ?? 0, index });
  }
  return found;
}

/** Scripts whose words need a joiner or its opposite. */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mandaic}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Balinese}\p{Script=Javanese}]/u;
const directionMarks = '\u200e\u200f\u061c';
/** The third mark counts as Arabic itself. */
const rightToLeft =
  /(?!\u061c)[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
/** With what may stand between a picture and the joiner behind it. */
const pictureBefore = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?$/u;
const pictureAfter = /^\p{Extended_Pictographic}/u;
/** Flags of the three parts of a country that have one of their own; no other tag is written in practice. */
const taggedFlag =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;
const tag = /[\u{e0020}-\u{e007f}]/u;

function isInPlace(character: string, index: number, text: string): boolean {
  const before = text.slice(Math.max(0, index - 8), index);
  const after = text.slice(index + character.length, index + character.length + 8);
  switch (character) {
    case '\u200c':
      return joining.test(lastOf(before)) && joining.test(firstOf(after));
    case '\u200d':
      return (
        (joining.test(lastOf(before)) && !/[\u200c\u200d]/.test(firstOf(after))) ||
        (pictureBefore.test(before) && pictureAfter.test(after))
      );
    case '\ufe0e':
    case '\ufe0f':
      return isStyled(lastOf(before), firstOf(after));
    case '\u180b':
    case '\u180c':
    case '\u180d':
    case '\u180e':
    case '\u180f':
      return /\p{Script=Mongolian}/u.test(lastOf(before));
    case '\u2800':
      return /[\u2801-\u28ff]/.test(lastOf(before) + firstOf(after));
    default:
      return isVariantOfHan(character, before) || (tag.test(character) && isInFlag(index, text));
  }
}

/** Digits count as emoji, but take a style only under the sign of a key. */
function isStyled(picture: string, next: string): boolean {
  if (/^[0-9#*]$/.test(picture)) return next === '\u20e3';
  return /[\p{Emoji}\p{Extended_Pictographic}]/u.test(picture);
}

/** One selector behind one character; a row of them carries something else. */
function isVariantOfHan(character: string, before: string): boolean {
  return /[\ufe00-\ufe02\u{e0100}-\u{e01ef}]/u.test(character) && /\p{Script=Han}/u.test(lastOf(before));
}

function isInFlag(index: number, text: string): boolean {
  const from = Math.max(0, index - 14);
  for (const flag of text.slice(from, index + 14).matchAll(taggedFlag)) {
    const start = from + flag.index;
    if (index > start && index < start + flag[0].length) return true;
  }
  return false;
}

function lastOf(text: string): string {
  const last = text.at(-1) ?? '';
  return /[\udc00-\udfff]/.test(last) ? text.slice(-2) : last;
}

function firstOf(text: string): string {
  const [first = ''] = text;
  return first;
}

/** Looks at each line once: asked for places from the beginning to the end. */
function openLines(text: string): { isRightToLeft(index: number): boolean } {
  let end = -1;
  let isRightToLeft = false;
  return {
    isRightToLeft(index) {
      if (index > end) {
        const start = text.lastIndexOf('\n', index) + 1;
        const next = text.indexOf('\n', index);
        end = next < 0 ? text.length : next;
        isRightToLeft = rightToLeft.test(text.slice(start, end));
      }
      return isRightToLeft;
    },
  };
}

/** A character that cannot be shown, by its number. */
export function nameOf({ codePoint }: HiddenCharacter): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}
