import type ts from 'typescript';
import type { Documented } from '../../core/code.ts';
import { bodyOf, givesValue, isNothing, parameterNames, type Ts } from './parse.ts';

const notCallable = {
  parameters: [],
  unnamedParameters: 0,
  returns: 'not-callable',
  canThrow: true,
} as const;
const unknown = { parameters: undefined, unnamedParameters: 0, returns: 'unknown', canThrow: true } as const;

/** What a doc comment above this node can be held against; undefined where the node declares nothing. */
export function documentedOf(ts: Ts, node: ts.Node): Documented | undefined {
  if (ts.isVariableStatement(node)) {
    const [only, second] = node.declarationList.declarations;
    if (only === undefined) return undefined;
    const name = only.name.getText();
    if (second !== undefined) return { name, ...unknown };
    return { name, ...ofValue(ts, only.type, only.initializer) };
  }
  if (ts.isFunctionLike(node) && (ts.isFunctionDeclaration(node) || isMember(ts, node))) {
    return { name: node.name?.getText() ?? 'constructor', ...ofSignature(ts, node) };
  }
  if (ts.isClassDeclaration(node)) return { name: node.name?.text ?? 'default', ...ofClass(ts, node) };
  if (ts.isPropertyDeclaration(node) || ts.isPropertySignature(node)) {
    const value = ts.isPropertyDeclaration(node) ? node.initializer : undefined;
    return { name: node.name.getText(), ...ofValue(ts, node.type, value) };
  }
  if (ts.isPropertyAssignment(node)) {
    return { name: node.name.getText(), ...ofValue(ts, undefined, node.initializer) };
  }
  if (ts.isShorthandPropertyAssignment(node)) return { name: node.name.text, ...unknown };
  if (ts.isTypeAliasDeclaration(node)) return { name: node.name.text, ...ofTypeAlias(ts, node.type) };
  if (ts.isInterfaceDeclaration(node)) {
    const call = node.members.find((member) => ts.isCallSignatureDeclaration(member));
    return { name: node.name.text, ...(call === undefined ? notCallable : ofSignature(ts, call)) };
  }
  if (ts.isEnumDeclaration(node) || ts.isEnumMember(node) || ts.isModuleDeclaration(node)) {
    return { name: node.name.getText(), ...notCallable };
  }
  if (ts.isExportAssignment(node)) return { name: 'default', ...ofValue(ts, undefined, node.expression) };
  if (ts.isExpressionStatement(node) && ts.isBinaryExpression(node.expression)) {
    const { left, operatorToken, right } = node.expression;
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left))
      return undefined;
    return { name: left.name.text, ...ofValue(ts, undefined, right) };
  }
  return undefined;
}

type Facts = Omit<Documented, 'name'>;

function isMember(ts: Ts, node: ts.SignatureDeclaration): boolean {
  return (
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

function ofSignature(ts: Ts, node: ts.SignatureDeclaration): Facts {
  const body = bodyOf(node);
  return {
    parameters: parameterNames(ts, node),
    unnamedParameters: node.parameters.filter((parameter) => !ts.isIdentifier(parameter.name)).length,
    returns: returnsOf(ts, node, body),
    canThrow: body === undefined || canThrow(ts, node),
  };
}

function returnsOf(ts: Ts, node: ts.SignatureDeclaration, body: ts.Node | undefined): Documented['returns'] {
  if (ts.isConstructorDeclaration(node) || ts.isSetAccessor(node)) return 'nothing';
  const { type } = node;
  if (type !== undefined) {
    if (isNothing(ts, type)) return 'nothing';
    return isPromiseOfNothing(ts, type) ? 'later' : 'value';
  }
  if (body === undefined) return 'unknown';
  if ('asteriskToken' in node && node.asteriskToken !== undefined) return 'later';
  if (givesValue(ts, node)) return 'value';
  const isAsync =
    ts.canHaveModifiers(node) && node.modifiers?.some((one) => one.kind === ts.SyntaxKind.AsyncKeyword);
  return isAsync === true ? 'later' : 'nothing';
}

function isPromiseOfNothing(ts: Ts, type: ts.TypeNode): boolean {
  if (!ts.isTypeReferenceNode(type) || !/^Promise(?:Like)?$/.test(type.typeName.getText())) return false;
  const [inner] = type.typeArguments ?? [];
  return inner !== undefined && isNothing(ts, inner);
}

/** Whether anything in it throws, or calls something that may. */
function canThrow(ts: Ts, root: ts.Node): boolean {
  const visit = (node: ts.Node): boolean => {
    const found =
      ts.isThrowStatement(node) ||
      ts.isCallExpression(node) ||
      ts.isNewExpression(node) ||
      ts.isTaggedTemplateExpression(node) ||
      ts.isAwaitExpression(node) ||
      ts.isYieldExpression(node) ||
      ts.isForOfStatement(node) ||
      ts.isSpreadElement(node) ||
      ts.isJsxOpeningLikeElement(node);
    return found || (ts.forEachChild(node, visit) ?? false);
  };
  return ts.forEachChild(root, visit) ?? false;
}

function ofClass(ts: Ts, node: ts.ClassLikeDeclaration): Facts {
  const constructor = node.members.find((member) => ts.isConstructorDeclaration(member));
  const inherits =
    node.heritageClauses?.some((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword) ?? false;
  if (constructor === undefined) return inherits ? { ...notCallable, parameters: undefined } : notCallable;
  const { parameters, unnamedParameters } = ofSignature(ts, constructor);
  return { ...notCallable, parameters, unnamedParameters };
}

/** A value that gets a name: a function, a class, or what is plainly neither; else its kind is not known. */
function ofValue(ts: Ts, type: ts.TypeNode | undefined, value: ts.Expression | undefined): Facts {
  let bare = value;
  while (
    bare !== undefined &&
    (ts.isAsExpression(bare) || ts.isSatisfiesExpression(bare) || ts.isParenthesizedExpression(bare))
  ) {
    bare = bare.expression;
  }
  if (bare !== undefined && (ts.isArrowFunction(bare) || ts.isFunctionExpression(bare))) {
    return ofSignature(ts, bare);
  }
  if (bare !== undefined && ts.isClassExpression(bare)) return ofClass(ts, bare);
  if (type !== undefined) return ofTypeAlias(ts, type);
  const plain =
    bare !== undefined &&
    (ts.isLiteralExpression(bare) ||
      ts.isTemplateExpression(bare) ||
      ts.isArrayLiteralExpression(bare) ||
      ts.isObjectLiteralExpression(bare) ||
      ts.isPrefixUnaryExpression(bare) ||
      bare.kind === ts.SyntaxKind.TrueKeyword ||
      bare.kind === ts.SyntaxKind.FalseKeyword ||
      bare.kind === ts.SyntaxKind.NullKeyword);
  return plain ? notCallable : unknown;
}

function ofTypeAlias(ts: Ts, type: ts.TypeNode): Facts {
  if (ts.isFunctionTypeNode(type)) return { ...ofSignature(ts, type), canThrow: true };
  const plain =
    ts.isLiteralTypeNode(type) ||
    ts.isArrayTypeNode(type) ||
    ts.isTupleTypeNode(type) ||
    ts.isTypeLiteralNode(type) ||
    type.kind === ts.SyntaxKind.StringKeyword ||
    type.kind === ts.SyntaxKind.NumberKeyword ||
    type.kind === ts.SyntaxKind.BooleanKeyword;
  return plain ? notCallable : unknown;
}
