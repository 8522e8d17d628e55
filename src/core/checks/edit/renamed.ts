import type { FileChange } from '../../change.ts';
import type { Check } from '../../check.ts';
import type { Code } from '../../code.ts';
import type { EditResult, EditTask, RenameTarget } from '../../edit/contract.ts';
import { findingAt, spotsOf, withChanges, type EditFinding } from './staged.ts';

/** The change is that rename and nothing else, by what every name of the project is bound to (contracts rule 51). */
export function renamed(target: RenameTarget): Check<EditTask, EditResult> {
  return {
    id: 'edit.renamed',
    title: `every ${target.symbol} that was meant is renamed, and every name means what it meant`,
    required: true,
    timeoutMs: 120_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const { code, files } = input;
        const spots = spotsOf(input);
        const answer = await code.renamed(files, { files: [...changes] }, target, signal);
        if (answer.type === 'unable') {
          const wrong = await compareTokens(code, changes, target, signal);
          if (wrong.length > 0) return { type: 'fail', findings: wrong, evidence: [] };
          return { ...answer, evidence: [] };
        }
        const { problems, unsure, references } = answer.value;
        const evidence = [{ saw: 'names bound before and after', counts: { renamed: references } }];
        if (problems.length > 0) {
          const findings = problems.map((one) => findingAt(spots, one.path, one.line, one.message));
          return { type: 'fail', findings, evidence };
        }
        if (references === 0) {
          return { type: 'fail', findings: [{ message: `${target.symbol} was not renamed` }], evidence };
        }
        if (unsure.length > 0) return { type: 'unable', reason: unsure.join('; '), evidence };
        return { type: 'pass', evidence };
      });
    },
  };
}

/** Where names cannot be bound, their tokens still tell a change that is no rename. It never proves one. */
async function compareTokens(
  code: Code,
  changes: readonly FileChange[],
  target: RenameTarget,
  signal: AbortSignal,
): Promise<readonly EditFinding[]> {
  const findings: EditFinding[] = [];
  for (const { path, base, content } of changes) {
    const before = await code.shape(path, base, signal);
    const now = await code.shape(path, content, signal);
    if (before.type === 'unable' || now.type === 'unable') continue;
    const old = before.value.tokens;
    const fresh = now.value.tokens;
    const at = old.findIndex((token, index) => {
      const other = fresh[index];
      return token !== other && !(token === target.symbol && other === target.to);
    });
    if (at !== -1 || old.length !== fresh.length) {
      const index = at === -1 ? Math.min(old.length, fresh.length) : at;
      const line = now.value.tokenLines[Math.min(index, now.value.tokenLines.length - 1)] ?? 1;
      findings.push({ path, line, message: `more than the name ${target.symbol} changed` });
    }
  }
  return findings;
}
