import type { ViewPlace } from '../protocol.ts';
import type { Judged } from './state.ts';

/** A line that a result speaks of, to be clicked. */
export interface Row {
  readonly place: ViewPlace;
  /** The line as the result quotes it, else the claim that stands on it; empty where there is neither. */
  readonly text: string;
  readonly isCode: boolean;
  /** True where a check found exactly this claim wrong; the findings say what. */
  readonly failed: boolean;
}

/**
 * The lines worth showing, the best first, then all others in the result's own order; each place once. What the
 * host left out for size is not among them: `claimCount` says how many there are.
 */
export function rowsOf(judged: Judged): readonly Row[] {
  const quotes = new Map(judged.lines.map((line) => [keyOf(line), line.text]));
  const claims = new Map(
    judged.claims.flatMap((claim) =>
      claim.place === undefined ? [] : [[keyOf(claim.place), claim] as const],
    ),
  );
  const failed = new Set(
    judged.verdict.findings.filter((finding) => finding.level === 'fail').map((finding) => finding.claim),
  );
  const places = [
    ...judged.shown,
    ...judged.claims.flatMap((claim) => [
      ...(claim.place === undefined ? [] : [claim.place]),
      ...(claim.support ?? []),
    ]),
    ...judged.lines.map((line) => ({ path: line.path, line: line.line })),
  ];
  const rows = new Map<string, Row>();
  for (const place of places) {
    const key = keyOf(place);
    if (rows.has(key)) continue;
    const claim = claims.get(key);
    const quote = quotes.get(key);
    rows.set(key, {
      place,
      text: quote ?? claim?.text ?? '',
      isCode: quote !== undefined,
      failed: claim !== undefined && failed.has(claim.id),
    });
  }
  return [...rows.values()];
}

function keyOf(place: { readonly path: string; readonly line: number }): string {
  return `${place.line}:${place.path}`;
}

/** Rows of one file together, the file of the best row first; within a file the order stays. */
export function byFile(rows: readonly Row[]): readonly Row[] {
  return [...Map.groupBy(rows, (row) => row.place.path).values()].flat();
}

/** Whether a row shows the very line that something else speaks of. */
export function isRowOf(row: Row, other: { readonly place?: ViewPlace | undefined }): boolean {
  return other.place !== undefined && keyOf(other.place) === keyOf(row.place);
}
