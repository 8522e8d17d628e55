import type { Check, CheckOutcome } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { stage, type StagedRefusal } from '../../edit/stage.ts';
import { textsOf, type EditFinding, type EditInput } from './staged.ts';
import { shorten } from '../../text.ts';

/** Every edit stands on the files as they are, exactly once, all or nothing (contracts rules 6, 9 and 40 to 45). */
export const applies: Check<EditTask, EditResult> = {
  id: 'edit.applies',
  title: 'the edits apply, each at exactly one place',
  required: true,
  timeoutMs: 10_000,
  run: (input) => Promise.resolve(judge(input)),
};

function judge(input: EditInput): CheckOutcome {
  const { task, result } = input;
  if (result.edits.length === 0) {
    return { type: 'fail', findings: [{ message: 'the result holds no edit' }], evidence: [] };
  }
  const unread = unreadable(input);
  if (unread.length > 0) return { type: 'fail', findings: unread, evidence: [] };
  const staging = stage(task, result, textsOf(input));
  if (staging.type === 'staged') {
    const files = staging.changeSet.files.length;
    const evidence = staging.changeSet.files.map((file) => ({
      saw: file.operation === 'create' ? 'a file that is not there yet' : 'the file as it was handed out',
      path: file.path,
      ...(file.baseSha256 === null ? {} : { sha256: file.baseSha256 }),
    }));
    return {
      type: 'pass',
      evidence: [{ saw: 'edits placed', counts: { edits: result.edits.length, files } }, ...evidence],
    };
  }
  const { refusals, candidate } = staging;
  const findings = refusals.map((refusal) => findingOf(refusal, candidate));
  const evidence = refusals.flatMap((refusal) =>
    (refusal.nearest ?? []).map((line) => ({ saw: line.text, path: refusal.path, line: line.line })),
  );
  const stale = refusals.every((refusal) => refusal.stale);
  return { type: 'fail', findings, evidence, stale };
}

/** A path that is there but holds no text cannot be edited, and must not be created over. */
function unreadable({ result, handedOut }: EditInput): readonly EditFinding[] {
  const paths = [...new Set(result.edits.map((edit) => edit.path))];
  return paths.flatMap((path): EditFinding[] => {
    const read = handedOut.get(path);
    if (read?.type !== 'refused' || read.reason === 'missing') return [];
    return [{ path, message: `${path} cannot be edited: ${read.message}` }];
  });
}

function findingOf(refusal: StagedRefusal, candidate: string | undefined): EditFinding {
  const near = refusal.nearest?.[0];
  const hint =
    near === undefined
      ? ''
      : `; the nearest lines begin at line ${near.line}: "${shorten(near.text.trim(), 60)}"`;
  const tolerant =
    refusal.outcome === 'not_found' && candidate !== undefined
      ? `; read tolerantly it would stand once (${candidate})`
      : '';
  const line = near?.line ?? refusal.lines?.[0];
  return {
    claim: `edit-${refusal.edit + 1}`,
    path: refusal.path,
    ...(line === undefined ? {} : { line }),
    message: `edit ${refusal.edit + 1} does not apply: ${refusal.reason}${hint}${tolerant}`,
  };
}
