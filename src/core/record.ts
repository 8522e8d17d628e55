import type { Accepted, Refused } from './accept.ts';
import type { RunEvent, Spent } from './events.ts';
import type { GateDecision } from './gate.ts';
import type { ModelProgress, Usage } from './model.ts';
import type { Plan, Step } from './plan/step.ts';
import type { RecordedResult } from './ledger/results.ts';
import type { House, UndoOutcome, WriteOutcome } from './ports.ts';
import type { Request } from './request.ts';
import type { Ladder, Rung } from './route.ts';
import type { Verdict } from './verdict.ts';

type Judged = Accepted & { readonly verdict: Verdict };

/** Puts the stages of one run into events. It only describes: no decision is taken here. */
export function openRecord(house: House) {
  const run = house.newId();
  /** Why a step has no result, by its id; a later try that gets one takes it back. */
  const failures = new Map<string, string>();
  /** Steps that have a result: another try that falls does not take it away. */
  const results = new Set<string>();
  const append = (event: RunEvent): Promise<void> => house.log.append(event);

  /** What others wrote stands in the files already. */
  const standing = (step: Step, { changeSet }: Judged): RunEvent => {
    const files = (changeSet?.files ?? []).map(({ path, content, bom }) => ({
      path,
      sha256: house.hash(`${bom ? '\uFEFF' : ''}${content}`),
      saved: true,
    }));
    return { type: 'applied', run, task: step.id, by: 'others', hash: '', files, wall: house.clock.wall() };
  };

  return {
    asked: (request: Request) =>
      append({ type: 'asked', run, text: wordsOf(request), via: request.via, wall: house.clock.wall() }),

    async planned(plan: Plan, signal: AbortSignal): Promise<void> {
      if (signal.aborted || plan.type === 'undo') return;
      if (plan.type !== 'steps') return append({ ...plan, run });
      const tasks = plan.steps.map((step) => ({
        task: step.id,
        kind: step.task.kind,
        title: step.title,
        input: { ...step.task },
      }));
      await append({ type: 'planned', run, by: plan.by, notes: [...plan.notes], tasks });
    },

    async empty(step: Step, ladder: Ladder): Promise<void> {
      if (ladder.rungs.length > 0) return;
      const reason = ladder.missing.join(' ') || 'there is nobody to give this task to';
      failures.set(step.id, `${step.title}: ${reason}`);
      await append({ type: 'fell', run, task: step.id, worker: '', reason, spent: spentOf(undefined) });
    },

    async delegated(step: Step, rung: Rung): Promise<void> {
      const attempt = rung.type === 'model' ? rung.attempt : 1;
      const digest = rung.type === 'model' ? rung.model.digest : '';
      await append({ type: 'delegated', run, task: step.id, worker: workerOf(rung), digest, attempt });
    },

    /** Live text. A lost one is no harm, so nobody waits for it. */
    progress: (step: Step) => (progress: ModelProgress) => {
      const waiting = progress.type === 'waiting';
      const text = progress.type === 'waiting' ? progress.message : progress.delta;
      void append({ type: 'progress', run, task: step.id, text, waiting });
    },

    async fell(step: Step, rung: Rung, refused: Refused): Promise<void> {
      if (!results.has(step.id)) failures.set(step.id, `${step.title}: ${refused.reason}`);
      const spent = spentOf(refused.usage);
      await append({
        type: 'fell',
        run,
        task: step.id,
        worker: workerOf(rung),
        reason: refused.reason,
        spent,
      });
    },

    drafted: (step: Step, rung: Rung, accepted: Accepted) =>
      append({
        type: 'drafted',
        run,
        task: step.id,
        worker: workerOf(rung),
        result: accepted.result,
        base: { ...accepted.base },
        claims: [...accepted.claims],
        ...(accepted.changeSet === undefined ? {} : { changeSet: accepted.changeSet }),
        spent: spentOf(accepted.usage),
      }),

    async judged(step: Step, rung: Rung, judged: Judged): Promise<void> {
      failures.delete(step.id);
      results.add(step.id);
      await append({
        type: 'judged',
        run,
        task: step.id,
        worker: workerOf(rung),
        verdict: judged.verdict,
        shown: [...judged.shown],
        answer: judged.answer,
        wall: house.clock.wall(),
      });
      if (rung.type === 'made') await append(standing(step, judged));
    },

    async decided(step: Step, decision: GateDecision): Promise<void> {
      const { id: task } = step;
      if (decision.type === 'cleared') {
        const { by, hash } = decision.cleared;
        await append({ type: 'cleared', run, task, by, hash, wall: house.clock.wall() });
      } else if (decision.type === 'held') {
        await append({ type: 'held', run, task, hash: decision.hash, missing: [...decision.missing] });
      } else if (decision.type === 'denied') {
        await append({ type: 'denied', run, task, reasons: [...decision.reasons] });
      }
    },

    async written(step: Step, outcome: WriteOutcome): Promise<void> {
      const { id: task } = step;
      if (outcome.type !== 'applied') {
        failures.set(task, outcome.message);
        const stale = outcome.type === 'stale';
        return append({ type: 'unwritten', run, task, reason: outcome.message, stale });
      }
      const { by, hash } = outcome.applied.cleared;
      const files = outcome.applied.files.map((file) => ({ ...file }));
      await append({ type: 'applied', run, task, by, hash, files, wall: house.clock.wall() });
    },

    async undone({ task, title }: RecordedResult, outcome: UndoOutcome): Promise<void> {
      if (outcome.type === 'failed') {
        failures.set(task, `${title}: ${outcome.message}`);
        return;
      }
      const restored = outcome.restored.map((file) => ({ ...file }));
      const left = outcome.left.map((file) => ({ ...file }));
      await append({ type: 'undone', run, task, restored, left, wall: house.clock.wall() });
    },

    async ended(signal: AbortSignal): Promise<void> {
      const reasons = [...failures.values()];
      if (signal.aborted) await append({ type: 'ended', run, outcome: 'cancelled', reason: 'stopped' });
      else if (reasons.length > 0)
        await append({ type: 'ended', run, outcome: 'failed', reason: reasons.join(' ') });
      else await append({ type: 'ended', run, outcome: 'done', reason: '' });
    },

    /** A bug of ours, never a model's doing: it is said, and the run ends like any other. */
    async broken(error: unknown): Promise<void> {
      const reason = error instanceof Error ? error.message : String(error);
      await append({ type: 'ended', run, outcome: 'failed', reason: `internal error: ${reason}` });
    },
  };
}

/** The name of who did it: a model's id, or `code`. */
function workerOf(rung: Rung): string {
  if (rung.type === 'model') return rung.model.id;
  if (rung.type === 'made') return rung.worker;
  return rung.type === 'recorded' ? rung.result.worker : 'code';
}

function spentOf(usage: Usage | undefined): Spent {
  if (usage === undefined) return { promptTokens: 0, outputTokens: 0, ms: 0 };
  return { promptTokens: usage.promptTokens, outputTokens: usage.outputTokens, ms: usage.ms };
}

function wordsOf(request: Request): string {
  switch (request.type) {
    case 'ask':
    case 'task':
      return request.text;
    case 'review':
      return `Verify the working tree against ${request.against === 'HEAD' ? 'the last commit' : 'the index'}`;
    case 'verify':
      return `Verify again: ${request.result.title}`;
    case 'redo':
      return `Redo with the findings: ${request.result.title}`;
    case 'apply':
      return `${request.approval.override ? 'Apply anyway' : 'Apply'}: ${request.result.title}`;
    case 'undo':
      return `Undo: ${request.result.title}`;
    case 'discard':
      return `Discard: ${request.result.title}`;
  }
}
