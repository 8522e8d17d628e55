import type { ChangeSet, FileChange } from './change.ts';
import { clear, clearUndo, type Cleared, type GateDecision } from './gate.ts';
import type { RecordedResult } from './ledger/results.ts';
import type { Step } from './plan/step.ts';
import type { House, PathDecision, UndoOutcome, WriteOutcome } from './ports.ts';
import type { Verdict } from './verdict.ts';

/** Asks the disk about every path of a change set, then the gate. An error on the way is a refusal. */
export async function clearForWriting(
  step: Step,
  changeSet: ChangeSet,
  verdict: Verdict,
  house: House,
  signal: AbortSignal,
): Promise<GateDecision> {
  const input = {
    changeSet,
    verdict,
    paths: await decidePaths(changeSet, (change) => change.operation, house, signal),
    trusted: house.trusted,
    approval: step.approval,
  };
  return clear(input, (text) => house.hash(text));
}

async function decidePaths(
  changeSet: ChangeSet,
  operationOf: (change: FileChange) => FileChange['operation'],
  house: House,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PathDecision>> {
  const decisions = changeSet.files.map(async (change): Promise<readonly [string, PathDecision]> => [
    change.path,
    await decidePath(change.path, operationOf(change), house, signal),
  ]);
  return new Map(await Promise.all(decisions));
}

async function decidePath(
  path: string,
  operation: 'modify' | 'create',
  house: House,
  signal: AbortSignal,
): Promise<PathDecision> {
  try {
    return await house.paths.decide(path, operation, signal);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { type: 'deny', reason: `the path could not be looked at: ${reason}` };
  }
}

/** Hands a cleared change to the one writer. */
export function write(cleared: Cleared, house: House, signal: AbortSignal): Promise<WriteOutcome> {
  return house.writer.write(cleared, signal);
}

/**
 * Takes back what a result wrote, by the record of it. Every path is decided on again, since links and rules may be
 * others now; all of them are files that are there, also those which the result created.
 */
export async function undo(result: RecordedResult, house: House, signal: AbortSignal): Promise<UndoOutcome> {
  const { change } = result;
  const changeSet = change.type === 'applied' ? (change.changeSet ?? result.changeSet) : undefined;
  if (change.type !== 'applied' || changeSet === undefined)
    return { type: 'failed', message: 'what was written is not recorded, so it cannot be taken back' };
  const paths = await decidePaths(changeSet, () => 'modify', house, signal);
  const decision = clearUndo({ changeSet, files: change.files, paths, trusted: house.trusted });
  if (decision.type === 'denied') return { type: 'failed', message: decision.reasons.join('; ') };
  const outcome = await house.writer.undo(decision.cleared, signal);
  if (outcome.type === 'failed') return outcome;
  const left = [...decision.left, ...outcome.left];
  if (outcome.restored.length > 0) return { ...outcome, left };
  const reasons = left.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
  return { type: 'failed', message: `Nothing was undone. ${reasons}` };
}
