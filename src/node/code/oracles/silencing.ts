import type { CodeProblem, OracleQuestion } from '../../../core/code.ts';
import { readerOf } from '../languages.ts';
import { changedView } from '../types.ts';
import { pathsOf } from '../workspaces.ts';
import { loosenedBy } from './loosened.ts';
import type { Oracle } from './oracle.ts';
import { silencingDirectives } from './silenced.ts';

type Question = Extract<OracleQuestion, { intent: 'silencing' }>;

/**
 * Whether a change has less looked at than before: new directives that hide messages, a configuration that checks less.
 * A person may want that, so it refutes nothing; but what passes by not being looked at is not proven.
 */
export const silencing: Oracle<Question> = {
  async judge(_question, { source, change, compiler }) {
    const seen = {
      saw: 'directives and configurations before and after',
      counts: { files: change.files.length },
    };
    const isRead = change.files.some(
      ({ path }) => readerOf(path).type === 'typescript' || /\.jsonc?$/iu.test(path),
    );
    if (!isRead) return { type: 'ok', value: { problems: [], unsure: [], ...seen } };
    const { ts, workspaces } = await compiler();
    const found: CodeProblem[] = [];
    for (const file of change.files)
      if (readerOf(file.path).type === 'typescript') found.push(...silencingDirectives(ts, file));
    const base = workspaces.view(source);
    const loosened = loosenedBy(ts, base, changedView(base, change), pathsOf(source), change);
    found.push(...loosened.problems);
    return {
      type: 'ok',
      value: {
        problems: [],
        unsure: [...new Set(found.map((one) => `${one.path}, line ${one.line}: ${one.message}`))],
        ...seen,
      },
    };
  },
};
