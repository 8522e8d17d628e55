import type { Check } from '../../check.ts';
import type { SummarizeResult, SummarizeTask } from '../../kinds/summarize.ts';
import { claimedWork } from '../sentence.ts';

/** Work that a summary claims to have done needs a receipt, and a sentence is none (contracts rule 60). */
export const summaryWork: Check<SummarizeTask, SummarizeResult> = {
  id: 'summarize.work',
  title: 'no work is claimed without a receipt',
  required: true,
  timeoutMs: 5_000,
  run({ result }) {
    const texts =
      'bullets' in result ? result.bullets.map((bullet) => bullet.text) : sentencesOf(result.text);
    const claimed = texts.map((text) => claimedWork(text)).find((part) => part !== undefined);
    if (claimed === undefined) return Promise.resolve({ type: 'pass', evidence: [] });
    const reason = `"${claimed}" claims work for which there is no receipt`;
    return Promise.resolve({ type: 'unable', reason, evidence: [] });
  },
};

/** Some claims are told by how a sentence begins, so each is looked at on its own, without its marks. */
function sentencesOf(text: string): readonly string[] {
  return text
    .split(/\n+|(?<=[.!?])\s+/u)
    .map((part) => part.replace(/^[\s"'*_#>-]+/u, ''))
    .filter((part) => part !== '');
}
