import type { FileChange } from '../../change.ts';
import type { RunReceipt, Scratch } from '../../runs.ts';
import type { Evidence } from '../../verdict.ts';
import { isGreen, overlayOf, receiptEvidence, runAll } from './running.ts';
import { isTestFile } from './testCalls.ts';

/**
 * Why the tests that passed are not the user's own ones (contracts rule 58): the change alters what they expect, and
 * as they were they do not pass on the new code. Undefined where it alters none, or where they pass as they were.
 */
export async function whyNotOwn(
  scratch: Scratch,
  commands: readonly (readonly string[])[],
  changes: readonly FileChange[],
  evidence: Evidence[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const altered = changes.filter((each) => each.operation === 'modify' && isExpectation(each.path));
  const code = changes.filter((each) => !isExpectation(each.path));
  if (altered.length === 0 || code.length === 0) return undefined;
  const texts = new Map([...overlayOf(changes, 'after'), ...overlayOf(altered, 'before')]);
  const { receipts, reason } = await runAll(scratch, commands, texts, [], signal);
  evidence.push(
    ...receipts.map((one) => receiptEvidence(one, 'after the change, with the tests as they were')),
  );
  if (reason !== undefined) return reason;
  const isRed = receipts.some((receipt: RunReceipt) => !isGreen(receipt));
  if (!isRed) return undefined;
  const where = altered.map((change) => change.path).join(', ');
  return `the tests pass only as the change alters them: those of ${where} as they were do not pass after it`;
}

/** A test, or a snapshot of what one expects. */
function isExpectation(path: string): boolean {
  return isTestFile(path) || /(?:^|\/)__snapshots__\//u.test(path);
}
