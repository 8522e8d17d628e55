import type { FileChange } from '../change.ts';
import { hiddenIn, nameOf } from './hidden.ts';
import { networkReferencesIn } from './network.ts';
import { secretsIn } from './secrets.ts';

/**
 * What of a change fires, or fools its reader, although its path is harmless (design section 8): each in words,
 * without the secret itself. Only what the old text did not have, or had less often, counts.
 */
export function contentObjections(change: FileChange): string[] {
  const before = change.operation === 'modify' ? change.base : '';
  const { path, content } = change;
  const objections: string[] = [];
  const addresses = added(networkReferencesIn(path, content), networkReferencesIn(path, before));
  for (const address of new Set(addresses)) {
    objections.push(`${path}: adds ${shortened(address)}, which editors and previews ask for by themselves`);
  }
  const hidden = added(hiddenIn(content).map(nameOf), hiddenIn(before).map(nameOf));
  if (hidden.length > 0) {
    objections.push(`${path}: adds characters that cannot be seen (${list([...new Set(hidden)])})`);
  }
  const known = new Set(secretsIn(before).map((secret) => secret.text));
  const secrets = secretsIn(content).filter((secret) => !known.has(secret.text));
  for (const kind of new Set(secrets.map((secret) => secret.kind))) {
    objections.push(`${path}: adds what looks like a secret (${kind})`);
  }
  return objections;
}

/** The items that stand more often in `after` than in `before`, as often as they are more. */
function added(after: readonly string[], before: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const item of before) left.set(item, (left.get(item) ?? 0) + 1);
  return after.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}

const listedAtMost = 5;

function list(items: readonly string[]): string {
  const rest = items.length - listedAtMost;
  const shown = items.slice(0, listedAtMost).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

const addressAtMost = 120;

/** As it may be shown in one line: an address may be long, and may itself hold what cannot be seen. */
function shortened(address: string): string {
  const seen = [...address]
    .map((character) => (/[\p{C}\p{Z}]/u.test(character) ? '\ufffd' : character))
    .join('');
  return seen.length > addressAtMost ? `${seen.slice(0, addressAtMost)}...` : seen;
}
