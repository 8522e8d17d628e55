/** The packages that asks are about; pinned with their hashes in `packages.ts`. */
export type PackageName = 'semver' | 'ini' | 'ws' | 'redux' | 'entities' | 'eventsource-parser';

/**
 * A line named by a text that stands on it, so that gold survives a new version. The text stands on exactly one
 * line of the file, or `nth` (1-based) says on which of them; anything else is an error in the gold.
 */
export interface Anchor {
  readonly path: string;
  readonly text: string;
  readonly nth?: number;
}

/** What the person was looking at, with lines named by anchors. */
export interface AskedFrom {
  readonly activePath?: string;
  readonly selection?: { readonly from: Anchor; readonly to: Anchor };
  readonly symbol?: string;
}

/** Any one of `lines` among the ten that are shown is what the person looked for. */
export interface FindGold {
  readonly type: 'find';
  readonly lines: readonly Anchor[];
}

/** Every line that holds `pattern`, and no other; letter case counts. `under` is a folder or a file, '' for all. */
export interface ClosedGold {
  readonly type: 'closed';
  readonly pattern: string;
  readonly regex: boolean;
  readonly word: boolean;
  readonly under: string;
}

/** A right answer matches every `must` and no `mustNot`; `proof` are the lines that prove it, one is enough. */
export interface ReadGold {
  readonly type: 'read';
  readonly must: readonly RegExp[];
  readonly mustNot: readonly RegExp[];
  readonly proof: readonly Anchor[];
}

/** `intents` may be declared for it; whether the change is right, the check of the same id in `gold/` says. */
export interface EditGold {
  readonly type: 'comments' | 'general' | 'types';
  readonly intents: readonly string[];
}

/** Every identifier `from` in `paths` becomes `to`; nothing else changes. */
export interface RenameGold {
  readonly type: 'rename';
  readonly from: string;
  readonly to: string;
  readonly paths: readonly string[];
}

/**
 * Nothing may be done: the person is asked, or told why not. `mayFall` where naming a thing that does not exist
 * may also end without any result.
 */
export interface UnclearGold {
  readonly type: 'unclear';
  readonly mayFall: boolean;
}

export type AtomicGold = FindGold | ClosedGold | ReadGold | EditGold | RenameGold | UnclearGold;

/** Several tasks in one ask, in this order. A part's edit check has the id `<ask>/<part, from 1>`. */
export interface CompoundGold {
  readonly type: 'compound';
  readonly parts: readonly AtomicGold[];
}

export type Gold = AtomicGold | CompoundGold;

/** One ask as a person would type it, and what a right result is. Gold was written before any answer was seen. */
export interface Ask {
  readonly id: string;
  readonly package: PackageName;
  readonly text: string;
  readonly from?: AskedFrom;
  readonly gold: Gold;
}

/** The kind of a task (design section 2) that an ask with this gold should become. */
export function kindOf(gold: AtomicGold): 'search' | 'read' | 'edit' | 'none' {
  switch (gold.type) {
    case 'find':
    case 'closed':
      return 'search';
    case 'read':
      return 'read';
    case 'comments':
    case 'general':
    case 'types':
    case 'rename':
      return 'edit';
    case 'unclear':
      return 'none';
  }
}
