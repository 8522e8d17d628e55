import type { FileChange } from '../../change.ts';
import type { CheckInput, CheckOutcome } from '../../check.ts';
import type { CodeAnswer, CodeShape } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { stage, type StagedSpot } from '../../edit/stage.ts';
import type { FileText } from '../../ports.ts';
import type { Evidence, Finding } from '../../verdict.ts';

export type EditInput = CheckInput<EditTask, EditResult>;
export type EditFinding = Omit<Finding, 'check' | 'level'>;

/** Runs a check on the staged files; where the edits do not apply there is nothing to look at. */
export function withChanges(
  input: EditInput,
  act: (changes: readonly FileChange[]) => Promise<CheckOutcome>,
): Promise<CheckOutcome> {
  if (input.changeSet !== undefined) return act(input.changeSet.files);
  return Promise.resolve({ type: 'unable', reason: 'the edits do not apply', evidence: [] });
}

/** Pass where nothing was found, fail with what was. */
export function outcomeOf(findings: readonly EditFinding[], evidence: readonly Evidence[]): CheckOutcome {
  return findings.length === 0 ? { type: 'pass', evidence } : { type: 'fail', findings, evidence };
}

/** A changed file as its parser sees it, before and after; `unable` with the path where either cannot be read. */
export async function shapesOf(
  input: EditInput,
  change: FileChange,
  signal: AbortSignal,
): Promise<CodeAnswer<{ readonly before: CodeShape; readonly now: CodeShape }>> {
  const before = await input.code.shape(change.path, change.base, signal);
  if (before.type === 'unable') return { type: 'unable', reason: `${change.path}: ${before.reason}` };
  const now = await input.code.shape(change.path, change.content, signal);
  if (now.type === 'unable') return { type: 'unable', reason: `${change.path}: ${now.reason}` };
  return { type: 'ok', value: { before: before.value, now: now.value } };
}

/** Fail with what was found, else unable with what could not be told, else pass. */
export function outcomeWith(
  findings: readonly EditFinding[],
  doubts: readonly string[],
  evidence: readonly Evidence[],
): CheckOutcome {
  if (findings.length > 0 || doubts.length === 0) return outcomeOf(findings, evidence);
  return { type: 'unable', reason: [...new Set(doubts)].join('; '), evidence };
}

/** Texts that could be read, as they were handed out. */
export function textsOf(input: EditInput): readonly FileText[] {
  return [...input.handedOut.values()].flatMap((read) => (read.type === 'text' ? [read.file] : []));
}

/** Where each edit stands in the new text. */
export function spotsOf(input: EditInput): readonly StagedSpot[] {
  const staging = stage({ paths: [] }, input.result, textsOf(input));
  return staging.type === 'staged' ? staging.spots : [];
}

/** The claim whose new lines hold this one, so that a finding stands on it. */
export function claimAt(spots: readonly StagedSpot[], path: string, line: number): string | undefined {
  const spot = spots.find((one) => one.path === path && one.line <= line && line <= one.endLine);
  return spot === undefined ? undefined : `edit-${spot.edit + 1}`;
}

/** A finding at a line of the new text, on the claim that made it. */
export function findingAt(
  spots: readonly StagedSpot[],
  path: string,
  line: number,
  message: string,
): EditFinding {
  const claim = claimAt(spots, path, line);
  return { path, line: Math.max(1, line), message, ...(claim === undefined ? {} : { claim }) };
}

/** What stands for a file in evidence: how much of it was changed, and on which bytes. */
export function sawOf(change: FileChange, saw: string): Evidence {
  return {
    saw,
    path: change.path,
    ...(change.baseSha256 === null ? {} : { sha256: change.baseSha256 }),
  };
}
