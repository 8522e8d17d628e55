import type { RawComment } from '../assemble.ts';
import type { GrammarName, TreeNode } from '../grammar.ts';
import { textTypes, treeErrors } from '../treeShape.ts';
import { pythonString } from './pythonString.ts';
import { shorten, type Written, type WrittenLeaf, type WrittenMark } from './written.ts';

/**
 * A Python, Go, Rust or Java text without its form. Little is form here: line breaks and indentation (where the tree
 * is the same), commas before a closing sign, letter case of numbers, in Python the quotes of strings.
 */
export function writtenTree(grammar: GrammarName, root: TreeNode, text: string): Written {
  const leaves: WrittenLeaf[] = [];
  const structure: WrittenMark[] = [];
  const comments: RawComment[] = [];
  const dropped: number[] = [];
  const visit = (node: TreeNode, isLast: boolean): void => {
    const { type, startIndex: start, endIndex } = node;
    if (/^(?:line_|block_)?comment$/u.test(type)) {
      const written = text.slice(start, endIndex).replace(/[\r\n]+$/u, '');
      comments.push({ start, end: start + written.length, doc: false });
      return;
    }
    if (type === 'line_continuation') return;
    if (isFormOnly(grammar, node, isLast)) {
      dropped.push(start);
      return;
    }
    const isWhole = node.isNamed && textTypes.has(type);
    if (node.childCount > 0 && !isWhole) {
      structure.push({ mark: `${type}(`, at: start });
      const children = node.children.filter((child) => child !== null);
      children.forEach((child, at) => visit(child, isLastBefore(children, at)));
      structure.push({ mark: ')', at: start });
      return;
    }
    const written = text.slice(start, endIndex);
    if (written.trim() === '') return;
    structure.push({ mark: node.isNamed ? type : 'leaf', at: start });
    leaves.push(leafOf(grammar, type, { start, end: endIndex, written, isWhole }));
  };
  visit(root, false);
  const read = { text, leaves, structure, comments, dropped, errors: treeErrors(root) };
  return grammar === 'go' ? withEndings(read) : read;
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly written: string;
  readonly isWhole: boolean;
}

function leafOf(grammar: GrammarName, type: string, piece: Piece): WrittenLeaf {
  const { start, end, written, isWhole } = piece;
  if (isWhole) {
    const key = grammar === 'python' ? pythonString(written) : written.replaceAll('\r\n', '\n');
    return { start, end, key: `string ${key}`, said: `the string ${shorten(written)}` };
  }
  if (/^\d|^\.\d/u.test(written)) {
    return { start, end, key: `number ${written.toLowerCase()}`, said: `the number ${written}` };
  }
  const said = /identifier/u.test(type) ? `the name ${written}` : `"${shorten(written)}"`;
  return { start, end, key: `token ${written}`, said };
}

/** Parents in which a comma before the closing sign makes another thing of it, or is handed on as it stands. */
const commaSays: Readonly<Record<GrammarName, RegExp>> = {
  // `x[a,]` is indexed by a tuple.
  python: /^(?:subscript|tuple|tuple_pattern|case_|generic_type|type_parameter|with_clause|parenthesized)/u,
  go: /^$/u,
  rust: /^(?:tuple_expression|tuple_type|tuple_pattern|token_tree|macro_)/u,
  java: /^$/u,
};

function isFormOnly(grammar: GrammarName, node: TreeNode, isLast: boolean): boolean {
  if (grammar === 'python' && node.type === ';') return true;
  const { parent } = node;
  if (node.type !== ',' || parent === null) return false;
  // An arm with a block needs no comma behind it, and the tree parts arms.
  if (grammar === 'rust' && parent.type === 'match_arm') return true;
  if (!isLast) return false;
  if (!parent.type.startsWith('tuple')) return !commaSays[grammar].test(parent.type);
  return parent.namedChildren.filter((child) => child !== null && !isRemark(child)).length > 1;
}

function isRemark(node: TreeNode): boolean {
  return node.type.endsWith('comment');
}

/** Whether nothing but comments stands between a child and the closing sign of its parent. */
function isLastBefore(children: readonly TreeNode[], at: number): boolean {
  let next = at + 1;
  while (next < children.length && children[next]?.type.endsWith('comment') === true) next += 1;
  return /^[)\]}>|]$/u.test(children[next]?.type ?? '');
}

/** Go ends a statement where a line ends behind one of these tokens (its specification, "Semicolons"). */
const endsGo = /^(?:[\p{L}_][\p{L}\p{N}_]*|[\d.][\w.]*|["`'].*|\+\+|--|[)\]}])$/su;
const goesOnGo = new Set(
  'case chan const default defer else for func go goto if import interface map package range select struct switch type var'.split(
    ' ',
  ),
);

/** In Go a line break may be a semicolon: both are brought to one sign, which is left out before a closing one. */
function withEndings(read: Written): Written {
  const { text } = read;
  const leaves: WrittenLeaf[] = [];
  let passed = 0;
  read.leaves.forEach((leaf, at) => {
    while (passed < read.dropped.length && (read.dropped[passed] ?? 0) < leaf.end) passed += 1;
    const raw = text.slice(leaf.start, leaf.end);
    const next = read.leaves[at + 1];
    const nextRaw = next === undefined ? '}' : text.slice(next.start, next.end);
    if (raw === ';' && /^[)}]$/u.test(nextRaw)) return;
    leaves.push(leaf);
    if (next === undefined || nextRaw === ';' || /^[)}]$/u.test(nextRaw)) return;
    if (!endsGo.test(raw) || goesOnGo.has(raw)) return;
    if ((read.dropped[passed] ?? Infinity) < next.start) return;
    if (!text.slice(leaf.end, next.start).includes('\n')) return;
    leaves.push({ start: leaf.end, end: leaf.end, key: 'token ;', said: 'the end of a line' });
  });
  // The sign itself is no node of the tree where a line break stands for it.
  const structure = read.structure.filter(({ mark, at }) => !(mark === 'leaf' && text[at] === ';'));
  return { ...read, leaves, structure };
}
