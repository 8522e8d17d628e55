import type ts from 'typescript';
import { meaningOf, textOf } from '../meaning.ts';
import type { Ts } from '../parse.ts';
import { lineAt } from './remarks.ts';
import { nameOf, originOf, placeOf, type References, type Referring } from './references.ts';
import { isSeparator } from './subtract.ts';

/** What a node that is gone was to the removal. */
export type Part =
  | { readonly type: 'belongs' }
  /** It used what was removed, and did more than that. */
  | { readonly type: 'unsure'; readonly reason: string }
  | { readonly type: 'foreign'; readonly what: string };

const belongs: Part = { type: 'belongs' };

/**
 * Judges the nodes of one file that are gone: the declaration, what referred to it, and what only these used
 * (contracts rule 57).
 */
export function judgeParts(
  ts: Ts,
  references: References,
  referring: Referring,
  gone: readonly ts.Node[],
  symbol: string,
): readonly { readonly node: ts.Node; readonly part: Part }[] {
  const { path, file, checker } = referring;
  const starts = referring.names.map((name) => name.getStart(file));
  const spans = gone.map((node) => ({ start: node.getStart(file), end: node.end }));
  const isWithin = (offset: number): boolean =>
    spans.some((span) => span.start <= offset && offset < span.end);
  const refersTo = (node: ts.Node): boolean => {
    const start = node.getStart(file);
    return starts.some((one) => start <= one && one < node.end);
  };
  const isReference = (node: ts.Node): boolean => starts.includes(node.getStart(file));

  const judge = (node: ts.Node): Part => {
    if (isSeparator(ts, node)) return belongs;
    // `import { a } from './x'` that became `import './x'`: the module is still run.
    const { parent } = node;
    if (node.kind === ts.SyntaxKind.FromKeyword && ts.isImportDeclaration(parent)) return belongs;
    const items = itemsOf(ts, node);
    if (items.length === 0 && isEmptied(node)) return belongs;
    if (items.length === 0 || (items.length === 1 && items[0] === node)) return judgeItem(node);
    const parts = items.map(judge);
    const foreign = parts.find((one) => one.type === 'foreign');
    return foreign ?? parts.find((one) => one.type === 'unsure') ?? belongs;
  };

  const judgeItem = (node: ts.Node): Part => {
    if (declares(ts, node, (made) => references.declared.has(placeOf(path, made)))) {
      const next = ts.isEnumMember(node) ? renumbered(node) : undefined;
      if (next === undefined) return belongs;
      const reason = `${path}, line ${lineOf(next)} before the change: "${shown(next)}" of the enum has another value now`;
      return { type: 'unsure', reason };
    }
    if (isAlias(ts, node) && refersTo(node)) return belongs;
    if (ts.isExportAssignment(node) && isDirect(ts, node.expression, isReference)) return belongs;
    if (refersTo(node)) {
      if (isMemberOfList(node) || isImplementing(node)) return belongs;
      if (ts.isExpressionStatement(node)) return usesOnly(node) ? belongs : unsureOf(node);
      if (isUnusedLocal(node) && callsNothingElse(node)) return belongs;
      return unsureOf(node);
    }
    if (isOverride(node)) return belongs;
    if (isUnusedLocal(node)) {
      if (callsNothingElse(node)) return belongs;
      return {
        type: 'unsure',
        reason: `${path}, line ${lineOf(node)}: what "${shown(node)}" did may be missed`,
      };
    }
    return { type: 'foreign', what: shown(node) };
  };

  const lineOf = (node: ts.Node): number => lineAt(file, node.getStart(file));
  const unsureOf = (node: ts.Node): Part => ({
    type: 'unsure',
    reason: `${path}, line ${lineOf(node)} before the change: "${shown(node)}" used ${symbol}, and did more than that`,
  });

  function shown(node: ts.Node): string {
    const text = node.getText(file).replace(/\s+/gu, ' ');
    return text.length > 50 ? `${text.slice(0, 49)}\u2026` : text;
  }

  /** `export * from` a module that gave nothing but the target. */
  function isEmptied(node: ts.Node): boolean {
    const isWhole =
      (ts.isExportDeclaration(node) &&
        (node.exportClause === undefined || ts.isNamespaceExport(node.exportClause))) ||
      (ts.isImportDeclaration(node) && node.importClause === undefined);
    if (!isWhole || node.moduleSpecifier === undefined) return false;
    const module = checker.getSymbolAtLocation(node.moduleSpecifier);
    const given = module === undefined ? [] : checker.getExportsOfModule(module);
    return given.length > 0 && given.every(isTarget);
  }

  function isTarget(one: ts.Symbol): boolean {
    const { declarations = [] } = originOf(ts, checker, one);
    return declarations.some((made) => {
      const name = nameOf(ts, made);
      return references.declared.has(`${pathIn(made, file, path)}@${name.getStart()}`);
    });
  }

  /** The member of an enum that takes its value from the one before it, which is gone. */
  function renumbered(member: ts.EnumMember): ts.EnumMember | undefined {
    const { members } = member.parent;
    const next = members.find((one) => one.pos > member.pos && !isWithin(one.getStart(file)));
    return next?.initializer === undefined ? next : undefined;
  }

  /** An element of a list, a case of a union, a property under the target's own name, a tag among JSX. */
  function isMemberOfList(node: ts.Node): boolean {
    const { parent } = node;
    if (ts.isArrayLiteralExpression(parent) || ts.isTupleTypeNode(parent)) return usesOnly(node);
    if (ts.isUnionTypeNode(parent) || ts.isIntersectionTypeNode(parent)) {
      return ts.isTypeReferenceNode(node) && refersTo(node.typeName);
    }
    if (ts.isShorthandPropertyAssignment(node)) return true;
    if (ts.isPropertyAssignment(node)) {
      if (isReference(node.name)) return true;
      return textOf(ts, node.name) === symbol && isDirect(ts, node.initializer, isReference);
    }
    if (ts.isObjectLiteralElementLike(node)) return node.name !== undefined && isReference(node.name);
    if (ts.isJsxSelfClosingElement(node)) return isReference(node.tagName);
    return ts.isJsxElement(node) && isReference(node.openingElement.tagName);
  }

  function isImplementing(node: ts.Node): boolean {
    if (!ts.isExpressionWithTypeArguments(node) || !ts.isHeritageClause(node.parent)) return false;
    const isOfClass = ts.isClassLike(node.parent.parent);
    const isExtending = node.parent.token === ts.SyntaxKind.ExtendsKeyword;
    return refersTo(node.expression) && !(isOfClass && isExtending);
  }

  /** A member under the target's name, in a class that has the target from an interface or a class above. */
  function isOverride(node: ts.Node): boolean {
    if (!references.isMember || !ts.isClassElement(node) || node.name === undefined) return false;
    if (textOf(ts, node.name) !== symbol || !ts.isClassLike(node.parent)) return false;
    return (node.parent.heritageClauses ?? []).some((clause) =>
      clause.types.some((type) => {
        const found = checker.getTypeAtLocation(type).getProperty(symbol);
        return found !== undefined && checker.getRootSymbols(found).some(isTarget);
      }),
    );
  }

  /** Whether nothing in it but uses of the target is lost: a call with it, a test of it, a list of such. */
  function usesOnly(node: ts.Node): boolean {
    const functions: ts.FunctionLikeDeclaration[] = [];
    let direct = false;
    const visit = (inner: ts.Node): void => {
      if (ts.isFunctionExpression(inner) || ts.isArrowFunction(inner)) functions.push(inner);
      else {
        direct ||= (ts.isIdentifier(inner) || ts.isStringLiteralLike(inner)) && isReference(inner);
        ts.forEachChild(inner, visit);
      }
    };
    visit(node);
    if (direct) return true;
    const using = functions.filter(refersTo);
    if (using.length === 0 || using.length < functions.length) return false;
    const called = ts.isExpressionStatement(node) ? node.expression.getText(file) : '';
    if (/^(?:it|test)\b/u.test(called)) return true;
    return using.every(({ body }) => {
      if (body === undefined) return false;
      if (!ts.isBlock(body)) return usesOnly(body);
      return (
        body.statements.length > 0 &&
        body.statements.every((one) => ts.isExpressionStatement(one) && usesOnly(one))
      );
    });
  }

  /** An import, or a local that is not exported, of which every use went along with this removal. */
  function isUnusedLocal(node: ts.Node): boolean {
    const name = localName(ts, node);
    if (name === undefined || isExported(ts, node)) return false;
    const isModule =
      ts.isExternalModule(file) || /\.[cm]?jsx?$/i.test(file.fileName) || !isTopLevel(ts, node);
    if (!isModule) return false;
    const own = checker.getSymbolAtLocation(name);
    if (own === undefined) return false;
    const [from, to] = [node.getStart(file), node.end];
    let uses = 0;
    let isLeft = false;
    const visit = (inner: ts.Node): void => {
      if (ts.isIdentifier(inner) && inner.text === textOf(ts, name)) {
        const start = inner.getStart(file);
        const isInside = from <= start && start < to;
        if (!isInside && meansSymbol(inner, own)) {
          uses += 1;
          isLeft ||= !isWithin(start);
        }
      }
      ts.forEachChild(inner, visit);
    };
    visit(file);
    return !isLeft && (uses > 0 || refersTo(node));
  }

  function meansSymbol(node: ts.Identifier, symbolOfLocal: ts.Symbol): boolean {
    const { value } = meaningOf(ts, checker, node);
    const direct = checker.getSymbolAtLocation(node);
    const specifier =
      ts.isExportSpecifier(node.parent) && node.parent.parent.parent.moduleSpecifier === undefined
        ? checker.getExportSpecifierLocalTargetSymbol(node.parent)
        : undefined;
    return [...value, direct, specifier].some((one) => one === symbolOfLocal);
  }

  /** Making the value of a local has no effect but by the target. */
  function callsNothingElse(node: ts.Node): boolean {
    const { initializer } = node as ts.Node & { readonly initializer?: ts.Node };
    if (!ts.isVariableDeclaration(node) || initializer === undefined) return true;
    let isPlain = true;
    const visit = (inner: ts.Node): void => {
      if (ts.isFunctionLike(inner)) return;
      const isCall = ts.isCallExpression(inner) || ts.isNewExpression(inner);
      if (isCall && !refersTo(inner.expression)) isPlain = false;
      const isEffect =
        ts.isAwaitExpression(inner) ||
        ts.isYieldExpression(inner) ||
        ts.isTaggedTemplateExpression(inner) ||
        ts.isDeleteExpression(inner) ||
        ts.isPostfixUnaryExpression(inner) ||
        (ts.isBinaryExpression(inner) &&
          inner.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
          inner.operatorToken.kind <= ts.SyntaxKind.LastAssignment);
      if (isEffect) isPlain = false;
      ts.forEachChild(inner, visit);
    };
    visit(initializer);
    return isPlain;
  }

  return gone.map((node) => ({ node, part: judge(node) }));
}

function pathIn(made: ts.Node, file: ts.SourceFile, path: string): string {
  const root = file.fileName.slice(0, file.fileName.length - path.length);
  return made.getSourceFile().fileName.slice(root.length);
}

/** The single things that a node is made of, as far as each may go for a reason of its own. */
function itemsOf(ts: Ts, node: ts.Node): readonly ts.Node[] {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations;
  if (ts.isVariableDeclarationList(node)) return node.declarations;
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
    const { initializer } = node;
    const isRequire =
      initializer !== undefined &&
      ts.isCallExpression(initializer) &&
      ts.isIdentifier(initializer.expression) &&
      initializer.expression.text === 'require';
    return isRequire ? node.name.elements : [node];
  }
  if (ts.isImportDeclaration(node))
    return node.importClause === undefined ? [] : itemsOf(ts, node.importClause);
  if (ts.isImportClause(node)) {
    const bindings = node.namedBindings === undefined ? [] : itemsOf(ts, node.namedBindings);
    return node.name === undefined ? bindings : [node.name, ...bindings];
  }
  if (ts.isNamedImports(node) || ts.isNamedExports(node)) return node.elements;
  if (ts.isExportDeclaration(node)) {
    const clause = node.exportClause;
    return clause !== undefined && ts.isNamedExports(clause) ? clause.elements : [];
  }
  if (ts.isHeritageClause(node)) return node.types;
  if (node.kind === ts.SyntaxKind.SyntaxList) {
    return node.getChildren().filter((child) => !isSeparator(ts, child));
  }
  return [node];
}

function declares(ts: Ts, node: ts.Node, isOurs: (name: ts.Node) => boolean): boolean {
  if (ts.isExpressionStatement(node)) {
    if (!ts.isBinaryExpression(node.expression)) return false;
    return isOurs(nameOf(ts, node.expression)) || isOurs(node.expression.left);
  }
  const name = ts.getNameOfDeclaration(node as ts.Declaration);
  return name !== undefined && isOurs(name);
}

/** A name that only brings another one along. */
function isAlias(ts: Ts, node: ts.Node): boolean {
  return (
    ts.isImportSpecifier(node) ||
    ts.isExportSpecifier(node) ||
    ts.isImportEqualsDeclaration(node) ||
    (ts.isIdentifier(node) && ts.isImportClause(node.parent)) ||
    ts.isBindingElement(node)
  );
}

/** The name itself, or `x.name`. */
function isDirect(ts: Ts, node: ts.Node, isReference: (node: ts.Node) => boolean): boolean {
  if (ts.isIdentifier(node)) return isReference(node);
  return ts.isPropertyAccessExpression(node) && isReference(node.name);
}

function localName(ts: Ts, node: ts.Node): ts.Node | undefined {
  if (ts.isIdentifier(node) && ts.isImportClause(node.parent)) return node;
  const isLocal =
    ts.isImportSpecifier(node) ||
    ts.isNamespaceImport(node) ||
    ts.isImportEqualsDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isVariableDeclaration(node);
  if (!isLocal || node.name === undefined) return undefined;
  return ts.isIdentifier(node.name) ? node.name : undefined;
}

function isExported(ts: Ts, node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    const { modifiers } = at as ts.Node & { readonly modifiers?: readonly ts.Node[] };
    if (modifiers?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword) === true) return true;
    if (ts.isStatement(at)) return false;
  }
  return false;
}

function isTopLevel(ts: Ts, node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isClassLike(at) || ts.isBlock(at)) return false;
  }
  return true;
}
