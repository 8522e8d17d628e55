import { keyOf } from './characters.ts';
import { protectedNames, type ProtectedNames } from './protectedNames.ts';
import type { AskReason, DenyReason } from './reasons.ts';

export interface Protections {
  readonly denies: readonly DenyReason[];
  readonly asks: readonly AskReason[];
}

/** What protects a path, by its names below the root, in the order of the rules. */
export function protectionsOf(names: readonly string[]): Protections {
  const keys = names.map(keyOf);
  const denies: DenyReason[] = [];
  const asks: AskReason[] = [];
  for (const rule of protectedNames) {
    if (!protects(rule, keys)) continue;
    const { reason } = rule;
    if (reason === 'vcs-internal' || reason === 'private-key' || reason === 'own-state') denies.push(reason);
    else asks.push(reason);
  }
  return { denies, asks };
}

function protects(rule: ProtectedNames, keys: readonly string[]): boolean {
  const last = keys.at(-1) ?? '';
  const pairs = keys.map((key, index) => `${key}/${keys[index + 1] ?? ''}`);
  return (
    keys.some((key) => rule.anywhere?.includes(key) ?? false) ||
    pairs.some((pair) => rule.pairs?.includes(pair) ?? false) ||
    (rule.files?.includes(last) ?? false) ||
    (rule.patterns?.some((pattern) => pattern.test(last)) ?? false)
  );
}

/** True for a name that is protected by itself, in any spelling. */
export function isProtectedName(name: string): boolean {
  const { denies, asks } = protectionsOf([name]);
  return denies.length + asks.length > 0;
}

/** True for the folder of a version control system, in any spelling. */
export function isVersionControl(name: string): boolean {
  return protectionsOf([name]).denies.includes('vcs-internal');
}

/** Names of protected folders, in small letters, for names that look like one or may be its short form. */
export const protectedFolders: readonly string[] = protectedNames.flatMap((rule) => rule.anywhere ?? []);
