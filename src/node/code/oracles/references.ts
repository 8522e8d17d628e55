import type ts from 'typescript';
import { isNameToken, namesMember, wordPattern } from '../bindings.ts';
import { meaningOf, textOf } from '../meaning.ts';
import type { Ts } from '../parse.ts';
import { isOwn, programOf, relativeTo } from '../project.ts';
import type { Source } from '../protocol.ts';
import { configsOfName } from '../renameProjects.ts';
import { nameOnLine } from '../renameSpans.ts';
import type { View } from '../view.ts';
import { pathsOf } from '../workspaces.ts';
import type { Compiler } from './oracle.ts';
import { lineAt } from './remarks.ts';

export interface RemoveTarget {
  readonly path: string;
  readonly line: number;
  readonly symbol: string;
}

/** One file of the project as it was, with every place in it that means the target. */
export interface Referring {
  readonly path: string;
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  /** The names, in the order of the text; those of the declarations too. */
  readonly names: readonly ts.Node[];
}

export interface References {
  /** Every own file of every project that may know the target, by path. */
  readonly files: ReadonlyMap<string, Referring>;
  /** Names of the declarations, as `path@offset`. */
  readonly declared: ReadonlySet<string>;
  readonly isMember: boolean;
  /** Places that may mean the target, and of which nothing is known. */
  readonly unsure: readonly string[];
}

export function placeOf(path: string, node: ts.Node): string {
  return `${path}@${node.getStart()}`;
}

/**
 * Everything that means a declaration, in the projects that hold it and in files outside of them that say its name
 * (contracts rule 57); a sentence with the reason where there is no such declaration.
 */
export function findReferences(
  { ts, workspaces }: Compiler,
  source: Source,
  target: RemoveTarget,
  paths: readonly string[],
): References | string {
  const view = workspaces.view(source);
  // A default export is imported under any name, but its file is named.
  const stem = target.path.replace(/(?:\/index)?\.[^/]*$/u, '').replace(/^.*\//u, '');
  const configs = configsOfName(ts, workspaces, source, view, { ...target, to: stem }, paths);
  const files = new Map<string, Referring>();
  const declared = new Set<string>();
  const unsure: string[] = [];
  let isMember = false;
  const programs = configs.map((config) => programOf(workspaces.project(source, view, config, 'before')));
  for (const program of programs) {
    const file = program.getSourceFile(`${view.root}/${target.path}`);
    const name = file === undefined ? undefined : nameOnLine(ts, file, target.line, target.symbol);
    if (name === undefined || !isDeclarationName(ts, name)) continue;
    isMember ||= namesMember(ts, name);
    for (const symbol of meaningOf(ts, program.getTypeChecker(), name).value) {
      for (const one of originOf(ts, program.getTypeChecker(), symbol).declarations ?? []) {
        const made = nameOf(ts, one);
        if (!isOwn(view, one.getSourceFile()))
          return `${target.symbol} is also declared outside this project`;
        declared.add(placeOf(relativeTo(view, one.getSourceFile().fileName), made));
      }
    }
  }
  if (declared.size === 0) {
    return `no declaration of ${target.symbol} stands on line ${target.line} of ${target.path}`;
  }
  for (const program of programs) {
    const checker = program.getTypeChecker();
    const own = program.getSourceFiles().filter((file) => isOwn(view, file));
    const means = (symbol: ts.Symbol | undefined): boolean => {
      if (symbol === undefined) return false;
      const origin = originOf(ts, checker, symbol);
      return [symbol, origin].some((one) =>
        (one.declarations ?? []).some(
          (made) =>
            isOwn(view, made.getSourceFile()) &&
            declared.has(placeOf(relativeTo(view, made.getSourceFile().fileName), nameOf(ts, made))),
        ),
      );
    };
    const names = aliasesOf(ts, checker, own, target.symbol, means);
    const word = wordPattern([...names]);
    for (const file of own) {
      const path = relativeTo(view, file.fileName);
      if (files.has(path)) continue;
      const found: ts.Node[] = [];
      if (word.test(file.text)) {
        const visit = (node: ts.Node): void => {
          if (isNameToken(ts, node) && names.has(textOf(ts, node))) {
            const { value, property } = meaningOf(ts, checker, node);
            if ([...value, ...property].some(means)) found.push(node);
            else if (
              value.length === 0 &&
              textOf(ts, node) === target.symbol &&
              isOpen(ts, checker, node, isMember)
            ) {
              unsure.push(
                `${path}, line ${lineAt(file, node.getStart(file))}: what ${target.symbol} belongs to is not known`,
              );
            }
          }
          ts.forEachChild(node, visit);
        };
        ts.forEachChild(file, visit);
      }
      files.set(path, { path, file, checker, names: found });
    }
  }
  return {
    files,
    declared,
    isMember,
    unsure: [...unsure, ...unreadable(view, pathsOf(source), target.symbol)],
  };
}

/** What an alias stands for in the end; any other symbol is itself. */
export function originOf(ts: Ts, checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** The name of a declaration, or, where it has none, the declaration. */
export function nameOf(ts: Ts, declaration: ts.Declaration): ts.Node {
  return ts.getNameOfDeclaration(declaration) ?? declaration;
}

function isDeclarationName(ts: Ts, name: ts.Node): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) {
    const assignment = parent.parent;
    return ts.isBinaryExpression(assignment) && assignment.left === parent;
  }
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent)) return false;
  return 'name' in parent && parent.name === name;
}

/** Every name that the target goes by: those that imports and exports give it, too. */
function aliasesOf(
  ts: Ts,
  checker: ts.TypeChecker,
  files: readonly ts.SourceFile[],
  symbol: string,
  means: (symbol: ts.Symbol | undefined) => boolean,
): ReadonlySet<string> {
  const names = new Set([symbol]);
  const add = (name: ts.Node | undefined): void => {
    if (name !== undefined && means(checker.getSymbolAtLocation(name))) names.add(textOf(ts, name));
  };
  for (const file of files) {
    for (const statement of file.statements) {
      if (ts.isImportDeclaration(statement)) {
        const clause = statement.importClause;
        add(clause?.name);
        const bindings = clause?.namedBindings;
        if (bindings !== undefined && ts.isNamedImports(bindings)) {
          for (const one of bindings.elements) if (one.propertyName !== undefined) add(one.name);
        }
      } else if (ts.isImportEqualsDeclaration(statement)) add(statement.name);
      else if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined) {
        if (!ts.isNamedExports(statement.exportClause)) continue;
        for (const one of statement.exportClause.elements) if (one.propertyName !== undefined) add(one.name);
      } else if (ts.isVariableStatement(statement) && /\.[cm]?jsx?$/i.test(file.fileName)) {
        for (const one of statement.declarationList.declarations) {
          if (ts.isIdentifier(one.name)) add(one.name);
          else for (const element of one.name.elements) if (ts.isBindingElement(element)) add(element.name);
        }
      }
    }
  }
  names.delete('default');
  return names;
}

/** `x.name` where nothing is known of `x`; of what is no member only where `x` is a module that was asked for. */
function isOpen(ts: Ts, checker: ts.TypeChecker, node: ts.Node, isMember: boolean): boolean {
  const { parent } = node;
  const isNamed = ts.isPropertyAccessExpression(parent) && parent.name === node;
  const isElement = ts.isElementAccessExpression(parent) && parent.argumentExpression === node;
  const isTaken = ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node;
  const from = isNamed || isElement ? parent.expression : isTaken ? parent.parent : undefined;
  if (from === undefined) return false;
  if ((checker.getTypeAtLocation(from).flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) === 0) return false;
  return isMember || /\b(?:require|import)\s*\(/u.test(node.getSourceFile().text);
}

/** Component files are written with TypeScript too, and nobody here can bind what they say. */
function unreadable(view: View, paths: readonly string[], symbol: string): readonly string[] {
  const word = wordPattern([symbol]);
  return paths
    .filter(
      (path) => /\.(?:vue|svelte|astro)$/i.test(path) && word.test(view.read(`${view.root}/${path}`) ?? ''),
    )
    .map((path) => `${path} says ${symbol}, and its names cannot be bound here`);
}
