import type { Check } from '../../check.ts';
import { formatNames } from '../../conversion.ts';
import type { TransformResult, TransformTask } from '../../kinds/transform.ts';

/** The content is data of the target and nothing else: no fence, no prose, no key that stands twice (rule 32). */
export const contentParses: Check<TransformTask, TransformResult> = {
  id: 'transform.parses',
  title: 'the content parses as its format',
  required: true,
  timeoutMs: 60_000,
  async run({ task, result, code }, signal) {
    const { content } = result;
    // A mark at the start is no text (rule 1), and to many parsers of data it is an error.
    if (content.startsWith('\uFEFF')) {
      return {
        type: 'unable',
        reason: 'it begins with a byte order mark, which parsers take differently',
        evidence: [],
      };
    }
    const answer = await code.dataFault(task.to, content, signal);
    if (answer.type === 'unable') return { ...answer, evidence: [] };
    const saw = `${content.length.toLocaleString('en')} characters, read as ${formatNames[task.to]}`;
    if (answer.value === null) return { type: 'pass', evidence: [{ saw }] };
    const { line, message } = answer.value;
    const finding = { claim: 'parses', message: `line ${line} of the content: ${message}` };
    return { type: 'fail', findings: [finding], evidence: [{ saw }] };
  },
};
