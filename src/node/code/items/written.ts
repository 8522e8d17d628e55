import type ts from 'typescript';

/** A string without its quotes, as it is written. */
export function written(node: ts.Node): string {
  return node.getText().slice(1, -1);
}
