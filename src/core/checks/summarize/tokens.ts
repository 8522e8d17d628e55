import type { Check } from '../../check.ts';
import { compileConstraints } from '../../constraints/compile.ts';
import { escapePattern } from '../../constraints/patterns.ts';
import type { SummarizeResult, SummarizeTask } from '../../kinds/summarize.ts';
import { isBacked, tokensOf } from '../sentence.ts';
import type { SummaryInput } from './asRead.ts';

/** Names, numbers and paths of a text stand in the file or in the instruction (contracts rule 35). */
export const textBacked: Check<SummarizeTask, SummarizeResult> = {
  id: 'summarize.tokens',
  title: 'names, numbers and paths stand in the file or in the instruction',
  required: true,
  timeoutMs: 10_000,
  run(input) {
    if ('bullets' in input.result) return Promise.resolve({ type: 'pass', evidence: [], proves: '' });
    const read = input.handedOut.get(input.task.path);
    if (read?.type !== 'text') {
      const reason = read === undefined ? 'the file was not read' : read.message;
      return Promise.resolve({ type: 'unable', reason: `${input.task.path}: ${reason}`, evidence: [] });
    }
    const { tokens, sources } = partsOf(input, read.file.text);
    const open = tokens.filter((token) => !isBacked(token, sources));
    const evidence = [
      {
        saw: `${tokens.length} names, numbers and paths`,
        path: input.task.path,
        sha256: read.file.sha256,
        counts: { tokens: tokens.length },
      },
    ];
    if (open.length === 0) return Promise.resolve({ type: 'pass', evidence });
    const findings = open.map((token) => ({
      claim: 'text',
      message: `"${token}" stands neither in ${input.task.path} nor in the instruction`,
    }));
    return Promise.resolve({ type: 'fail', findings, evidence });
  },
};

function partsOf(
  input: SummaryInput,
  file: string,
): {
  readonly tokens: readonly string[];
  readonly sources: readonly { readonly path: string; readonly quote: string }[];
} {
  const { task, result } = input;
  const { constraints } = compileConstraints(task.instruction);
  // Where all letters are to be of one case, a name is the same name in it.
  const isCased = constraints.some((one) => one.id.startsWith('change_case:english_'));
  const fold = (text: string): string => (isCased ? text.toLowerCase() : text);
  // The numbers of sections that were asked for are marks, nothing said of the file.
  const marks = constraints.flatMap((one) => {
    const mark = one.args['section_spliter'];
    return typeof mark === 'string' ? [new RegExp(`${escapePattern(mark)}\\s?\\d+`, 'gu')] : [];
  });
  const text = 'text' in result ? marks.reduce((rest, mark) => rest.replace(mark, ' '), result.text) : '';
  const tokens = new Set(
    text.split('\n').flatMap((line) => tokensOf(line.replace(/^\s*(?:#{1,6}|[-*>+])\s+/u, '')).map(fold)),
  );
  const sources = [
    { path: fold(task.path), quote: fold(file) },
    { path: '', quote: fold(task.instruction) },
  ];
  return { tokens: [...tokens], sources };
}
