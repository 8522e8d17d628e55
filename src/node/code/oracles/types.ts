import type ts from 'typescript';
import type { CodeAnswer, CodeProblem, OracleReport } from '../../../core/code.ts';
import type { FileChange } from '../../../core/change.ts';
import { affectedFiles } from '../affected.ts';
import type { Ts } from '../parse.ts';
import { relativeTo, type Cancelled } from '../project.ts';
import { shapeOf } from '../shape.ts';
import type { Oracle, OracleInput } from './oracle.ts';
import { changedComments, directiveProblems, pairTokens, shapesOf, type Shapes } from './remarks.ts';
import { openSides, unreadReason, type Sides } from './sides.ts';

type Question = { readonly intent: 'types' };

/** Only types change: the JavaScript that the project's own settings make of it is the same (rule 53). */
export const types: Oracle<Question> = { judge };

/** JavaScript is written although the project writes none, nowhere in particular, without comments. */
const emitting: ts.CompilerOptions = {
  noEmit: false,
  noEmitOnError: false,
  emitDeclarationOnly: false,
  declaration: false,
  declarationMap: false,
  composite: false,
  incremental: false,
  tsBuildInfoFile: undefined,
  outFile: undefined,
  outDir: '/emitted',
  sourceMap: false,
  inlineSourceMap: false,
  removeComments: true,
};

const isScript = (path: string): boolean => /\.[cm]?jsx?$/i.test(path);
const isDeclarations = (path: string): boolean => /\.d\.(?:[^./]+\.)?[cm]?ts$/i.test(path);

async function judge(
  _question: Question,
  { source, change, compiler, cancelled }: OracleInput,
): Promise<CodeAnswer<OracleReport>> {
  for (const { path } of change.files) {
    const reason = unreadReason(path, 'the types');
    if (reason !== undefined) return { type: 'unable', reason };
  }
  const tools = await compiler();
  const { ts } = tools;
  const problems: CodeProblem[] = [];
  const unsure: string[] = [];
  const texts = new Map<string, Shapes>();
  let typed = 0;
  for (const file of change.files) {
    const shapes = shapesOf(ts, file.path, file.base, file.content);
    texts.set(file.path, shapes);
    problems.push(...directiveProblems(shapes), ...commentProblems(shapes));
    if (isScript(file.path)) problems.push(...scriptProblems(shapes));
    if (changesTypes(file, shapes)) typed += 1;
  }
  const paths = change.files.map((file) => file.path);
  const sides = openSides(tools, source, change, paths);
  const emitted = compareEmitted(ts, sides, change.files, texts, cancelled);
  problems.push(...emitted.problems);
  unsure.push(...emitted.unsure);
  if (typed === 0) unsure.push('no type changed');
  for (const path of sides.uncovered) unsure.push(`${path}: no tsconfig.json covers it`);
  const declarations = paths.filter(isDeclarations).length;
  const saw =
    declarations === 0
      ? 'the JavaScript that the compiler writes, before and after'
      : `the JavaScript that the compiler writes, before and after; of declaration files (${declarations}) it writes none`;
  return {
    type: 'ok',
    value: { problems: once(problems), unsure: [...new Set(unsure)], saw, counts: { files: emitted.files } },
  };
}

function once(problems: readonly CodeProblem[]): readonly CodeProblem[] {
  const seen = new Set<string>();
  return problems.filter((one) => {
    const key = `${one.path}:${one.message}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** In TypeScript other tokens than those at the end of things; in JavaScript a doc comment with a tag. */
function changesTypes(file: FileChange, shapes: Shapes): boolean {
  if (file.operation === 'create') return true;
  if (isScript(file.path)) {
    const { gone, added } = changedComments(shapes);
    return [...gone, ...added].some((one) => one.doc && carriesTypes(one.text));
  }
  const real = (tokens: readonly string[]): string =>
    tokens.filter((token) => token !== ';' && token !== ',').join(' ');
  return real(shapes.old.tokens) !== real(shapes.fresh.tokens);
}

const typeTag =
  /@(?:type|param|arg|argument|returns?|typedef|callback|prop|property|template|this|extends|augments|implements|satisfies|overload|enum|import|class|constructor|throws|yields|public|private|protected|readonly|override)\b/u;

function carriesTypes(text: string): boolean {
  return typeTag.test(text);
}

/** Comments stay. A doc comment that carries types may change, while what it says beside them stays. */
function commentProblems(shapes: Shapes): readonly CodeProblem[] {
  const { path, fresh } = shapes;
  const { gone, added } = changedComments(shapes);
  const words = new Set(added.flatMap((one) => proseOf(one.text)));
  return gone.flatMap((comment) => {
    const isTyped = comment.doc && carriesTypes(comment.text);
    if (isTyped && proseOf(comment.text).every((word) => words.has(word))) return [];
    const line = Math.min(comment.line, fresh.lineStates.length || 1);
    const text = comment.text.replace(/\s+/gu, ' ');
    const said = text.length > 50 ? `${text.slice(0, 49)}\u2026` : text;
    return [{ path, line, message: `a comment is gone, and it was no type: "${said}"` }];
  });
}

/** The words of a doc comment that are no tags and no types. */
function proseOf(text: string): readonly string[] {
  const plain = text
    .replace(/^\/\*\*|\*\/$/gu, ' ')
    .replace(/^\s*\*/gmu, ' ')
    .replace(/@[\w-]+/gu, ' ');
  return withoutBraces(plain).match(/[\p{L}\p{N}_$]{2,}/gu) ?? [];
}

function withoutBraces(text: string): string {
  let depth = 0;
  let kept = '';
  for (const character of text) {
    if (character === '{') depth += 1;
    if (depth === 0) kept += character;
    if (character === '}') depth = Math.max(0, depth - 1);
  }
  return kept;
}

/** JavaScript is what is written: not a token of it may change. */
function scriptProblems({ path, old, fresh }: Shapes): readonly CodeProblem[] {
  if (old.tokens.join('\0') === fresh.tokens.join('\0') && old.tree === fresh.tree) return [];
  const [hunk] = pairTokens(old.tokens, fresh.tokens).hunks;
  const at = Math.min(hunk?.start ?? 0, fresh.tokenLines.length - 1);
  const message = `code changed, and not only types: ${said(old.tokens, fresh.tokens)}`;
  return [{ path, line: fresh.tokenLines[at] ?? 1, message }];
}

function said(old: readonly string[], fresh: readonly string[]): string {
  const [hunk] = pairTokens(old, fresh).hunks;
  if (hunk === undefined) return 'it is read in another way';
  const show = (tokens: readonly string[]): string => {
    const text = tokens.slice(0, 12).join(' ').replace(/\s+/gu, ' ');
    return text.length > 60 ? `${text.slice(0, 59)}\u2026` : text;
  };
  const was = old.slice(hunk.baseStart, hunk.baseEnd);
  const is = fresh.slice(hunk.start, hunk.end);
  if (was.length === 0) return `"${show(is)}" is new`;
  if (is.length === 0) return `"${show(was)}" is gone`;
  return `"${show(was)}" became "${show(is)}"`;
}

interface Emitted {
  readonly problems: readonly CodeProblem[];
  readonly unsure: readonly string[];
  readonly files: number;
}

/**
 * Compares what is written of the changed files, and of those that import them: whether an import is kept, the value
 * of a `const enum` and the types that decorators see depend on other files.
 */
function compareEmitted(
  ts: Ts,
  sides: Sides,
  changes: readonly FileChange[],
  texts: ReadonlyMap<string, Shapes>,
  cancelled: Cancelled,
): Emitted {
  const problems: CodeProblem[] = [];
  const unsure: string[] = [];
  let files = 0;
  const names = changes.map((file) => `${sides.base.root}/${file.path}`);
  const created = changes.filter((file) => file.operation === 'create').map((file) => file.path);
  for (const { before, after } of sides.pairs) {
    for (const name of affectedFiles(ts, before, after, sides.changed, names, cancelled)) {
      if (cancelled()) throw new ts.OperationCanceledException();
      const path = relativeTo(sides.changed, name);
      if (isScript(path) || isDeclarations(path) || /\.json$/i.test(path)) continue;
      const old = emit(ts, before, name);
      const fresh = emit(ts, after, name);
      if (old === undefined && fresh === undefined) continue;
      files += 1;
      if (created.includes(path)) {
        if (fresh !== undefined && !isEmptyModule(shapeOfWritten(ts, fresh))) {
          problems.push({ path, line: 1, message: 'a new file that is more than types' });
        }
        continue;
      }
      if (old === undefined || fresh === undefined) {
        unsure.push(`${path}: the compiler writes no JavaScript for it`);
        continue;
      }
      if (old.text === fresh.text) continue;
      const was = shapeOfWritten(ts, old);
      const is = shapeOfWritten(ts, fresh);
      if (was.tokens.join('\0') === is.tokens.join('\0') && was.tree === is.tree) continue;
      const shapes = texts.get(path);
      const line = lineOf(was.tokens, is.tokens, shapes, sides.changed.read(name) ?? '');
      const where = shapes === undefined ? ' of this file, though it did not change itself,' : '';
      const message = `the JavaScript${where} is not the same any more: ${said(was.tokens, is.tokens)}`;
      problems.push({ path, line, message });
    }
  }
  return { problems, unsure, files };
}

/**
 * Lets a program that was made to write nothing write: a second program of the same files, for these options alone,
 * would be checked all over again. The options are read when something is written, and are put back after it.
 */
function withOptions(program: ts.Program, options: ts.CompilerOptions, act: () => void): void {
  const own = program.getCompilerOptions();
  const kept = { ...own };
  Object.assign(own, options);
  try {
    act();
  } finally {
    for (const name of Object.keys(options)) if (!(name in kept)) Reflect.deleteProperty(own, name);
    Object.assign(own, kept);
  }
}

interface Written {
  readonly name: string;
  readonly text: string;
}

function emit(ts: Ts, program: ts.Program, name: string): Written | undefined {
  const file = program.getSourceFile(name);
  if (file === undefined) return undefined;
  let written: { readonly name: string; readonly text: string } | undefined;
  withOptions(program, emitting, () =>
    program.emit(file, (path, text) => {
      if (/\.[cm]?jsx?$/i.test(path)) written = { name: path, text };
    }),
  );
  return written;
}

/** What is written, without its white space and what comments are never left out. */
function shapeOfWritten(ts: Ts, { name, text }: Written): Shapes['old'] {
  return shapeOf(ts, name.slice(name.lastIndexOf('/') + 1), text);
}

function isEmptyModule({ tokens }: Shapes['old']): boolean {
  const text = tokens.filter((token) => token !== ';').join(' ');
  return [
    '',
    'export { }',
    '"use strict"',
    `"use strict" Object . defineProperty ( exports , "__esModule" , { value : true } )`,
  ].includes(text);
}

/** The place in the source that most likely made the difference: the change that holds what differs. */
function lineOf(
  old: readonly string[],
  fresh: readonly string[],
  shapes: Shapes | undefined,
  text: string,
): number {
  const [hunk] = pairTokens(old, fresh).hunks;
  const token = fresh[hunk?.start ?? 0] ?? '';
  const gone = old[hunk?.baseStart ?? 0] ?? '';
  if (shapes === undefined) {
    const at = text.split('\n').findIndex((line) => token !== '' && line.includes(token));
    return Math.max(0, at) + 1;
  }
  const { hunks } = pairTokens(shapes.old.tokens, shapes.fresh.tokens);
  const holding = hunks.find(
    (one) =>
      shapes.fresh.tokens.slice(one.start, one.end).includes(token) ||
      shapes.old.tokens.slice(one.baseStart, one.baseEnd).includes(gone),
  );
  const at = (holding ?? hunks[0])?.start ?? 0;
  return shapes.fresh.tokenLines[Math.min(at, shapes.fresh.tokenLines.length - 1)] ?? 1;
}
