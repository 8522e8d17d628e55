import type ts from 'typescript';
import type { Ts } from '../parse.ts';
import { written } from './written.ts';

type Found = (value: string, node: ts.Node) => void;

/** The names that a file exports, each where it is exported: statements of the file itself, not of its namespaces. */
export function exportsOf(ts: Ts, source: ts.SourceFile, found: Found): void {
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (clause === undefined) continue;
      if (ts.isNamespaceExport(clause)) nameOf(ts, clause.name, found);
      else for (const element of clause.elements) nameOf(ts, element.name, found);
    } else if (ts.isExportAssignment(statement)) {
      if (statement.isExportEquals === true) continue;
      const word = statement.getChildren().find((child) => child.kind === ts.SyntaxKind.DefaultKeyword);
      if (word !== undefined) found('default', word);
    } else if (
      ts.canHaveModifiers(statement) &&
      modifier(ts, statement, ts.SyntaxKind.ExportKeyword) !== undefined
    ) {
      const byDefault = modifier(ts, statement, ts.SyntaxKind.DefaultKeyword);
      if (byDefault !== undefined) found('default', byDefault);
      else declaredBy(ts, statement, found);
    } else if (ts.isExpressionStatement(statement)) assignedBy(ts, statement.expression, found);
    else if (ts.isVariableStatement(statement)) {
      for (const { initializer } of statement.declarationList.declarations) {
        if (initializer !== undefined) assignedBy(ts, initializer, found);
      }
    }
  }
}

function nameOf(ts: Ts, name: ts.Node, found: Found): void {
  if (ts.isStringLiteral(name)) found(written(name), name);
  else if (ts.isIdentifier(name)) found(name.text, name);
}

function modifier(ts: Ts, node: ts.HasModifiers, kind: ts.SyntaxKind): ts.Node | undefined {
  return ts.getModifiers(node)?.find((one) => one.kind === kind);
}

function declaredBy(ts: Ts, statement: ts.Statement, found: Found): void {
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations) bindingOf(ts, name, found);
  } else if (ts.isModuleDeclaration(statement)) {
    if (ts.isIdentifier(statement.name)) found(statement.name.text, statement.name);
  } else if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement)
  ) {
    if (statement.name !== undefined) found(statement.name.text, statement.name);
  }
}

function bindingOf(ts: Ts, name: ts.BindingName, found: Found): void {
  if (ts.isIdentifier(name)) found(name.text, name);
  else {
    for (const element of name.elements) if (ts.isBindingElement(element)) bindingOf(ts, element.name, found);
  }
}

/** `exports.x = exports.y = ...` and `module.exports = { x }`. */
function assignedBy(ts: Ts, expression: ts.Expression, found: Found): void {
  let at = expression;
  while (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left, right } = at;
    const isModule = left.getText().replace(/\s/g, '') === 'module.exports';
    if (isModule && ts.isObjectLiteralExpression(right)) {
      for (const property of right.properties)
        if (property.name !== undefined) nameOf(ts, property.name, found);
    } else if (ts.isPropertyAccessExpression(left)) {
      const owner = left.expression.getText().replace(/\s/g, '');
      if (owner === 'exports' || owner === 'module.exports') found(left.name.text, left.name);
    }
    at = right;
  }
}
