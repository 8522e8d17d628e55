import type ts from 'typescript';
import { parseSource, syntaxErrors, type Ts } from '../parse.ts';
import { commentsBetween, leavesOf } from '../shape.ts';
import { numberOf } from './decimal.ts';
import { shorten, type Written, type WrittenLeaf, type WrittenMark } from './written.ts';

/**
 * A TypeScript or JavaScript text without its form. What a printer may choose is left out or brought to one spelling:
 * semicolons, trailing commas, parentheses that the tree does not need, quotes, the spelling of numbers, the quotes of
 * property names, empty statements, and how JSX breaks its lines.
 */
export function writtenProgram(ts: Ts, path: string, text: string): Written {
  const source = parseSource(ts, path, text);
  const isScript = /\.[cm]?jsx?$/iu.test(path);
  const leaves: WrittenLeaf[] = [];
  const structure: WrittenMark[] = [];
  const dropped: number[] = [];
  const state: WalkState = { ts, source, isScript, leaves, structure, dropped };
  for (const child of source.getChildren(source)) visit(state, child);
  return {
    text,
    leaves,
    structure,
    dropped,
    comments: commentsBetween(text, leavesOf(ts, source).leaves),
    errors: syntaxErrors(ts, path, text),
  };
}

interface WalkState {
  readonly ts: Ts;
  readonly source: ts.SourceFile;
  readonly isScript: boolean;
  readonly leaves: WrittenLeaf[];
  readonly structure: WrittenMark[];
  readonly dropped: number[];
}

function visit(state: WalkState, node: ts.Node): void {
  const { ts, source } = state;
  const { SyntaxKind } = ts;
  if (node.kind === SyntaxKind.JSDoc || node.kind === SyntaxKind.EndOfFileToken) return;
  if (isFormOnly(ts, node)) {
    if (node.end > node.pos) state.dropped.push(node.getStart(source));
    return;
  }
  if (isEmptyJsx(ts, node)) return;
  const bare = withoutParentheses(state, node);
  if (bare !== undefined) {
    state.dropped.push(node.getStart(source), node.end - 1);
    visit(state, bare);
    return;
  }
  if (isJsxChildren(ts, node)) {
    for (const child of jsxPieces(state, node)) {
      if ('text' in child)
        addLeaf(state, child.node, `text ${child.text}`, `the text ${shorten(child.text)}`);
      else visit(state, child.node);
    }
    return;
  }
  const chain = chainOf(ts, node);
  if (chain !== undefined) {
    const { sign, operands } = chain;
    mark(state, node, `chain ${sign.kind}(`);
    operands.forEach((operand, at) => {
      if (at > 0) addSign(state, operand, sign);
      visit(state, operand);
    });
    mark(state, node, ')');
    return;
  }
  const children = node.getChildren(source);
  if (children.length === 0) {
    visitToken(state, node);
    return;
  }
  const directive = directiveOf(state, node);
  if (directive !== undefined) {
    addLeaf(state, node, `directive ${directive}`, `the directive ${directive}`);
    return;
  }
  if (isBracedString(ts, node)) {
    visit(state, node.expression);
    return;
  }
  // A leading `|` before one type makes no union of it.
  if ((ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) && node.types.length === 1) {
    for (const type of node.types) visit(state, type);
    return;
  }
  const isLink = (node.flags & ts.NodeFlags.OptionalChain) !== 0;
  mark(state, node, `${node.kind}${isLink ? '?' : ''}(`);
  for (const child of children) visit(state, child);
  // `new A` is `new A()`.
  if (ts.isNewExpression(node) && node.arguments === undefined) addNoArguments(state, node);
  mark(state, node, ')');
}

/** Separators and signs that say nothing: what they part is in the tree. */
function isFormOnly(ts: Ts, node: ts.Node): boolean {
  const { SyntaxKind } = ts;
  const { parent } = node;
  switch (node.kind) {
    case SyntaxKind.SemicolonToken:
      return !ts.isForStatement(parent);
    case SyntaxKind.CommaToken:
      return !ts.isBinaryExpression(parent);
    case SyntaxKind.SemicolonClassElement:
      return true;
    case SyntaxKind.EmptyStatement:
      return (
        ts.isBlock(parent) ||
        ts.isSourceFile(parent) ||
        ts.isModuleBlock(parent) ||
        ts.isCaseOrDefaultClause(parent)
      );
    case SyntaxKind.BarToken:
      return ts.isUnionTypeNode(parent);
    case SyntaxKind.AmpersandToken:
      return ts.isIntersectionTypeNode(parent);
    case SyntaxKind.OpenParenToken:
    case SyntaxKind.CloseParenToken:
      return ts.isArrowFunction(parent);
    default:
      return false;
  }
}

/** In JSX a comment is an empty expression; it is compared among the comments. */
function isEmptyJsx(ts: Ts, node: ts.Node): boolean {
  if (!ts.isJsxExpression(node) || node.expression !== undefined) return false;
  return node.dotDotDotToken === undefined && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent));
}

/** What stands in parentheses, where these only group. In JavaScript a cast by a doc comment needs its own. */
function withoutParentheses(state: WalkState, node: ts.Node): ts.Node | undefined {
  const { ts, source, isScript } = state;
  if (ts.isParenthesizedTypeNode(node)) return node.type;
  if (!ts.isParenthesizedExpression(node)) return undefined;
  const lead = source.text.slice(node.pos, node.getStart(source));
  return isScript && /\/\*\*[^]*?@(?:type|satisfies)\b/u.test(lead) ? undefined : node.expression;
}

/** The operands of `a && b && c`, however they are grouped: the order of evaluation is the same. */
function chainOf(
  ts: Ts,
  node: ts.Node,
): { readonly sign: ts.Node; readonly operands: readonly ts.Expression[] } | undefined {
  if (!ts.isBinaryExpression(node) || !isLogical(ts, node.operatorToken.kind)) return undefined;
  const operands: ts.Expression[] = [];
  const add = (operand: ts.Expression): void => {
    let inner = operand;
    while (ts.isParenthesizedExpression(inner)) inner = inner.expression;
    if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === node.operatorToken.kind) {
      add(inner.left);
      add(inner.right);
    } else operands.push(operand);
  };
  add(node.left);
  add(node.right);
  return { sign: node.operatorToken, operands };
}

function isLogical(ts: Ts, kind: ts.SyntaxKind): boolean {
  const { SyntaxKind } = ts;
  return (
    kind === SyntaxKind.AmpersandAmpersandToken ||
    kind === SyntaxKind.BarBarToken ||
    kind === SyntaxKind.QuestionQuestionToken
  );
}

/** A string statement that begins a program or a function's body is read as it is written, between its quotes. */
function directiveOf(state: WalkState, node: ts.Node): string | undefined {
  const { ts, source } = state;
  if (!ts.isExpressionStatement(node) || !ts.isStringLiteral(node.expression)) return undefined;
  const { parent } = node;
  const isBody = ts.isSourceFile(parent) || (ts.isBlock(parent) && ts.isFunctionLike(parent.parent));
  if (!isBody) return undefined;
  for (const statement of parent.statements) {
    if (statement === node)
      return source.text.slice(node.expression.getStart(source) + 1, node.expression.end - 1);
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) return undefined;
  }
  return undefined;
}

function isJsxChildren(ts: Ts, node: ts.Node): boolean {
  const { parent } = node;
  if (node.kind !== ts.SyntaxKind.SyntaxList) return false;
  if (!ts.isJsxElement(parent) && !ts.isJsxFragment(parent)) return false;
  return true;
}

type JsxPiece = { readonly node: ts.Node; readonly text: string } | { readonly node: ts.Node };

/** The children of an element: text and `{" "}` beside it is one text, as it reads with the indentation gone. */
function jsxPieces(state: WalkState, list: ts.Node): readonly JsxPiece[] {
  const { ts, source } = state;
  const pieces: JsxPiece[] = [];
  const add = (node: ts.Node, text: string): void => {
    const last = pieces.at(-1);
    if (text === '') return;
    if (last !== undefined && 'text' in last)
      pieces[pieces.length - 1] = { node: last.node, text: last.text + text };
    else pieces.push({ node, text });
  };
  for (const child of list.getChildren(source)) {
    if (ts.isJsxText(child)) add(child, jsxText(child.text));
    else if (isJsxSpace(ts, child)) add(child, ' ');
    else if (!isEmptyJsx(ts, child)) pieces.push({ node: child });
  }
  return pieces;
}

function isJsxSpace(ts: Ts, node: ts.Node): boolean {
  return (
    ts.isJsxExpression(node) &&
    node.expression !== undefined &&
    ts.isStringLiteral(node.expression) &&
    node.expression.text === ' '
  );
}

/** JSX drops the line breaks of a text and the blanks around them. */
function jsxText(text: string): string {
  const lines = text.split(/\r?\n/u);
  return lines
    .map((line, at) => {
      const from = at === 0 ? line : line.replace(/^[ \t]+/u, '');
      return at === lines.length - 1 ? from : from.replace(/[ \t]+$/u, '');
    })
    .filter((line) => line !== '')
    .join(' ');
}

/** `a={"b"}` is `a="b"`, but for entities, which only the latter has. */
function isBracedString(
  ts: Ts,
  node: ts.Node,
): node is ts.JsxExpression & { readonly expression: ts.StringLiteral } {
  if (!ts.isJsxExpression(node) || !ts.isJsxAttribute(node.parent)) return false;
  const { expression } = node;
  return expression !== undefined && ts.isStringLiteral(expression) && !/[&\n]/u.test(expression.text);
}

function visitToken(state: WalkState, node: ts.Node): void {
  const { ts, source } = state;
  const isList = node.kind === ts.SyntaxKind.SyntaxList;
  if (isList || node.end === node.pos) {
    mark(state, node, `${node.kind}`);
    return;
  }
  mark(state, node, 'leaf');
  const raw = source.text.slice(node.getStart(source), node.end);
  const property = propertyName(ts, node);
  if (property !== undefined) addLeaf(state, node, `member ${property}`, `the member ${shorten(property)}`);
  else if (ts.isStringLiteral(node)) {
    const value = ts.isJsxAttribute(node.parent) ? quotesRead(node.text) : node.text;
    addLeaf(state, node, `string ${value}`, `the string ${shorten(raw)}`);
  } else if (ts.isNumericLiteral(node)) {
    addLeaf(state, node, `number ${numberKey(raw)}`, `the number ${raw}`);
  } else if (ts.isBigIntLiteral(node)) {
    addLeaf(state, node, `bigint ${numberKey(raw.slice(0, -1))}`, `the number ${raw}`);
  } else if (ts.isRegularExpressionLiteral(node)) {
    addLeaf(state, node, `expression ${regularKey(raw)}`, `the regular expression ${shorten(raw)}`);
  } else if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
    addLeaf(state, node, `name ${node.text}`, `the name ${node.text}`);
  } else addLeaf(state, node, `token ${node.kind} ${raw.replaceAll('\r\n', '\n')}`, saidToken(state, node));
}

function saidToken(state: WalkState, node: ts.Node): string {
  const raw = shorten(state.source.text.slice(node.getStart(state.source), node.end));
  return isTemplate(state.ts, node) ? `the text ${raw}` : `"${raw}"`;
}

function isTemplate(ts: Ts, node: ts.Node): boolean {
  return node.kind >= ts.SyntaxKind.FirstTemplateToken && node.kind <= ts.SyntaxKind.LastTemplateToken;
}

/** Entities of quotes in an attribute stand for the quotes. */
function quotesRead(text: string): string {
  return text.replaceAll('&apos;', "'").replaceAll('&quot;', '"');
}

/** The name of a member as the program knows it: `a`, `'a'` and `1`, `'1'` are the same. */
function propertyName(ts: Ts, node: ts.Node): string | undefined {
  const { parent } = node;
  const isMember =
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isAccessor(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isEnumMember(parent);
  if (!isMember || parent.name !== node) return undefined;
  if (ts.isIdentifier(node) || ts.isStringLiteral(node)) return node.text;
  return ts.isNumericLiteral(node) ? node.text : undefined;
}

/** An octal of old (`017`) is no decimal number: it is compared as it stands. */
function numberKey(raw: string): string {
  return /^0[0-9_]/u.test(raw) ? raw : (numberOf(raw) ?? raw);
}

/** The order of flags says nothing. */
function regularKey(raw: string): string {
  const end = raw.lastIndexOf('/');
  return raw.slice(0, end + 1) + [...raw.slice(end + 1)].sort().join('');
}

function addNoArguments(state: WalkState, node: ts.NewExpression): void {
  const { ts } = state;
  for (const sign of ['(', ')']) {
    mark(state, node, sign === '(' ? 'leaf' : `${ts.SyntaxKind.SyntaxList}`);
    if (sign === ')') mark(state, node, 'leaf');
    const kind = sign === '(' ? ts.SyntaxKind.OpenParenToken : ts.SyntaxKind.CloseParenToken;
    state.leaves.push({ start: node.end, end: node.end, key: `token ${kind} ${sign}`, said: `"${sign}"` });
  }
}

function addLeaf(state: WalkState, node: ts.Node, key: string, said: string): void {
  const isText = state.ts.isJsxText(node);
  state.leaves.push({ start: isText ? node.pos : node.getStart(state.source), end: node.end, key, said });
}

/** The sign of a chain before an operand; where a parenthesis stands between them, its place is about right. */
function addSign(state: WalkState, operand: ts.Node, sign: ts.Node): void {
  const { source } = state;
  const end = operand.getFullStart();
  const raw = source.text.slice(sign.getStart(source), sign.end);
  const start = source.text.slice(0, end).endsWith(raw) ? end - raw.length : end;
  state.leaves.push({ start, end, key: `sign ${sign.kind}`, said: `"${raw}"` });
}

function mark(state: WalkState, node: ts.Node, text: string): void {
  state.structure.push({ mark: text, at: node.getStart(state.source) });
}
