import type ts from 'typescript';
import type { CodeSet, Item } from '../../../core/extract/item.ts';
import { parseSource, type Ts } from '../parse.ts';
import { onLines, type Placed } from './placed.ts';
import { exportsOf } from './scriptExports.ts';
import { written } from './written.ts';

type Found = (value: string, node: ts.Node) => void;

/** The occurrences of a set in a TypeScript or JavaScript text, from the compiler's syntax tree. */
export function scriptItems(
  ts: Ts,
  set: Exclude<CodeSet, 'todos'>,
  path: string,
  text: string,
): readonly Item[] {
  const source = parseSource(ts, path, text);
  const placed: Placed[] = [];
  const found: Found = (value, node) => placed.push({ value, offset: node.getStart(source) });
  switch (set) {
    case 'imports':
      importsOf(ts, source, found);
      break;
    case 'exports':
      exportsOf(ts, source, found);
      break;
    case 'functions':
      each(ts, source, (node) => {
        if (ts.isFunctionDeclaration(node) && node.name !== undefined) found(node.name.text, node.name);
      });
      break;
    case 'classes':
      each(ts, source, (node) => {
        if (ts.isClassDeclaration(node) && node.name !== undefined) found(node.name.text, node.name);
      });
      break;
    case 'env-vars':
      each(ts, source, (node) => readsOf(ts, node, found));
      break;
    case 'routes':
      each(ts, source, (node) => routeOf(ts, node, found));
      break;
  }
  return onLines(text, placed);
}

/** Every node of a tree, by a list of its own: a long chain of operators is a deep tree. */
function each(ts: Ts, root: ts.Node, visit: (node: ts.Node) => void): void {
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    visit(node);
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
}

function importsOf(ts: Ts, source: ts.SourceFile, found: Found): void {
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
      const { moduleSpecifier } = statement;
      if (moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier))
        found(written(moduleSpecifier), moduleSpecifier);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      const { moduleReference } = statement;
      if (ts.isExternalModuleReference(moduleReference) && ts.isStringLiteral(moduleReference.expression))
        found(written(moduleReference.expression), moduleReference.expression);
    }
  }
  const open: ts.Node[] = [source];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'require') {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument)) found(written(argument), argument);
    }
    ts.forEachChild(node, (child) => {
      if (!closes(ts, child)) open.push(child);
    });
  }
}

/** What is inside is not the top level any more. */
function closes(ts: Ts, node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isBlock(node) ||
    ts.isModuleBlock(node) ||
    ts.isCaseBlock(node) ||
    ts.isTemplateExpression(node)
  );
}

/** `process.env`, `globalThis.process.env` or `import.meta.env`. */
function isEnvironment(ts: Ts, node: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'env') return false;
  const owner = node.expression;
  if (ts.isIdentifier(owner)) return owner.text === 'process';
  if (ts.isMetaProperty(owner)) return owner.name.text === 'meta';
  return (
    ts.isPropertyAccessExpression(owner) &&
    owner.name.text === 'process' &&
    ts.isIdentifier(owner.expression) &&
    /^(?:globalThis|window|global)$/.test(owner.expression.text)
  );
}

function readsOf(ts: Ts, node: ts.Node, found: Found): void {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    if (!isEnvironment(ts, node.expression) || isWritten(ts, node)) return;
    if (ts.isPropertyAccessExpression(node)) found(node.name.text, node.name);
    else if (ts.isStringLiteral(node.argumentExpression))
      found(written(node.argumentExpression), node.argumentExpression);
    return;
  }
  const isBinding = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
  if (isBinding && node.initializer !== undefined && isEnvironment(ts, node.initializer)) {
    if (!ts.isObjectBindingPattern(node.name)) return;
    for (const element of node.name.elements) {
      const key = element.propertyName ?? element.name;
      if (element.dotDotDotToken === undefined) keyOf(ts, key, found);
    }
  } else if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isObjectLiteralExpression(node.left) &&
    isEnvironment(ts, node.right)
  ) {
    for (const property of node.left.properties) {
      if (property.name !== undefined) keyOf(ts, property.name, found);
    }
  }
}

function keyOf(ts: Ts, key: ts.Node, found: Found): void {
  if (ts.isIdentifier(key)) found(key.text, key);
  else if (ts.isStringLiteral(key)) found(written(key), key);
}

function isWritten(ts: Ts, node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isDeleteExpression(parent)) return true;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

const verbs = /^(?:get|post|put|patch|delete|head|options|all|route|del)$/;
const routers = /(?:app|router|server|routes|api|fastify|blueprint|koa|hono|express)$/i;

function routeOf(ts: Ts, node: ts.Node, found: Found): void {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  const { expression: on, name, questionDotToken } = node.expression;
  if (questionDotToken !== undefined || !verbs.test(name.text)) return;
  const owner = ts.isIdentifier(on) ? on.text : ts.isPropertyAccessExpression(on) ? on.name.text : '';
  const [path] = node.arguments;
  if (!routers.test(owner) || path === undefined || !ts.isStringLiteral(path)) return;
  const value = written(path);
  if (value.startsWith('/') || value === '*') found(value, path);
}
