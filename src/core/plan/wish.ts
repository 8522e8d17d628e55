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
  /** Not on offer: said at once instead of done badly. */
  | { readonly type: 'unsupported'; readonly reason: string; readonly next: string };
