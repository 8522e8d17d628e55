import type { Check } from '../../check.ts';
import type { ReadResult, ReadTask } from '../../kinds/read.ts';
import { claimedWork } from '../sentence.ts';

/** "I verified", "all tests pass": work that is claimed needs a receipt, and a sentence is none (contracts rule 60). */
export const workClaimed: Check<ReadTask, ReadResult> = {
  id: 'read.work',
  title: 'no work is claimed without a receipt',
  required: true,
  timeoutMs: 1_000,
  run({ result }) {
    const claimed = result.statements
      .map((statement) => claimedWork(statement.text))
      .find((part) => part !== undefined);
    if (claimed === undefined) return Promise.resolve({ type: 'pass', evidence: [] });
    const reason = `"${claimed}" claims work for which there is no receipt`;
    return Promise.resolve({ type: 'unable', reason, evidence: [] });
  },
};
