import type { Check } from '../../check.ts';
import type { Code } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { newTraces, type Side } from '../../edit/traces/all.ts';
import { findingAt, outcomeOf, spotsOf, withChanges, type EditFinding } from './staged.ts';

/** Nothing of how the text was made stays in it: placeholders, fences, markers, talk, secrets (contracts rule 47). */
export const leftBehind: Check<EditTask, EditResult> = {
  id: 'edit.left-behind',
  title: 'no placeholder, fence, marker, hidden character, secret or talk is left behind',
  required: true,
  timeoutMs: 20_000,
  run(input, signal) {
    return withChanges(input, async (changes) => {
      const spots = spotsOf(input);
      const findings: EditFinding[] = [];
      for (const { path, base, content } of changes) {
        const before = await sideOf(input.code, path, base, signal);
        const now = await sideOf(input.code, path, content, signal);
        for (const trace of newTraces(path, before, now)) {
          findings.push(findingAt(spots, path, trace.line, trace.message));
        }
      }
      return outcomeOf(findings, [{ saw: 'new lines read', counts: { files: changes.length } }]);
    });
  },
};

/** With what each line stands in, where a parser can say it; without one the text alone decides. */
async function sideOf(code: Code, path: string, text: string, signal: AbortSignal): Promise<Side> {
  const shape = await code.shape(path, text, signal);
  return shape.type === 'ok' ? { text, lineStates: shape.value.lineStates } : { text };
}
