import type { Check } from '../../check.ts';
import type { SummarizeResult, SummarizeTask } from '../../kinds/summarize.ts';

/** Nothing said is no summary, and a blank bullet says nothing (contracts rule 6). */
export const summarySaid: Check<SummarizeTask, SummarizeResult> = {
  id: 'summarize.said',
  title: 'something is said',
  required: true,
  timeoutMs: 1_000,
  run({ result }) {
    const fail = (message: string, claim?: string) =>
      Promise.resolve({
        type: 'fail' as const,
        findings: [{ message, ...(claim === undefined ? {} : { claim }) }],
        evidence: [],
      });
    if (!('bullets' in result)) {
      if (result.text.trim() === '') return fail('the text is blank');
      return Promise.resolve({ type: 'pass', evidence: [{ saw: `${result.text.length} characters` }] });
    }
    if (result.bullets.length === 0) return fail('the result has no bullet');
    const blank = result.bullets.findIndex((bullet) => bullet.text.trim() === '');
    if (blank >= 0) return fail('a bullet is blank', `b${blank + 1}`);
    return Promise.resolve({ type: 'pass', evidence: [{ saw: `${result.bullets.length} bullets` }] });
  },
};
