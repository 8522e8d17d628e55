import { isOver, type RecordedResult } from '../core/ledger/results.ts';
import { stateWord } from '../core/report/words.ts';
import type { Claim, Evidence, Place, Verdict, VerdictState } from '../core/verdict.ts';

/** A line of the evidence that speaks for or against a mark. */
export interface Related {
  readonly place: Place;
  readonly message: string;
}

/** One thing to show on lines of a file: a claim with its state, or a finding that stands somewhere. */
export interface Mark {
  readonly task: string;
  readonly state: VerdictState;
  /** The check that speaks, or the state where all of them do. */
  readonly code: string;
  readonly place: Place;
  readonly message: string;
  readonly related: readonly Related[];
}

/** At most so many marks of one file are shown; the rest stands in the evidence. */
export const marksAtMost = 200;

/** How many lines of evidence one mark points at. */
const relatedAtMost = 5;

/**
 * What a result puts on lines. A refuted result marks what failed, and nothing else of it: claims that passed in a
 * refuted result are not believed either. The others mark every claim that has a place.
 */
export function marksOf(result: RecordedResult): readonly Mark[] {
  const { verdict } = result;
  if (verdict === undefined || isOver(result)) return [];
  return verdict.state === 'refuted' ? refutedMarks(result, verdict) : claimMarks(result, verdict);
}

function claimMarks(result: RecordedResult, verdict: Verdict): Mark[] {
  const related = relatedOf(verdict);
  const marks = result.claims.flatMap((claim): Mark[] => {
    const place = placeOf(claim);
    if (place === undefined) return [];
    return [
      {
        task: result.task,
        state: verdict.state,
        code: codeOf(verdict, claim.id),
        place,
        message: claimMessage(verdict, claim),
        related: elsewhere([...supportOf(claim), ...related], place),
      },
    ];
  });
  const anchor = anchorOf(result);
  if (marks.length > 0 || anchor === undefined)
    return verdict.state === 'stale' ? firstInEachFile(marks) : marks;
  const message = `${stateWord(verdict.state)}: ${result.title}${because(verdict)}`;
  return [
    { task: result.task, state: verdict.state, code: codeOf(verdict, ''), place: anchor, message, related },
  ];
}

/** A stale result says nothing of a line: that it is stale is said once a file. */
function firstInEachFile(marks: readonly Mark[]): Mark[] {
  return [...new Map(marks.toReversed().map((mark) => [mark.place.path, mark])).values()].reverse();
}

function refutedMarks(result: RecordedResult, verdict: Verdict): Mark[] {
  const related = relatedOf(verdict);
  const claims = new Map(result.claims.map((claim) => [claim.id, claim]));
  return verdict.findings.flatMap((finding): Mark[] => {
    if (finding.level !== 'fail') return [];
    const claim = finding.claim === undefined ? undefined : claims.get(finding.claim);
    const place = findingPlace(finding.path, finding.line) ?? placeOf(claim) ?? anchorOf(result);
    if (place === undefined) return [];
    return [
      {
        task: result.task,
        state: 'refuted',
        code: finding.check,
        place,
        message: `Refuted: ${finding.message}`,
        related: elsewhere([...supportOf(claim), ...related], place),
      },
    ];
  });
}

function findingPlace(path: string | undefined, line: number | undefined): Place | undefined {
  return path === undefined || !isInFolder(path) ? undefined : { path, line: line ?? 1 };
}

/** Where a claim stands; for a statement, where its first quote does. */
function placeOf(claim: Claim | undefined): Place | undefined {
  return placesOf(claim)[0];
}

function placesOf(claim: Claim | undefined): Place[] {
  const places = [...(claim?.place === undefined ? [] : [claim.place]), ...(claim?.support ?? [])];
  return places.filter((place) => isInFolder(place.path));
}

/** True for a path that stays in its folder (contracts rule 2). A refuted result may hold any text as a path. */
export function isInFolder(path: string): boolean {
  const parts = path.split('/');
  return !parts.some((part) => part === '' || part === '.' || part === '..') && !/^[A-Za-z]:|\\/.test(path);
}

/** Where a result as a whole is shown, if anywhere. */
export function anchorOf(result: RecordedResult): Place | undefined {
  const shown = result.shown.find((place) => isInFolder(place.path));
  if (shown !== undefined) return shown;
  for (const claim of result.claims) {
    const place = placeOf(claim);
    if (place !== undefined) return place;
  }
  const [change] = result.changeSet?.files ?? [];
  return change === undefined ? undefined : { path: change.path, line: 1 };
}

function supportOf(claim: Claim | undefined): Related[] {
  return placesOf(claim).map((place) => ({ place, message: 'Quoted here' }));
}

function relatedOf(verdict: Verdict): Related[] {
  return verdict.reports.flatMap((report) => report.evidence.flatMap((row) => relatedRow(row)));
}

function relatedRow(row: Evidence): Related[] {
  if (row.path === undefined || row.line === undefined || !isInFolder(row.path)) return [];
  const place = {
    path: row.path,
    line: row.line,
    ...(row.endLine === undefined ? {} : { endLine: row.endLine }),
  };
  return [{ place, message: row.saw }];
}

function elsewhere(related: readonly Related[], place: Place): Related[] {
  const seen = new Set([`${place.path}:${place.line}`]);
  const rows: Related[] = [];
  for (const row of related) {
    const key = `${row.place.path}:${row.place.line}`;
    if (seen.has(key)) continue;
    seen.add(key);
    rows.push(row);
    if (rows.length === relatedAtMost) break;
  }
  return rows;
}

/** For an unproven claim the check that could not say; otherwise the state itself. */
function codeOf(verdict: Verdict, claim: string): string {
  if (verdict.state !== 'unproven') return verdict.state;
  const unable = verdict.findings.filter((finding) => finding.level === 'unable');
  const own = unable.find((finding) => finding.claim === claim) ?? unable[0];
  return own?.check ?? verdict.state;
}

function claimMessage(verdict: Verdict, claim: Claim): string {
  return `${stateWord(verdict.state)}: ${claim.text}${because(verdict, claim)}`;
}

function because(verdict: Verdict, claim?: Claim): string {
  switch (verdict.state) {
    case 'verified':
      return verdict.proves.length === 0 ? '' : `\nProves: ${verdict.proves.join('; ')}`;
    case 'unproven': {
      const own = verdict.findings.find((row) => row.level === 'unable' && row.claim === claim?.id);
      const open = own?.message ?? verdict.unproven.join('; ');
      return open === '' ? '' : `\nNot proven: ${open}`;
    }
    case 'stale':
      return `\n${changedFile(verdict) ?? 'A file'} changed since this was checked. Verify it again.`;
    case 'refuted':
      return '';
  }
}

/** The file that made a verdict stale, where it is known. */
export function changedFile(verdict: Verdict): string | undefined {
  return verdict.findings.findLast((finding) => finding.check === 'base')?.path;
}
