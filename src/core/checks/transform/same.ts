import type { Check, CheckOutcome } from '../../check.ts';
import { conversionOf, formatNames, type DataReport } from '../../conversion.ts';
import type { TransformResult, TransformTask } from '../../kinds/transform.ts';
import type { Evidence } from '../../verdict.ts';

/**
 * The content holds the data of the source, after the edits that the task asks for (contracts rules 28 to 33). It is
 * read by the parser of its format, whoever wrote it. A source that has no data proves nothing about any content.
 */
export const sameData: Check<TransformTask, TransformResult> = {
  id: 'transform.same',
  title: 'the data is the same',
  required: true,
  timeoutMs: 60_000,
  async run({ task, result, handedOut, code }, signal) {
    const read = handedOut.get(task.path);
    if (read === undefined || read.type === 'refused') {
      const why = read === undefined ? 'it was not read' : read.message;
      return { type: 'unable', reason: `${task.path}: ${why}`, evidence: [] };
    }
    const { content } = result;
    if (content.startsWith('\uFEFF')) {
      return { type: 'unable', reason: 'the content begins with a byte order mark', evidence: [] };
    }
    const answer = await code.sameData(conversionOf(task, read.file.text), content, signal);
    if (answer.type === 'unable') return { ...answer, evidence: [] };
    const { path, sha256 } = read.file;
    const report = answer.value;
    const saw = `${path} as ${formatNames[task.from]}, the content as ${formatNames[task.to]}, value by value`;
    // Why the content has none is the finding of the other check.
    if (report.content !== undefined) {
      const message = 'the content has no data that could be compared';
      return {
        type: 'fail',
        findings: [{ claim: 'same', message }],
        evidence: [{ saw: 'a content without data' }],
      };
    }
    const counts = { values: report.values, differences: report.differences.length + report.more };
    return outcomeOf(path, report, [{ saw, path, sha256, counts }]);
  },
};

function outcomeOf(path: string, report: DataReport, evidence: readonly Evidence[]): CheckOutcome {
  const { source, differences, more, unsure, notes } = report;
  if (source !== undefined) {
    return {
      type: 'unable',
      reason: `${path} has no data, line ${source.line}: ${source.message}`,
      evidence,
    };
  }
  if (differences.length > 0) {
    const findings = differences.map(({ line, message }) => ({
      claim: 'same',
      message: `${message} (line ${line} of the content)`,
    }));
    const rest =
      more === 0 ? [] : [{ claim: 'same', message: `and ${more.toLocaleString('en')} more places differ` }];
    return { type: 'fail', findings: [...findings, ...rest], evidence };
  }
  const [first] = unsure;
  if (first !== undefined) {
    const others = unsure.length === 1 ? '' : `, and ${unsure.length - 1} more places are like that`;
    return { type: 'unable', reason: `two readings disagree: ${first}${others}`, evidence };
  }
  return { type: 'pass', evidence, notes: notes.map((message) => ({ claim: 'same', message })) };
}
