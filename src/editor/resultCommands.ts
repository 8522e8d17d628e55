import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { Via } from '../core/request.ts';
import { runVisibly, sayNo } from './announce.ts';
import { sayApplied, sayUndone } from './applied.ts';
import { showChange } from './diff.ts';
import { openEvidence, openEvidenceData } from './evidence.ts';
import { isStaged } from './stagedTree.ts';
import { refusal, type Refusal, type Surfaces } from './surfaces.ts';
import { findTarget, type Wanted } from './target.ts';
import type { Held } from './sessions.ts';
import type { Answer } from './taskCommands.ts';
import { resultReport, type ResultReport } from './report.ts';

const anyResult: Wanted = {
  fits: (result) => result.change.type !== 'discarded',
  nothing: 'There is no result yet. Ask for something first.',
  pick: false,
  placeHolder: 'Which result?',
};

const staged: Wanted = {
  fits: isStaged,
  nothing: 'No change is staged that could be applied or thrown away.',
  pick: true,
  placeHolder: 'Which staged change?',
};

/** Changes that others made are found too, so that it is said why they are not taken back. */
const applied: Wanted = {
  fits: (result) => result.change.type === 'applied',
  nothing: 'No change is applied that could be undone.',
  pick: true,
  placeHolder: 'Which applied change?',
};

/** Runs the checks of a result again, on the bytes that are there now. */
export async function verifyResult(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const target = await targetOf(arg, anyResult, surfaces);
  if ('refused' in target) return target;
  const {
    via,
    held: { session, result },
  } = target;
  return runVisibly(`Verify ${result.title}`, { type: 'verify', result, via }, session, surfaces);
}

/** Does a task over, with what was wrong with its result. */
export async function redoResult(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const target = await targetOf(arg, { ...anyResult, pick: true }, surfaces);
  if ('refused' in target) return target;
  const {
    via,
    held: { session, result },
  } = target;
  return runVisibly(`Redo ${result.title}`, { type: 'redo', result, via }, session, surfaces);
}

/** Writes a staged change. What the checks did not verify needs a second, explicit yes, which is recorded. */
export async function applyChange(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const target = await targetOf(arg, staged, surfaces);
  if ('refused' in target) return target;
  const {
    via,
    held: { session, result },
  } = target;
  if (result.change.type === 'denied')
    return sayNo('no-result', `The gate refuses this change: ${result.change.reasons.join('; ')}`);
  if (result.change.type !== 'held') return sayNo('no-result', staged.nothing);
  const { hash, missing } = result.change;
  const override = missing.length > 0;
  if (override && !(await confirmOverride(result, missing)))
    return refusal('cancelled', 'The change was not applied.');
  const report = await session.start({ type: 'apply', result, approval: { hash, override }, via });
  sayApplied(report, target.held);
  return report;
}

async function confirmOverride(result: RecordedResult, missing: readonly string[]): Promise<boolean> {
  const failures = (result.verdict?.findings ?? [])
    .filter((row) => row.level === 'fail')
    .map((row) => row.message);
  const open = result.verdict?.state === 'unproven' ? result.verdict.unproven : [];
  const detail = [
    ...missing,
    ...[...failures, ...open].slice(0, 8),
    '',
    'The override is recorded, and never raises the trust in this worker.',
  ].join('\n');
  const yes = 'Apply Anyway';
  const chosen = await vscode.window.showWarningMessage(
    `"${result.title}" is ${result.verdict?.state ?? 'not verified'}. Apply it anyway?`,
    { modal: true, detail },
    yes,
  );
  return chosen === yes;
}

/** Takes back what a result wrote, each file only where it is still as that result left it. */
export async function undoChange(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const target = await targetOf(arg, applied, surfaces);
  if ('refused' in target) return target;
  const {
    via,
    held: { session, result },
  } = target;
  const report = await session.start({ type: 'undo', result, via });
  sayUndone(report, target.held);
  return report;
}

/** Throws a result away: its change is never written, and its marks go. */
export async function discardChange(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const wanted = arg === undefined ? staged : anyResult;
  const target = await targetOf(arg, wanted, surfaces);
  if ('refused' in target) return target;
  const {
    via,
    held: { session, result },
  } = target;
  return session.start({ type: 'discard', result, via });
}

/** Opens the evidence page of a result. */
export async function showEvidence(surfaces: Surfaces, arg: unknown): Promise<ResultReport | Refusal> {
  const target = await targetOf(arg, { ...anyResult, fits: () => true }, surfaces);
  if ('refused' in target) return target;
  await openEvidence(target.held.result);
  return resultReport(target.held.result);
}

/** Opens the same as data. */
export async function showEvidenceData(surfaces: Surfaces, arg: unknown): Promise<ResultReport | Refusal> {
  const target = await targetOf(arg, { ...anyResult, fits: () => true }, surfaces);
  if ('refused' in target) return target;
  await openEvidenceData(target.held.result);
  return resultReport(target.held.result);
}

/** Shows what a change set changes. */
export async function showDiff(surfaces: Surfaces, arg: unknown): Promise<ResultReport | Refusal> {
  const wanted: Wanted = {
    ...staged,
    fits: (result) => result.changeSet !== undefined,
    nothing: 'No result here changes a file.',
  };
  const target = await targetOf(arg, wanted, surfaces);
  if ('refused' in target) return target;
  await showChange(target.held, target.path);
  return resultReport(target.held.result);
}

/** Takes all results off the editor. Staged changes go with them, after a yes. */
export async function clearResults(surfaces: Surfaces): Promise<{ readonly cleared: number } | Refusal> {
  await surfaces.sessions.open();
  const held = surfaces.sessions.results().filter(({ result }) => result.change.type !== 'discarded');
  const waiting = held.filter(({ result }) => isStaged(result)).length;
  if (waiting > 0) {
    const yes = 'Clear All';
    const words = `${waiting} staged ${waiting === 1 ? 'change goes' : 'changes go'} too. The record keeps them.`;
    const chosen = await vscode.window.showWarningMessage(
      'Clear all results?',
      { modal: true, detail: words },
      yes,
    );
    if (chosen !== yes) return refusal('cancelled', 'Nothing was cleared.');
  }
  for (const { session, result } of held) await session.start({ type: 'discard', result, via: 'palette' });
  return { cleared: held.length };
}

type Found = { readonly held: Held; readonly via: Via; readonly path?: string };

async function targetOf(arg: unknown, wanted: Wanted, surfaces: Surfaces): Promise<Found | Refusal> {
  const target = await findTarget(arg, wanted, surfaces.sessions, surfaces.anchors);
  switch (target.type) {
    case 'found':
      return target;
    case 'none':
      return sayNo('no-result', target.reason);
    case 'cancelled':
      return refusal('cancelled', 'No result was picked.');
  }
}
