import type { Item } from '../../../core/extract/item.ts';
import { walk, type TreeNode } from '../grammar.ts';
import { textTypes } from '../treeShape.ts';
import { onLines, type Placed } from './placed.ts';

/**
 * The names that Go reads through `os.Getenv` and Rust through `std::env::var`, from the leaves of the syntax tree:
 * inside a macro of Rust there are no calls, only tokens.
 */
export function nativeEnvVars(grammar: 'go' | 'rust', root: TreeNode, text: string): readonly Item[] {
  const leaves: TreeNode[] = [];
  walk(root, (node) => {
    if (node.type.includes('comment')) return false;
    const isWhole = node.childCount === 0 || textTypes.has(node.type);
    if (isWhole) leaves.push(node);
    return !isWhole;
  });
  const call = grammar === 'go' ? ['os', '.', 'Getenv', '('] : ['env', '::', 'var', '('];
  const placed: Placed[] = [];
  for (let at = 0; at + call.length < leaves.length; at += 1) {
    if (!call.every((word, index) => leaves[at + index]?.text === word)) continue;
    if (grammar === 'go' && leaves[at - 1]?.text === '.') continue;
    const name = leaves[at + call.length];
    const next = leaves[at + call.length + 1]?.text;
    const value = name === undefined ? undefined : /^(["`])([^\n]+)\1$/.exec(name.text)?.[2];
    if (name !== undefined && value !== undefined && (next === ')' || next === ','))
      placed.push({ value, offset: name.startIndex });
  }
  return onLines(text, placed);
}
