import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { outcomeOf, type EditFinding } from './staged.ts';

/** Only files that the task lists may change, new ones too (contracts rule 46). */
export const scope: Check<EditTask, EditResult> = {
  id: 'edit.scope',
  title: 'only files of the task change',
  required: true,
  timeoutMs: 1_000,
  run({ task, result }) {
    const allowed = new Set(task.paths);
    const findings = result.edits.flatMap((edit, index): EditFinding[] =>
      allowed.has(edit.path)
        ? []
        : [
            {
              claim: `edit-${index + 1}`,
              path: edit.path,
              message: `${edit.path} is not a file that may change`,
            },
          ],
    );
    const counts = { edits: result.edits.length, allowed: allowed.size };
    return Promise.resolve(outcomeOf(findings, [{ saw: 'paths compared', counts }]));
  },
};
