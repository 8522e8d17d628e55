import type { Check } from '../../check.ts';
import type { SearchResult, SearchTask } from '../../kinds/search.ts';
import type { Finding } from '../../verdict.ts';

const flags = ['pattern', 'regex', 'word', 'caseSensitive'] as const;

/** What the task gives binds, and a scope that it does not give is not narrowed (contracts rule 16). */
export const searchBinds: Check<SearchTask, SearchResult> = {
  id: 'search.binds',
  title: 'the search is the one that was asked for',
  required: true,
  timeoutMs: 1_000,
  run({ task, result }) {
    const findings: Omit<Finding, 'check' | 'level'>[] = [];
    for (const flag of flags) {
      if (task[flag] === undefined || task[flag] === result[flag]) continue;
      findings.push({
        message: `${flag} is ${JSON.stringify(result[flag])}, the task says ${JSON.stringify(task[flag])}`,
      });
    }
    for (const scope of ['include', 'exclude'] as const) {
      const wanted = task[scope] ?? [];
      if (sameSet(wanted, result[scope])) continue;
      const said =
        task[scope] === undefined ? 'the task narrows nothing' : `the task says ${JSON.stringify(wanted)}`;
      findings.push({ message: `${scope} is ${JSON.stringify(result[scope])}, ${said}` });
    }
    if (result.pattern === '') findings.push({ message: 'the pattern is empty, so it says nothing' });
    if (findings.length > 0) return Promise.resolve({ type: 'fail', findings, evidence: [] });
    return Promise.resolve({
      type: 'pass',
      evidence: [{ saw: `the pattern ${JSON.stringify(result.pattern)}` }],
    });
  },
};

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...new Set(a)].sort()) === JSON.stringify([...new Set(b)].sort());
}
