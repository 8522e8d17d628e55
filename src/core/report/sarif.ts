import type { RecordedResult } from '../ledger/results.ts';
import type { CheckReport, Finding, Place, Verdict } from '../verdict.ts';
import { stateWord } from './words.ts';

/** Lines of evidence that one finding points at, at most. */
const relatedAtMost = 5;
const sourceRoot = 'SRCROOT';
const verdictRule = 'verdict';

/**
 * The verdicts as a log of SARIF 2.1.0 (OASIS): one result a finding, and one a verdict. What failed is `fail`, what could
 * not be checked or is unproven `open`, what is stale `review`, what is verified `pass`; by section 3.27.10 of the standard
 * only `fail` has a level.
 */
export function sarifLog(results: readonly RecordedResult[], about: { readonly version: string }): object {
  const judged = results.flatMap((result) =>
    result.verdict === undefined ? [] : [{ result, verdict: result.verdict }],
  );
  const reports = judged.flatMap(({ verdict }) => verdict.reports);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Countersign', semanticVersion: about.version, rules: rulesOf(reports) },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [sourceRoot]: { description: { text: 'the workspace folder' } } },
        artifacts: artifactsOf(judged.map(({ verdict }) => verdict)),
        results: judged.flatMap(({ result, verdict }) => [
          verdictResult(result, verdict),
          ...verdict.findings.map((finding) => findingResult(result, verdict, finding)),
        ]),
      },
    ],
  };
}

function rulesOf(reports: readonly CheckReport[]): object[] {
  const titles = new Map(reports.map((report) => [report.check, report.title]));
  return [
    { id: verdictRule, shortDescription: { text: 'what all checks of a result say together' } },
    ...[...titles].map(([id, text]) => ({ id, shortDescription: { text } })),
  ];
}

/** The files as they were judged: the same path may have been judged on other bytes by another verdict. */
function artifactsOf(verdicts: readonly Verdict[]): object[] {
  const seen = new Map<string, object>();
  for (const verdict of verdicts) {
    for (const [path, sha256] of Object.entries(verdict.files)) {
      seen.set(`${path}\n${sha256}`, { location: artifactOf(path), hashes: { 'sha-256': sha256 } });
    }
  }
  return [...seen.values()];
}

function verdictResult(result: RecordedResult, verdict: Verdict): object {
  const { state, proves, unproven } = verdict;
  const kind = { verified: 'pass', refuted: 'fail', unproven: 'open', stale: 'review' }[state];
  const words = state === 'verified' ? proves : state === 'unproven' ? unproven : [];
  const text = [`${stateWord(state)}: ${result.title}`, ...words].join('\n');
  const place = result.claims.find((claim) => claim.place !== undefined)?.place ?? result.shown[0];
  return {
    ruleId: verdictRule,
    kind,
    level: kind === 'fail' ? 'error' : 'none',
    message: { text },
    ...(place === undefined ? {} : { locations: [locationOf(place)] }),
    partialFingerprints: { 'task/v1': result.task },
    properties: {
      task: result.task,
      kind: result.kind,
      worker: result.worker,
      state,
      change: result.change.type,
      proves,
      unproven,
    },
  };
}

function findingResult(result: RecordedResult, verdict: Verdict, finding: Finding): object {
  const isStale = verdict.state === 'stale';
  const kind = { fail: isStale ? 'review' : 'fail', unable: 'open', note: 'informational' }[finding.level];
  const place = placeOf(result, finding);
  const related = relatedOf(verdict, finding);
  const where = place === undefined ? '' : `${place.path}:${place.line}`;
  return {
    ruleId: finding.check,
    kind,
    level: kind === 'fail' ? 'error' : 'none',
    message: { text: finding.message },
    ...(place === undefined ? {} : { locations: [locationOf(place)] }),
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { 'finding/v1': [result.task, finding.check, where, finding.message].join('\n') },
    properties: { task: result.task, kind: result.kind, worker: result.worker },
  };
}

/** Where a finding stands; else where the claim that it speaks of does. */
function placeOf(result: RecordedResult, finding: Finding): Place | undefined {
  if (finding.path !== undefined) return { path: finding.path, line: finding.line ?? 1 };
  return result.claims.find((claim) => claim.id === finding.claim)?.place;
}

function relatedOf(verdict: Verdict, finding: Finding): object[] {
  const evidence = verdict.reports.find((report) => report.check === finding.check)?.evidence ?? [];
  return evidence
    .flatMap(({ path, line = 1, endLine, saw }) =>
      path === undefined
        ? []
        : [{ place: { path, line, ...(endLine === undefined ? {} : { endLine }) }, saw }],
    )
    .slice(0, relatedAtMost)
    .map(({ place, saw }, id) => ({ id, ...locationOf(place), message: { text: saw } }));
}

function locationOf({ path, line, endLine }: Place): object {
  // A checked range may be turned round; a region of the standard may not.
  const region = { startLine: line, ...(endLine !== undefined && endLine > line ? { endLine } : {}) };
  return { physicalLocation: { artifactLocation: artifactOf(path), region } };
}

/** A path as a reference that is relative to the workspace folder, escaped as RFC 3986 wants it. */
function artifactOf(path: string): object {
  const uri = path.split('/').map(encodePart).join('/');
  return { uri, uriBaseId: sourceRoot };
}

/** A name may hold half of a surrogate pair, which no address can. */
function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}
