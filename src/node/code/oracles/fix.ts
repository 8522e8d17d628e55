import type ts from 'typescript';
import type { CodeAnswer, CodeProblem, OracleReport, Rewritten } from '../../../core/code.ts';
import type { ChangeSet } from '../../../core/change.ts';
import { readerOf } from '../languages.ts';
import { movedLines, newErrors, type Diagnosed } from '../newErrors.ts';
import type { Ts } from '../parse.ts';
import { programOf, relativeTo } from '../project.ts';
import { layered } from '../view.ts';
import { pathsOf } from '../workspaces.ts';
import { readConfig } from '../configs.ts';
import { loosenedBy } from './loosened.ts';
import type { Oracle, OracleInput, RewriteInput } from './oracle.ts';
import { openSides, unreadReason } from './sides.ts';
import { silencedBy } from './silenced.ts';
import { takenOutBy } from './takenOut.ts';
import { applyTextChanges, formatOf } from './textChanges.ts';
import { onceEach } from '../problems.ts';

type Target = { readonly path: string; readonly line: number; readonly code: number };
type Question = { readonly intent: 'fix'; readonly target: Target };

/** The named diagnostic is gone, and it was mended and not silenced (contracts rules 55 and 68). */
export const fix: Oracle<Question> = { judge, rewrite };

/** A target may be this many lines off: editors and models count from where they looked. */
const nearAtMost = 2;

function judge({ target }: Question, input: OracleInput): Promise<CodeAnswer<OracleReport>> {
  return judgeFix(target, input);
}

async function judgeFix(
  target: Target,
  { source, change, compiler }: Pick<OracleInput, 'source' | 'change' | 'compiler'>,
): Promise<CodeAnswer<OracleReport>> {
  const reason = unreadReason(target.path, 'the errors');
  if (reason !== undefined) return { type: 'unable', reason };
  const tools = await compiler();
  const { ts } = tools;
  const problems: CodeProblem[] = [];
  const unsure: string[] = [];
  const code = change.files.filter((file) => readerOf(file.path).type === 'typescript');
  const sides = openSides(tools, source, change, [
    ...new Set([target.path, ...code.map((file) => file.path)]),
  ]);
  const own = change.files.find((file) => file.path === target.path);
  const moved = new Map(change.files.map((file) => [file.path, movedLines(file.base, file.content)]));
  const name = `${sides.base.root}/${target.path}`;
  const missing = new Set<string>();
  let found = 0;
  let others: readonly Found[] = [];
  for (const { before, after } of sides.pairs) {
    if (before.getSourceFile(name) === undefined) continue;
    const were = errorsOf(ts, before, name, target.path);
    others = were;
    const same = were.filter((one) => one.code === target.code);
    const meant = meantBy(same, target.line);
    if (meant.length === 0) continue;
    found += meant.length;
    for (const one of meant) for (const word of quotedIn(one.message)) missing.add(word);
    const are = errorsOf(ts, after, name, target.path).filter((one) => one.code === target.code);
    const left = same.filter((one) => !meant.includes(one));
    for (const one of newErrors(left, are, moved, undefined)) {
      const message = `TS${target.code} is still there: ${one.message}`;
      problems.push({ path: target.path, line: one.line, message });
    }
    if (after.getSourceFile(name) === undefined) {
      problems.push({ path: target.path, line: 1, message: 'the project does not hold the file any more' });
    }
  }
  if (found === 0)
    problems.push({ path: target.path, line: lineNow(target, own), message: notThere(target, others) });
  for (const file of code) {
    const silenced = silencedBy(ts, file, missing);
    problems.push(...silenced.problems);
    unsure.push(...silenced.unsure);
  }
  const loosened = loosenedBy(ts, sides.base, sides.changed, pathsOf(source), change);
  for (const one of loosened.problems)
    problems.push({ ...one, message: `silencing is no fix: ${one.message}` });
  unsure.push(...loosened.unsure, ...takenOutBy(ts, code, target.code));
  if (sides.uncovered.includes(target.path)) unsure.push(`${target.path}: no tsconfig.json covers it`);
  return {
    type: 'ok',
    value: {
      problems: onceEach(problems),
      unsure: [...new Set(unsure)],
      saw: `errors of ${target.path} before and after, and how they went`,
      counts: { errors: found },
    },
  };
}

function lineNow(target: Target, own: ChangeSet['files'][number] | undefined): number {
  return Math.max(1, Math.min(target.line, own?.content.split('\n').length ?? target.line));
}

function notThere(target: Target, others: readonly Diagnosed[]): string {
  const said = others
    .slice(0, 3)
    .map((one) => `TS${one.code} at line ${one.line}`)
    .join(', ');
  const rest = others.length > 3 ? ` and ${others.length - 3} more` : '';
  const has = said === '' ? 'it has none' : `its errors are ${said}${rest}`;
  return `there is no error TS${target.code} in ${target.path} at line ${target.line}; ${has}`;
}

interface Found extends Diagnosed {
  /** Last line of what it marks. */
  readonly endLine: number;
  readonly start: number;
  readonly end: number;
}

/** Those at the line, else those whose mark runs over it, else the nearest ones a little off. */
function meantBy(errors: readonly Found[], line: number): readonly Found[] {
  const at = errors.filter((one) => one.line === line);
  if (at.length > 0) return at;
  const over = errors.filter((one) => one.line <= line && line <= one.endLine);
  if (over.length > 0) return over;
  const away = (one: Found): number => Math.abs(one.line - line);
  const least = Math.min(...errors.map(away));
  return least > nearAtMost ? [] : errors.filter((one) => away(one) === least);
}

function errorsOf(ts: Ts, program: ts.Program, name: string, path: string): readonly Found[] {
  const file = program.getSourceFile(name);
  if (file === undefined) return [];
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return found.flatMap((one) => {
    if (one.category !== ts.DiagnosticCategory.Error || one.file === undefined) return [];
    const start = one.start ?? 0;
    const end = start + (one.length ?? 0);
    const lineOf = (offset: number): number => file.getLineAndCharacterOfPosition(offset).line + 1;
    const message = ts.flattenDiagnosticMessageText(one.messageText, ' ');
    return [{ path, line: lineOf(start), endLine: lineOf(end), start, end, code: one.code, message }];
  });
}

/** The names that a message quotes. */
function quotedIn(message: string): readonly string[] {
  return [...message.matchAll(/'([^']+)'/gu)].map((match) => match[1] ?? '');
}

/** How a file quotes its strings; one without any has no habit. */
function quotesOf(text: string): 'auto' | 'single' | 'double' {
  const count = (mark: string): number => text.split(mark).length;
  if (count("'") === count('"')) return 'auto';
  return count("'") > count('"') ? 'single' : 'double';
}

/**
 * Mends of the compiler that use what is there. Others make something up, as a function that is missing and then only
 * throws: the right shape and the wrong content.
 */
const honest = new Set([
  'import',
  'spelling',
  'forgottenThisPropertyAccess',
  'fixAwaitInSyncFunction',
  'addMissingAwait',
  'unusedIdentifier',
]);

/**
 * The compiler's own mend, where it knows exactly one that is no silencing, and the judge has nothing to say against
 * it: an import with one candidate, another spelling.
 */
async function rewrite(
  { target }: Question,
  { source, texts, compiler }: RewriteInput,
): Promise<CodeAnswer<readonly Rewritten[]>> {
  const reason = unreadReason(target.path, 'the errors');
  if (reason !== undefined) return { type: 'unable', reason };
  const tools = await compiler();
  const { ts, workspaces } = tools;
  const none: CodeAnswer<never> = { type: 'unable', reason: 'no single mend is known' };
  const sides = openSides(tools, source, { files: [] }, [target.path]);
  const pair = sides.pairOf(target.path);
  if (pair?.config === undefined) return none;
  const view = layered(sides.base, texts);
  const config = readConfig(ts, view, `${view.root}/${pair.config}`);
  const project = workspaces.project(source, view, config, 'before');
  const name = `${view.root}/${target.path}`;
  const errors = errorsOf(ts, programOf(project), name, target.path);
  const [error, ...more] = meantBy(
    errors.filter((one) => one.code === target.code),
    target.line,
  );
  const text = view.read(name);
  if (error === undefined || more.length > 0 || text === undefined) return none;
  const mends = project.service.getCodeFixesAtPosition(
    name,
    error.start,
    error.end,
    [target.code],
    formatOf(ts, text),
    { quotePreference: quotesOf(text) },
  );
  const given = { texts: new Map(texts), source: { ...source, texts: [...source.texts, ...texts] } };
  const judged: (readonly Rewritten[])[] = [];
  for (const mend of mends) {
    const files = mend.changes.map((one) => relativeTo(view, one.fileName));
    if (!honest.has(mend.fixName) || mend.commands !== undefined) continue;
    if (files.some((path) => !given.texts.has(path))) continue;
    const rewritten = mend.changes.map((one): Rewritten => {
      const path = relativeTo(view, one.fileName);
      return { path, content: applyTextChanges(given.texts.get(path) ?? '', one.textChanges) };
    });
    const change: ChangeSet = {
      files: rewritten.map(({ path, content }) => {
        const base = given.texts.get(path) ?? '';
        return { path, operation: 'modify' as const, baseSha256: null, base, content, bom: false };
      }),
    };
    const answer = await judgeFix(target, { source: given.source, change, compiler });
    if (answer.type !== 'ok' || answer.value.problems.length > 0 || answer.value.unsure.length > 0) continue;
    judged.push(rewritten);
  }
  const [only, second] = judged;
  return only === undefined || second !== undefined ? none : { type: 'ok', value: only };
}
