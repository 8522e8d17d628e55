import type { Check } from '../../check.ts';
import type { ClassifyResult, ClassifyTask } from '../../kinds/classify.ts';
import { shorten } from '../../text.ts';
import type { Finding } from '../../verdict.ts';
import { capped, claimId } from '../many.ts';

type Fault = Omit<Finding, 'check' | 'level'>;
type Row = { readonly id: string; readonly label: string };

/** Every id once, none invented, every label one of the set; all compared exactly (contracts rule 34). */
export const allLabelled: Check<ClassifyTask, ClassifyResult> = {
  id: 'classify.labels',
  title: 'every item has one label of the set',
  required: true,
  timeoutMs: 10_000,
  run({ task, result }) {
    const findings = labelFaults(task, result.labels);
    const counts = { items: task.items.length, labelled: result.labels.length, labels: task.labels.length };
    const evidence = [{ saw: 'the ids and the labels, compared exactly', counts }];
    if (findings.length > 0) return Promise.resolve({ type: 'fail', findings: capped(findings), evidence });
    return Promise.resolve({ type: 'pass', evidence });
  },
};

/** What is wrong with one run over all items. */
export function labelFaults(task: ClassifyTask, rows: readonly Row[]): readonly Fault[] {
  const items = new Set(task.items.map((item) => item.id));
  const labels = new Set(task.labels);
  const loose = new Map(task.labels.map((label) => [loosely(label), label]));
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const [index, { id, label }] of rows.entries()) {
    const claim = claimId('l', index);
    if (!items.has(id)) faults.push({ claim, message: `there is no item with the id ${said(id)}` });
    else if (seen.has(id)) faults.push({ claim, message: `the item ${said(id)} is labelled more than once` });
    seen.add(id);
    if (labels.has(label)) continue;
    const near = loose.get(loosely(label));
    const meant = near === undefined ? '' : `; ${said(near)} is, and labels are compared exactly`;
    faults.push({ claim, message: `${said(label)} is none of the labels${meant}` });
  }
  for (const { id } of task.items) {
    if (!seen.has(id)) faults.push({ message: `the item ${said(id)} has no label` });
  }
  return faults;
}

function loosely(label: string): string {
  return label.normalize('NFKC').trim().toLowerCase();
}

function said(text: string): string {
  return shorten(JSON.stringify(text), 80);
}
