import type { CodeAnswer, CodeProblem, OracleReport, Rewritten } from '../../../core/code.ts';
import { readerOf } from '../languages.ts';
import { coverFiles, programOf } from '../project.ts';
import { looseConfig } from '../renameProjects.ts';
import { layered } from '../view.ts';
import { pathsOf } from '../workspaces.ts';
import { boundImports } from './importBindings.ts';
import { compareImportTexts } from './importTexts.ts';
import type { Oracle, OracleInput, RewriteInput } from './oracle.ts';
import { openSides, unreadReason } from './sides.ts';
import { applyTextChanges, formatOf } from './textChanges.ts';

type Question = { readonly intent: 'imports' };

/** Only import declarations change, and each name that is used comes from the export it came from (rule 52). */
export const imports: Oracle<Question> = { judge, rewrite };

async function judge(
  _question: Question,
  { source, change, compiler }: OracleInput,
): Promise<CodeAnswer<OracleReport>> {
  for (const { path } of change.files) {
    const reason = unreadReason(path, 'the imports');
    if (reason !== undefined) return { type: 'unable', reason };
  }
  const tools = await compiler();
  const { ts } = tools;
  const problems: CodeProblem[] = [];
  const unsure: string[] = [];
  let changed = 0;
  for (const file of change.files) {
    if (file.operation === 'create') {
      const message = 'a change of imports makes no new file';
      problems.push({ path: file.path, line: 1, message });
      continue;
    }
    const compared = compareImportTexts(ts, file.path, file.base, file.content);
    problems.push(...compared.problems);
    unsure.push(...compared.unsure);
    if (compared.isChanged) changed += 1;
  }
  // Where other code changed its tokens are no pairs any more, and what they are bound to cannot be compared.
  if (problems.length > 0) return report(problems, [], change.files.length, 0);
  const paths = change.files.map((file) => file.path);
  const sides = openSides(tools, source, change, paths);
  let names = 0;
  for (const file of change.files) {
    const pair = sides.pairOf(file.path);
    if (pair === undefined) continue;
    const bound = boundImports(ts, sides, pair, file.path, paths);
    problems.push(...bound.problems);
    unsure.push(...bound.unsure);
    names += bound.names;
  }
  if (changed === 0) unsure.push('no import changed');
  for (const path of sides.uncovered) unsure.push(`${path}: no tsconfig.json covers it`);
  return report(problems, unsure, change.files.length, names);
}

function report(
  problems: readonly CodeProblem[],
  unsure: readonly string[],
  files: number,
  names: number,
): CodeAnswer<OracleReport> {
  const saw = 'the code without its imports, and what each imported name is bound to, before and after';
  return { type: 'ok', value: { problems, unsure: [...new Set(unsure)], saw, counts: { files, names } } };
}

/** The compiler's own order of imports, without those that nothing uses. */
async function rewrite(
  _question: Question,
  { source, texts, compiler }: RewriteInput,
): Promise<CodeAnswer<readonly Rewritten[]>> {
  const { ts, workspaces } = await compiler();
  const view = layered(workspaces.view(source), texts);
  const rewritten: Rewritten[] = [];
  for (const [path, text] of texts) {
    const reason = unreadReason(path, 'the imports');
    if (reason !== undefined) return { type: 'unable', reason };
    const file = `${view.root}/${path}`;
    const { of } = coverFiles(
      ts,
      view,
      pathsOf(source),
      [file],
      (config, wanted) =>
        programOf(workspaces.project(source, view, config, 'before')).getSourceFile(wanted) !== undefined,
    );
    const code = pathsOf(source).filter((one) => readerOf(one).type === 'typescript');
    const config =
      of.get(file) ??
      looseConfig(
        ts,
        view,
        code.map((one) => `${view.root}/${one}`),
        undefined,
      );
    const { service } = workspaces.project(source, view, config, 'before');
    const [one] = service.organizeImports(
      { type: 'file', fileName: file, mode: ts.OrganizeImportsMode.All },
      formatOf(ts, text),
      { quotePreference: 'auto', organizeImportsTypeOrder: 'last' },
    );
    const content = one === undefined ? text : applyTextChanges(text, one.textChanges);
    if (content !== text) rewritten.push({ path, content });
  }
  return { type: 'ok', value: rewritten };
}
