import type { FileChange } from '../../change.ts';
import type { Check, CheckOutcome } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import type { RunReceipt, Scratch } from '../../runs.ts';
import type { Evidence } from '../../verdict.ts';
import { whyNotOwn } from './alteredTests.ts';
import {
  changedLines,
  changedParts,
  unreachedLine,
  type ChangedLines,
  type ChangedPart,
} from './changedLines.ts';
import { mutantsOf } from './mutants.ts';
import {
  endOf,
  isGreen,
  isNoticed,
  lastWords,
  mutantLimit,
  overlayOf,
  readyToRun,
  receiptEvidence,
  runAll,
  testCommands,
  unable,
  withMissing,
  wordsOfCommand,
  type Overlay,
} from './running.ts';
import { withChanges, type EditInput } from './staged.ts';

/**
 * The user's own check commands run before and after the change in a scratch copy, and the tests look at the changed
 * lines: where the runner can tell, each of them was reached, and a fault planted there makes the tests fail (contracts
 * rule 58). Without such a run: unable.
 */
export const behaviour: Check<EditTask, EditResult> = {
  id: 'edit.behaviour',
  title: "the user's own tests pass before and after, and look at the changed lines",
  required: true,
  timeoutMs: 45 * 60_000,
  run(input, signal) {
    return withChanges(input, async (changes) => {
      const ready = await readyToRun(input, changes, signal);
      if (ready.type === 'unable') return unable(ready.reason, []);
      const broken = await brokenSyntax(input, changes, signal);
      if (broken !== undefined) return unable(`nothing was run: ${broken}`, []);
      const answer = await ready.runs.use(
        (scratch) => judge(input, scratch, ready.commands, changes, () => false, signal),
        signal,
      );
      return answer.type === 'unable' ? unable(answer.reason, []) : withMissing(answer.value, ready.missing);
    });
  },
};

/** What does not parse is not run: the tests would only say so again. */
export async function brokenSyntax(
  input: EditInput,
  changes: readonly FileChange[],
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const { path, operation, base, content } of changes) {
    const before = operation === 'create' ? null : base;
    const answer = await input.code.newSyntaxErrors(path, before, content, signal);
    const [first] = answer.type === 'ok' ? answer.value : [];
    if (first !== undefined) return `${path} does not parse, line ${first.line}`;
  }
  return undefined;
}

/** Planted faults of a line, and of a whole change, at most. */
const faultsALine = { values: 4, throws: 1 };
const faultsAtMost = 48;
/** Names of covering tests that are told for one stretch, at most. */
const namesAtMost = 10;

/**
 * Runs the commands before and after, then looks whether the tests look at the changed lines. `isCompared` says of
 * which stretches something else speaks already.
 */
export async function judge(
  input: EditInput,
  scratch: Scratch,
  commands: readonly (readonly string[])[],
  changes: readonly FileChange[],
  isCompared: (stretch: ChangedLines) => boolean,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const evidence: Evidence[] = [];
  const paths = changes.map((change) => change.path);
  const old = await runAll(scratch, commands, overlayOf(changes, 'before'), paths, signal);
  evidence.push(...old.receipts.map((receipt) => receiptEvidence(receipt, 'before the change')));
  for (const note of scratch.notes) evidence.push({ saw: `of the scratch copy: ${note}` });
  if (old.reason !== undefined) return unable(old.reason, evidence);
  const now = await runAll(scratch, commands, overlayOf(changes, 'after'), paths, signal);
  evidence.push(...now.receipts.map((receipt) => receiptEvidence(receipt, 'after the change')));
  if (now.reason !== undefined) return unable(now.reason, evidence);
  const worse = compareRuns(old.receipts, now.receipts, paths[0], evidence);
  if (worse !== undefined) return worse;
  const foreign = await whyNotOwn(scratch, commands, changes, evidence, signal);
  if (foreign !== undefined) return unable(foreign, evidence);
  const stretches: ChangedLines[] = [];
  for (const change of changes) stretches.push(...(await changedLines(change, input.code, signal)));
  const open = stretches.filter((stretch) => !isCompared(stretch));
  if (open.length === 0) return { type: 'pass', evidence };
  const tests = testCommands(now.receipts);
  if (tests.length === 0) return unable('no test ran: the commands only look at the code', evidence);
  const missed = unreachedIn(open, changes, old.receipts, now.receipts);
  if (missed !== undefined) return unable(missed, evidence);
  return plant(input, scratch, tests, open, changes, evidence, signal);
}

/** Undefined where all went well after the change. */
function compareRuns(
  old: readonly RunReceipt[],
  now: readonly RunReceipt[],
  path: string | undefined,
  evidence: readonly Evidence[],
): CheckOutcome | undefined {
  const wasRed = old.find((receipt) => !isGreen(receipt));
  const isRed = now.find((receipt) => !isGreen(receipt));
  if (isRed === undefined) {
    // What failed before and passes now has been mended; what did not run before is known only by now.
    return wasRed === undefined || (wasRed.counts !== undefined && wasRed.counts.failed > 0)
      ? undefined
      : unable(`${wordsOfCommand(wasRed.command)} did not run before the change: ${endOf(wasRed)}`, evidence);
  }
  const said = wordsOfCommand(isRed.command);
  if (wasRed === undefined) {
    if (isRed.end.type === 'timed-out') {
      const message = `${said} ended before the change, and after it was ${endOf(isRed)}`;
      return { type: 'fail', findings: [{ message, ...(path === undefined ? {} : { path }) }], evidence };
    }
    const first = isRed.failing[0];
    const failed = isRed.counts === undefined ? '' : `: ${isRed.counts.failed} of its tests fail`;
    const name = first === undefined ? `; it says "${lastWords(isRed)}"` : `, the first is "${first}"`;
    const message = `${said} passed before the change and does not after it (${endOf(isRed)})${failed}${name}`;
    return { type: 'fail', findings: [{ message, ...(path === undefined ? {} : { path }) }], evidence };
  }
  const known = new Set(wasRed.failing);
  const fresh = isRed.failing.filter((name) => !known.has(name));
  const isSameCommand = wordsOfCommand(wasRed.command) === said;
  if (isSameCommand && known.size > 0 && fresh.length > 0 && isMore(wasRed, isRed)) {
    const message = `${said} failed before the change too, but "${fresh[0]}" fails only after it`;
    return { type: 'fail', findings: [{ message, ...(path === undefined ? {} : { path }) }], evidence };
  }
  const same = isSameCommand && known.size > 0 && fresh.length === 0;
  const reason = same
    ? `${said} fails before and after the change, on the same tests ("${isRed.failing[0] ?? wasRed.failing[0]}")`
    : `${wordsOfCommand(wasRed.command)} fails without the change already (${endOf(wasRed)}: "${lastWords(wasRed)}")`;
  return unable(reason, evidence);
}

function isMore(old: RunReceipt, now: RunReceipt): boolean {
  return old.counts !== undefined && now.counts !== undefined && now.counts.failed > old.counts.failed;
}

/** A changed line that no process of the runs reached, where they could tell. */
function unreachedIn(
  stretches: readonly ChangedLines[],
  changes: readonly FileChange[],
  old: readonly RunReceipt[],
  now: readonly RunReceipt[],
): string | undefined {
  for (const stretch of stretches) {
    const change = changes.find((each) => each.path === stretch.path);
    if (change === undefined) continue;
    const sides = [
      { receipts: now, text: change.content, lines: stretch.isGap ? undefined : stretch.lines, when: '' },
      {
        receipts: old,
        text: change.base,
        lines: stretch.isGap ? stretch.before : undefined,
        when: ' before the change',
      },
    ];
    for (const { receipts, text, lines, when } of sides) {
      const known = receipts
        .map((receipt) => receipt.unreached.get(stretch.path))
        .filter((each) => each !== undefined);
      if (lines === undefined || known.length === 0) continue;
      // Reached by one command is reached.
      const missed = known.map((each) => unreachedLine(change.bom ? `\uFEFF${text}` : text, lines, each));
      const [first] = missed;
      if (first !== undefined && missed.every((one) => one !== undefined)) {
        const part = first.isWhole ? '' : `"${first.text}" in `;
        return `${part}line ${first.line} of ${stretch.path}${when} was not reached by any test`;
      }
    }
  }
  return undefined;
}

interface Planting {
  readonly input: EditInput;
  readonly scratch: Scratch;
  readonly tests: readonly RunReceipt[];
  readonly after: Overlay;
  readonly seen: Evidence[];
  readonly budget: { left: number };
  readonly signal: AbortSignal;
}

/** How planting a fault in one line went. */
type Planted =
  | { readonly type: 'noticed'; readonly by: readonly string[] }
  | { readonly type: 'survived'; readonly count: number }
  | { readonly type: 'nothing-to-plant' }
  | { readonly type: 'unable'; readonly reason: string };

/**
 * In what is new of each changed line a fault is planted until the tests notice one; a line where they notice none is
 * not tested. Where nothing can be planted in a line, that it was reached has to be known.
 */
async function plant(
  input: EditInput,
  scratch: Scratch,
  tests: readonly RunReceipt[],
  stretches: readonly ChangedLines[],
  changes: readonly FileChange[],
  evidence: readonly Evidence[],
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const seen: Evidence[] = [...evidence];
  const after = overlayOf(changes, 'after');
  const planting: Planting = { input, scratch, tests, after, seen, budget: { left: faultsAtMost }, signal };
  for (const stretch of stretches) {
    const change = changes.find((each) => each.path === stretch.path);
    if (change === undefined) continue;
    const isReachKnown = tests.some((receipt) => receipt.unreached.has(stretch.path));
    const parts = changedParts(change, stretch);
    let noticed = 0;
    let survived = 0;
    const by = new Set<string>();
    for (const part of parts) {
      const planted = await plantIn(planting, change, part);
      if (planted.type === 'unable') return unable(planted.reason, seen);
      if (planted.type === 'noticed') {
        noticed += 1;
        for (const name of planted.by) by.add(name);
      }
      if (planted.type === 'survived') survived += planted.count;
      const where = `line ${part.line} of ${stretch.path}`;
      // Beside a gap one of the lines has to be looked at; of new lines each.
      if (stretch.isGap) {
        if (noticed > 0) break;
        continue;
      }
      if (planted.type === 'survived') {
        return unable(`no test noticed a fault planted in ${where} (${planted.count} tried)`, seen);
      }
      if (planted.type === 'nothing-to-plant' && !isReachKnown) {
        return unable(
          `no fault can be planted in ${where}, so it is not known whether a test looks at it`,
          seen,
        );
      }
    }
    if (noticed > 0) {
      seen.push(...covering(stretch, [...by]));
      continue;
    }
    const where = `line ${stretch.lines[0]} of ${stretch.path}`;
    const reason =
      survived > 0
        ? `no test noticed a fault planted beside ${where} (${survived} tried)`
        : `no fault can be planted at ${where}, so it is not known whether a test looks at it`;
    return unable(reason, seen);
  }
  return { type: 'pass', evidence: seen };
}

/** The tests that look at changed lines, by the names with which they failed on the faults planted there. */
function covering({ path, lines: [line, endLine] }: ChangedLines, names: readonly string[]): Evidence[] {
  if (names.length === 0) return [];
  const told = names.slice(0, namesAtMost).map((name) => `"${name}"`);
  const rest = names.length > namesAtMost ? ` and ${names.length - namesAtMost} more` : '';
  return [{ saw: `tests that look at these lines: ${told.join(', ')}${rest}`, path, line, endLine }];
}

async function plantIn(planting: Planting, change: FileChange, part: ChangedPart): Promise<Planted> {
  const { input, scratch, tests, after, seen, budget, signal } = planting;
  const { path, content, bom } = change;
  const lines = [part.line, part.line] as const;
  const mutants = await mutantsOf(input.code, path, content, lines, part.span, faultsALine, signal);
  let survived = 0;
  for (const mutant of mutants) {
    // A throw is noticed by whoever comes by; it decides only where there was no value to change.
    if (mutant.throws && survived > 0) break;
    if (signal.aborted) return { type: 'unable', reason: 'cancelled' };
    if (budget.left <= 0)
      return { type: 'unable', reason: `more changed than ${faultsAtMost} planted faults can test` };
    budget.left -= 1;
    const texts = new Map(after).set(path, bom ? `\uFEFF${mutant.content}` : mutant.content);
    for (const receipt of tests) {
      const answer = await scratch.run(receipt.command, texts, { timeoutMs: mutantLimit(receipt) }, signal);
      if (answer.type === 'unable') return answer;
      const when = `with a fault planted in line ${mutant.line} of ${path} (${mutant.what})`;
      seen.push(receiptEvidence({ ...answer.value, tail: '' }, when));
      if (isNoticed(answer.value, receipt)) {
        const known = new Set(receipt.failing);
        return { type: 'noticed', by: answer.value.failing.filter((name) => !known.has(name)) };
      }
    }
    survived += 1;
  }
  return survived === 0 ? { type: 'nothing-to-plant' } : { type: 'survived', count: survived };
}
