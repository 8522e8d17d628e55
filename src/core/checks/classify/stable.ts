import type { Check } from '../../check.ts';
import type { ClassifyResult, ClassifyTask } from '../../kinds/classify.ts';
import { shorten } from '../../text.ts';
import { capped } from '../many.ts';
import { labelFaults } from './labels.ts';

/**
 * A second run that was asked for is there, complete, and gives the same labels. A label that changed with the order
 * is not wrong by that, but nothing to rely on: the result is then unproven, and says which items.
 */
export const labelsStable: Check<ClassifyTask, ClassifyResult> = {
  id: 'classify.stable',
  title: 'a second run gives the same labels',
  required: true,
  timeoutMs: 10_000,
  run({ task, result }) {
    const { second } = result;
    if (second === undefined) {
      return Promise.resolve({ type: 'unable', reason: 'the result has no second run', evidence: [] });
    }
    const findings = labelFaults(task, second).map(({ message }) => ({
      message: `in the second run, ${message}`,
    }));
    if (findings.length > 0)
      return Promise.resolve({ type: 'fail', findings: capped(findings), evidence: [] });
    const other = new Map(second.map(({ id, label }) => [id, label]));
    const changed = result.labels.filter(({ id, label }) => other.get(id) !== label);
    const same = result.labels.length - changed.length;
    const evidence = [{ saw: 'the labels of both runs', counts: { items: result.labels.length, same } }];
    if (changed.length === 0) return Promise.resolve({ type: 'pass', evidence });
    const named = changed.slice(0, 5).map(({ id }) => shorten(JSON.stringify(id), 40));
    const more = changed.length > named.length ? ' and others' : '';
    const reason = `the runs agree on ${same} of ${result.labels.length}; another label for ${named.join(', ')}${more}`;
    return Promise.resolve({ type: 'unable', reason, evidence });
  },
};
