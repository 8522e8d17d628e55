import type { FileChange } from '../../change.ts';
import type { Check, CheckOutcome } from '../../check.ts';
import type { FunctionPair } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import type { Comparison } from '../../runs.ts';
import { linesOf } from '../../text.ts';
import type { Evidence } from '../../verdict.ts';
import { brokenSyntax, judge } from './behaviour.ts';
import { changedLines, type ChangedLines } from './changedLines.ts';
import { readyToRun, unable, withMissing } from './running.ts';
import { findingAt, spotsOf, withChanges, type EditFinding, type EditInput } from './staged.ts';

/**
 * What changed does what it did: functions without side effects answer made-up arguments as before, and all else is
 * reached by the user's own tests, which pass before and after (contracts rule 61). What is neither stays open.
 */
export const sameAsBefore: Check<EditTask, EditResult> = {
  id: 'edit.same-behaviour',
  title: 'the code does what it did: compared call by call, or by the tests that look at it',
  required: true,
  timeoutMs: 45 * 60_000,
  run(input, signal) {
    return withChanges(input, async (changes) => {
      const { runs } = input;
      if (runs === undefined) {
        const ready = await readyToRun(input, changes, signal);
        return unable(ready.type === 'unable' ? ready.reason : 'nothing was run', []);
      }
      const broken = await brokenSyntax(input, changes, signal);
      if (broken !== undefined) return unable(`nothing was run: ${broken}`, []);
      const found = await input.code.functionPairs({ files: [...changes] }, signal);
      const { pairs, others } = found.type === 'ok' ? found.value : { pairs: [], others: [] };
      const answer = await runs.compare(pairs, signal);
      if (answer.type === 'unable' && signal.aborted) return unable(answer.reason, []);
      const said = answer.type === 'ok' ? answer.value : [];
      const refused = answer.type === 'unable' && pairs.length > 0 ? [answer.reason] : [];
      const evidence = [
        ...pairs.map((pair, index) => evidenceOf(pair, said[index])),
        ...others.map((one): Evidence => ({
          saw: `${one.name} was not called on its own: ${one.reason}`,
          path: one.path,
        })),
      ];
      const differences = findingsOf(input, pairs, said);
      if (differences.length > 0) return { type: 'fail', findings: differences, evidence };
      const compared = pairs.filter(
        (_pair, index) => said[index] !== undefined && said[index].unable === undefined,
      );
      const isCompared = (stretch: ChangedLines): boolean => isWithin(stretch, compared, changes);
      const doubts = [...refused, ...doubtsOf(said)];
      return merge(evidence, await byTests(input, changes, isCompared, doubts, signal));
    });
  },
};

function merge(evidence: readonly Evidence[], outcome: CheckOutcome): CheckOutcome {
  return { ...outcome, evidence: [...evidence, ...outcome.evidence] };
}

function doubtsOf(said: readonly Comparison[]): readonly string[] {
  return said.flatMap((one) => (one.unable === undefined ? [] : [`${one.name}: ${one.unable}`]));
}

/** What no comparison speaks for the tests have to; where all is compared they only must not fail. */
async function byTests(
  input: EditInput,
  changes: readonly FileChange[],
  isCompared: (stretch: ChangedLines) => boolean,
  doubts: readonly string[],
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const stretches: ChangedLines[] = [];
  for (const change of changes) stretches.push(...(await changedLines(change, input.code, signal)));
  const open = stretches.filter((stretch) => !isCompared(stretch));
  const ready = await readyToRun(input, changes, signal);
  const isAllCompared = open.length === 0 && stretches.length > 0;
  if (ready.type === 'unable') {
    if (isAllCompared) return { type: 'pass', evidence: [], unproven: [ready.reason] };
    const first = open[0];
    const where =
      first === undefined ? [] : [`line ${first.lines[0]} of ${first.path} was neither run nor compared`];
    return unable([...new Set([...where, ready.reason, ...doubts])].join('; '), []);
  }
  const answer = await ready.runs.use(
    (scratch) => judge(input, scratch, ready.commands, changes, isCompared, signal),
    signal,
  );
  const outcome = withMissing(
    answer.type === 'unable' ? unable(answer.reason, []) : answer.value,
    ready.missing,
  );
  if (outcome.type !== 'unable') return outcome;
  if (isAllCompared) return { type: 'pass', evidence: outcome.evidence, unproven: [outcome.reason] };
  return { ...outcome, reason: [outcome.reason, ...doubts].join('; ') };
}

function evidenceOf(pair: FunctionPair, said: Comparison | undefined): Evidence {
  const how =
    said === undefined
      ? 'was not compared'
      : said.unable !== undefined
        ? `could not be compared: ${said.unable}`
        : said.difference !== undefined
          ? 'differs'
          : 'gave the same before and after for every made-up call';
  const line = pair.lines[0]?.[0];
  return {
    saw: `${pair.name} ${how}`,
    path: pair.path,
    ...(line === undefined ? {} : { line }),
    counts: { calls: said?.calls ?? 0 },
  };
}

function findingsOf(
  input: EditInput,
  pairs: readonly FunctionPair[],
  said: readonly Comparison[],
): readonly EditFinding[] {
  const spots = spotsOf(input);
  return pairs.flatMap((pair, index) => {
    const difference = said[index]?.difference;
    if (difference === undefined) return [];
    const { call, before, after } = difference;
    const spot = spots.find((one) => one.path === pair.path);
    const line = spot?.line ?? pair.lines[0]?.[0] ?? 1;
    return [
      findingAt(
        spots,
        pair.path,
        line,
        `${call} gave ${before} before the change, and gives ${after} after it`,
      ),
    ];
  });
}

/** Whether every line of code in a stretch belongs to a function that was compared. */
function isWithin(
  stretch: ChangedLines,
  pairs: readonly FunctionPair[],
  changes: readonly FileChange[],
): boolean {
  const own = pairs.filter((pair) => pair.path === stretch.path);
  const change = changes.find((each) => each.path === stretch.path);
  if (own.length === 0 || change === undefined) return false;
  const isIn = (
    text: string,
    lines: readonly [number, number] | undefined,
    spans: FunctionPair['lines'],
  ): boolean => {
    if (lines === undefined) return true;
    const all = linesOf(text);
    for (let line = lines[0]; line <= lines[1]; line += 1) {
      if (!/\w/u.test(all[line - 1] ?? '') || /^\s*(?:\/\/|\/?\*)/u.test(all[line - 1] ?? '')) continue;
      if (!spans.some(([from, to]) => from <= line && line <= to)) return false;
    }
    return true;
  };
  const before = isIn(
    change.base,
    stretch.before,
    own.flatMap((pair) => pair.linesBefore),
  );
  const after =
    stretch.isGap ||
    isIn(
      change.content,
      stretch.lines,
      own.flatMap((pair) => pair.lines),
    );
  return before && after;
}
