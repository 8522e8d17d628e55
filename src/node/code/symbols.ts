import type ts from 'typescript';
import type { CodeSymbol } from '../../core/code.ts';
import { givesValue, parameterNames, parseSource, type Ts } from './parse.ts';

type Kind = CodeSymbol['kind'];

interface Found {
  readonly name: string;
  readonly nameNode: ts.Node;
  readonly node: ts.Node;
  readonly kind: Kind;
  readonly container: string | undefined;
  readonly exported: boolean;
  readonly signature: ts.SignatureDeclaration | undefined;
}

/**
 * The named things of a TypeScript or JavaScript text: what its statements declare, members of classes, interfaces,
 * enums and object literals, functions inside functions, and what is hung on `exports` or a prototype.
 */
export function symbolsOf(ts: Ts, path: string, text: string): readonly CodeSymbol[] {
  const source = parseSource(ts, path, text);
  const found: Found[] = [];
  const exported = exportedNames(ts, source);
  for (const statement of source.statements) addStatement(ts, statement, undefined, exported, found);
  return mergeOverloads(found.map((one) => describe(ts, source, one)));
}

/** Names that the file exports by another statement than their own. */
function exportedNames(ts: Ts, source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const addObject = (value: ts.Expression): void => {
    if (ts.isIdentifier(value)) names.add(value.text);
    if (!ts.isObjectLiteralExpression(value)) return;
    for (const property of value.properties) {
      if (ts.isShorthandPropertyAssignment(property)) names.add(property.name.text);
      else if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.initializer)) {
        names.add(property.initializer.text);
      }
    }
  };
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined) {
      const clause = statement.exportClause;
      if (clause === undefined || !ts.isNamedExports(clause)) continue;
      for (const element of clause.elements) names.add((element.propertyName ?? element.name).text);
    } else if (ts.isExportAssignment(statement)) addObject(statement.expression);
    else if (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)) {
      const { left, right } = statement.expression;
      if (left.getText(source) === 'module.exports') addObject(right);
      else if (isExportsMember(ts, left, source) && ts.isIdentifier(right)) names.add(right.text);
    }
  }
  return names;
}

function isExportsMember(
  ts: Ts,
  node: ts.Expression,
  source: ts.SourceFile,
): node is ts.PropertyAccessExpression {
  if (!ts.isPropertyAccessExpression(node)) return false;
  return /^(?:module\.)?exports$/.test(node.expression.getText(source));
}

function hasModifier(ts: Ts, node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((one) => one.kind === kind) ?? false);
}

function addStatement(
  ts: Ts,
  statement: ts.Node,
  container: string | undefined,
  exported: ReadonlySet<string>,
  found: Found[],
): void {
  const isExported = (name: string): boolean =>
    hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword) ||
    (container === undefined && exported.has(name));
  const add = (nameNode: ts.Node, name: string, kind: Kind, signature?: ts.SignatureDeclaration): void => {
    const node = statement;
    found.push({ name, nameNode, node, kind, container, exported: isExported(name), signature });
  };
  if (ts.isFunctionDeclaration(statement)) {
    const name = statement.name?.text ?? 'default';
    add(statement.name ?? statement, name, 'function', statement);
    if (statement.body !== undefined) addInner(ts, statement.body, name, found);
  } else if (ts.isClassDeclaration(statement)) {
    const name = statement.name?.text ?? 'default';
    add(statement.name ?? statement, name, 'class');
    addMembers(ts, statement.members, name, isExported(name), found);
  } else if (ts.isInterfaceDeclaration(statement)) {
    add(statement.name, statement.name.text, 'interface');
    addMembers(ts, statement.members, statement.name.text, isExported(statement.name.text), found);
  } else if (ts.isTypeAliasDeclaration(statement)) {
    const { name, type } = statement;
    add(name, name.text, 'type', ts.isFunctionTypeNode(type) ? type : undefined);
    if (ts.isTypeLiteralNode(type)) addMembers(ts, type.members, name.text, isExported(name.text), found);
  } else if (ts.isEnumDeclaration(statement)) {
    add(statement.name, statement.name.text, 'enum');
    addMembers(ts, statement.members, statement.name.text, isExported(statement.name.text), found);
  } else if (ts.isVariableStatement(statement)) {
    const { declarations } = statement.declarationList;
    for (const declaration of declarations) {
      addVariable(
        ts,
        declaration,
        declarations.length === 1 ? statement : declaration,
        isExported,
        found,
        container,
      );
    }
  } else if (ts.isModuleDeclaration(statement) && statement.body !== undefined) {
    const body = statement.body;
    if (ts.isModuleBlock(body)) {
      for (const inner of body.statements) addStatement(ts, inner, statement.name.text, new Set(), found);
    }
  } else if (ts.isExportAssignment(statement)) {
    addValue(ts, statement, statement, 'default', statement.expression, container, true, found);
  } else if (ts.isExpressionStatement(statement)) addAssignment(ts, statement, found);
}

function addVariable(
  ts: Ts,
  declaration: ts.VariableDeclaration,
  node: ts.Node,
  isExported: (name: string) => boolean,
  found: Found[],
  container: string | undefined,
): void {
  const { name, initializer } = declaration;
  if (!ts.isIdentifier(name)) {
    for (const element of name.elements) {
      if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) continue;
      const row = { name: element.name.text, nameNode: element.name, node, kind: 'variable' as const };
      found.push({ ...row, container, exported: isExported(row.name), signature: undefined });
    }
    return;
  }
  const exported = isExported(name.text);
  if (initializer !== undefined) {
    if (addValue(ts, node, name, name.text, initializer, container, exported, found)) return;
  }
  found.push({
    name: name.text,
    nameNode: name,
    node,
    kind: 'variable',
    container,
    exported,
    signature: undefined,
  });
}

/** A function, class or object that gets its name by an assignment; false for any other value. */
function addValue(
  ts: Ts,
  node: ts.Node,
  nameNode: ts.Node,
  name: string,
  value: ts.Expression,
  container: string | undefined,
  exported: boolean,
  found: Found[],
): boolean {
  const row = { name, nameNode, node, container, exported };
  const bare = unwrap(ts, value);
  if (ts.isArrowFunction(bare) || ts.isFunctionExpression(bare)) {
    const kind = container === undefined || ts.isVariableStatement(node) ? 'function' : 'method';
    found.push({ ...row, kind, signature: bare });
    if (ts.isBlock(bare.body)) addInner(ts, bare.body, name, found);
    return true;
  }
  if (ts.isClassExpression(bare)) {
    found.push({ ...row, kind: 'class', signature: undefined });
    addMembers(ts, bare.members, name, exported, found);
    return true;
  }
  if (ts.isObjectLiteralExpression(bare) && nameNode !== node) {
    found.push({ ...row, kind: 'variable', signature: undefined });
    addMembers(ts, bare.properties, name, exported, found);
    return true;
  }
  return false;
}

/** `x as const`, `x satisfies T` and `(x)` are `x`. */
function unwrap(ts: Ts, value: ts.Expression): ts.Expression {
  let bare = value;
  while (ts.isAsExpression(bare) || ts.isSatisfiesExpression(bare) || ts.isParenthesizedExpression(bare)) {
    bare = bare.expression;
  }
  return bare;
}

function addMembers(
  ts: Ts,
  members: ts.NodeArray<ts.Node>,
  container: string,
  exported: boolean,
  found: Found[],
): void {
  for (const member of members) {
    const row = { node: member, container, signature: undefined };
    if (ts.isConstructorDeclaration(member)) {
      const shown = { ...row, name: 'constructor', nameNode: member, exported, kind: 'method' as const };
      found.push({ ...shown, signature: member });
      continue;
    }
    const nameNode = (member as ts.NamedDeclaration).name;
    if (nameNode === undefined || ts.isComputedPropertyName(nameNode)) continue;
    if (!ts.isIdentifier(nameNode) && !ts.isStringLiteral(nameNode) && !ts.isPrivateIdentifier(nameNode))
      continue;
    const hidden = ts.isPrivateIdentifier(nameNode) || hasModifier(ts, member, ts.SyntaxKind.PrivateKeyword);
    const shown = { ...row, name: nameNode.text, nameNode, exported: exported && !hidden };
    if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member) || ts.isAccessor(member)) {
      found.push({ ...shown, kind: 'method', signature: member });
      if ('body' in member && member.body !== undefined) addInner(ts, member.body, nameNode.text, found);
      continue;
    }
    const value =
      ts.isPropertyDeclaration(member) || ts.isPropertyAssignment(member) ? member.initializer : undefined;
    const bare = value === undefined ? undefined : unwrap(ts, value);
    const callable = bare !== undefined && (ts.isArrowFunction(bare) || ts.isFunctionExpression(bare));
    if (callable) found.push({ ...shown, kind: 'method', signature: bare });
    else found.push({ ...shown, kind: 'property' });
  }
}

/** Functions and classes inside a body; other local names are no symbols of the file. */
function addInner(ts: Ts, body: ts.Node, container: string, found: Found[]): void {
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) {
      addStatement(ts, node, container, new Set(), found);
      return;
    }
    if (ts.isVariableStatement(node)) {
      const { declarations } = node.declarationList;
      for (const { name, initializer } of declarations) {
        if (initializer === undefined || !ts.isIdentifier(name)) continue;
        const bare = unwrap(ts, initializer);
        const place = declarations.length === 1 ? node : name.parent;
        if (ts.isArrowFunction(bare) || ts.isFunctionExpression(bare)) {
          addValue(ts, place, name, name.text, bare, container, false, found);
        }
      }
      return;
    }
    if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
}

/** `exports.x = ...`, `module.exports = function x ...`, `X.prototype.y = function ...`, `X.y = function ...`. */
function addAssignment(ts: Ts, statement: ts.ExpressionStatement, found: Found[]): void {
  const { expression } = statement;
  if (!ts.isBinaryExpression(expression)) return;
  if (expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  const { left, right } = expression;
  const source = statement.getSourceFile();
  if (!ts.isPropertyAccessExpression(left) || !ts.isIdentifier(left.name)) return;
  const owner = left.expression.getText(source);
  const isFunction = ts.isArrowFunction(right) || ts.isFunctionExpression(right);
  const isClass = ts.isClassExpression(right);
  if (left.getText(source) === 'module.exports') {
    const inner = isFunction || isClass ? right.name : undefined;
    if (inner !== undefined) addValue(ts, statement, inner, inner.text, right, undefined, true, found);
    return;
  }
  if (!isFunction && !isClass) return;
  const exported = /^(?:module\.)?exports$/.test(owner);
  const container = exported ? undefined : owner.replace(/\.prototype$/, '');
  if (container !== undefined && !/^[\w$]+$/.test(container)) return;
  addValue(ts, statement, left.name, left.name.text, right, container, exported, found);
}

function describe(ts: Ts, source: ts.SourceFile, one: Found): CodeSymbol {
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const named = source.getLineAndCharacterOfPosition(one.nameNode.getStart(source));
  const { signature } = one;
  return {
    name: one.name,
    kind: one.kind,
    ...(one.container === undefined ? {} : { container: one.container }),
    exported: one.exported,
    line: lineOf(one.node.getStart(source)),
    endLine: lineOf(one.node.getEnd()),
    nameLine: named.line + 1,
    nameColumn: named.character,
    parameters: signature === undefined ? [] : parameterNames(ts, signature),
    returnsValue: signature !== undefined && givesValue(ts, signature),
  };
}

/** Overload signatures and their implementation are one declaration, from the first to the last line. */
function mergeOverloads(symbols: readonly CodeSymbol[]): readonly CodeSymbol[] {
  const merged: CodeSymbol[] = [];
  for (const symbol of symbols) {
    const last = merged.at(-1);
    const callable = symbol.kind === 'function' || symbol.kind === 'method';
    const same =
      callable &&
      last?.name === symbol.name &&
      last.kind === symbol.kind &&
      last.container === symbol.container &&
      last.endLine < symbol.line;
    if (!same || last === undefined) {
      merged.push(symbol);
      continue;
    }
    const { line, nameLine, nameColumn } = last;
    const exported = last.exported || symbol.exported;
    merged[merged.length - 1] = { ...symbol, line, nameLine, nameColumn, exported };
  }
  return merged;
}
