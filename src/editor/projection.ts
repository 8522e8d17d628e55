import { structuredPatch } from 'diff';
import type { ChangeSet, FileChange } from '../core/change.ts';
import type { RunEvent } from '../core/events.ts';
import type { Claim, Finding, Place, Verdict } from '../core/verdict.ts';
import {
  askAtMost,
  clip,
  most,
  pathAtMost,
  type ToView,
  type ViewChange,
  type ViewClaim,
  type ViewEvent,
  type ViewFile,
  type ViewFinding,
  type ViewLine,
  type ViewPlace,
  type ViewVerdict,
} from '../protocol.ts';

/**
 * The answer to `ready`: the events of the newest runs. `seq` is the number of the last event that was posted or
 * skipped, `live` the ids of the runs that go on; a run that has neither an end nor a place in `live` is shown as
 * interrupted.
 */
export function resetOf(events: readonly RunEvent[], live: readonly string[], seq: number): ToView {
  const runs = [...new Set(events.map((event) => event.run))];
  const kept = new Set(runs.slice(-most.runs));
  return {
    type: 'reset',
    seq,
    events: events.filter((event) => kept.has(event.run)).map(viewEventOf),
    live: [...live],
    earlier: runs.length - kept.size,
  };
}

/** The slim form of an event. Total and pure; whatever is too long is clipped, and what is left out is counted. */
export function viewEventOf(event: RunEvent): ViewEvent {
  switch (event.type) {
    case 'asked':
      return {
        ...event,
        text: clip(event.text, askAtMost),
        via: clip(event.via, 40),
        wall: clip(event.wall, 40),
      };
    case 'planned':
      return {
        type: event.type,
        run: event.run,
        by: event.by,
        notes: wordsOf(event.notes),
        tasks: event.tasks.slice(0, most.tasks).map((row) => ({
          task: row.task,
          kind: clip(row.kind, 40),
          ...(typeof row.input['intent'] === 'string' ? { intent: clip(row.input['intent'], 40) } : {}),
          title: clip(row.title, 300),
        })),
      };
    case 'offered':
      return {
        type: event.type,
        run: event.run,
        question: clip(event.question, 1_000),
        choices: event.choices
          .slice(0, most.choices)
          .map((choice) => ({ label: clip(choice.label, 200), detail: clip(choice.detail, 400) })),
      };
    case 'declined':
      return { ...event, reason: clip(event.reason, 2_000), next: clip(event.next, 1_000) };
    case 'delegated':
      return { ...taskOf(event), type: event.type, worker: clip(event.worker, 200), attempt: event.attempt };
    case 'progress':
      return { ...event, text: event.waiting ? clip(event.text, 4_000) : event.text.slice(-4_000) };
    case 'drafted':
      return {
        ...taskOf(event),
        type: event.type,
        worker: clip(event.worker, 200),
        claims: event.claims.slice(0, most.claims).map(claimOf),
        claimCount: event.claims.length,
        ...quotedLines(event.result),
        ...(event.changeSet === undefined ? {} : { change: changeOf(event.changeSet) }),
        spent: event.spent,
      };
    case 'fell':
      return { ...event, worker: clip(event.worker, 200), reason: clip(event.reason, 2_000) };
    case 'judged':
      return {
        ...taskOf(event),
        type: event.type,
        worker: clip(event.worker, 200),
        verdict: verdictOf(event.verdict),
        shown: event.shown.slice(0, most.shown).flatMap(placeOf),
        answer: clip(event.answer, 16_000),
        wall: clip(event.wall, 40),
      };
    case 'held':
      return { ...event, missing: wordsOf(event.missing) };
    case 'denied':
      return { ...event, reasons: wordsOf(event.reasons) };
    case 'cleared':
      return { ...taskOf(event), type: event.type, by: event.by };
    case 'applied':
      return {
        ...taskOf(event),
        type: event.type,
        by: event.by,
        files: event.files
          .slice(0, most.files)
          .map((file) => ({ path: clip(file.path, pathAtMost), saved: file.saved })),
        fileCount: event.files.length,
        wall: clip(event.wall, 40),
      };
    case 'unwritten':
      return { ...event, reason: clip(event.reason, 2_000) };
    case 'discarded':
      return event;
    case 'undone':
      return {
        ...taskOf(event),
        type: event.type,
        restored: event.restored
          .slice(0, most.files)
          .map((file) => ({ path: clip(file.path, pathAtMost), saved: file.saved })),
        restoredCount: event.restored.length,
        left: event.left
          .slice(0, most.files)
          .map((file) => ({ path: clip(file.path, pathAtMost), reason: clip(file.reason, 600) })),
        leftCount: event.left.length,
        wall: clip(event.wall, 40),
      };
    case 'staled':
      return { ...event, path: clip(event.path, pathAtMost) };
    case 'ended':
      return { ...event, reason: clip(event.reason, 2_000) };
  }
}

function taskOf(event: { readonly run: string; readonly task: string }): { run: string; task: string } {
  return { run: event.run, task: event.task };
}

function claimOf(row: Claim): ViewClaim {
  return {
    id: clip(row.id, 200),
    text: clip(row.text, 400),
    ...optionalPlace(row.place),
    ...(row.support === undefined ? {} : { support: row.support.slice(0, most.support).flatMap(placeOf) }),
  };
}

function verdictOf(row: Verdict): ViewVerdict {
  return {
    state: row.state,
    findings: row.findings.slice(0, most.findings).map(findingOf),
    findingCount: row.findings.length,
    checks: row.reports.slice(0, most.checks).map((report) => ({
      title: clip(report.title, 300),
      required: report.required,
      status: report.status,
    })),
    checkCount: row.reports.length,
    proves: wordsOf(row.proves),
    unproven: wordsOf(row.unproven),
    ms: row.ms,
  };
}

function findingOf(row: Finding): ViewFinding {
  const at =
    row.path === undefined || row.line === undefined ? undefined : { path: row.path, line: row.line };
  return {
    level: row.level,
    message: clip(row.message, 600),
    ...(row.claim === undefined ? {} : { claim: clip(row.claim, 200) }),
    ...optionalPlace(at),
  };
}

/** A path that is too long to be shown is too long to be clicked: the place is left out, its text stays. */
function placeOf(row: Place): ViewPlace[] {
  if (row.path === '' || row.path.length > pathAtMost) return [];
  const end = row.endLine === undefined ? {} : { endLine: row.endLine };
  return [{ path: row.path, line: row.line, ...end }];
}

function optionalPlace(row: Place | undefined): { place?: ViewPlace } {
  const [kept] = row === undefined ? [] : placeOf(row);
  return kept === undefined ? {} : { place: kept };
}

/**
 * The lines that a result quotes, in its own order: whatever carries a path, a line and its `text` or `quote`, as
 * hits, quotes and items do in every kind's contract (design section 4). All are counted, the first are kept.
 */
function quotedLines(result: unknown): { lines: ViewLine[]; lineCount: number } {
  const lines: ViewLine[] = [];
  let lineCount = 0;
  const look = (value: unknown, depth: number): void => {
    if (depth > 4 || typeof value !== 'object' || value === null) return;
    const row = quotedLine(value);
    if (row === undefined) {
      for (const inner of Object.values(value)) look(inner, depth + 1);
      return;
    }
    lineCount += 1;
    if (lines.length < most.lines) lines.push(row);
  };
  look(result, 0);
  return { lines, lineCount };
}

function quotedLine(value: object): ViewLine | undefined {
  const { path, line, text, quote }: Partial<Record<keyof ViewLine | 'quote', unknown>> = value;
  const words = quote ?? text;
  if (typeof path !== 'string' || typeof words !== 'string' || !Number.isSafeInteger(line)) return undefined;
  const [place] = placeOf({ path, line: Number(line) });
  return place === undefined || place.line < 1 ? undefined : { ...place, text: clip(words, 300) };
}

function changeOf(changeSet: ChangeSet): ViewChange {
  let left: number = most.allDiffLines;
  const files = changeSet.files.slice(0, most.files).map((change) => {
    const file = fileDiffOf(change, Math.min(left, most.diffLines));
    for (const part of file.hunks) left -= part.rows.length;
    return file;
  });
  return { files, fileCount: changeSet.files.length };
}

/**
 * Lines added and removed above this are not looked for: that is no small edit, the search grows with their square
 * (2,000 take over a second), and the diff editor shows it.
 */
const editLengthAtMost = 600;

/** Both texts compared, with at most so many rows of what differs. */
function fileDiffOf(change: FileChange, rowsAtMost: number): ViewFile {
  const head = { path: clip(change.path, pathAtMost), operation: change.operation };
  const patch = structuredPatch('', '', change.base, change.content, '', '', {
    context: 2,
    maxEditLength: editLengthAtMost,
  });
  if (patch === undefined) return { ...head, added: 0, removed: 0, hunks: [], cut: 'all' };
  const sameEndings = change.base === '' || change.base.includes('\r\n') === change.content.includes('\r\n');
  let added = 0;
  let removed = 0;
  let cut = 0;
  let left = rowsAtMost;
  const hunks: ViewFile['hunks'] = [];
  for (const part of patch.hunks) {
    const rows = part.lines.filter((row) => !row.startsWith('\\'));
    added += rows.filter((row) => row.startsWith('+')).length;
    removed += rows.filter((row) => row.startsWith('-')).length;
    const kept = rows.slice(0, left);
    left -= kept.length;
    cut += rows.length - kept.length;
    if (kept.length === 0) continue;
    const shown = kept.map((row) => clip(sameEndings ? row.replace(/\r$/, '') : row, 301));
    hunks.push({ line: part.oldStart, rows: shown });
  }
  return { ...head, added, removed, hunks, cut };
}

function wordsOf(rows: readonly string[]): string[] {
  return rows.slice(0, most.words).map((row) => clip(row, 600));
}
