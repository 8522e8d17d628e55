import type { FileChange } from '../../change.ts';
import type { Check, CheckOutcome } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import type { RunReceipt, Scratch } from '../../runs.ts';
import type { Evidence } from '../../verdict.ts';
import { brokenSyntax } from './behaviour.ts';
import { mutantsOf, type Mutant } from './mutants.ts';
import {
  endOf,
  isGreen,
  isNoticed,
  lastWords,
  mutantLimit,
  overlayOf,
  ranCount,
  readyToRun,
  receiptEvidence,
  runAll,
  testCommands,
  unable,
  withMissing,
  wordsOfCommand,
  type Overlay,
} from './running.ts';
import { shapesOf, withChanges, type EditInput } from './staged.ts';
import { testCallsOf } from './testCalls.ts';

interface Target {
  readonly path: string;
  readonly line: number;
  readonly symbol: string;
}

const faults = { values: 6, throws: 1 };

/** The new test runs, passes, and fails when a fault is planted in what it tests (contracts rule 56). */
export function testRun(target: Target): Check<EditTask, EditResult> {
  return {
    id: 'edit.test-run',
    title: `the new test runs, passes, and notices a fault in ${target.symbol}`,
    required: true,
    timeoutMs: 45 * 60_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const ready = await readyToRun(input, changes, signal);
        if (ready.type === 'unable') return unable(ready.reason, []);
        const broken = await brokenSyntax(input, changes, signal);
        if (broken !== undefined) return unable(`nothing was run: ${broken}`, []);
        const mutants = await faultsIn(input, target, signal);
        if (typeof mutants === 'string') return unable(mutants, []);
        const answer = await ready.runs.use(
          (scratch) => judge(input, scratch, ready.commands, changes, target, mutants, signal),
          signal,
        );
        return answer.type === 'unable'
          ? unable(answer.reason, [])
          : withMissing(answer.value, ready.missing);
      });
    },
  };
}

interface Faults {
  readonly bom: boolean;
  readonly mutants: readonly Mutant[];
}

async function faultsIn(input: EditInput, target: Target, signal: AbortSignal): Promise<Faults | string> {
  const read = await input.files.read(target.path, signal);
  if (read.type === 'refused') return `${target.path}: ${read.message}`;
  const { text, bom } = read.file;
  const symbols = await input.code.symbols(target.path, text, signal);
  if (symbols.type === 'unable') return symbols.reason;
  const named = symbols.value.filter((one) => one.name === target.symbol);
  const symbol =
    named.find((one) => one.nameLine === target.line) ??
    named.find((one) => one.line <= target.line && target.line <= one.endLine);
  if (symbol === undefined)
    return `${target.symbol} is not declared at line ${target.line} of ${target.path}`;
  const lines = [symbol.line, symbol.endLine] as const;
  const mutants = await mutantsOf(input.code, target.path, text, lines, undefined, faults, signal);
  return mutants.length === 0 ? `no fault can be planted in ${target.symbol}` : { bom, mutants };
}

async function judge(
  input: EditInput,
  scratch: Scratch,
  commands: readonly (readonly string[])[],
  changes: readonly FileChange[],
  target: Target,
  { bom, mutants }: Faults,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const before = overlayOf(changes, 'before');
  const after = overlayOf(changes, 'after');
  const evidence: Evidence[] = [];
  const old = await runAll(scratch, commands, before, [], signal);
  evidence.push(...old.receipts.map((receipt) => receiptEvidence(receipt, 'without the new test')));
  if (old.reason !== undefined) return unable(old.reason, evidence);
  const wasRed = old.receipts.find((receipt) => !isGreen(receipt));
  const hadTests = old.receipts.some((receipt) => (ranCount(receipt) ?? 0) > 0);
  // Of a project without a test some runners end with an error; then there is nothing to be broken.
  if (wasRed !== undefined && hadTests) {
    return unable(
      `${wordsOfCommand(wasRed.command)} fails without the new test (${endOf(wasRed)})`,
      evidence,
    );
  }
  const now = await runAll(scratch, commands, after, [], signal);
  evidence.push(...now.receipts.map((receipt) => receiptEvidence(receipt, 'with the new test')));
  if (now.reason !== undefined) return unable(now.reason, evidence);
  const isRed = now.receipts.find((receipt) => !isGreen(receipt));
  if (isRed !== undefined) {
    if (wasRed !== undefined && (isRed.counts?.failed ?? 0) === 0) {
      return unable(`${wordsOfCommand(isRed.command)} does not run here: "${lastWords(isRed)}"`, evidence);
    }
    const first = isRed.failing[0] ?? lastWords(isRed);
    const path = changes[0]?.path;
    const message = `with the new test ${wordsOfCommand(isRed.command)} fails (${endOf(isRed)}): "${first}"`;
    return { type: 'fail', findings: [{ message, ...(path === undefined ? {} : { path }) }], evidence };
  }
  const tests = testCommands(now.receipts);
  const idle = whyIdle(tests, old.receipts);
  if (idle !== undefined) return unable(idle, evidence);
  const names = await newNames(input, changes, signal);
  return plant({ scratch, tests, before, after, target, bom, names, signal }, mutants, evidence);
}

/** Why the commands cannot have run the new test; undefined where they can. */
function whyIdle(tests: readonly RunReceipt[], old: readonly RunReceipt[]): string | undefined {
  if (tests.length === 0) return 'no test ran: the commands only look at the code';
  const more = tests.some((receipt) => {
    const same = old.find((each) => each.command === receipt.command);
    const now = ranCount(receipt);
    const was = same === undefined ? 0 : ranCount(same);
    return now === undefined || was === undefined || now > was;
  });
  if (more) return undefined;
  const said = tests.map((receipt) => wordsOfCommand(receipt.command)).join(', ');
  // A test that was only changed adds none; then the planted faults decide.
  return tests.every((receipt) => (ranCount(receipt) ?? 0) === 0) ? `${said} ran no test` : undefined;
}

async function newNames(
  input: EditInput,
  changes: readonly FileChange[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const change of changes) {
    const shapes = await shapesOf(input, change, signal);
    if (shapes.type === 'unable') continue;
    const before = new Set(testCallsOf(shapes.value.before.tokens, change.path).map((test) => test.name));
    const now = testCallsOf(shapes.value.now.tokens, change.path).map((test) => test.name);
    names.push(...now.filter((name) => !before.has(name)));
  }
  return names;
}

interface Planting {
  readonly scratch: Scratch;
  readonly tests: readonly RunReceipt[];
  readonly before: Overlay;
  readonly after: Overlay;
  readonly target: Target;
  readonly bom: boolean;
  readonly names: readonly string[];
  readonly signal: AbortSignal;
}

async function plant(
  planting: Planting,
  mutants: readonly Mutant[],
  evidence: readonly Evidence[],
): Promise<CheckOutcome> {
  const { target, bom } = planting;
  const seen: Evidence[] = [...evidence];
  let survived = 0;
  let broke = 0;
  for (const mutant of mutants) {
    const content = bom ? `\uFEFF${mutant.content}` : mutant.content;
    const noticed = await noticedByNew(planting, content, mutant, seen);
    if (noticed.type === 'unable') return unable(noticed.reason, seen);
    if (noticed.type === 'looked' && !mutant.throws) return { type: 'pass', evidence: seen };
    if (noticed.type !== 'no' && mutant.throws) {
      return survived + broke === 0
        ? { type: 'pass', evidence: seen }
        : unable(onlyCalls(target, survived, broke), seen);
    }
    if (noticed.type === 'broke') broke += 1;
    else survived += 1;
  }
  if (broke > 0) return unable(onlyCalls(target, survived, broke), seen);
  const message = `the new test notices none of ${survived} faults planted in ${target.symbol}`;
  return { type: 'fail', findings: [{ message }], evidence: seen };
}

function onlyCalls({ symbol }: Target, survived: number, broke: number): string {
  const other = broke === 0 ? '' : `; with ${broke} others it broke off in ${symbol}, at no assertion`;
  return `the new test calls ${symbol}, but notices none of ${survived} faults planted in what it gives${other}`;
}

/** How a fault came to light: at an assertion, or on the way there, where a test that looks at nothing ends as well. */
type Noticed =
  | { readonly type: 'no' }
  | { readonly type: 'looked' }
  | { readonly type: 'broke' }
  | { readonly type: 'unable'; readonly reason: string };

/** A fault that the tests of before notice as well says nothing of the new one. */
async function noticedByNew(
  planting: Planting,
  content: string,
  mutant: Mutant,
  seen: Evidence[],
): Promise<Noticed> {
  const { scratch, tests, before, after, target, signal } = planting;
  let broke = false;
  for (const receipt of tests) {
    const options = { timeoutMs: mutantLimit(receipt) };
    const texts = new Map(after).set(target.path, content);
    const withNew = await scratch.run(receipt.command, texts, options, signal);
    if (withNew.type === 'unable') return withNew;
    const when = `with a fault planted in line ${mutant.line} of ${target.path} (${mutant.what})`;
    seen.push(receiptEvidence({ ...withNew.value, tail: '' }, when));
    if (!isNoticed(withNew.value, receipt)) continue;
    const without = await scratch.run(
      receipt.command,
      new Map(before).set(target.path, content),
      options,
      signal,
    );
    if (without.type === 'unable') return without;
    seen.push(receiptEvidence({ ...without.value, tail: '' }, `the same without the new test`));
    if (!isFailingMore(withNew.value, without.value)) continue;
    if (!isBrokenIn(target.path, withNew.value)) return { type: 'looked' };
    broke = true;
  }
  return { type: broke ? 'broke' : 'no' };
}

/**
 * Whether a run ended in the code under test and at no assertion: it took too long, or what it says of the end goes
 * through that file and speaks of no assertion. What a runner says in other words counts as an assertion.
 */
function isBrokenIn(path: string, { end, tail }: RunReceipt): boolean {
  if (end.type === 'timed-out') return true;
  const frame = tail.split('\n').some((line) => /^\s*(?:at|❯)\s/u.test(line) && line.includes(`${path}:`));
  return frame && !/assert|expect/iu.test(tail);
}

function isFailingMore(withNew: RunReceipt, without: RunReceipt): boolean {
  if (isGreen(without) || (ranCount(without) ?? 1) === 0) return true;
  if (withNew.counts === undefined || without.counts === undefined) return false;
  return withNew.counts.failed > without.counts.failed;
}
