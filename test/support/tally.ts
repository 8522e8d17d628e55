// What the steps of a run add up to, and the line that says it.

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 };

/** One thing that either held or did not, as counts. */
export function one(held: boolean): Counts {
  return { ...noCounts, passed: held ? 1 : 0, failed: held ? 0 : 1 };
}

export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (left, right) => ({
      passed: left.passed + right.passed,
      failed: left.failed + right.failed,
      skipped: left.skipped + right.skipped,
    }),
    noCounts,
  );
}

/** The closing line: "N passed, N failed", and ", N skipped" where a test was skipped. */
export function closingLine(counts: Counts): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}
