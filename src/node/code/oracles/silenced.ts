import type ts from 'typescript';
import type { CodeProblem } from '../../../core/code.ts';
import type { FileChange } from '../../../core/change.ts';
import { parseSource, type Ts } from '../parse.ts';
import { leavesOf, shapeOf } from '../shape.ts';
import { directivesIn, lineAt, missingFrom, pairTokens, shapesOf, type Shapes } from './remarks.ts';

const silencing =
  /@ts-(?:ignore|expect-error|nocheck)\b|^(?:es|ts|ox|style|js)lint-disable\b|^(?:biome|rome|deno-lint)-ignore\b|^noinspection\b/u;

export interface Silenced {
  readonly problems: readonly CodeProblem[];
  readonly unsure: readonly string[];
}

/**
 * Silencing is no fix (contracts rule 55): new directives, a new `any`, `as unknown as` or `as never`, a `declare`
 * of what is missing. A `!` or another assertion tells the compiler what it cannot know: that is no proof either.
 */
export function silencedBy(ts: Ts, file: FileChange, missing: ReadonlySet<string>): Silenced {
  const { path, base, content } = file;
  const problems: CodeProblem[] = [];
  const unsure: string[] = [];
  const add = (line: number, message: string): void => void problems.push({ path, line, message });
  for (const one of silencingDirectives(ts, file)) add(one.line, `silencing is no fix: ${one.message}`);
  const was = marksOf(ts, path, base);
  const is = marksOf(ts, path, content);
  for (const mark of newMarks(was, is, shapesOf(ts, path, base, content))) {
    const { line, type } = mark;
    if (type === 'any') add(line, 'silencing is no fix: an `any` is new');
    else if (type === 'unknown') add(line, 'silencing is no fix: an assertion by way of `unknown` is new');
    else if (type === 'never') add(line, 'silencing is no fix: an assertion to `never` is new');
    else if (type === 'declare') {
      if (missing.has(mark.name)) add(line, `silencing is no fix: ${mark.name} is only declared`);
      else unsure.push(`${path}, line ${line}: ${mark.name} is declared, and nothing shows that it is there`);
    } else if (type === 'not-null') {
      unsure.push(`${path}, line ${line}: a new "!" says what the compiler cannot know`);
    } else unsure.push(`${path}, line ${line}: a new assertion says what the compiler cannot know`);
  }
  return { problems, unsure: [...new Set(unsure)] };
}

/** Directives by which less is looked at than before: new ones that hide messages, and one gone that asked for them. */
export function silencingDirectives(ts: Ts, { path, base, content }: FileChange): readonly CodeProblem[] {
  const directives = (text: string) => directivesIn(path, shapeOf(ts, path, text));
  const before = directives(base);
  const now = directives(content);
  const hides = missingFrom(now, before, (row) => row.text).filter((one) => silencing.test(one.text));
  const asks = missingFrom(before, now, (row) => row.text).filter((one) => /@ts-check\b/u.test(one.text));
  return [
    ...hides.map(({ line, text }) => ({ path, line, message: `"${text}" is new` })),
    ...asks.map(() => ({ path, line: 1, message: '"@ts-check" is gone' })),
  ];
}

/**
 * Marks that stand in what changed, and of which there are more than there were in the same stretch. One in a doc
 * comment is no token: there only their number in the file tells.
 */
function newMarks(was: readonly Mark[], is: readonly Mark[], { old, fresh }: Shapes): readonly Mark[] {
  const { hunks } = pairTokens(old.tokens, fresh.tokens);
  const found = hunks.flatMap((hunk) => {
    const before = was.filter((one) => hunk.baseStart <= one.token && one.token < hunk.baseEnd);
    const now = is.filter((one) => hunk.start <= one.token && one.token < hunk.end);
    return missingFrom(now, before, (one) => one.type);
  });
  // What moved as a whole is known by what it is called.
  const gone = was.filter((one) =>
    hunks.some((hunk) => hunk.baseStart <= one.token && one.token < hunk.baseEnd),
  );
  const named = found.filter((one) => one.of !== '');
  const moved = new Set(named.filter((one) => !missingFrom(named, gone, callOf).includes(one)));
  const isLoose = (one: Mark): boolean => one.token === -1;
  return [
    ...found.filter((one) => !moved.has(one)),
    ...missingFrom(is.filter(isLoose), was.filter(isLoose), (one) => one.type),
  ];
}

function callOf(mark: Mark): string {
  return `${mark.type} ${mark.of}`;
}

interface Mark {
  readonly type: 'any' | 'unknown' | 'never' | 'declare' | 'not-null' | 'assertion';
  /** Index of the token that makes it; -1 in a doc comment. */
  readonly token: number;
  /** The name of what it stands on, if that has one. */
  readonly of: string;
  readonly name: string;
  readonly line: number;
}

function marksOf(ts: Ts, path: string, text: string): readonly Mark[] {
  const source = parseSource(ts, path, text);
  const marks: Mark[] = [];
  const isDeclarations = /\.d\.(?:[^./]+\.)?[cm]?ts$/i.test(path);
  const tokens = new Map<number, number>();
  for (const leaf of leavesOf(ts, source).leaves) if (leaf.counts) tokens.set(leaf.start, tokens.size);
  const add = (type: Mark['type'], node: ts.Node, name = ''): void => {
    const start = node.getStart(source);
    const { name: owner } = node.parent as ts.Node & { readonly name?: ts.Node };
    const of = owner?.getText(source) ?? '';
    marks.push({ type, token: tokens.get(start) ?? -1, of, name, line: lineAt(source, start) });
  };
  const visit = (node: ts.Node, inJsDoc: boolean): void => {
    const { jsDoc } = node as ts.Node & { readonly jsDoc?: readonly ts.Node[] };
    for (const doc of jsDoc ?? []) visit(doc, true);
    const isOpen = node.kind === ts.SyntaxKind.JSDocAllType || node.kind === ts.SyntaxKind.JSDocUnknownType;
    if (node.kind === ts.SyntaxKind.AnyKeyword || (inJsDoc && isOpen)) add('any', node);
    else if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
      if (node.type.kind === ts.SyntaxKind.NeverKeyword) add('never', node.type);
      else if (assertsUnknown(ts, node.expression)) add('unknown', node.type);
      else if (!ts.isConstTypeReference(node.type) && node.type.kind !== ts.SyntaxKind.UnknownKeyword) {
        add('assertion', node.type);
      }
    } else if (ts.isNonNullExpression(node)) add('not-null', node.getLastToken(source) ?? node);
    else if (
      (ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)) &&
      node.exclamationToken !== undefined
    ) {
      add('not-null', node.exclamationToken);
    }
    for (const name of declaredBy(ts, node, isDeclarations)) add('declare', node, name);
    ts.forEachChild(node, (child) => visit(child, inJsDoc));
  };
  visit(source, false);
  return marks;
}

function assertsUnknown(ts: Ts, node: ts.Expression): boolean {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  return (
    (ts.isAsExpression(inner) || ts.isTypeAssertionExpression(inner)) &&
    inner.type.kind === ts.SyntaxKind.UnknownKeyword
  );
}

/** Names that a statement only declares, without making them. */
function declaredBy(ts: Ts, node: ts.Node, isDeclarations: boolean): readonly string[] {
  if (!ts.isStatement(node)) return [];
  const { modifiers } = node as ts.Statement & { readonly modifiers?: readonly ts.Node[] };
  const isAmbient = modifiers?.some((one) => one.kind === ts.SyntaxKind.DeclareKeyword) ?? false;
  if (!isAmbient && !(isDeclarations && ts.isSourceFile(node.parent))) return [];
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.map((one) => one.name.getText());
  }
  const isNamed =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node);
  return isNamed && node.name !== undefined ? [node.name.text] : [];
}
