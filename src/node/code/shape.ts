import type ts from 'typescript';
import type { CodeShape, Documented } from '../../core/code.ts';
import { assemble, type Leaf, type RawComment } from './assemble.ts';
import { documentedOf } from './documented.ts';
import { parseSource, syntaxErrors, type Ts } from './parse.ts';

/** The shape of a TypeScript or JavaScript text, from the compiler's own parser. */
export function shapeOf(ts: Ts, path: string, text: string): CodeShape {
  const source = parseSource(ts, path, text);
  const { leaves, tree } = leavesOf(ts, source);
  const firstTokens = new Map<number, number>();
  let counted = 0;
  for (const leaf of leaves) {
    if (!leaf.counts) continue;
    firstTokens.set(leaf.start, counted);
    counted += 1;
  }
  const declared = new Map<number, Documented>();
  const visit = (node: ts.Node): void => {
    const index = firstTokens.get(node.getStart(source));
    // Parents come first: of nodes that begin together, the outermost is the declaration.
    if (index !== undefined && !declared.has(index)) {
      const found = documentedOf(ts, node);
      if (found !== undefined) declared.set(index, found);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  const comments = commentsBetween(text, leaves);
  return assemble({
    text,
    leaves,
    comments,
    tree,
    errors: syntaxErrors(ts, path, text).length,
    declared,
  });
}

/** One token of a source file with the node that it is. */
export interface TokenLeaf extends Leaf {
  readonly node: ts.Node;
}

/**
 * All tokens in the order of the text, and the tree around them as a string of node kinds. In JSX a comment is an
 * empty expression: it counts for nothing, and text beside it is read as JSX reads it, without indentation.
 */
export function leavesOf(
  ts: Ts,
  source: ts.SourceFile,
): { readonly leaves: readonly TokenLeaf[]; readonly tree: string } {
  const leaves: TokenLeaf[] = [];
  const tree: string[] = [];
  const add = (node: ts.Node, start: number, text: string, counts: boolean): void => {
    leaves.push({ node, start, end: node.end, text, counts, isText: isTextToken(ts, node) });
    if (counts) tree.push(String(node.kind));
  };
  const visit = (node: ts.Node, counts: boolean): void => {
    if (node.kind === ts.SyntaxKind.JSDoc || node.kind === ts.SyntaxKind.EndOfFileToken) return;
    if (ts.isJsxText(node)) {
      const read = jsxText(node.text);
      add(node, node.pos, read, counts && read !== '');
      return;
    }
    const children = node.getChildren(source);
    if (children.length === 0) {
      const isList = node.kind === ts.SyntaxKind.SyntaxList;
      if (isList || node.end === node.pos) tree.push(`${node.kind}`);
      else add(node, node.getStart(source), source.text.slice(node.getStart(source), node.end), counts);
      return;
    }
    const isEmpty = isEmptyJsx(ts, node);
    if (!isEmpty) tree.push(`${node.kind}(`);
    for (const child of children) visit(child, counts && !isEmpty);
    if (!isEmpty) tree.push(')');
  };
  for (const child of source.getChildren(source)) visit(child, true);
  return { leaves, tree: tree.join(' ') };
}

function isEmptyJsx(ts: Ts, node: ts.Node): boolean {
  if (!ts.isJsxExpression(node) || node.expression !== undefined) return false;
  return node.dotDotDotToken === undefined && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent));
}

function isTextToken(ts: Ts, node: ts.Node): boolean {
  const { kind } = node;
  return (
    kind === ts.SyntaxKind.StringLiteral ||
    kind === ts.SyntaxKind.JsxText ||
    (kind >= ts.SyntaxKind.FirstTemplateToken && kind <= ts.SyntaxKind.LastTemplateToken)
  );
}

/** JSX drops the line breaks of a text and the blanks around them. */
function jsxText(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n');
  return lines
    .map((line, at) => {
      const from = at === 0 ? line : line.replace(/^[ \t]+/, '');
      return at === lines.length - 1 ? from : from.replace(/[ \t\r]+$/, '');
    })
    .filter((line) => line !== '')
    .join(' ');
}

/** What stands between tokens is white space and comments. */
export function commentsBetween(text: string, leaves: readonly Leaf[]): readonly RawComment[] {
  const comments: RawComment[] = [];
  let from = 0;
  for (const leaf of leaves) {
    addComments(text, from, leaf.start, comments);
    from = Math.max(from, leaf.end);
  }
  addComments(text, from, text.length, comments);
  return comments;
}

function addComments(text: string, from: number, to: number, comments: RawComment[]): void {
  let at = from;
  while (at < to) {
    const two = text.slice(at, at + 2);
    if (two === '/*') {
      const close = text.indexOf('*/', at + 2);
      const end = close === -1 || close + 2 > to ? to : close + 2;
      comments.push({ start: at, end, doc: /^\/\*\*[^*/]/.test(text.slice(at, at + 4)) });
      at = end;
    } else if (two === '//' || (two === '#!' && at === 0)) {
      const end = endOfLine(text, at, to);
      comments.push({ start: at, end, doc: false });
      at = end;
    } else at += 1;
  }
}

function endOfLine(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const character = text[at];
    if (character === '\n' || character === '\r' || character === '\u2028' || character === '\u2029')
      return at;
  }
  return to;
}
