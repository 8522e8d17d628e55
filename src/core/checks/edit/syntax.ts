import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { findingAt, outcomeOf, sawOf, spotsOf, withChanges, type EditFinding } from './staged.ts';

/** No syntax error is new, by the language's own parser where there is one here. */
export function syntax(required: boolean): Check<EditTask, EditResult> {
  return {
    id: 'edit.syntax',
    title: 'no syntax error is new',
    required,
    timeoutMs: 30_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const spots = spotsOf(input);
        const findings: EditFinding[] = [];
        const reasons: string[] = [];
        for (const { path, operation, base, content } of changes) {
          const before = operation === 'create' ? null : base;
          const answer = await input.code.newSyntaxErrors(path, before, content, signal);
          if (answer.type === 'unable') reasons.push(answer.reason);
          else for (const one of answer.value) findings.push(findingAt(spots, path, one.line, one.message));
        }
        const evidence = changes.map((change) => sawOf(change, 'parsed before and after'));
        if (findings.length === 0 && reasons.length > 0) {
          return { type: 'unable', reason: reasons.join('; '), evidence: [] };
        }
        return outcomeOf(findings, evidence);
      });
    },
  };
}
