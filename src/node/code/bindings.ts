import type ts from 'typescript';
import type { NewName } from '../../core/code.ts';
import { meaningOf, textOf } from './meaning.ts';
import type { Ts } from './parse.ts';
import { isOwn, relativeTo } from './project.ts';
import { leavesOf } from './shape.ts';
import type { Union } from './union.ts';
import type { View } from './view.ts';

/** How tokens of a changed file are numbered, so that both sides of a change speak of the same one. */
export interface Numbering {
  /** The base's token for a token of this side, and whether it is the property of a shorthand written out. */
  tokenOf(index: number): { readonly index: number; readonly isProperty: boolean } | undefined;
}

/** One name in one file. `place` is the same on both sides of a change. */
export interface Bound {
  readonly path: string;
  readonly place: string;
  readonly line: number;
  readonly text: string;
  /** Keys of the declarations it is bound to; empty where it is bound to nothing that is known. */
  readonly value: readonly string[];
  /** Of a shorthand, or of the property of one that was written out. */
  readonly property: readonly string[] | undefined;
  /** True for `x.name`, which is bound only where the type of `x` is known. */
  readonly isAccess: boolean;
  /** True for a property that is read from a value of which the type says nothing (`any`, `unknown`). */
  readonly isOpen: boolean;
}

export interface BindingsInput {
  readonly ts: Ts;
  readonly program: ts.Program;
  readonly view: View;
  readonly names: NewName;
  /** Numberings of the changed files, by path. In the others a place is an offset. */
  readonly numberings: ReadonlyMap<string, Numbering>;
  /** Filled with what has to be renamed together; only the base is asked for it. */
  readonly family?: Union;
  /** As `family`, and with what may be renamed along. */
  readonly wide?: Union;
}

/** Every place of the project's own files that says the old or the new name, with what it is bound to. */
export function bindings(input: BindingsInput): readonly Bound[] {
  const { ts, program, view, names } = input;
  const checker = program.getTypeChecker();
  const word = wordPattern([names.symbol, names.to]);
  const numbers = new Map<string, ReadonlyMap<number, number>>();
  const found: Bound[] = [];
  for (const file of program.getSourceFiles()) {
    if (!isOwn(view, file) || !word.test(file.text)) continue;
    const path = relativeTo(view, file.fileName);
    if (input.numberings.has(path)) numbers.set(path, numbersOf(ts, file));
  }
  const placeOf = (path: string, offset: number): { place: string; isProperty: boolean } => {
    const numbering = input.numberings.get(path);
    if (numbering === undefined) return { place: `@${offset}`, isProperty: false };
    const index = numbers.get(path)?.get(offset);
    const token = index === undefined ? undefined : numbering.tokenOf(index);
    return token === undefined
      ? { place: `?${offset}`, isProperty: false }
      : { place: `#${token.index}`, isProperty: token.isProperty };
  };
  const keyOf = (declaration: ts.Declaration): string => {
    const name = ts.getNameOfDeclaration(declaration) ?? declaration;
    const file = declaration.getSourceFile();
    if (!isOwn(view, file)) return `${file.fileName}@${name.pos}`;
    const path = relativeTo(view, file.fileName);
    const { place, isProperty } = placeOf(path, name.getStart(file));
    const property = isProperty || ts.isShorthandPropertyAssignment(declaration);
    return `${path}${place}${property ? 'p' : ''}`;
  };
  const keysOf = (symbols: readonly ts.Symbol[]): readonly string[] => [
    ...new Set(symbols.flatMap((symbol) => (symbol.declarations ?? []).map(keyOf))),
  ];
  for (const file of program.getSourceFiles()) {
    if (!isOwn(view, file) || !word.test(file.text)) continue;
    const path = relativeTo(view, file.fileName);
    visitNames(ts, file, names, (node) => {
      const start = node.getStart(file);
      const { place, isProperty } = placeOf(path, start);
      const meaning = meaningOf(ts, checker, node);
      const value = keysOf(meaning.value);
      const property = keysOf(meaning.property);
      const shorthand = isShorthand(ts, node);
      found.push({
        path,
        place,
        line: file.getLineAndCharacterOfPosition(start).line + 1,
        text: textOf(ts, node),
        value: isProperty ? [] : value,
        property: isProperty ? value : shorthand ? property : undefined,
        isAccess: ts.isPropertyAccessExpression(node.parent) && node.parent.name === node,
        isOpen: isOpen(ts, checker, node),
      });
      if (input.family === undefined || input.wide === undefined || textOf(ts, node) !== names.symbol) return;
      for (const keys of [value, property]) joinAll(keys, [input.family, input.wide]);
      joinAlias(ts, checker, meaning.value, names.symbol, keysOf, input.family, input.wide);
    });
    if (input.family !== undefined && input.wide !== undefined) {
      const both = [input.family, input.wide];
      joinHeritage(ts, checker, file, names.symbol, (symbols) => joinAll(keysOf(symbols), both));
    }
  }
  return found;
}

export function wordPattern(names: readonly string[]): RegExp {
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}_$])(?:${escaped.join('|')})(?![\\p{L}\\p{N}_$])`, 'u');
}

/** A token that names something: an identifier, or a property name in quotes. */
export function isNameToken(ts: Ts, node: ts.Node): boolean {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return true;
  if (!ts.isStringLiteralLike(node)) return false;
  const { parent } = node;
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node;
  if (ts.isLiteralTypeNode(parent)) {
    return ts.isIndexedAccessTypeNode(parent.parent) && parent.parent.indexType === parent;
  }
  return 'name' in parent && parent.name === node && !ts.isModuleDeclaration(parent);
}

/** `{ a }` in a literal or a pattern. */
export function isShorthand(ts: Ts, node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  return (
    ts.isBindingElement(parent) &&
    ts.isObjectBindingPattern(parent.parent) &&
    parent.name === node &&
    parent.propertyName === undefined &&
    parent.dotDotDotToken === undefined
  );
}

/** `x.name`, `x['name']`, `const { name } = x` and `const { name: y } = x`, where nothing is known of `x`. */
function isOpen(ts: Ts, checker: ts.TypeChecker, node: ts.Node): boolean {
  const { parent } = node;
  const isNamed = ts.isPropertyAccessExpression(parent) && parent.name === node;
  const isElement = ts.isElementAccessExpression(parent) && parent.argumentExpression === node;
  const isTaken = ts.isBindingElement(parent) && (parent.propertyName === node || isShorthand(ts, node));
  const from = isNamed || isElement ? parent.expression : isTaken ? parent.parent : undefined;
  if (from === undefined) return false;
  return (checker.getTypeAtLocation(from).flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}

/** Whether a name is that of a member, which any value may be of whose type nothing is known. */
export function namesMember(ts: Ts, name: ts.Node): boolean {
  const { parent } = name;
  const isParameterProperty =
    ts.isParameter(parent) && ts.isParameterPropertyDeclaration(parent, parent.parent);
  return (
    isParameterProperty ||
    ts.isClassElement(parent) ||
    ts.isTypeElement(parent) ||
    ts.isObjectLiteralElementLike(parent) ||
    ts.isEnumMember(parent)
  );
}

function visitNames(ts: Ts, file: ts.SourceFile, names: NewName, act: (node: ts.Node) => void): void {
  const visit = (node: ts.Node): void => {
    if (isNameToken(ts, node)) {
      const text = textOf(ts, node);
      if (text === names.symbol || text === names.to) act(node);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
}

/** Index of each token that counts, by its offset. */
function numbersOf(ts: Ts, file: ts.SourceFile): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  for (const leaf of leavesOf(ts, file).leaves) if (leaf.counts) numbers.set(leaf.start, numbers.size);
  return numbers;
}

function joinAll(keys: readonly string[], unions: readonly Union[]): void {
  const [first] = keys;
  if (first === undefined) return;
  for (const union of unions) for (const key of keys) union.join(first, key);
}

/**
 * `import { a }` and `export { a }` are the name they bring along: both go or the old name lives on as an alias. A
 * default import chose its own name, and may keep it or go along.
 */
function joinAlias(
  ts: Ts,
  checker: ts.TypeChecker,
  symbols: readonly ts.Symbol[],
  name: string,
  keysOf: (symbols: readonly ts.Symbol[]) => readonly string[],
  family: Union,
  wide: Union,
): void {
  for (const symbol of symbols) {
    if ((symbol.flags & ts.SymbolFlags.Alias) === 0) continue;
    const [own] = keysOf([symbol]);
    if (own === undefined) continue;
    const isPlain = symbol.declarations?.some(
      (one) => (ts.isImportSpecifier(one) || ts.isExportSpecifier(one)) && one.propertyName === undefined,
    );
    const origin = checker.getImmediateAliasedSymbol(symbol);
    if (isPlain === true && origin !== undefined) for (const key of keysOf([origin])) family.join(own, key);
    for (let at = origin; at !== undefined; at = immediate(ts, checker, at)) {
      const isNamed = at.declarations?.some((one) => ts.getNameOfDeclaration(one)?.getText() === name);
      if (isPlain === true || isNamed === true) for (const key of keysOf([at])) wide.join(own, key);
    }
  }
}

function immediate(ts: Ts, checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol | undefined {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? undefined : checker.getImmediateAliasedSymbol(symbol);
}

/** Members of one name along `extends` and `implements` are one member. */
function joinHeritage(
  ts: Ts,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  name: string,
  join: (symbols: readonly ts.Symbol[]) => void,
): void {
  const visit = (node: ts.Node): void => {
    if ((ts.isClassLike(node) || ts.isInterfaceDeclaration(node)) && node.heritageClauses !== undefined) {
      const bases = node.heritageClauses.flatMap((clause) => clause.types);
      const inherited = bases.map((base) => checker.getTypeAtLocation(base).getProperty(name));
      const statics = bases.map((base) => checker.getTypeAtLocation(base.expression).getProperty(name));
      const members = node.members.filter(
        (member) => member.name !== undefined && textOf(ts, member.name) === name,
      );
      for (const [isStatic, found] of [
        [false, inherited],
        [true, statics],
      ] as const) {
        const own = members
          .filter((member) => isStaticMember(ts, member) === isStatic)
          .map((member) =>
            member.name === undefined ? undefined : checker.getSymbolAtLocation(member.name),
          );
        const parameters = isStatic ? [] : parameterProperties(ts, checker, node, name);
        const all = [...own, ...parameters, ...found].filter((symbol) => symbol !== undefined);
        if (isStatic && own.length === 0) continue;
        join(all.flatMap((symbol) => checker.getRootSymbols(symbol)));
      }
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
}

function isStaticMember(ts: Ts, member: ts.Node): boolean {
  return (ts.getCombinedModifierFlags(member as ts.Declaration) & ts.ModifierFlags.Static) !== 0;
}

function parameterProperties(
  ts: Ts,
  checker: ts.TypeChecker,
  node: ts.ClassLikeDeclaration | ts.InterfaceDeclaration,
  name: string,
): readonly (ts.Symbol | undefined)[] {
  return node.members.flatMap((member) => {
    if (!ts.isConstructorDeclaration(member)) return [];
    return member.parameters
      .filter((one) => ts.isParameterPropertyDeclaration(one, member) && textOf(ts, one.name) === name)
      .map((one) => checker.getSymbolAtLocation(one.name));
  });
}
