import { isOutcome, type Check, type CheckInput, type CheckOutcome } from './check.ts';
import type { Clock } from './ports.ts';
import type { CheckReport, Finding, Verdict, VerdictState } from './verdict.ts';

/**
 * Runs every check side by side and folds their answers into one verdict. Takes no sentence of a model: only
 * what checks saw. Never throws; a cancelled run leaves its checks `unable`.
 */
export async function verify<Task, Result>(
  input: CheckInput<Task, Result>,
  checks: readonly Check<Task, Result>[],
  words: { readonly proves: readonly string[]; readonly leavesOpen: readonly string[] },
  clock: Clock,
  signal: AbortSignal,
): Promise<Verdict> {
  const started = clock.now();
  const answers = await Promise.all(checks.map((check) => runCheck(check, input, clock, signal)));
  const reports = answers.map((answer) => answer.report);
  const state = decide(answers);
  const open = answers.flatMap((answer) => answer.unproven);
  return {
    state,
    findings: reports.flatMap((report) => report.findings),
    reports,
    proves: state === 'verified' ? [...words.proves] : provenBy(answers),
    unproven: [...new Set([...open, ...words.leavesOpen])],
    files: judgedFiles(input),
    ms: clock.now() - started,
  };
}

interface Answer {
  /** What it proves in words; nothing where it did not pass, or where what it passed proves nothing. */
  readonly proves: string;
  readonly report: CheckReport;
  readonly stale: boolean;
  readonly unproven: readonly string[];
}

/** A verdict is as good as its worst required check; no check at all is never `verified`. */
function decide(answers: readonly Answer[]): VerdictState {
  if (answers.some((answer) => answer.report.status === 'fail' && !answer.stale)) return 'refuted';
  if (answers.some((answer) => answer.stale)) return 'stale';
  const required = answers.filter((answer) => answer.report.required);
  if (required.length === 0) return 'unproven';
  return required.every((answer) => answer.report.status === 'pass') ? 'verified' : 'unproven';
}

async function runCheck<Task, Result>(
  check: Check<Task, Result>,
  input: CheckInput<Task, Result>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Answer> {
  const started = clock.now();
  const limit = new AbortController();
  const both = AbortSignal.any([signal, limit.signal]);
  const late: Promise<CheckOutcome> = clock.delay(check.timeoutMs, both).then(() => ({
    type: 'unable',
    reason: signal.aborted ? 'cancelled' : `took longer than ${check.timeoutMs / 1000} s`,
    evidence: [],
  }));
  const outcome = await Promise.race([answerOf(check, input, both), late]);
  limit.abort();
  return describe(check, outcome, clock.now() - started);
}

async function answerOf<Task, Result>(
  check: Check<Task, Result>,
  input: CheckInput<Task, Result>,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  try {
    const outcome: unknown = await check.run(input, signal);
    if (isOutcome(outcome)) return outcome;
    return { type: 'unable', reason: 'the check itself broke: what it answered is no outcome', evidence: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: 'unable', reason: `the check itself broke: ${message}`, evidence: [] };
  }
}

function describe<Task, Result>(check: Check<Task, Result>, outcome: CheckOutcome, ms: number): Answer {
  const report = (status: CheckReport['status'], findings: readonly Finding[]): CheckReport => ({
    check: check.id,
    title: check.title,
    required: check.required,
    status,
    findings: [...findings],
    evidence: [...outcome.evidence],
    ms,
  });
  switch (outcome.type) {
    case 'pass': {
      const notes = (outcome.notes ?? []).map((note): Finding => ({
        check: check.id,
        level: 'note',
        ...note,
      }));
      const proves = outcome.proves ?? check.title;
      return { report: report('pass', notes), stale: false, unproven: outcome.unproven ?? [], proves };
    }
    case 'fail': {
      const findings = firstOf(outcome.findings).map((finding): Finding => ({
        check: check.id,
        level: 'fail',
        ...finding,
      }));
      return { report: report('fail', findings), stale: outcome.stale === true, unproven: [], proves: '' };
    }
    case 'unable': {
      const finding: Finding = {
        check: check.id,
        level: check.required ? 'unable' : 'note',
        message: `${check.title}: could not be checked, ${outcome.reason}`,
      };
      const open = check.required ? [`${check.title} (${outcome.reason})`] : [];
      return { report: report('unable', [finding]), stale: false, unproven: open, proves: '' };
    }
  }
}

/** So many findings of one check are told. */
const findingsAtMost = 100;

/** Of thousands of findings the first ones say enough, and how many there are beside them. */
function firstOf(
  findings: readonly Omit<Finding, 'check' | 'level'>[],
): readonly Omit<Finding, 'check' | 'level'>[] {
  const rest = findings.length - findingsAtMost;
  if (rest <= 0) return findings;
  return [
    ...findings.slice(0, findingsAtMost),
    { message: `and ${rest.toLocaleString('en')} more of this check` },
  ];
}

function provenBy(answers: readonly Answer[]): string[] {
  return answers.map((answer) => answer.proves).filter((words) => words !== '');
}

function judgedFiles<Task, Result>(input: CheckInput<Task, Result>): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [path, read] of input.handedOut) if (read.type === 'text') files[path] = read.file.sha256;
  for (const change of input.changeSet?.files ?? []) {
    if (change.baseSha256 !== null) files[change.path] = change.baseSha256;
  }
  return files;
}
