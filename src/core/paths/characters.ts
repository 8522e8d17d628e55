/**
 * Characters that change how a name is read or stored. Patterns carry no `g` flag, so they hold no position.
 * Sources: Unicode's Default_Ignorable_Code_Point, format and bidirectional control characters, NFKC.
 */

/** Steers the direction in which text is shown. */
export const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Shows nothing: format and ignorable characters, fillers, and the empty Braille cell. */
export const hidden = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u;

/** C0, C1 and the two separators that end a line in some programs; NUL has a rule of its own. */
export const control = /[\u0001-\u001f\u007f-\u009f\u2028\u2029]/u;

const hiddenAll = new RegExp(hidden, 'gu');

/** An emoji may ask to be shown in colour; that selector hides nothing. */
const emojiStyle = /\p{Emoji}\ufe0f/gu;

export function hasHidden(name: string): boolean {
  return hidden.test(name.replace(emojiStyle, ''));
}

/**
 * What a name is the same as on some disk: hidden characters taken out, compatibility forms put together, case
 * folded by way of capitals, since only these fold a dotless i. Compared on every disk, whatever its own rule is.
 */
export function keyOf(name: string): string {
  if (isAscii(name)) return name.toLowerCase();
  const shown = name.replace(hiddenAll, '').normalize('NFKC');
  // By way of small letters to capitals and back: a capital sharp s and a dotless i each need one of the turns.
  const folded = shown.toLowerCase().toUpperCase().toLowerCase();
  return folded
    .normalize('NFKC')
    .replace(/i\u0307+/g, 'i')
    .replace(hiddenAll, '')
    .normalize('NFKC');
}

export function isAscii(text: string): boolean {
  return /^[\u0000-\u007f]*$/.test(text);
}

/** Slashes of other scripts and of mathematics, which no normal form turns into one. */
const slashes =
  '\u1735\u2041\u2044\u2215\u2216\u2571\u2572\u27cb\u27cd\u29f5\u29f8\u29f9\u2cc6\u2f02\u2f03\u3033\u31d3\u31d4';

/** Characters that are a dot or a slash to some reader or disk, and are not the one of ASCII. */
export function foldsToSeparator(path: string): boolean {
  for (const character of path) {
    if (character <= '\u007f') continue;
    if (slashes.includes(character) || /[./\\]/.test(character.normalize('NFKC'))) return true;
  }
  return false;
}
