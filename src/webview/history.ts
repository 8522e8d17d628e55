/** Where a person is in the asks they sent before: `at` counts back from the newest, 0 is what is being typed. */
export interface Browsing {
  readonly at: number;
  /** What was being typed when the browsing began. */
  readonly draft: string;
}

export const notBrowsing: Browsing = { at: 0, draft: '' };

/**
 * One step through earlier asks (oldest first in `asks`); undefined where there is nothing further that way.
 * Going down past the newest gives back what was being typed.
 */
export function browse(
  asks: readonly string[],
  from: Browsing,
  typed: string,
  step: 'older' | 'newer',
): { readonly browsing: Browsing; readonly text: string } | undefined {
  const draft = from.at === 0 ? typed : from.draft;
  const at = step === 'older' ? from.at + 1 : from.at - 1;
  if (at < 0 || at > asks.length) return undefined;
  if (at === 0) return { browsing: notBrowsing, text: draft };
  return { browsing: { at, draft }, text: asks[asks.length - at] ?? '' };
}
