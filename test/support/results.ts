import type { RecordedResult } from '../../src/core/ledger/results.ts';
import type { Verdict, VerdictState } from '../../src/core/verdict.ts';

/** A verdict with nothing in it but its state, for tests of what is shown. */
export function verdictOf(state: VerdictState, more: Partial<Verdict> = {}): Verdict {
  return { state, findings: [], reports: [], proves: [], unproven: [], files: {}, ms: 3, ...more };
}

/** A search with two hits in `src/dates.ts`. */
export function searchResult(
  verdict: Verdict | undefined,
  more: Partial<RecordedResult> = {},
): RecordedResult {
  return {
    run: 'run-1',
    task: 'task-1',
    kind: 'search',
    title: 'Find parseDate',
    input: { kind: 'search', what: 'parseDate', pattern: 'parseDate' },
    worker: 'code',
    result: { total: 2 },
    base: {},
    claims: [
      { id: 'hit-1', text: 'line 3 matches', place: { path: 'src/dates.ts', line: 3 } },
      { id: 'hit-2', text: 'line 9 matches', place: { path: 'src/dates.ts', line: 9 } },
    ],
    changeSet: undefined,
    verdict,
    shown: [{ path: 'src/dates.ts', line: 3 }],
    answer: '2 lines match',
    spent: { promptTokens: 10, outputTokens: 4, ms: 1200 },
    change: { type: 'none' },
    ...more,
  };
}
