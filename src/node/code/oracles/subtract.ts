import type ts from 'typescript';
import type { Ts } from '../parse.ts';
import { leavesOf } from '../shape.ts';
import { lineAt } from './remarks.ts';

/** What a text is less than another one: the nodes that are gone, outermost ones, or where more than that changed. */
export type Subtraction =
  | { readonly type: 'less'; readonly gone: readonly ts.Node[] }
  | { readonly type: 'other'; readonly line: number; readonly message: string };

/**
 * Compares two trees of which the second is to be the first without some of its nodes. Signs that part the members of
 * a list come and go with them.
 */
export function subtract(ts: Ts, old: ts.SourceFile, fresh: ts.SourceFile): Subtraction {
  const keyOf = openKeys(ts);
  const furthest = { offset: -1, text: '' };
  const gone = reduce(old, fresh);
  if (gone !== undefined) return { type: 'less', gone };
  const message = `code was added or changed here, and not only taken out: "${furthest.text}"`;
  return { type: 'other', line: lineAt(fresh, Math.max(0, furthest.offset)), message };

  function reduce(was: ts.Node, is: ts.Node): readonly ts.Node[] | undefined {
    if (isSame(was, is)) return [];
    if (was.kind !== is.kind) return oneLeft(was, is);
    const before = childrenOf(was, old);
    const now = childrenOf(is, fresh);
    if (before.length === 0) return undefined;
    // A member that stands there as it was is taken for itself before another one is taken for what is left of it.
    const exact = walk(before, now, true);
    if (exact.left === undefined) return exact.gone;
    const loose = exact.isAhead ? walk(before, now, false) : exact;
    if (loose.left === undefined) return loose.gone;
    const { left } = loose;
    const offset = left.getStart(fresh);
    if (offset > furthest.offset) {
      furthest.offset = offset;
      const text = left.getText(fresh).replace(/\s+/gu, ' ');
      furthest.text = text.length > 50 ? `${text.slice(0, 49)}\u2026` : text;
    }
    return undefined;
  }

  function walk(before: readonly ts.Node[], now: readonly ts.Node[], looksAhead: boolean) {
    const gone: ts.Node[] = [];
    let at = 0;
    let isAhead = false;
    for (const [index, child] of before.entries()) {
      const next = now[at];
      const comes =
        looksAhead &&
        next !== undefined &&
        !isSame(child, next) &&
        before.slice(index + 1).some((later) => isSame(later, next));
      isAhead ||= comes;
      const less = next === undefined || comes ? undefined : reduce(child, next);
      if (less === undefined) gone.push(child);
      else {
        gone.push(...less);
        at += 1;
      }
    }
    return { gone, left: now[at], isAhead };
  }

  function isSame(was: ts.Node, is: ts.Node): boolean {
    return was.kind === is.kind && keyOf(was, old) === keyOf(is, fresh);
  }

  /** `A | B` without B is A, and no union any more. */
  function oneLeft(was: ts.Node, is: ts.Node): readonly ts.Node[] | undefined {
    if (!ts.isUnionTypeNode(was) && !ts.isIntersectionTypeNode(was)) return undefined;
    for (const one of was.types) {
      const less = reduce(one, is);
      if (less !== undefined) return [...was.types.filter((type) => type !== one), ...less];
    }
    return undefined;
  }

  function childrenOf(node: ts.Node, file: ts.SourceFile): readonly ts.Node[] {
    return node
      .getChildren(file)
      .filter((child) => !isSeparator(ts, child) && child.kind !== ts.SyntaxKind.JSDoc);
  }
}

/** Signs between or behind the members of a list. */
export function isSeparator(ts: Ts, node: ts.Node): boolean {
  switch (node.kind) {
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EndOfFileToken:
      return true;
    case ts.SyntaxKind.SemicolonToken:
      return node.parent !== undefined && ts.isTypeElement(node.parent);
    case ts.SyntaxKind.BarToken:
    case ts.SyntaxKind.AmpersandToken: {
      const { parent } = node;
      return parent !== undefined && (ts.isUnionTypeNode(parent) || ts.isIntersectionTypeNode(parent));
    }
    default:
      return ts.isJsxText(node) && node.text.trim() === '';
  }
}

/** The tokens of a node as one text, without signs that part members. */
function openKeys(ts: Ts): (node: ts.Node, file: ts.SourceFile) => string {
  const leaves = new Map<ts.SourceFile, readonly { readonly start: number; readonly text: string }[]>();
  const keys = new Map<ts.Node, string>();
  return (node, file) => {
    const known = keys.get(node);
    if (known !== undefined) return known;
    const own =
      leaves.get(file) ??
      leavesOf(ts, file).leaves.filter((leaf) => leaf.counts && !isSeparator(ts, leaf.node));
    leaves.set(file, own);
    const key = own
      .slice(firstAt(own, node.getStart(file)), firstAt(own, node.end))
      .map((leaf) => leaf.text)
      .join('\u0000');
    keys.set(node, key);
    return key;
  };
}

function firstAt(rows: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
