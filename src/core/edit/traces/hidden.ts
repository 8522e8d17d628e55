import { hiddenIn, nameOf } from '../../gate/hidden.ts';
import type { SideLine, Trace } from './trace.ts';

const bidi = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** Characters that nobody sees, and those that turn the direction of what is seen: by the gate's own list. */
export function hiddenCharacters(lines: readonly SideLine[]): readonly Trace[] {
  return lines.flatMap((line) =>
    hiddenIn(line.text).map((character): Trace => {
      const name = nameOf(character);
      const turns = bidi.test(String.fromCodePoint(character.codePoint));
      return {
        kind: 'hidden character',
        line: line.line,
        key: name,
        message: `the character ${name} ${turns ? 'turns the direction of the text' : 'cannot be seen'}`,
      };
    }),
  );
}
