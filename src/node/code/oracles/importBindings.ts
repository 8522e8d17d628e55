import type ts from 'typescript';
import type { CodeProblem } from '../../../core/code.ts';
import type { Ts } from '../parse.ts';
import { isOwn, relativeTo } from '../project.ts';
import type { View } from '../view.ts';
import { isImportStatement, localNames, moduleOf, type ImportStatement } from './importTexts.ts';
import { lineAt } from './remarks.ts';
import type { Pair, Sides } from './sides.ts';
import { onceEach } from '../problems.ts';

/** What a name of a file stands for, in the end of all imports and re-exports. */
interface Target {
  /** Equal for the same declarations, on both sides of the change; undefined where nothing is known of them. */
  readonly declared: string | undefined;
  /** Module and name as they are written, where the name is an import. */
  readonly written: { readonly module: string; readonly name: string } | undefined;
}

export interface BoundImports {
  readonly problems: readonly CodeProblem[];
  readonly unsure: readonly string[];
  /** How many uses were compared. */
  readonly names: number;
}

/**
 * Compares what each use of an imported name is bound to, before and after (contracts rule 52). Outside of imports
 * both texts are the same, so the uses of one are the uses of the other, in order.
 */
export function boundImports(
  ts: Ts,
  sides: Sides,
  pair: Pair,
  path: string,
  changedPaths: readonly string[],
): BoundImports {
  const name = `${sides.base.root}/${path}`;
  const old = pair.before.getSourceFile(name);
  const fresh = pair.after.getSourceFile(name);
  if (old === undefined || fresh === undefined) {
    return { problems: [], unsure: [`${path}: the compiler does not see it`], names: 0 };
  }
  const imports = [...importsOf(ts, old), ...importsOf(ts, fresh)];
  const names = new Set(imports.flatMap((one) => localNames(ts, one)));
  const factories = factoryNames(ts, pair.before.getCompilerOptions(), old);
  const before = usesOf(ts, old, names);
  const now = usesOf(ts, fresh, names);
  const problems: CodeProblem[] = [];
  const unsure: string[] = [];
  if (before.length !== now.length) {
    return { problems, unsure: [`${path}: its names cannot be paired`], names: 0 };
  }
  const was = openTargets(ts, pair.before, sides.base, changedPaths);
  const is = openTargets(ts, pair.after, sides.changed, changedPaths);
  const judge = (text: string, a: Target, b: Target, line: number): void => {
    const verdict = compare(text, a, b);
    if (verdict === undefined) return;
    if (verdict.isSure) problems.push({ path, line, message: verdict.message });
    else unsure.push(`${path}, line ${line}: ${verdict.message}`);
  };
  for (const [at, node] of before.entries()) {
    const other = now[at];
    if (other === undefined) continue;
    judge(node.text, was.of(node), is.of(other), lineAt(fresh, other.getStart(fresh)));
  }
  for (const factory of factories) {
    if (!names.has(factory)) continue;
    judge(factory, was.named(old, factory), is.named(fresh, factory), 1);
  }
  return {
    problems: onceEach(problems, (one) => one.message),
    unsure: [...new Set(unsure)],
    names: before.length,
  };
}

function importsOf(ts: Ts, file: ts.SourceFile): readonly ImportStatement[] {
  return file.statements.filter((one) => isImportStatement(ts, one));
}

/** Names that JSX stands for without saying them. */
function factoryNames(ts: Ts, options: ts.CompilerOptions, file: ts.SourceFile): readonly string[] {
  const isClassic = options.jsx === ts.JsxEmit.React || options.jsx === ts.JsxEmit.ReactNative;
  const isKept = options.jsx === ts.JsxEmit.Preserve;
  const pragma = /@jsx(?:Frag)?\s+([\w$]+)/gu;
  const asked = [...file.text.matchAll(pragma)].map((match) => match[1] ?? '');
  if (!isClassic && !isKept && asked.length === 0) return [];
  let hasJsx = false;
  const visit = (node: ts.Node): void => {
    hasJsx ||= ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node);
    if (!hasJsx) ts.forEachChild(node, visit);
  };
  visit(file);
  if (!hasJsx) return [];
  const root = (name: string | undefined): string => (name ?? '').split('.')[0] ?? '';
  const factory = root(options.jsxFactory) || options.reactNamespace || 'React';
  return [...new Set([...asked, factory, root(options.jsxFragmentFactory)])].filter((one) => one !== '');
}

/** Every use of one of these names outside of imports, in the order of the text. */
function usesOf(ts: Ts, file: ts.SourceFile, names: ReadonlySet<string>): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const isScript = /\.[cm]?jsx?$/i.test(file.fileName);
  const visit = (node: ts.Node): void => {
    if (node.parent === file && isImportStatement(ts, node)) return;
    if (ts.isIdentifier(node) && names.has(node.text)) found.push(node);
    // In JavaScript doc comments are where types stand.
    const { jsDoc } = node as ts.Node & { readonly jsDoc?: readonly ts.Node[] };
    if (isScript) for (const doc of jsDoc ?? []) visit(doc);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function compare(
  text: string,
  was: Target,
  is: Target,
): { readonly isSure: boolean; readonly message: string } | undefined {
  if (was.declared !== undefined && is.declared !== undefined) {
    if (was.declared === is.declared) return undefined;
    const { written } = is;
    const now =
      written === undefined ? 'comes from no import now' : `is ${written.name} of '${written.module}' now`;
    return { isSure: true, message: `${text} is bound to something else: it ${now}` };
  }
  const [a, b] = [was.written, is.written];
  if (a === undefined && b === undefined) return undefined;
  if (a === undefined || b === undefined) {
    const message =
      b === undefined ? `${text} is used, and its import is gone` : `${text} was no import, and is one now`;
    // What no project resolves may still be a global on the side without an import.
    return { isSure: true, message };
  }
  if (a.module === b.module && a.name === b.name) return undefined;
  if (a.module === b.module) {
    const message = `${text} was ${a.name} of '${a.module}' and is ${b.name} of it now`;
    return { isSure: true, message };
  }
  const message = `${text} came from '${a.module}' and comes from '${b.module}' now, and what is there is not known here`;
  return { isSure: false, message };
}

function openTargets(ts: Ts, program: ts.Program, view: View, changedPaths: readonly string[]) {
  const checker = program.getTypeChecker();
  const counts = new Map<ts.SourceFile, readonly number[]>();
  /** Starts of the statements that are no imports: by them a place is the same before and after. */
  const startsOf = (file: ts.SourceFile): readonly number[] => {
    const known =
      counts.get(file) ??
      file.statements.filter((one) => !isImportStatement(ts, one)).map((one) => one.getStart(file));
    counts.set(file, known);
    return known;
  };
  const keyOf = (node: ts.Declaration): string => {
    const file = node.getSourceFile();
    if (ts.isSourceFile(node)) return `module ${file.fileName}`;
    const start = node.getStart(file);
    if (!isOwn(view, file) || !changedPaths.includes(relativeTo(view, file.fileName))) {
      return `${file.fileName}@${start}`;
    }
    const starts = startsOf(file);
    const at = starts.filter((one) => one <= start).length - 1;
    const tokens = file.text.slice(starts[at] ?? 0, start).replace(/\s+/gu, '').length;
    return `${file.fileName}#${at}+${tokens}`;
  };
  const resolve = (symbol: ts.Symbol | undefined): Target => {
    if (symbol === undefined) return { declared: undefined, written: undefined };
    const importing = symbol.declarations?.find((one) => importHolding(ts, one) !== undefined);
    const written = importing === undefined ? undefined : writtenOf(ts, importing);
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
    const declarations = checker.isUnknownSymbol(target) ? [] : (target.declarations ?? []);
    // One declaration stands for many modules: `declare module '*.css'`.
    const isPattern = declarations.some((one) => isInPattern(ts, one));
    const keys = declarations.map(keyOf).sort();
    if (keys.length === 0) return { declared: undefined, written };
    const suffix = isPattern && written !== undefined ? ` of ${written.module}` : '';
    return { declared: `${[...new Set(keys)].join(' ')}${suffix}`, written };
  };
  const symbolAt = (node: ts.Identifier): ts.Symbol | undefined => {
    const { parent } = node;
    if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) {
      return checker.getShorthandAssignmentValueSymbol(parent);
    }
    if (ts.isExportSpecifier(parent) && parent.parent.parent.moduleSpecifier === undefined) {
      const own = parent.propertyName ?? parent.name;
      if (own === node) return checker.getExportSpecifierLocalTargetSymbol(parent);
    }
    return checker.getSymbolAtLocation(node);
  };
  return {
    of: (node: ts.Identifier): Target => resolve(symbolAt(node)),
    named(file: ts.SourceFile, name: string): Target {
      const inner = file.endOfFileToken;
      return resolve(checker.resolveName(name, inner, ts.SymbolFlags.Value | ts.SymbolFlags.Alias, false));
    },
  };
}

function isInPattern(ts: Ts, node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isModuleDeclaration(at) && ts.isStringLiteral(at.name)) return at.name.text.includes('*');
  }
  return false;
}

function importHolding(ts: Ts, node: ts.Node): ImportStatement | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (isImportStatement(ts, at)) return at;
    if (ts.isStatement(at)) return undefined;
  }
  return undefined;
}

function writtenOf(ts: Ts, node: ts.Declaration): { module: string; name: string } | undefined {
  const statement = importHolding(ts, node);
  if (statement === undefined) return undefined;
  const module = moduleOf(ts, statement);
  if (ts.isImportSpecifier(node)) return { module, name: (node.propertyName ?? node.name).text };
  if (ts.isNamespaceImport(node)) return { module, name: '*' };
  if (ts.isImportEqualsDeclaration(node)) return { module, name: '=' };
  return { module, name: 'default' };
}
