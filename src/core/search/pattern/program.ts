import type { CharSet } from './charSet.ts';
import type { Look, Node, PatternProblem } from './node.ts';

/** One instruction of a program; targets are indexes of instructions. */
export type Instruction =
  | { readonly type: 'char'; readonly set: number; next: number }
  | { readonly type: 'look'; readonly look: Look; next: number }
  | { readonly type: 'split'; readonly next: number[] }
  | { readonly type: 'match' };

/** A pattern as instructions that can be followed side by side, so that time is linear in the text. */
export interface Program {
  readonly type: 'ok';
  readonly instructions: readonly Instruction[];
  readonly sets: readonly CharSet[];
  readonly start: number;
  /** True where the match must begin at the text's start. */
  readonly anchored: boolean;
}

/** Larger programs would make each new state slow; ripgrep's own limit is of another kind, but also there. */
const instructionsAtMost = 40_000;

/** Compiles a pattern; one that is too large is `unsupported`. */
export function compile(node: Node, anchored = false): Program | PatternProblem {
  if (size(node) > instructionsAtMost) return { type: 'unsupported', message: 'the pattern is too large' };
  const instructions: Instruction[] = [{ type: 'match' }];
  const sets: CharSet[] = [];
  const indexes = new Map<string, number>();
  const add = (instruction: Instruction): number => instructions.push(instruction) - 1;
  const setIndex = (set: CharSet): number => {
    const known = indexes.get(set.key);
    if (known !== undefined) return known;
    indexes.set(set.key, sets.length);
    return sets.push(set) - 1;
  };

  /** Builds a node in front of `next` and gives back where it begins. */
  function build(part: Node, next: number): number {
    switch (part.type) {
      case 'empty':
        return next;
      case 'char':
        return add({ type: 'char', set: setIndex(part.set), next });
      case 'look':
        return add({ type: 'look', look: part.look, next });
      case 'group':
        return build(part.node, next);
      case 'concat':
        return part.parts.reduceRight((behind, each) => build(each, behind), next);
      case 'either':
        return add({ type: 'split', next: part.parts.map((each) => build(each, next)) });
      case 'repeat':
        return buildRepeat(part, next);
    }
  }

  function buildRepeat(part: Extract<Node, { type: 'repeat' }>, next: number): number {
    let behind = next;
    if (part.max === undefined) {
      const loop: Extract<Instruction, { type: 'split' }> = { type: 'split', next: [next] };
      behind = add(loop);
      loop.next.push(build(part.node, behind));
    } else {
      for (let count = part.min; count < part.max; count += 1) {
        behind = add({ type: 'split', next: [build(part.node, behind), next] });
      }
    }
    for (let count = 0; count < part.min; count += 1) behind = build(part.node, behind);
    return behind;
  }

  const start = build(node, 0);
  return { type: 'ok', instructions, sets, start, anchored };
}

/** Instructions that a node becomes, counted without making them. */
function size(node: Node): number {
  switch (node.type) {
    case 'empty':
      return 0;
    case 'char':
    case 'look':
      return 1;
    case 'group':
      return size(node.node);
    case 'concat':
      return node.parts.reduce((sum, part) => sum + size(part), 0);
    case 'either':
      return node.parts.reduce((sum, part) => sum + size(part), 1);
    case 'repeat':
      return (size(node.node) + 1) * Math.max(node.min + 1, node.max ?? 0);
  }
}
