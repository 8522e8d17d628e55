import type { Check, CheckInput, CheckOutcome } from '../../check.ts';
import type { ReadResult, ReadTask } from '../../kinds/read.ts';
import type { SummarizeResult, SummarizeTask } from '../../kinds/summarize.ts';

export type SummaryInput = CheckInput<SummarizeTask, SummarizeResult>;

/**
 * A check of statements, run over the bullets: each is a statement with quotes of the task's one file (contracts
 * rule 35). A text carries no quotes, so there is nothing for it to look at.
 */
export function overBullets(
  check: Check<ReadTask, ReadResult>,
  words: { readonly id: string; readonly title: string },
): Check<SummarizeTask, SummarizeResult> {
  return {
    ...words,
    required: check.required,
    timeoutMs: check.timeoutMs,
    async run(input, signal) {
      const { task, result } = input;
      if (!('bullets' in result)) return { type: 'pass', evidence: [], proves: '' };
      const outcome = await check.run(
        {
          ...input,
          task: { kind: 'read', question: task.instruction, paths: [task.path], base: task.base },
          result: { statements: result.bullets },
        },
        signal,
      );
      return withBulletIds(outcome);
    },
  };
}

/** The claims of a summary are `b1`, `b2`, those of a read `s1`, `s2`. */
function withBulletIds(outcome: CheckOutcome): CheckOutcome {
  if (outcome.type !== 'fail') return outcome;
  const findings = outcome.findings.map((finding) => ({
    ...finding,
    message: finding.message.replace('the statement', 'the bullet'),
    ...(finding.claim === undefined ? {} : { claim: finding.claim.replace(/^s/u, 'b') }),
  }));
  return { ...outcome, findings };
}
