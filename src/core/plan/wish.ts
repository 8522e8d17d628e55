import type { ConvertibleFormat } from '../conversion.ts';

/** What an ask wants, before its places are found. Every word of it stands in the ask. */
export type Wish =
  | {
      readonly type: 'search';
      readonly what: string;
      /** A pattern that the ask gives itself: a quoted literal, or a name whose uses are wanted. */
      readonly literal?: { readonly text: string; readonly word: boolean; readonly regex?: boolean };
    }
  | { readonly type: 'read'; readonly question: string }
  | { readonly type: 'comment'; readonly instruction: string }
  | { readonly type: 'rename'; readonly from: string | undefined; readonly to: string }
  | { readonly type: 'change'; readonly instruction: string }
  | IntentWish
  | {
      readonly type: 'convert';
      /** The words that name the file. */
      readonly subject: string;
      readonly to: ConvertibleFormat;
      /** The file that the result is to end in. */
      readonly into?: string;
      readonly instruction: string;
    }
  | {
      readonly type: 'classify';
      readonly labels: readonly string[];
      readonly items: readonly { readonly id: string; readonly text: string }[];
    }
  /** The whole sentence: what it sets limits to is checked. */
  | { readonly type: 'summarize'; readonly instruction: string }
  /** `what` is a closed set of extract, or a description. */
  | { readonly type: 'extract'; readonly what: string }
  /** Not on offer: said at once instead of done badly. */
  | { readonly type: 'unsupported'; readonly reason: string; readonly next: string };

/** A change whose nature the words of the ask declare, so that its own oracle can judge it (design section 5). */
export type IntentWish =
  /** Whole files: those that the ask names, else the open one. */
  | { readonly type: 'tidy'; readonly intent: 'format' | 'imports'; readonly instruction: string }
  /** One piece, in the way that every small edit is made. */
  | { readonly type: 'reshape'; readonly intent: 'types' | 'same-behaviour'; readonly instruction: string }
  | { readonly type: 'data'; readonly steps: readonly DataStep[]; readonly instruction: string }
  | {
      readonly type: 'fix';
      readonly code: number | undefined;
      readonly line: number | undefined;
      readonly instruction: string;
    }
  | { readonly type: 'test'; readonly instruction: string }
  | { readonly type: 'remove'; readonly symbol: string; readonly instruction: string };

/** A value of a data file as the ask names it: `key` is a name, a path with dots, or a pointer. */
export type DataStep =
  | { readonly op: 'set' | 'add'; readonly key: string; readonly value: string }
  | { readonly op: 'remove'; readonly key: string };
