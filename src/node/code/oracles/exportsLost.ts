import type { CodeProblem, OracleQuestion } from '../../../core/code.ts';
import { readerOf } from '../languages.ts';
import type { Ts } from '../parse.ts';
import { pathsOf } from '../workspaces.ts';
import { typedSides, untyped, type Exports } from './exportsKept.ts';
import type { Oracle, OracleInput } from './oracle.ts';

type Question = Extract<OracleQuestion, { intent: 'exports' }>;

/** What others import a project by: the index of the project, or of one of its packages. */
const index = /^(?:(?:packages|libs)\/[^/]+\/)?(?:(?:src|lib)\/)?index\.[cm]?[jt]sx?$/u;

interface Sides {
  readonly path: string;
  readonly before: Exports;
  readonly after: Exports;
}

/**
 * What was exported before is exported after (contracts rule 59): from the same file or, where it was moved, from another
 * file of the change; from the project's index in any case; under another name only where that rename was asked for.
 */
export const exportsLost: Oracle<Question> = {
  async judge({ renamed }, input) {
    const { ts } = await input.compiler();
    const problems: CodeProblem[] = [];
    const unsure: string[] = [];
    const changed: Sides[] = [];
    for (const file of input.change.files) {
      if (readerOf(file.path).type !== 'typescript') {
        if (!/\.(?:jsonc?|ya?ml|toml|md|txt|css|html?)$/iu.test(file.path))
          unsure.push(`what ${file.path} makes visible is not read here`);
        continue;
      }
      const sides = await sidesOf(ts, file.path, file, input);
      if (sides !== undefined) changed.push(sides);
    }
    const there = (name: string, sides: readonly Sides[]): boolean =>
      sides.some(
        ({ after }) => after.has(name) || renamed.some((one) => one.symbol === name && after.has(one.to)),
      );
    let compared = 0;
    for (const one of changed) {
      const isIndex = index.test(one.path);
      for (const name of one.before.keys()) {
        compared += 1;
        // The default export of one file is none of another.
        const where = isIndex || name === 'default' ? [one] : changed;
        if (!there(name, where))
          problems.push({ path: one.path, line: 1, message: `${name} is not exported any more` });
      }
    }
    const seen = new Set(changed.map((one) => one.path));
    for (const path of pathsOf(input.source).filter((one) => index.test(one) && !seen.has(one))) {
      const one = await sidesOf(ts, path, undefined, input);
      if (one === undefined) {
        unsure.push(`what ${path} makes visible is not read here: no configuration covers it`);
        continue;
      }
      for (const name of one.before.keys()) {
        compared += 1;
        if (!there(name, [one]))
          problems.push({ path, line: 1, message: `${name} is not exported from it any more` });
      }
    }
    const counts = { files: input.change.files.length, exports: compared };
    return { type: 'ok', value: { problems, unsure, saw: 'exports before and after', counts } };
  },
};

const nothing: Exports = new Map();

async function sidesOf(
  ts: Ts,
  path: string,
  file: { readonly operation: string; readonly base: string; readonly content: string } | undefined,
  input: OracleInput,
): Promise<Sides | undefined> {
  const typed = await typedSides(ts, { path }, input);
  if (typed === undefined && file === undefined) return undefined;
  const isNew = file?.operation === 'create';
  const before = isNew
    ? nothing
    : (typed?.before ?? (file === undefined ? nothing : untyped(ts, path, file.base)));
  const after = typed?.after ?? (file === undefined ? nothing : untyped(ts, path, file.content));
  return { path, before, after };
}
