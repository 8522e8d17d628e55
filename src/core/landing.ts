import type { ChangeSet } from './change.ts';
import { clear, type Cleared, type GateDecision } from './gate.ts';
import type { Step } from './plan/step.ts';
import type { House, PathDecision, WriteOutcome } from './ports.ts';
import type { Verdict } from './verdict.ts';

/** Asks the disk about every path of a change set, then the gate. An error on the way is a refusal. */
export async function clearForWriting(
  step: Step,
  changeSet: ChangeSet,
  verdict: Verdict,
  house: House,
  signal: AbortSignal,
): Promise<GateDecision> {
  const decisions = await Promise.all(
    changeSet.files.map(async (change): Promise<readonly [string, PathDecision]> => [
      change.path,
      await decidePath(change.path, change.operation, house, signal),
    ]),
  );
  const input = {
    changeSet,
    verdict,
    paths: new Map(decisions),
    trusted: house.trusted,
    approval: step.approval,
  };
  return clear(input, (text) => house.hash(text));
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
