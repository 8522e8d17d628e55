import type { Check, CheckInput, CheckOutcome } from '../check.ts';
import { compileConstraints } from '../constraints/compile.ts';
import type { Constraint, Judgement, Subject } from '../constraints/constraint.ts';
import { judge } from '../constraints/judge.ts';

/** How the result of a kind becomes a text that constraints can be counted on. */
export type SubjectOf<Task, Result> = (
  input: CheckInput<Task, Result>,
  constraint: Constraint,
  signal: AbortSignal,
) => Promise<Subject>;

/**
 * The checks of an instruction: one for each phrase that demands something, so that a result which drops one of several
 * goals is refuted and says which, and one that lists what no rule recognises (contracts rules 36 to 39). A verdict that
 * hangs on which of two sensible countings is meant stays open.
 */
export function constraintChecks<Task, Result>(
  kind: string,
  instruction: string,
  subjectOf: SubjectOf<Task, Result>,
): readonly Check<Task, Result>[] {
  const { constraints, notCheckable } = compileConstraints(instruction);
  const groups = new Map<string, Constraint[]>();
  for (const one of constraints) {
    const key = one.span.join(':');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const each = [...groups.values()].map((group, index) => {
    const [from, to] = group[0]?.span ?? [0, 0];
    const words = instruction.slice(from, to).replace(/\s+/gu, ' ').trim();
    return constraintCheck(`${kind}.constraint.${index + 1}`, words, group, subjectOf);
  });
  const open = notCheckable.map((one) => `"${one.text.replace(/\s+/gu, ' ').trim()}"`);
  return open.length === 0 ? each : [...each, openCheck(kind, open)];
}

function constraintCheck<Task, Result>(
  id: string,
  words: string,
  group: readonly Constraint[],
  subjectOf: SubjectOf<Task, Result>,
): Check<Task, Result> {
  return {
    id,
    title: `"${words}" is kept`,
    required: true,
    timeoutMs: 20_000,
    async run(input, signal) {
      const judgements: Judgement[] = [];
      for (const one of group) judgements.push(judge(one, await subjectOf(input, one, signal)));
      return outcomeOf(words, judgements);
    },
  };
}

function outcomeOf(words: string, judgements: readonly Judgement[]): CheckOutcome {
  const evidence = judgements.map(({ counted }) => ({ saw: counted }));
  const broken = judgements.filter((one) => one.holds === false && one.otherwise !== true);
  if (broken.length > 0) {
    const findings = broken.map(({ counted }) => ({ message: `"${words}" is not kept: ${counted}` }));
    return { type: 'fail', findings, evidence };
  }
  const doubtful = judgements.find((one) => one.holds === null || one.otherwise !== undefined);
  if (doubtful === undefined) return { type: 'pass', evidence };
  const why = doubtful.otherwise === undefined ? 'it cannot be told' : 'it hangs on how one counts';
  return { type: 'unable', reason: `${why}: ${doubtful.counted}`, evidence };
}

function openCheck<Task, Result>(kind: string, open: readonly string[]): Check<Task, Result> {
  return {
    id: `${kind}.open`,
    title: 'the rest of what was asked',
    required: true,
    timeoutMs: 1_000,
    run: () =>
      Promise.resolve({
        type: 'unable',
        reason: `no code can tell ${open.join(', ')}`,
        evidence: open.map((words) => ({ saw: words })),
      }),
  };
}
