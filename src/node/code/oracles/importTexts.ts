import type ts from 'typescript';
import type { CodeProblem, CodeShape } from '../../../core/code.ts';
import { parseSource, type Ts } from '../parse.ts';
import { leavesOf, shapeOf, type TokenLeaf } from '../shape.ts';
import { directivesIn, holdsForNextLine, lineAt, missingFrom, saidIn } from './remarks.ts';

export type ImportStatement = ts.ImportDeclaration | ts.ImportEqualsDeclaration;

/** `import ...` and `import x = require()` at the top of a file; `export ... from` is none (contracts rule 52). */
export function isImportStatement(ts: Ts, node: ts.Node): node is ImportStatement {
  if (ts.isImportDeclaration(node)) return true;
  return (
    ts.isImportEqualsDeclaration(node) &&
    ts.isExternalModuleReference(node.moduleReference) &&
    node.modifiers?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword) !== true
  );
}

/** The module as it is written; empty where it is no text. */
export function moduleOf(ts: Ts, statement: ImportStatement): string {
  const specifier = ts.isImportDeclaration(statement)
    ? statement.moduleSpecifier
    : ts.isExternalModuleReference(statement.moduleReference)
      ? statement.moduleReference.expression
      : undefined;
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : '';
}

interface ImportText {
  readonly source: ts.SourceFile;
  readonly imports: readonly ImportStatement[];
  /** Tokens outside of imports. */
  readonly code: readonly TokenLeaf[];
  /** The kinds of every other statement, as deep as they go. */
  readonly trees: string;
  readonly comments: readonly PlacedComment[];
  readonly shape: CodeShape;
}

interface PlacedComment {
  readonly text: string;
  readonly line: number;
  /** How many tokens of code, imports left out, stand before it. */
  readonly codeBefore: number;
  /** The import that it stands directly above, in or behind. */
  readonly of: ImportStatement | undefined;
}

export interface ImportComparison {
  readonly problems: readonly CodeProblem[];
  readonly unsure: readonly string[];
  readonly isChanged: boolean;
}

/** What the texts alone say: nothing but imports changed, and none for its effect alone came or went. */
export function compareImportTexts(ts: Ts, path: string, base: string, content: string): ImportComparison {
  const old = read(ts, path, base);
  const fresh = read(ts, path, content);
  const other = codeProblem(path, old, fresh);
  if (other !== undefined) return { problems: [other], unsure: [], isChanged: true };
  const effects = effectProblems(ts, path, old, fresh);
  return {
    problems: [
      ...effects,
      ...attributeProblems(ts, path, old, fresh),
      ...commentProblems(ts, path, old, fresh),
      ...importDirectives(ts, path, old, fresh),
    ],
    unsure: idleModules(ts, path, old, fresh),
    isChanged: textOf(old) !== textOf(fresh),
  };
}

/** The stretch of the text that imports stand in: how they are parted by empty lines is their grouping. */
function textOf({ source, imports }: ImportText): string {
  const [first] = imports;
  const last = imports.at(-1);
  return first === undefined || last === undefined ? '' : source.text.slice(first.getStart(source), last.end);
}

function read(ts: Ts, path: string, text: string): ImportText {
  const source = parseSource(ts, path, text);
  const { leaves } = leavesOf(ts, source);
  const imports = source.statements.filter((one) => isImportStatement(ts, one));
  const spans = imports.map((node) => ({ node, start: node.getStart(source), end: node.end }));
  const code = leaves.filter(
    (leaf) => leaf.counts && !spans.some((span) => span.start <= leaf.start && leaf.start < span.end),
  );
  const shape = shapeOf(ts, path, text);
  const starts = source.getLineStarts();
  const counted = leaves.filter((leaf) => leaf.counts);
  const comments = shape.comments.map((comment): PlacedComment => {
    const next = counted[comment.before];
    const last = counted[comment.before - 1];
    const within = spans.find(
      (span) => next !== undefined && last !== undefined && span.start <= last.start && next.start < span.end,
    );
    const behind = comment.behindCode
      ? spans.find((span) => last !== undefined && span.start <= last.start && last.start < span.end)
      : undefined;
    const above =
      !comment.behindCode && comment.toCode >= 0 && isDirectlyAbove(text, comment, starts)
        ? spans.find((span) => span.start === next?.start)
        : undefined;
    const at = counted[comment.before]?.start ?? Infinity;
    return {
      text: saidIn(comment.text),
      line: comment.line,
      codeBefore: countBefore(code, at),
      of: (within ?? behind ?? above)?.node,
    };
  });
  const trees = source.statements
    .filter((one) => !isImportStatement(ts, one))
    .map((one) => treeOf(ts, source, one))
    .join('\n');
  return { source, imports, code, trees, comments, shape };
}

/** No empty line lies between a comment and the code below it. */
function isDirectlyAbove(
  text: string,
  comment: CodeShape['comments'][number],
  starts: readonly number[],
): boolean {
  const from = starts[comment.endLine] ?? text.length;
  const to = starts[comment.endLine + comment.toCode - 1] ?? text.length;
  return comment.toCode <= 1 || !/^\s*$/mu.test(text.slice(from, to).replace(/\r?\n$/u, ''));
}

function countBefore(code: readonly TokenLeaf[], offset: number): number {
  const found = code.findIndex((leaf) => leaf.start >= offset);
  return found === -1 ? code.length : found;
}

function treeOf(ts: Ts, source: ts.SourceFile, root: ts.Node): string {
  const parts: string[] = [];
  const visit = (node: ts.Node): void => {
    parts.push(`${node.kind}(`);
    ts.forEachChild(node, visit);
    parts.push(')');
  };
  visit(root);
  return parts.join('');
}

function codeProblem(path: string, old: ImportText, fresh: ImportText): CodeProblem | undefined {
  const count = Math.max(old.code.length, fresh.code.length);
  for (let at = 0; at < count; at += 1) {
    const was = old.code[at];
    const is = fresh.code[at];
    if (was !== undefined && is !== undefined && was.text === is.text) continue;
    const place = is ?? fresh.code.at(-1);
    const line = place === undefined ? 1 : lineAt(fresh.source, place.start);
    const message =
      was === undefined
        ? `more than imports changed: "${short(is?.text)}" was added`
        : is === undefined
          ? `more than imports changed: "${short(was.text)}" is gone`
          : `more than imports changed: "${short(was.text)}" became "${short(is.text)}"`;
    return { path, line, message };
  }
  if (old.trees === fresh.trees) return undefined;
  return { path, line: 1, message: 'the change alters how the code below the imports is read' };
}

function short(text: string | undefined): string {
  const flat = (text ?? '').replace(/\s+/gu, ' ');
  return flat.length > 40 ? `${flat.slice(0, 39)}\u2026` : flat;
}

function isForEffect(ts: Ts, statement: ImportStatement): boolean {
  return ts.isImportDeclaration(statement) && statement.importClause === undefined;
}

function effectProblems(ts: Ts, path: string, old: ImportText, fresh: ImportText): readonly CodeProblem[] {
  const before = old.imports.filter((one) => isForEffect(ts, one));
  const now = fresh.imports.filter((one) => isForEffect(ts, one));
  const known = new Set(before.map((one) => moduleOf(ts, one)));
  const left = new Set(now.map((one) => moduleOf(ts, one)));
  // A module that was imported for names may stay for its effect when nothing uses the names any more.
  const named = new Set(old.imports.filter((one) => !isForEffect(ts, one)).map((one) => moduleOf(ts, one)));
  const gone = [...known].filter((name) => !left.has(name));
  const added = now.filter((one) => !known.has(moduleOf(ts, one)) && !named.has(moduleOf(ts, one)));
  return [
    ...gone.map((name) => ({
      path,
      line: 1,
      message: `import '${name}', which is there for its effect, is gone`,
    })),
    ...added.map((one) => ({
      path,
      line: lineAt(fresh.source, one.getStart(fresh.source)),
      message: `import '${moduleOf(ts, one)}' is new, and is there for its effect`,
    })),
  ];
}

/** `with { type: 'json' }` and `import defer` say how a module is loaded: they are no order and no grouping. */
function attributeProblems(ts: Ts, path: string, old: ImportText, fresh: ImportText): readonly CodeProblem[] {
  const before = loading(ts, old);
  const now = loading(ts, fresh);
  return [...now].flatMap(([name, { key, line }]) => {
    const was = before.get(name);
    if (was === undefined || was.key === key) return [];
    return [
      { path, line, message: `how '${name}' is loaded changed: ${key || 'nothing is said of it now'}` },
    ];
  });
}

function loading(ts: Ts, side: ImportText): ReadonlyMap<string, { key: string; line: number }> {
  const found = new Map<string, { keys: Set<string>; line: number }>();
  for (const one of side.imports) {
    if (!ts.isImportDeclaration(one)) continue;
    const attributes = one.attributes?.getText(side.source).replace(/\s+/gu, ' ').replace(/"/gu, "'") ?? '';
    const phase = one.importClause?.phaseModifier === ts.SyntaxKind.DeferKeyword ? 'defer' : '';
    const name = moduleOf(ts, one);
    const known = found.get(name) ?? {
      keys: new Set(),
      line: lineAt(side.source, one.getStart(side.source)),
    };
    known.keys.add(`${phase} ${attributes}`.trim());
    found.set(name, known);
  }
  return new Map(
    [...found].map(([name, { keys, line }]) => [name, { key: [...keys].sort().join(' | '), line }]),
  );
}

/** Comments of code stay; one of an import may go along with what it imported. */
function commentProblems(ts: Ts, path: string, old: ImportText, fresh: ImportText): readonly CodeProblem[] {
  // Before the first code any order is free, since imports are sorted there.
  const keyOf = (one: PlacedComment): string => `${one.codeBefore} ${one.text}`;
  const kept = importedNames(ts, fresh.imports);
  const gone = missingFrom(old.comments, fresh.comments, keyOf).filter((comment) => {
    if (comment.of === undefined) return true;
    return [...importedNames(ts, [comment.of])].every((name) => kept.has(name));
  });
  const added = missingFrom(fresh.comments, old.comments, keyOf).filter((one) => one.of === undefined);
  const next = (one: PlacedComment): number => Math.min(one.line, fresh.source.getLineStarts().length);
  return [
    ...gone.map((one) => ({
      path,
      line: next(one),
      message: `a comment is gone or was moved: "${short(one.text)}"`,
    })),
    ...added.map((one) => ({
      path,
      line: one.line,
      message: `a comment was added that belongs to no import: "${short(one.text)}"`,
    })),
  ];
}

/** What is imported: module and name, for an effect the module alone. */
function importedNames(ts: Ts, statements: readonly ImportStatement[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const one of statements) {
    const name = moduleOf(ts, one);
    if (!ts.isImportDeclaration(one)) {
      names.add(`${name} = ${one.name.text}`);
      continue;
    }
    const clause = one.importClause;
    if (clause === undefined) names.add(name);
    if (clause?.name !== undefined) names.add(`${name} default`);
    const bindings = clause?.namedBindings;
    if (bindings === undefined) continue;
    if (ts.isNamespaceImport(bindings)) names.add(`${name} *`);
    else
      for (const element of bindings.elements)
        names.add(`${name} ${(element.propertyName ?? element.name).text}`);
  }
  return names;
}

/** Comments that tools obey stay where they are: among the code, or above the import that they are meant for. */
function importDirectives(ts: Ts, path: string, old: ImportText, fresh: ImportText): readonly CodeProblem[] {
  const rowsOf = (side: ImportText) =>
    directivesIn(path, side.shape).map((directive) => {
      const comment = side.comments.find((one) => one.line >= directive.line) ?? side.comments.at(-1);
      const placed = side.comments.filter((one) => one.line <= directive.line).at(-1) ?? comment;
      const before = Number(/^\d+/.exec(directive.place)?.[0] ?? 0);
      const isNext = holdsForNextLine(directive);
      const below = isNext ? importBelow(ts, side, before) : undefined;
      const distance = isNext ? (directive.place.split('+')[1] ?? '') : '';
      const place = before === 0 && !isNext ? 'top' : (below ?? String(placed?.codeBefore ?? 0));
      return { key: `${place} ${distance} ${directive.text}`, text: directive.text, line: directive.line };
    });
  const before = rowsOf(old);
  const now = rowsOf(fresh);
  const keyOf = (one: { key: string }): string => one.key;
  const said = (one: { text: string; line: number }, what: string): CodeProblem => ({
    path,
    line: one.line,
    message: `a comment that tools obey ${what}: "${short(one.text)}"`,
  });
  return [
    ...missingFrom(before, now, keyOf).map((one) => said(one, 'is gone or was moved')),
    ...missingFrom(now, before, keyOf).map((one) => said(one, 'was added or was moved')),
  ];
}

/** The module of the import that begins at or holds the token of this index. */
function importBelow(ts: Ts, side: ImportText, index: number): string | undefined {
  const leaf = leavesOf(ts, side.source).leaves.filter((one) => one.counts)[index];
  if (leaf === undefined) return undefined;
  const found = side.imports.find((one) => one.getStart(side.source) <= leaf.start && leaf.start < one.end);
  return found === undefined ? undefined : `import ${moduleOf(ts, found)}`;
}

/** Modules that nothing was imported from, and of which no name is used: where names are kept, they are run. */
function idleModules(ts: Ts, path: string, old: ImportText, fresh: ImportText): readonly string[] {
  const known = new Set(old.imports.map((one) => moduleOf(ts, one)));
  const words = new Set(fresh.code.map((leaf) => leaf.text));
  return fresh.imports.flatMap((one) => {
    const name = moduleOf(ts, one);
    if (known.has(name) || isForEffect(ts, one)) return [];
    if (localNames(ts, one).some((local) => words.has(local))) return [];
    return [`${path}: '${name}' is newly imported, though nothing of it is used`];
  });
}

/** The names that an import gives to a file. */
export function localNames(ts: Ts, statement: ImportStatement): readonly string[] {
  if (!ts.isImportDeclaration(statement)) return [statement.name.text];
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  const own = clause?.name === undefined ? [] : [clause.name.text];
  if (bindings === undefined) return own;
  if (ts.isNamespaceImport(bindings)) return [...own, bindings.name.text];
  return [...own, ...bindings.elements.map((one) => one.name.text)];
}
