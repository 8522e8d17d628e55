import type ts from 'typescript';
import type { FileChange } from '../../../core/change.ts';
import { parseSource, type Ts } from '../parse.ts';
import { shapeOf } from '../shape.ts';
import { pairTokens } from './remarks.ts';

/** The compiler's words for what is there and not used: to take out such an import is the fix. */
const unusedCodes = new Set([6133, 6138, 6192, 6196, 6198, 6199]);
/** What is too much: an argument, a property, a directive. To take it out is the fix. */
const superfluousCodes = new Set([...unusedCodes, 2353, 2554, 2578]);

/**
 * What a fix took out instead of mending it: statements, members, exports, or nothing but tokens. Each is a reason
 * why the fix is not proven (contracts rule 55).
 */
export function takenOutBy(ts: Ts, files: readonly FileChange[], code: number): readonly string[] {
  const reasons: string[] = [];
  let added = 0;
  let removed = 0;
  for (const { path, base, content } of files) {
    const old = piecesOf(ts, path, base);
    const fresh = piecesOf(ts, path, content);
    const { hunks } = pairTokens(shapeOf(ts, path, base).tokens, shapeOf(ts, path, content).tokens);
    for (const hunk of hunks) {
      added += hunk.end - hunk.start;
      removed += hunk.baseEnd - hunk.baseStart;
    }
    for (const name of old.exports) {
      if (!fresh.exports.has(name)) reasons.push(`${path}: the export ${name} was taken out`);
    }
    if (old.imports > fresh.imports && !unusedCodes.has(code)) {
      reasons.push(`${path}: an import was taken out`);
    }
    for (const [where, count] of old.counts) {
      const now = fresh.counts.get(where);
      if (now === undefined || now >= count) continue;
      reasons.push(`${path}: a statement or member was taken out of ${where}`);
    }
    if (fresh.total < old.total) {
      reasons.push(`${path}: it has ${old.total - fresh.total} statements or members less`);
    }
  }
  if (removed > 0 && added === 0 && reasons.length === 0 && !superfluousCodes.has(code)) {
    reasons.push('code was only taken out, and whether it was meant is not known');
  }
  return reasons;
}

interface Pieces {
  /** How many statements and members each function, class or the top level holds. */
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
  readonly imports: number;
  readonly exports: ReadonlySet<string>;
}

function piecesOf(ts: Ts, path: string, text: string): Pieces {
  const source = parseSource(ts, path, text);
  const counts = new Map<string, number>();
  let total = 0;
  let imports = 0;
  const visit = (node: ts.Node, where: string): void => {
    const isImport = ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node);
    const isPiece =
      (ts.isStatement(node) && !ts.isBlock(node) && !ts.isEmptyStatement(node) && !isImport) ||
      ts.isClassElement(node) ||
      ts.isTypeElement(node) ||
      ts.isEnumMember(node) ||
      ts.isSwitchStatement(node.parent?.parent ?? node);
    if (isImport) imports += 1;
    if (isPiece) {
      total += 1;
      counts.set(where, (counts.get(where) ?? 0) + 1);
    }
    const inner = placeName(ts, node);
    const next = inner === undefined ? where : where === 'the top level' ? inner : `${where}.${inner}`;
    ts.forEachChild(node, (child) => visit(child, next));
  };
  for (const statement of source.statements) visit(statement, 'the top level');
  return { counts, total, imports, exports: exportsOf(ts, source) };
}

function placeName(ts: Ts, node: ts.Node): string | undefined {
  if (!ts.isFunctionLike(node) && !ts.isClassLike(node) && !ts.isModuleDeclaration(node)) return undefined;
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) ? parent.name.getText() : undefined;
}

/** The names that a file gives to others, as far as its own text says them. */
function exportsOf(ts: Ts, source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const addNames = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) addNames(element.name);
  };
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement)) names.add(statement.isExportEquals ? '=' : 'default');
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (clause === undefined) names.add(`* of ${statement.moduleSpecifier?.getText(source) ?? ''}`);
      else if (ts.isNamespaceExport(clause)) names.add(clause.name.text);
      else for (const element of clause.elements) names.add(element.name.text);
    }
    const { modifiers } = statement as ts.Statement & { readonly modifiers?: readonly ts.Node[] };
    if (modifiers?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword) === true) {
      if (modifiers.some((one) => one.kind === ts.SyntaxKind.DefaultKeyword)) names.add('default');
      else if (ts.isVariableStatement(statement)) {
        for (const one of statement.declarationList.declarations) addNames(one.name);
      } else if ('name' in statement && statement.name !== undefined) {
        names.add((statement.name as ts.Node).getText(source));
      }
    }
    const assigned = commonJsExport(ts, statement);
    if (assigned !== undefined) names.add(assigned);
  }
  return names;
}

/** `exports.a = ...` and `module.exports = ...`. */
function commonJsExport(ts: Ts, statement: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  const left = statement.expression.left.getText().replace(/\s+/gu, '');
  if (left === 'module.exports') return '=';
  return /^(?:module\.)?exports\.([\w$]+)$/u.exec(left)?.[1];
}
