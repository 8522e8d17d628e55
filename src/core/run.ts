import { accept } from './accept.ts';
import { delegate, handOut } from './delegate.ts';
import { bindVerdict } from './gate.ts';
import { clearForWriting, undo, write } from './landing.ts';
import { plan } from './plan/plan.ts';
import type { House } from './ports.ts';
import { openRecord } from './record.ts';
import type { Request } from './request.ts';
import { isWorthClimbing, route, type Fall } from './route.ts';
import { verify } from './verify.ts';

/**
 * One request, read top to bottom: ask, plan, and for each task route, delegate, accept, verify, record, then the
 * next rung or done, the gate, and the write (design section 3). Chat, palette, CodeLens, CLI and "verify again"
 * all enter here. What happens goes to the log, event by event; nothing is returned and nothing is thrown.
 * An abort ends the run at the next stage: what was recorded stays, what was not written never will be.
 */
export async function run(request: Request, house: House, signal: AbortSignal): Promise<void> {
  const record = openRecord(house);
  try {
    await record.asked(request);
    const planned = await plan(request, house, signal);
    await record.planned(planned, signal);
    if (planned.type === 'undo')
      await record.undone(planned.result, await undo(planned.result, house, signal));
    for (const step of planned.type === 'steps' ? planned.steps : []) {
      const handed = await handOut(step, house, signal);
      const ladder = await route(step, handed, house, signal);
      await record.empty(step, ladder);
      let before: Fall = { type: 'none', finding: step.finding };
      let judged;
      for (const rung of ladder.rungs) {
        if (signal.aborted || !isWorthClimbing(rung, before)) continue;
        await record.delegated(step, rung);
        const draft = await delegate(step, rung, handed, findingOf(before), record.progress(step), signal);
        if (signal.aborted) continue;
        const accepted = accept(step, draft, handed);
        if (accepted.type === 'refused') {
          await record.fell(step, rung, accepted);
          before = { type: 'fell', rung, retry: accepted.retry, reason: accepted.reason };
          continue;
        }
        await record.drafted(step, rung, accepted);
        const said = await verify(accepted.input, accepted.checks, accepted.words, house.clock, signal);
        if (signal.aborted) continue;
        const verdict = bindVerdict(said, accepted.changeSet, (text) => house.hash(text));
        judged = { ...accepted, verdict };
        await record.judged(step, rung, judged);
        before = { type: 'judged', rung, verdict };
      }
      if (signal.aborted || judged?.changeSet === undefined || step.pinned !== undefined) continue;
      const decision = await clearForWriting(step, judged.changeSet, judged.verdict, house, signal);
      await record.decided(step, decision);
      if (decision.type !== 'cleared' || signal.aborted) continue;
      await record.written(step, await write(decision.cleared, house, signal));
    }
    await record.ended(signal);
  } catch (error) {
    await record.broken(error);
  }
}

/** What a re-ask or the next rung is told of the try before: one sentence, never the failed answer itself. */
function findingOf(before: Fall): string | undefined {
  if (before.type === 'none') return before.finding;
  if (before.type === 'fell') return before.reason;
  return before.verdict.findings.find((finding) => finding.level === 'fail')?.message;
}
