import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';

/** Whether code behaves as asked only a run shows, and none is made here: at best unproven (contracts rule 58). */
export const behaviour: Check<EditTask, EditResult> = {
  id: 'edit.behaviour',
  title: 'the code behaves as was asked',
  required: true,
  timeoutMs: 1_000,
  run({ commands }) {
    const reason =
      commands.length === 0
        ? "there was no run of the user's own tests"
        : `the ${commands.length} approved check commands are not run by this version`;
    return Promise.resolve({ type: 'unable', reason, evidence: [] });
  },
};
