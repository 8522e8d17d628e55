import type ts from 'typescript';
import type { FileChange } from '../../../core/change.ts';
import type { CodeProblem } from '../../../core/code.ts';
import { affectedFiles } from '../affected.ts';
import type { Ts } from '../parse.ts';
import { relativeTo, type Cancelled } from '../project.ts';
import { shapeOf } from '../shape.ts';
import { pairTokens, type Shapes } from './remarks.ts';
import type { Sides } from './sides.ts';

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

export const isScript = (path: string): boolean => /\.[cm]?jsx?$/i.test(path);
export const isDeclarations = (path: string): boolean => /\.d\.(?:[^./]+\.)?[cm]?ts$/i.test(path);

export interface Emitted {
  readonly problems: readonly CodeProblem[];
  readonly unsure: readonly string[];
  readonly files: number;
}

/**
 * Compares what is written of the changed files, and of those that import them: whether an import is kept, the value
 * of a `const enum` and the types that decorators see depend on other files.
 */
export function compareEmitted(
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
    const isFelt = names.some((name) => isFeltByOthers(ts, before, after, name));
    const affected = isFelt ? affectedFiles(ts, before, after, sides.changed, names, cancelled) : names;
    for (const name of affected) {
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
 * Whether other files may be written in another way when this one changes: where they are told what decorators see,
 * where a `const enum` gives them its values, and where a name becomes or ceases to be one that is there at run time.
 */
function isFeltByOthers(ts: Ts, before: ts.Program, after: ts.Program, name: string): boolean {
  if (after.getCompilerOptions().emitDecoratorMetadata === true) return true;
  const old = before.getSourceFile(name);
  const fresh = after.getSourceFile(name);
  if (old === undefined && fresh === undefined) return false;
  if (old === undefined || fresh === undefined) return true;
  const speaksToAll = (file: ts.SourceFile): boolean =>
    !ts.isExternalModule(file) || /\b(?:const\s+enum|declare\s+(?:module|global))\b/u.test(file.text);
  if (speaksToAll(old) || speaksToAll(fresh)) return true;
  return valuesOf(ts, before, old) !== valuesOf(ts, after, fresh);
}

/** The names that a module exports and that are there at run time. */
function valuesOf(ts: Ts, program: ts.Program, file: ts.SourceFile): string {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(file);
  if (module === undefined) return '';
  const values = checker.getExportsOfModule(module).filter((one) => {
    const isAlias = (one.flags & ts.SymbolFlags.Alias) !== 0;
    const origin = isAlias ? checker.getAliasedSymbol(one) : one;
    return (origin.flags & ts.SymbolFlags.Value) !== 0;
  });
  return values
    .map((one) => one.name)
    .sort()
    .join(' ');
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

/** What became of some tokens, in a few words. */
export function said(old: readonly string[], fresh: readonly string[]): string {
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
