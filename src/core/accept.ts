import type { ChangeSet } from './change.ts';
import type { Check, CheckInput } from './check.ts';
import type { Handed } from './delegate.ts';
import type { Draft, TaskCore } from './kind.ts';
import type { Usage } from './model.ts';
import type { Step } from './plan/step.ts';
import type { FileText } from './ports.ts';
import { schemaFaults } from './schemaFaults.ts';
import type { Claim, Place } from './verdict.ts';

/** A draft that the contract's closed schema took, with its claims and all that its checks need. */
export interface Accepted {
  readonly type: 'accepted';
  readonly result: unknown;
  readonly claims: readonly Claim[];
  readonly answer: string;
  readonly shown: readonly Place[];
  readonly changeSet: ChangeSet | undefined;
  readonly base: Readonly<Record<string, string>>;
  readonly input: CheckInput<TaskCore, unknown>;
  readonly checks: readonly Check<TaskCore, unknown>[];
  readonly words: { readonly proves: readonly string[]; readonly leavesOpen: readonly string[] };
  readonly usage: Usage;
}

/** No result: why, and whether a fresh prompt to the same model could mend it. */
export interface Refused {
  readonly type: 'refused';
  readonly reason: string;
  readonly retry: boolean;
  readonly usage: Usage;
}

/**
 * Turns a draft into claims through the contract of its kind: closed schema, no coercion (contracts rule 3).
 * The draft's words decide nothing here or later.
 */
export function accept(step: Step, draft: Draft, handed: Handed): Accepted | Refused {
  if (draft.type === 'aborted')
    return { type: 'refused', reason: 'cancelled', retry: false, usage: draft.usage };
  if (draft.type === 'failed') return { ...draft, type: 'refused' };
  const parsed = step.kind.result.safeParse(draft.raw);
  if (!parsed.success) {
    const reason = `the result breaks its contract: ${schemaFaults(parsed.error)}`;
    return { type: 'refused', reason, retry: true, usage: draft.usage };
  }
  const { kind } = step;
  const base = step.task.base ?? handed.base;
  const task: TaskCore = { ...step.task, base };
  const result = parsed.data;
  const changeSet = kind.changeSet(task, result, textsOf(handed));
  return {
    type: 'accepted',
    result,
    claims: kind.claims(task, result, changeSet),
    answer: kind.answer(task, result, changeSet),
    shown: kind.shown(task, result, changeSet),
    changeSet,
    base,
    input: {
      task,
      result,
      handedOut: handed.files,
      changeSet,
      files: handed.house.files,
      searches: handed.house.searches,
      code: handed.house.code,
      commands: [],
      runs: handed.house.trusted ? handed.house.runs : undefined,
    },
    checks: kind.checks(task),
    words: { proves: kind.proves(task, result), leavesOpen: kind.leavesOpen(task, result) },
    usage: draft.usage,
  };
}

function textsOf(handed: Handed): FileText[] {
  return [...handed.files.values()].flatMap((read) => (read.type === 'text' ? [read.file] : []));
}
