import { hasHidden, keyOf } from './characters.ts';
import { likenessOf } from './likeness.ts';
import { isVersionControl, protectedFolders, protectionsOf } from './protections.ts';
import { askOrder, type AskReason, type DenyReason, type PathReason } from './reasons.ts';
import type { Platform, Spelled } from './spelling.ts';
import { colonOf, isReservedName, shortNameOf } from './windowsNames.ts';

export type PathOperation = 'modify' | 'create' | 'delete';

/** One name of the path as it was given, below the root, and what stands beside it. */
export interface NameFacts {
  readonly name: string;
  /** What the folder holds, in the disk's own spelling; empty where there is no such folder yet. */
  readonly siblings: readonly string[];
  /** True where the disk finds the name, in this or another spelling. */
  readonly found: boolean;
}

/** Where the path leads with every link followed. `names` are below the root; they may not all be there yet. */
export type Destination =
  | {
      readonly type: 'inside';
      readonly names: readonly string[];
      /** Names of the root itself, from the top of the disk. */
      readonly rootNames: readonly string[];
      readonly entry: 'file' | 'directory' | 'other' | 'missing';
      readonly isReadOnly: boolean;
      readonly hasOtherNames: boolean;
      /** A folder on the way has, or with this file would have, the shape of a bare repository. */
      readonly isInRepository: boolean;
      readonly isOwnState: boolean;
    }
  | { readonly type: 'outside' }
  | { readonly type: 'failed' };

/** What only a disk can tell of a path. */
export interface DiskFacts {
  readonly names: readonly NameFacts[];
  /** The last name of the path is a link. */
  readonly isLink: boolean;
  readonly destination: Destination;
  /** The same relative path is there in another root too. */
  readonly isAmbiguous: boolean;
}

export interface PathRuling {
  readonly decision: 'allow' | 'ask' | 'deny';
  readonly reason: PathReason;
}

/**
 * Decides on a path that reads like one. The order is that of the reliability note, section 5: the first reason to
 * refuse is named; reasons to ask add up, and the strictest is named.
 */
export function decidePath(
  spelled: Spelled,
  facts: DiskFacts,
  operation: PathOperation,
  platform: Platform,
): PathRuling {
  const asks = new Set<AskReason>();
  const deny = denialOf(spelled, facts, platform, asks);
  if (deny !== undefined) return { decision: 'deny', reason: deny };
  if (facts.isLink) asks.add('link-final');
  if (facts.destination.type === 'inside' && facts.destination.hasOtherNames) asks.add('hard-link');
  if (facts.isAmbiguous) asks.add('ambiguous-root');
  for (const likeness of facts.names.map(likenessBeside)) if (likeness !== undefined) asks.add(likeness);
  if (operation === 'delete') asks.add('delete');
  const reason = askOrder.find((ask) => asks.has(ask));
  return reason === undefined ? { decision: 'allow', reason: 'ok' } : { decision: 'ask', reason };
}

function denialOf(
  spelled: Spelled,
  facts: DiskFacts,
  platform: Platform,
  asks: Set<AskReason>,
): DenyReason | undefined {
  return (
    denyHidden(spelled.names, facts, asks) ??
    denyWindows(spelled.names, facts, platform, asks) ??
    denyDestination(spelled, facts, asks)
  );
}

/** A name that cannot be told from another one by looking is used only where it is there byte for byte. */
function denyHidden(
  names: readonly string[],
  facts: DiskFacts,
  asks: Set<AskReason>,
): DenyReason | undefined {
  for (const [index, name] of names.entries()) {
    if (!hasHidden(name)) continue;
    if (facts.names[index]?.siblings.includes(name) !== true) return 'hidden-char';
    asks.add('hidden-char-existing');
  }
  return undefined;
}

/** Harmless on a disk of Linux or macOS, and something else on one of Windows, where the file may come to later. */
function denyWindows(
  names: readonly string[],
  facts: DiskFacts,
  platform: Platform,
  asks: Set<AskReason>,
): DenyReason | undefined {
  const isWindows = platform === 'win32';
  const colons = names.map((name, index) => colonOf(name, facts.names[index]?.siblings ?? []));
  if (colons.includes('stream')) return 'stream-name';
  if (colons.includes('colon')) {
    if (isWindows) return 'colon';
    asks.add('colon');
  }
  if (names.some(isReservedName)) {
    if (isWindows) return 'reserved-name';
    asks.add('reserved-name');
  }
  const shorts = names.map(shortNameOf);
  if (shorts.includes('protected') || (isWindows && shorts.includes('short'))) return 'short-name';
  if (shorts.includes('short')) asks.add('short-name');
  return undefined;
}

function denyDestination(
  spelled: Spelled,
  { destination }: DiskFacts,
  asks: Set<AskReason>,
): DenyReason | undefined {
  if (destination.type === 'failed') return 'resolve-error';
  if (destination.type === 'outside') return 'outside-physical';
  if (destination.rootNames.some(isVersionControl)) return 'vcs-internal';
  const given = protectionsOf(spelled.names);
  const real = protectionsOf(destination.names);
  const [deny] = [...given.denies, ...real.denies];
  if (deny !== undefined) return deny;
  for (const ask of [...given.asks, ...real.asks]) asks.add(ask);
  if (destination.isOwnState) return 'own-state';
  if (destination.isInRepository) return 'vcs-internal';
  if (spelled.isFolder || destination.entry === 'directory') return 'is-directory';
  if (destination.entry === 'other') return 'special-file';
  return destination.isReadOnly ? 'read-only' : undefined;
}

/** A name that the disk finds under another spelling is that file; one that it does not find may be meant for it. */
function likenessBeside({ name, siblings, found }: NameFacts): 'name-collision' | 'look-alike' | undefined {
  if (siblings.includes(name)) return undefined;
  const likeness = likenessOf(name, siblings);
  if (likeness === 'collision') return found ? undefined : 'name-collision';
  return likeness === 'look-alike' || isDisguised(name) ? 'look-alike' : undefined;
}

/** A new name that looks like that of a protected folder, whether it is there or not. */
function isDisguised(name: string): boolean {
  return likenessOf(keyOf(name), protectedFolders) === 'look-alike';
}
