import type ts from 'typescript';
import type { Hunk } from '../../core/edit/diff.ts';
import type { Ts } from './parse.ts';
import type { Cancelled } from './project.ts';

/** So many places are named for one file; more would say the same again. */
const placesAtMost = 5;

/**
 * Members and calls on changed lines whose object has the type `any`: the compiler takes any name and any argument
 * there, so that no error says nothing. Lines of the hunks are those of the new text.
 */
export function untypedIn(
  ts: Ts,
  program: ts.Program,
  file: ts.SourceFile,
  hunks: readonly Hunk[],
  cancelled: Cancelled,
): readonly { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  if (hunks.length === 0) return found;
  const checker = program.getTypeChecker();
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart(file)).line;
  const isChanged = (line: number): boolean => hunks.some((hunk) => hunk.start <= line && line < hunk.end);
  const visit = (node: ts.Node): void => {
    if (found.length >= placesAtMost) return;
    if (cancelled()) throw new ts.OperationCanceledException();
    const from = lineOf(node);
    const to = file.getLineAndCharacterOfPosition(node.end).line;
    if (!hunks.some((hunk) => hunk.start <= to && from < hunk.end)) return;
    const object = objectOf(ts, node);
    if (object !== undefined && isChanged(from) && isAny(ts, checker.getTypeAtLocation(object))) {
      found.push({ line: from + 1, text: shortened(node.getText(file)) });
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What a member is taken of, or what is called. */
function objectOf(ts: Ts, node: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) || ts.isNewExpression(node)) {
    return node.expression;
  }
  return ts.isElementAccessExpression(node) ? node.expression : undefined;
}

function isAny(ts: Ts, type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Any) !== 0;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/gu, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}\u2026` : line;
}
