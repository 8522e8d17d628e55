import type { FileChange } from '../../change.ts';
import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { linesOf } from '../../text.ts';
import { outcomeOf, sawOf, withChanges, type EditFinding } from './staged.ts';

/** Line endings and the end of the file are as they were (contracts rules 44 and 45), by counting, not by the engine. */
export const form: Check<EditTask, EditResult> = {
  id: 'edit.form',
  title: 'line endings and the end of the file stay as they were',
  required: true,
  timeoutMs: 5_000,
  run(input) {
    return withChanges(input, (changes) => {
      const findings = changes.flatMap((change) => formFindings(change));
      const evidence = changes.map((change) => ({
        ...sawOf(change, 'line endings after the change'),
        counts: endingsOf(change.content),
      }));
      return Promise.resolve(outcomeOf(findings, evidence));
    });
  },
};

function endingsOf(text: string): { readonly crlf: number; readonly lf: number; readonly cr: number } {
  const count = (part: string): number => text.split(part).length - 1;
  const crlf = count('\r\n');
  return { crlf, lf: count('\n') - crlf, cr: count('\r') - crlf };
}

function formFindings(change: FileChange): readonly EditFinding[] {
  const { path, base, content } = change;
  const findings: EditFinding[] = [];
  const before = endingsOf(base);
  const now = endingsOf(content);
  if (before.crlf === 0 && before.lf > 0 && now.crlf > 0)
    findings.push({ path, message: `${path} has LF, and CRLF came in` });
  if (before.lf === 0 && before.crlf > 0 && now.lf > 0)
    findings.push({ path, message: `${path} has CRLF, and LF came in` });
  if (before.crlf + before.lf === 0 && now.crlf > 0 && now.lf > 0) {
    findings.push({ path, message: `${path} mixes CRLF and LF` });
  }
  if (now.cr > before.cr) findings.push({ path, message: `${path} got a CR without its LF` });
  if (content.startsWith('\uFEFF')) findings.push({ path, message: `${path} got a byte order mark` });
  if (base !== '' && content !== '' && base.endsWith('\n') !== content.endsWith('\n')) {
    const what = base.endsWith('\n') ? 'lost its final newline' : 'got a final newline that it did not have';
    findings.push({ path, message: `${path} ${what}` });
  }
  return findings;
}

/** A whole text that loses more than this share of the file is refuted (contracts rule 65). */
const shareAtMost = 0.3;

/** How much of a file's text (UTF-16 units) went to other files of the same change: moved is not lost. */
function movedOut(change: FileChange, changes: readonly FileChange[]): number {
  const others = changes.filter((one) => one !== change);
  const come = new Map<string, number>();
  const count = (text: string, by: number): void => {
    for (const line of linesOf(text)) come.set(line.trim(), (come.get(line.trim()) ?? 0) + by);
  };
  for (const { base, content } of others) {
    count(content, 1);
    count(base, -1);
  }
  const left = new Map<string, number>();
  for (const line of linesOf(change.content)) left.set(line, (left.get(line) ?? 0) + 1);
  let moved = 0;
  for (const line of linesOf(change.base)) {
    const stays = left.get(line) ?? 0;
    const there = come.get(line.trim()) ?? 0;
    if (stays > 0) left.set(line, stays - 1);
    else if (there > 0) {
      come.set(line.trim(), there - 1);
      moved += line.length + 1;
    }
  }
  return moved;
}

/** A whole text does not lose a third of the file on the way, unless something is to be removed (contracts rule 65). */
export const shrink: Check<EditTask, EditResult> = {
  id: 'edit.shrink',
  title: 'a file that is given whole keeps its length',
  required: true,
  timeoutMs: 1_000,
  run(input) {
    return withChanges(input, (changes) => {
      const removes = input.task.intent === 'remove';
      const whole = new Set(input.result.edits.flatMap((edit) => ('whole' in edit ? [edit.path] : [])));
      const findings = changes.flatMap((change): EditFinding[] => {
        const lost = change.base.length - change.content.length - movedOut(change, changes);
        if (removes || !whole.has(change.path) || lost <= shareAtMost * change.base.length) return [];
        const share = Math.round((100 * lost) / change.base.length);
        return [{ path: change.path, message: `${change.path} loses ${share} % of its text` }];
      });
      return Promise.resolve(
        outcomeOf(findings, [{ saw: 'lengths compared', counts: { whole: whole.size } }]),
      );
    });
  },
};
