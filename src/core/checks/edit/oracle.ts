import type { Check } from '../../check.ts';
import type { OracleQuestion } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { findingAt, spotsOf, withChanges } from './staged.ts';

const titles: Readonly<Record<OracleQuestion['intent'], string>> = {
  format: 'only the form changes: the syntax tree without white space is the same',
  imports: 'only import declarations change, and each name comes from where it came from',
  types: 'the emitted JavaScript is the same',
  data: 'the data changed as was asked, and nowhere else',
  fix: 'the named error is gone, and nothing was silenced',
  remove: 'the declaration and all that referred to it are gone, and nothing else',
  exports: 'all that was exported still is, from the index too',
  silencing: 'no message about TypeScript or JavaScript is hidden that was shown before',
  'same-behaviour': 'what the changed files export, and its types, is the same',
};

/** The change is what its intent declares and nothing else, by the oracle of that intent (design section 5). */
export function oracle(question: OracleQuestion): Check<EditTask, EditResult> {
  return {
    id: idOf(question.intent),
    title: titles[question.intent],
    required: true,
    timeoutMs: 120_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const answer = await input.code.oracle(input.files, { files: [...changes] }, question, signal);
        if (answer.type === 'unable') return { ...answer, evidence: [] };
        const { problems, unsure, saw, counts } = answer.value;
        const evidence = [{ saw, counts }];
        if (problems.length > 0) {
          const spots = spotsOf(input);
          const findings = problems.map((one) => findingAt(spots, one.path, one.line, one.message));
          return { type: 'fail', findings, evidence };
        }
        if (unsure.length > 0) return { type: 'unable', reason: unsure.join('; '), evidence };
        return { type: 'pass', evidence };
      });
    },
  };
}

function idOf(intent: OracleQuestion['intent']): string {
  return intent === 'silencing' || intent === 'exports' ? `edit.${intent}` : `edit.${intent}-only`;
}
