import type { Check } from '../../check.ts';
import type { ClassifyResult, ClassifyTask } from '../../kinds/classify.ts';
import { linesOf, shorten } from '../../text.ts';
import type { Finding } from '../../verdict.ts';
import { capped } from '../many.ts';

/** Items that are lines of a file: each stands at the line its id names, in the bytes that were handed out. */
export const itemsStand: Check<ClassifyTask, ClassifyResult> = {
  id: 'classify.lines',
  title: 'every item stands at its line of the file',
  required: true,
  timeoutMs: 10_000,
  run({ task, handedOut }) {
    const path = task.path ?? '';
    const read = handedOut.get(path);
    if (read?.type !== 'text') {
      const reason = `${path} cannot be read: ${read?.message ?? 'it was not handed out'}`;
      return Promise.resolve({ type: 'unable', reason, evidence: [] });
    }
    const lines = linesOf(read.file.text);
    const findings: Omit<Finding, 'check' | 'level'>[] = [];
    for (const { id, text } of task.items) {
      const line = Number(id);
      if (lines[line - 1]?.trim() === text.trim()) continue;
      const said = shorten(JSON.stringify(text), 80);
      const place = line > lines.length ? { path } : { path, line };
      findings.push({ ...place, message: `line ${id} of ${path} is not ${said}` });
    }
    const evidence = [
      {
        saw: 'the lines that the items are',
        path,
        sha256: read.file.sha256,
        counts: { items: task.items.length },
      },
    ];
    if (findings.length > 0) return Promise.resolve({ type: 'fail', findings: capped(findings), evidence });
    return Promise.resolve({ type: 'pass', evidence });
  },
};
