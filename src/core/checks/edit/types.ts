import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { findingAt, spotsOf, withChanges } from './staged.ts';

/**
 * No type error is new in the whole project, line shifts aside (contracts rule 8). With `where-checked` it is
 * required where a configuration covers the file, and leaves open what none does.
 */
export function types(required: boolean | 'where-checked'): Check<EditTask, EditResult> {
  return {
    id: 'edit.types',
    title: 'no type error is new in the project',
    required: required !== false,
    timeoutMs: 180_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const { task, code, files } = input;
        const renamed = task.intent === 'rename' ? task.target : undefined;
        const answer = await code.types(files, { files: [...changes] }, renamed, signal);
        if (answer.type === 'unable') return { ...answer, evidence: [] };
        const report = answer.value;
        const saw = `${report.checker} on ${report.covered.map((one) => one.config).join(', ') || 'no project'}`;
        const evidence = [
          {
            saw,
            counts: {
              files: report.checkedFiles,
              rechecked: report.recheckedFiles,
              errors: report.errors.length,
            },
          },
        ];
        if (report.errors.length > 0) {
          const spots = spotsOf(input);
          const findings = report.errors.map((one) =>
            findingAt(spots, one.path, one.line, `TS${one.code}: ${one.message}`),
          );
          return { type: 'fail', findings, evidence };
        }
        const untyped = report.untyped.map(
          ({ path, line, text }) => `whether \`${text}\` exists (${path}, line ${line}): it has the type any`,
        );
        if (required === 'where-checked' && report.unsure.length === 0) {
          const unproven = report.uncovered.map((one) => `the types of ${one.path}: ${one.reason}`);
          const all = report.covered.map((one) => one.path).join(', ');
          const proves = report.covered.length === 0 ? '' : `no type error is new in the project of ${all}`;
          const less = report.uncovered.length === 0 ? {} : { proves };
          return { type: 'pass', evidence, unproven: [...unproven, ...untyped], ...less };
        }
        const open = [...report.uncovered.map((one) => `${one.path}: ${one.reason}`), ...report.unsure];
        if (open.length > 0) return { type: 'unable', reason: open.join('; '), evidence };
        if (report.covered.length === 0) {
          return { type: 'unable', reason: 'no changed file has types that can be checked here', evidence };
        }
        return { type: 'pass', evidence, unproven: untyped };
      });
    },
  };
}
