import type { Check } from '../../check.ts';
import type { ReadResult, ReadTask } from '../../kinds/read.ts';

/** Nothing said is no answer, and a blank statement says nothing (contracts rule 6). */
export const somethingSaid: Check<ReadTask, ReadResult> = {
  id: 'read.said',
  title: 'something is said',
  required: true,
  timeoutMs: 1_000,
  run({ result }) {
    const blank = result.statements.findIndex((statement) => statement.text.trim() === '');
    if (result.statements.length > 0 && blank < 0) {
      return Promise.resolve({ type: 'pass', evidence: [{ saw: `${result.statements.length} statements` }] });
    }
    const finding =
      blank < 0
        ? { message: 'the result makes no statement' }
        : { message: 'a statement is blank', claim: `s${blank + 1}` };
    return Promise.resolve({ type: 'fail', findings: [finding], evidence: [] });
  },
};
