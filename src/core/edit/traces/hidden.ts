import type { SideLine, Trace } from './trace.ts';

/** Format, filler and control characters that show nothing; tab and line ends are none of them. */
const invisible =
  /[\u0000-\u0008\u000B\u000E-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/gu;

const bidi = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** Emoji are put together with joiners and a selector, and some scripts need joiners between their letters. */
const emoji = /\p{Extended_Pictographic}|[\u{1F3FB}-\u{1F3FF}]|[#*0-9]/u;
const joining =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Mongolian}]/u;

/** Characters that nobody sees, and those that turn the direction of what is seen. */
export function hiddenCharacters(lines: readonly SideLine[]): readonly Trace[] {
  return lines.flatMap((line) =>
    [...line.text.matchAll(invisible)]
      .filter((match) => !isNeeded(line.text, match.index, match[0]))
      .map((match): Trace => {
        const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
        const what = bidi.test(match[0]) ? 'turns the direction of the text' : 'cannot be seen';
        return {
          kind: 'hidden character',
          line: line.line,
          key: code,
          message: `the character U+${code} ${what}`,
        };
      }),
  );
}

function isNeeded(text: string, at: number, character: string): boolean {
  const before = lastCharacter(text.slice(0, at));
  const after = String.fromCodePoint(text.codePointAt(at + character.length) ?? 32);
  if (character === '\uFE0F' || character === '\uFE0E') return emoji.test(before);
  if (character !== '\u200D' && character !== '\u200C') return false;
  const emojiBefore = emoji.test(before) || before === '\uFE0F';
  return (
    (character === '\u200D' && emojiBefore && emoji.test(after)) ||
    (joining.test(before) && joining.test(after))
  );
}

function lastCharacter(text: string): string {
  return [...text.slice(-2)].at(-1) ?? '';
}
