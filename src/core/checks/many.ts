import type { Finding } from '../verdict.ts';

type Fault = Omit<Finding, 'check' | 'level'>;

/** Of thousands of faults the first ones say enough. */
const faultsAtMost = 50;

/** The first faults, and how many there are beside them. */
export function capped(faults: readonly Fault[]): readonly Fault[] {
  const rest = faults.length - faultsAtMost;
  if (rest <= 0) return faults;
  return [
    ...faults.slice(0, faultsAtMost),
    { message: `and ${rest.toLocaleString('en')} more of this kind` },
  ];
}

/** Claims that stand one by one; what comes behind them is one claim called `rest`. */
export const claimsAtMost = 100;

/** The id of the claim that a row of a result makes, by its index. */
export function claimId(letter: string, index: number): string {
  return index < claimsAtMost ? `${letter}${index + 1}` : 'rest';
}
