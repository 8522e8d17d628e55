import { secretsIn } from '../../gate/secrets.ts';
import type { Trace } from './trace.ts';

/**
 * Keys, tokens and passwords of a text, in the order of their lines (1-based): by the gate's own list, and over the
 * whole text as the gate does it, since a value may stand on the line below its name. What is reported never
 * repeats the secret.
 */
export function secrets(text: string): readonly Trace[] {
  const found = secretsIn(text).sort((a, b) => a.index - b.index);
  let line = 1;
  let at = 0;
  return found.map((secret): Trace => {
    for (let next = text.indexOf('\n', at); next >= 0 && next < secret.index; next = text.indexOf('\n', at)) {
      line += 1;
      at = next + 1;
    }
    // A password may be hardly longer than what would be shown of it.
    const shown = secret.text.length < 20 ? '' : `, ${secret.text.slice(0, 4)}\u2026`;
    return {
      kind: 'secret',
      line,
      key: `${secret.kind}:${checksum(secret.text)}`,
      message: `what looks like a secret (${secret.kind}${shown}) stands in the text`,
    };
  });
}

/** Tells one value from another without keeping it. */
function checksum(value: string): number {
  let sum = 7;
  for (const character of value) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647;
  return sum;
}
