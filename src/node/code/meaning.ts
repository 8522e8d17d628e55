import type ts from 'typescript';
import type { Ts } from './parse.ts';

/**
 * What a name stands for: the declarations it is bound to. In a shorthand it is two things at once, the property
 * and the variable; everywhere else it has a value only.
 */
export interface Meaning {
  readonly value: readonly ts.Symbol[];
  readonly property: readonly ts.Symbol[];
}

const nothing: readonly ts.Symbol[] = [];

/** Asks the checker what a name is bound to, without following imports: an imported name is its import. */
export function meaningOf(ts: Ts, checker: ts.TypeChecker, node: ts.Node): Meaning {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) {
    const value = checker.getShorthandAssignmentValueSymbol(parent);
    return { value: rootsOf(checker, value), property: propertyOf(ts, checker, node, parent.parent) };
  }
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    if (parent.propertyName === node) {
      return { value: ofPattern(checker, parent.parent, node), property: nothing };
    }
    if (parent.name === node && parent.propertyName === undefined && parent.dotDotDotToken === undefined) {
      const value = rootsOf(checker, checker.getSymbolAtLocation(node));
      return { value, property: ofPattern(checker, parent.parent, node) };
    }
  }
  const container = parent.parent;
  const isMember =
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isAccessor(parent)) &&
    parent.name === node &&
    ts.isObjectLiteralExpression(container);
  const isAttribute = ts.isJsxAttribute(parent) && parent.name === node;
  if (isMember || isAttribute) {
    return { value: propertyOf(ts, checker, node, container as ts.Expression), property: nothing };
  }
  if (ts.isExportSpecifier(parent) && parent.propertyName === undefined && parent.name === node) {
    const own = checker.getSymbolAtLocation(node);
    const local =
      parent.parent.parent.moduleSpecifier === undefined
        ? checker.getExportSpecifierLocalTargetSymbol(parent)
        : undefined;
    return { value: [...rootsOf(checker, own), ...rootsOf(checker, local)], property: nothing };
  }
  return { value: rootsOf(checker, checker.getSymbolAtLocation(node)), property: nothing };
}

/** A property of an object literal is itself, and what the place expects under this name. */
function propertyOf(
  ts: Ts,
  checker: ts.TypeChecker,
  node: ts.Node,
  literal: ts.Expression,
): readonly ts.Symbol[] {
  const own = checker.getSymbolAtLocation(node);
  const destructured =
    ts.isIdentifier(node) && isAssignmentPattern(ts, literal)
      ? checker.getPropertySymbolOfDestructuringAssignment(node)
      : undefined;
  const expected = checker.getContextualType(literal);
  const name = textOf(ts, node);
  const wanted = expected === undefined ? undefined : checker.getPropertyOfType(expected, name);
  const members =
    expected?.isUnion() === true ? expected.types.map((type) => checker.getPropertyOfType(type, name)) : [];
  const all = [...rootsOf(checker, own), ...rootsOf(checker, destructured), ...rootsOf(checker, wanted)];
  return unique([...all, ...members.flatMap((member) => rootsOf(checker, member))]);
}

/** `({ a } = b)`: an object literal that is written to. */
function isAssignmentPattern(ts: Ts, literal: ts.Expression): boolean {
  const { parent } = literal;
  return (
    (ts.isBinaryExpression(parent) &&
      parent.left === literal &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) ||
    (ts.isForOfStatement(parent) && parent.initializer === literal)
  );
}

function ofPattern(
  checker: ts.TypeChecker,
  pattern: ts.ObjectBindingPattern,
  node: ts.Node,
): readonly ts.Symbol[] {
  const type = checker.getTypeAtLocation(pattern);
  return rootsOf(checker, checker.getPropertyOfType(type, node.getText().replace(/^['"]|['"]$/g, '')));
}

/** The symbols that a synthetic one, as of a union or a mapped type, is made of. */
function rootsOf(checker: ts.TypeChecker, symbol: ts.Symbol | undefined): readonly ts.Symbol[] {
  if (symbol === undefined || checker.isUnknownSymbol(symbol) || checker.isUndefinedSymbol(symbol))
    return nothing;
  return unique(checker.getRootSymbols(symbol).flatMap((root) => (root.declarations?.length ? [root] : [])));
}

function unique<T>(rows: readonly T[]): readonly T[] {
  return [...new Set(rows)];
}

export function textOf(ts: Ts, node: ts.Node): string {
  return ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isStringLiteralLike(node)
    ? node.text
    : '';
}
