import type { Outcome } from './judge.ts';
import { goalsOf, rowsOf, tableOf } from './score.ts';

/** One ask while the run goes on: what it was, how it ended, how long it took. */
export function lineOfAsk(done: number, of: number, outcome: Outcome): string {
  const { final, first } = outcome;
  const mark = final.right ? 'right' : 'WRONG';
  const again =
    final.right === first.right ? '' : first.right ? ' (spoilt by the re-ask)' : ' (mended by the re-ask)';
  const why = final.why === '' ? '' : `\n      ${final.why}`;
  const proof = final.proof === false ? ', no proving line' : '';
  return `[${done}/${of}] ${mark} ${final.state}${proof}  ${outcome.id}  ${outcome.seconds.toFixed(1)} s${again}\n      ${outcome.text}\n      -> ${outcome.said}${why}`;
}

/** The end of a run: table, goals beside figures, and every result that was verified and is wrong. */
export function closing(outcomes: readonly Outcome[]): string {
  const goals = goalsOf(outcomes).map(
    (goal) => `${goal.reached ? 'reached ' : 'MISSED  '} ${goal.name}: ${goal.got} (goal: ${goal.wanted})`,
  );
  const wrong = outcomes.filter((one) => one.final.state === 'verified' && !one.final.right);
  const told = wrong.map(
    (one) => `VERIFIED AND WRONG ${one.id}\n  ${one.text}\n  -> ${one.said}\n  ${one.final.why}`,
  );
  return [tableOf(rowsOf(outcomes)), '', ...goals, '', ...told].join('\n').trimEnd();
}
