import type ts from 'typescript';
import type { Ts } from './parse.ts';

/** Something that stands at the top of a file and has a name. */
export interface Top {
  readonly name: string;
  /** The whole statement. */
  readonly node: ts.Statement;
  readonly exported: boolean;
  /** The function, where it is one that is called and gives back a value at once. */
  readonly callable: ts.SignatureDeclaration | undefined;
  /** True where it can be set again. */
  readonly variable: boolean;
}

/** A function with all of its file that it needs, in the order of the file, and what makes it none of its own. */
export interface Closure {
  readonly members: readonly Top[];
  readonly problems: readonly string[];
}

/** Names of the language that give the same answer each time and touch nothing outside. */
const language = new Set(
  (
    'undefined NaN Infinity Object Array String Number Boolean BigInt Symbol Map Set WeakMap WeakSet RegExp Error ' +
    'TypeError RangeError SyntaxError ReferenceError EvalError URIError JSON Math parseInt parseFloat isNaN isFinite ' +
    'encodeURIComponent decodeURIComponent encodeURI decodeURI Int8Array Uint8Array Uint8ClampedArray Int16Array ' +
    'Uint16Array Int32Array Uint32Array Float32Array Float64Array ArrayBuffer DataView Date arguments'
  ).split(' '),
);

/** Methods that change what they are called on. */
const changing = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin set add delete clear'.split(' '),
);

export function topsOf(ts: Ts, source: ts.SourceFile): ReadonlyMap<string, Top> {
  const tops = new Map<string, Top>();
  const named = exportedLater(ts, source);
  const add = (name: string, node: ts.Statement, callable: Top['callable'], variable: boolean): void => {
    tops.set(name, { name, node, exported: hasExport(ts, node) || named.has(name), callable, variable });
  };
  for (const node of source.statements) {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined && node.body !== undefined) {
      add(node.name.text, node, node, false);
    } else if ((ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) && node.name !== undefined) {
      add(node.name.text, node, undefined, false);
    } else if (ts.isVariableStatement(node)) {
      const variable = (node.declarationList.flags & ts.NodeFlags.Const) === 0;
      for (const { name, initializer } of node.declarationList.declarations) {
        if (!ts.isIdentifier(name)) continue;
        const isCalled =
          initializer !== undefined &&
          (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
        const isAlone = node.declarationList.declarations.length === 1;
        add(name.text, node, isCalled && isAlone ? initializer : undefined, variable);
      }
    }
  }
  return tops;
}

function hasExport(ts: Ts, node: ts.Statement): boolean {
  if (!ts.canHaveModifiers(node)) return false;
  return (ts.getModifiers(node) ?? []).some((each) => each.kind === ts.SyntaxKind.ExportKeyword);
}

/** Names that a list of exports, or CommonJS, makes visible. */
function exportedLater(ts: Ts, source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of source.statements) {
    if (ts.isExportDeclaration(node) && node.moduleSpecifier === undefined) {
      const list = node.exportClause;
      if (list !== undefined && ts.isNamedExports(list)) {
        for (const each of list.elements) names.add((each.propertyName ?? each.name).text);
      }
    } else if (ts.isExportAssignment(node) && ts.isIdentifier(node.expression))
      names.add(node.expression.text);
    else if (ts.isExpressionStatement(node) && ts.isBinaryExpression(node.expression)) {
      const { left, right } = node.expression;
      if (!/^(?:module\.)?exports\b/u.test(left.getText(source))) continue;
      if (ts.isIdentifier(right)) names.add(right.text);
      if (!ts.isObjectLiteralExpression(right)) continue;
      for (const each of right.properties) {
        if (ts.isShorthandPropertyAssignment(each)) names.add(each.name.text);
        else if (ts.isPropertyAssignment(each) && ts.isIdentifier(each.initializer))
          names.add(each.initializer.text);
      }
    }
  }
  return names;
}

/** What a function needs. Problems name the first thing that reaches out of it, in words. */
export function closureOf(
  ts: Ts,
  source: ts.SourceFile,
  tops: ReadonlyMap<string, Top>,
  name: string,
): Closure {
  const imported = importsOf(ts, source);
  const members = new Set<Top>();
  const problems: string[] = [];
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const top = tops.get(next);
    if (top === undefined || members.has(top)) continue;
    if (top.variable) problems.push(`${next} can be set again`);
    members.add(top);
    problems.push(...problemsOf(ts, top, tops));
    for (const used of namesIn(ts, top.node)) {
      if (tops.has(used)) open.push(used);
      else if (imported.has(used)) problems.push(`it uses ${used}, which is imported`);
      else if (!language.has(used) && !declaredIn(ts, top.node).has(used)) {
        problems.push(`it uses ${used}, which is not of the language`);
      }
    }
  }
  // Two names of one statement are one member.
  const byPlace = new Map([...members].map((top) => [top.node.pos, top]));
  return { members: [...byPlace.values()].sort((a, b) => a.node.pos - b.node.pos), problems };
}

function importsOf(ts: Ts, source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of source.statements) {
    if (ts.isImportEqualsDeclaration(node)) names.add(node.name.text);
    if (!ts.isImportDeclaration(node) || node.importClause === undefined) continue;
    const { name, namedBindings } = node.importClause;
    if (name !== undefined) names.add(name.text);
    if (namedBindings === undefined) continue;
    if (ts.isNamespaceImport(namedBindings)) names.add(namedBindings.name.text);
    else for (const each of namedBindings.elements) names.add(each.name.text);
  }
  return names;
}

/** Names that are read or set in a statement, without types, keys and members. */
function namesIn(ts: Ts, root: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
      const isKey =
        (ts.isPropertyAssignment(parent) ||
          ts.isMethodDeclaration(parent) ||
          ts.isPropertyDeclaration(parent)) &&
        parent.name === node;
      const isElse =
        (ts.isBindingElement(parent) && parent.propertyName === node) ||
        (ts.isEnumMember(parent) && parent.name === node) ||
        (ts.isLabeledStatement(parent) && parent.label === node) ||
        ((ts.isBreakStatement(parent) || ts.isContinueStatement(parent)) && parent.label === node) ||
        (ts.isAccessor(parent) && parent.name === node);
      if (!isMember && !isKey && !isElse) names.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return names;
}

/** Names that a statement declares in itself: parameters, variables, inner functions. */
function declaredIn(ts: Ts, root: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isDeclared =
      ts.isParameter(node) ||
      ts.isVariableDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isClassDeclaration(node) ||
      ts.isClassExpression(node) ||
      ts.isEnumDeclaration(node) ||
      ts.isTypeParameterDeclaration(node);
    if (isDeclared && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return names;
}

function problemsOf(ts: Ts, top: Top, tops: ReadonlyMap<string, Top>): readonly string[] {
  const problems: string[] = [];
  const inner = declaredIn(ts, top.node);
  const isOutside = (name: string): boolean => tops.has(name) && (!inner.has(name) || name === top.name);
  const isClass = ts.isClassDeclaration(top.node);
  const visit = (node: ts.Node): void => {
    const problem = problemOf(ts, node, isOutside, isClass);
    if (problem !== undefined) problems.push(problem);
    ts.forEachChild(node, visit);
  };
  visit(top.node);
  return problems;
}

function problemOf(
  ts: Ts,
  node: ts.Node,
  isOutside: (name: string) => boolean,
  isClass: boolean,
): string | undefined {
  const { SyntaxKind } = ts;
  if (node.kind === SyntaxKind.ThisKeyword && !isClass) return 'it uses this';
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return 'it gives its answer later';
  if (ts.isFunctionLike(node) && isLater(ts, node)) return 'it gives its answer later';
  if (ts.isDecorator(node)) return 'it is decorated';
  if (node.kind === SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) return 'it imports';
  if (ts.isMetaProperty(node)) return 'it uses import.meta';
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const said = `${node.expression.text}.${node.name.text}`;
    if (said === 'Math.random' || said === 'Date.now') return `it uses ${said}`;
  }
  if (ts.isPropertyAccessExpression(node) && /^(?:constructor|__proto__|prototype)$/u.test(node.name.text)) {
    return `it uses ${node.name.text}`;
  }
  if (
    (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
    isIdentifierOf(ts, node.expression, 'Date')
  ) {
    if (ts.isCallExpression(node) || (node.arguments ?? []).length === 0) return 'it reads the clock';
  }
  const target = changedBy(ts, node);
  const root = target === undefined ? undefined : rootOf(ts, target);
  if (root !== undefined && isOutside(root)) return `it changes ${root}, which stays between calls`;
  return undefined;
}

function isLater(ts: Ts, node: ts.SignatureDeclaration): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  if (modifiers.some((each) => each.kind === ts.SyntaxKind.AsyncKeyword)) return true;
  return 'asteriskToken' in node && node.asteriskToken !== undefined;
}

function isIdentifierOf(ts: Ts, node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

/** What an expression sets, deletes or changes. */
function changedBy(ts: Ts, node: ts.Node): ts.Expression | undefined {
  const { SyntaxKind } = ts;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isSet = kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
    return isSet ? node.left : undefined;
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator, operand } = node;
    return operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken
      ? operand
      : undefined;
  }
  if (ts.isDeleteExpression(node)) return node.expression;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return changing.has(node.expression.name.text) ? node.expression.expression : undefined;
  }
  return undefined;
}

function rootOf(ts: Ts, node: ts.Expression): string | undefined {
  let at: ts.Expression = node;
  while (
    ts.isPropertyAccessExpression(at) ||
    ts.isElementAccessExpression(at) ||
    ts.isNonNullExpression(at)
  ) {
    at = at.expression;
  }
  return ts.isIdentifier(at) ? at.text : undefined;
}
