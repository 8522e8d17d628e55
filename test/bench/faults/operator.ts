import ts from 'typescript';
import type { Random } from '../../node/search/random.ts';

/** What sort of mistake an operator imitates, which says what the checks owe it. */
export type FaultClass = 'structure' | 'left behind' | 'invention' | 'logic' | 'control';

/** A file that an operator may spoil. */
export interface Sheet {
  readonly path: string;
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly random: Random;
  /** Other modules of the project, as this file would import them. */
  readonly siblings: readonly string[];
}

/** The spoilt text; `whole` where a model would have given the file back as a whole. */
export interface Spoilt {
  readonly text: string;
  readonly whole?: boolean;
}

/** One way in which small models go wrong, or in which a right edit looks; undefined where it finds no place. */
export interface Operator {
  readonly name: string;
  readonly class: FaultClass;
  apply(sheet: Sheet): Spoilt | string | undefined;
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

/** All nodes for which `is` holds. */
export function nodesOf<T extends ts.Node>(root: ts.Node, is: (node: ts.Node) => node is T): readonly T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** One of them by chance; undefined where there is none. */
export function anyOf<T>(sheet: Sheet, rows: readonly T[]): T | undefined {
  return rows.length === 0 ? undefined : sheet.random.pick(rows);
}

/** The text with a stretch of it replaced. */
export function replaced(text: string, from: number, to: number, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}

export function replacedNode(sheet: Sheet, node: ts.Node, by: string): string {
  return replaced(sheet.text, node.getStart(sheet.source), node.end, by);
}

/** Function and method bodies of two statements or more. */
export function bodiesOf(sheet: Sheet): readonly ts.Block[] {
  return nodesOf(sheet.source, ts.isBlock).filter(
    (block) => ts.isFunctionLike(block.parent) && block.statements.length >= 2,
  );
}

/** The indentation of the line on which a node begins. */
export function indentOf(sheet: Sheet, node: ts.Node): string {
  const start = node.getStart(sheet.source);
  const line = sheet.text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/u.exec(sheet.text.slice(line))?.[0] ?? '';
}

/** Puts a line in front of a statement, indented as it is. */
export function insertBefore(sheet: Sheet, node: ts.Node, line: string): string {
  const start = node.getStart(sheet.source);
  return replaced(sheet.text, start, start, `${line}\n${indentOf(sheet, node)}`);
}
