import type ts from 'typescript';
import type { CodeAnswer, Rewritten } from '../../../core/code.ts';
import type { Ts } from '../parse.ts';
import type { References, Referring, RemoveTarget } from './references.ts';
import { placeOf } from './references.ts';
import { commentStart, lineAt } from './remarks.ts';
import { judgeParts } from './removal.ts';

/**
 * Cuts a declaration out of its file, and the imports and re-exports of it out of all others, with what was imported
 * for it alone. Places that use it in another way are named, and nothing is cut.
 */
export function cutAll(
  ts: Ts,
  references: References,
  target: RemoveTarget,
  texts: ReadonlyMap<string, string>,
): CodeAnswer<readonly Rewritten[]> {
  const uses: string[] = [];
  const outside = new Set<string>();
  const cuts = new Map<Referring, ts.Node[]>();
  for (const referring of references.files.values()) {
    for (const name of referring.names) {
      const node = unitOf(ts, referring, references, name);
      if (node === undefined) {
        uses.push(`${referring.path} line ${lineAt(referring.file, name.getStart(referring.file))}`);
        continue;
      }
      if (!texts.has(referring.path)) outside.add(referring.path);
      const known = cuts.get(referring) ?? [];
      if (!known.includes(node)) known.push(node);
      cuts.set(referring, known);
    }
  }
  if (uses.length > 0) return { type: 'unable', reason: `${target.symbol} is still used: ${named(uses)}` };
  if (references.unsure.length > 0) return { type: 'unable', reason: named(references.unsure) };
  if (outside.size > 0) {
    const reason = `${target.symbol} is also named in files that may not change: ${named([...outside])}`;
    return { type: 'unable', reason };
  }
  const rewritten: Rewritten[] = [];
  for (const [referring, nodes] of cuts) {
    const all = [...nodes, ...idleImports(ts, references, referring, nodes, target.symbol)];
    const content = cutText(ts, referring.file, widened(ts, all));
    rewritten.push({ path: referring.path, content });
  }
  return { type: 'ok', value: rewritten };
}

function named(rows: readonly string[]): string {
  const rest = rows.length - 2;
  return rest > 0 ? `${rows.slice(0, 2).join(', ')} and ${rest} more` : rows.join(', ');
}

/** The smallest thing that can go for a name of the target; undefined where that is a real use. */
function unitOf(ts: Ts, referring: Referring, references: References, name: ts.Node): ts.Node | undefined {
  const { parent } = name;
  if (references.declared.has(placeOf(referring.path, name))) return declarationOf(ts, name);
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent;
  if (ts.isImportClause(parent) && parent.name === name) return name;
  if (ts.isExportAssignment(parent)) return parent;
  return undefined;
}

function declarationOf(ts: Ts, name: ts.Node): ts.Node | undefined {
  const { parent } = name;
  if (ts.isVariableDeclaration(parent)) {
    return ts.isVariableStatement(parent.parent.parent) ? parent : undefined;
  }
  if (ts.isParameter(parent) || ts.isTypeParameterDeclaration(parent) || ts.isBindingElement(parent))
    return undefined;
  const isNamed =
    ts.isFunctionDeclaration(parent) ||
    ts.isClassDeclaration(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isEnumDeclaration(parent) ||
    ts.isModuleDeclaration(parent) ||
    ts.isClassElement(parent) ||
    ts.isTypeElement(parent) ||
    ts.isEnumMember(parent);
  return isNamed ? parent : undefined;
}

/** Names of imports that only what is cut had used. */
function idleImports(
  ts: Ts,
  references: References,
  referring: Referring,
  cut: readonly ts.Node[],
  symbol: string,
): readonly ts.Node[] {
  const names = referring.file.statements.flatMap((statement): readonly ts.Node[] => {
    if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) return [];
    const { name, namedBindings } = statement.importClause;
    const bindings =
      namedBindings === undefined ? [] : ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
    return name === undefined ? bindings : [name, ...bindings];
  });
  return names.filter((name) => {
    if (cut.includes(name)) return false;
    const judged = judgeParts(ts, references, referring, [...cut, name], symbol).find(
      (one) => one.node === name,
    );
    return judged?.part.type === 'belongs';
  });
}

/** Where all members of a list go, the list goes: the statement, the import, the braces beside a default import. */
function widened(ts: Ts, nodes: readonly ts.Node[]): readonly ts.Node[] {
  const cut = new Set(nodes);
  const all = (members: readonly ts.Node[]): boolean =>
    members.length > 0 && members.every((one) => cut.has(one));
  const replace = (members: readonly ts.Node[], by: ts.Node): void => {
    for (const one of members) cut.delete(one);
    cut.add(by);
  };
  for (const node of nodes) {
    const { parent } = node;
    if (ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(parent)) {
      if (all(parent.declarations)) replace(parent.declarations, parent.parent);
    } else if (ts.isNamedExports(parent)) {
      if (all(parent.elements)) replace(parent.elements, parent.parent);
    } else if (ts.isNamedImports(parent) || ts.isImportClause(parent)) {
      const clause = ts.isNamedImports(parent) ? parent.parent : parent;
      if (!ts.isImportClause(clause)) continue;
      const { name, namedBindings } = clause;
      const elements =
        namedBindings === undefined
          ? []
          : ts.isNamedImports(namedBindings)
            ? namedBindings.elements
            : [namedBindings];
      const members = name === undefined ? elements : [name, ...elements];
      if (all(members)) replace(members, clause.parent);
      else if (namedBindings !== undefined && all(elements)) replace(elements, namedBindings);
    }
  }
  return [...cut];
}

function cutText(ts: Ts, file: ts.SourceFile, nodes: readonly ts.Node[]): string {
  let { text } = file;
  for (const span of merged(nodes.map((node) => spanOf(ts, file, node)))) {
    const { from, to } = tidied(file.text, span);
    text = text.slice(0, from) + text.slice(to);
  }
  return text;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Spans from the last to the first; those that touch are one. */
function merged(spans: readonly Span[]): readonly Span[] {
  const found: { from: number; to: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else found.push({ ...span });
  }
  return found.reverse();
}

/** Of two empty lines around whole lines one goes along, and so does one that would stand last in a block or a file. */
function tidied(text: string, { from, to }: Span): Span {
  const isWhole = (from === 0 || text[from - 1] === '\n') && (to === text.length || text[to - 1] === '\n');
  if (!isWhole) return { from, to };
  const above = /(?:^|\n)([ \t]*\r?\n)$/u.exec(text.slice(0, from));
  const below = /^[ \t]*\r?\n/u.exec(text.slice(to));
  if ((above !== null || from === 0) && below !== null) return { from, to: to + below[0].length };
  const isLast = /^\s*(?:[}\])]|$)/u.test(text.slice(to));
  return above !== null && isLast ? { from: from - (above[1]?.length ?? 0), to } : { from, to };
}

/** A node with its doc comment and its comma; whole lines, where nothing else stands on them. */
function spanOf(ts: Ts, file: ts.SourceFile, node: ts.Node): Span {
  const { text } = file;
  let from = commentStart(ts, file, node);
  let to = node.end;
  const isInList = !ts.isStatement(node) && !ts.isClassElement(node) && !ts.isTypeElement(node);
  if (isInList) {
    const comma = /^\s*,/u.exec(text.slice(to));
    if (comma !== null) to += comma[0].length;
    else {
      // The last member takes the comma before it along, unless that one goes with its own member.
      const before = /,\s*$/u.exec(text.slice(0, from));
      if (before !== null) from -= before[0].length;
    }
  }
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const lineEnd = text.indexOf('\n', to);
  const end = lineEnd === -1 ? text.length : lineEnd + 1;
  const rest = text.slice(to, end);
  const isAlone = text.slice(lineStart, from).trim() === '';
  if (isAlone && /^[ \t]*(?:\/\/[^\n]*)?\r?\n?$/u.test(rest)) {
    return { from: lineStart, to: end };
  }
  const blank = /^[ \t]*/u.exec(rest)?.[0].length ?? 0;
  return { from, to: to + (isInList || from > lineStart ? blank : 0) };
}
