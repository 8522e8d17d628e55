import type { Check } from '../../check.ts';
import type { ClassifyResult, ClassifyTask } from '../../kinds/classify.ts';
import { shorten } from '../../text.ts';
import type { Finding } from '../../verdict.ts';
import { capped, claimId } from '../many.ts';

/** A quote is optional; where there is one, it is not blank and a part of its own item's text (contracts rule 34). */
export const quotesOfItems: Check<ClassifyTask, ClassifyResult> = {
  id: 'classify.quotes',
  title: "every quote is a part of its item's text",
  required: true,
  timeoutMs: 10_000,
  run({ task, result }) {
    const texts = new Map(task.items.map((item) => [item.id, item.text]));
    const findings: Omit<Finding, 'check' | 'level'>[] = [];
    let count = 0;
    for (const [index, { id, quote }] of result.labels.entries()) {
      if (quote === undefined) continue;
      count += 1;
      const claim = claimId('l', index);
      const said = shorten(JSON.stringify(quote), 80);
      if (quote.trim() === '')
        findings.push({ claim, message: `the quote for ${JSON.stringify(id)} is blank` });
      else if (texts.get(id)?.includes(quote) !== true) {
        findings.push({
          claim,
          message: `the quote ${said} does not stand in the item ${JSON.stringify(id)}`,
        });
      }
    }
    const evidence = [{ saw: 'the quotes and the texts of their items', counts: { quotes: count } }];
    if (findings.length > 0) return Promise.resolve({ type: 'fail', findings: capped(findings), evidence });
    return Promise.resolve({ type: 'pass', evidence });
  },
};
