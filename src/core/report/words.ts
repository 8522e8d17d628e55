import type { VerdictState } from '../verdict.ts';

/** A state as people read it. */
export function stateWord(state: VerdictState): string {
  switch (state) {
    case 'verified':
      return 'Verified';
    case 'refuted':
      return 'Refuted';
    case 'unproven':
      return 'Unproven';
    case 'stale':
      return 'Stale';
  }
}
