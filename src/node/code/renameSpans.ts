import type ts from 'typescript';
import type { CodeAnswer, RenameQuestion, RenameSpan } from '../../core/code.ts';
import { readerOf } from './languages.ts';
import type { Ts } from './parse.ts';
import { isOwn, programOf, relativeTo, type Project } from './project.ts';
import type { Source } from './protocol.ts';
import { configsOfName } from './renameProjects.ts';
import type { View } from './view.ts';
import type { Workspaces } from './workspaces.ts';

/** A place to write the new name, with what has to stand around it. Offsets are in the whole text. */
interface Spot {
  readonly file: string;
  readonly start: number;
  readonly length: number;
  /** The new name is written after `old: `, as where `{ old }` gets a variable of another name. */
  keepsBefore: boolean;
  /** The new name is written before `: old`. */
  keepsAfter: boolean;
  /** The new name is an alias of a name that is not ours: `old as new`. */
  readonly isAlias: boolean;
}

/**
 * Every place that a rename has to touch, by the language service: in all projects that hold the declaration, along
 * re-exports (no alias of the old name is left, contracts rule 51), with shorthands expanded.
 */
export function findRenameSpans(
  ts: Ts,
  workspaces: Workspaces,
  source: Source,
  target: RenameQuestion,
): CodeAnswer<readonly RenameSpan[]> {
  if (readerOf(target.path).type !== 'typescript') {
    return {
      type: 'unable',
      reason: `names in ${target.path} cannot be followed, only in TypeScript and JavaScript`,
    };
  }
  const view = workspaces.view(source);
  const file = `${view.root}/${target.path}`;
  const spots = new Map<string, Spot>();
  const asked = new Set<string | undefined>();
  let reason = `${target.path} belongs to no project`;
  // Places may lie in files of further projects, which then say the name in files of their own.
  for (;;) {
    const found = [...new Set([...spots.values()].map((spot) => relativeTo(view, spot.file)))];
    const configs = configsOfName(ts, workspaces, source, view, target, found);
    const config = configs.find((one) => !asked.has(one.path));
    if (config === undefined) break;
    asked.add(config.path);
    const project = workspaces.project(source, view, config, 'before');
    const program = programOf(project);
    const starts = [...spots.values()]
      .filter((spot) => program.getSourceFile(spot.file) !== undefined)
      .map((spot): Start => ({ file: spot.file, start: spot.start, isForeign: spot.isAlias }));
    const declared = program.getSourceFile(file);
    const name = declared === undefined ? undefined : nameOnLine(ts, declared, target.line, target.symbol);
    if (name !== undefined) starts.unshift(originOf(ts, program, view, name));
    else if (declared !== undefined) {
      reason = `no name ${target.symbol} stands on line ${target.line} of ${target.path}`;
    }
    // One place finds all others; a second one only helps where the first has another meaning here.
    for (const start of starts.slice(0, 2)) {
      const refused = collect(project, view, start, target, spots);
      if (refused !== undefined) return { type: 'unable', reason: refused };
    }
  }
  if (spots.size === 0) return { type: 'unable', reason };
  const rows = [...spots.values()].map((spot) => spanOf(ts, view, spot, target));
  return {
    type: 'ok',
    value: rows.sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column,
    ),
  };
}

/** The first identifier of this text on a line (contracts rule 48). */
export function nameOnLine(ts: Ts, file: ts.SourceFile, line: number, symbol: string): ts.Node | undefined {
  const starts = file.getLineStarts();
  const from = starts[line - 1];
  if (from === undefined) return undefined;
  const to = starts[line] ?? file.text.length;
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined || node.end <= from || node.pos >= to) return;
    const start = node.getStart(file);
    const isName = (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && node.text === symbol;
    if (isName && start >= from && start < to) found = node;
    else ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

/** Where the name is made: of an imported or re-exported one its declaration in this project, else where it stands. */
function originOf(ts: Ts, program: ts.Program, view: View, name: ts.Node): Start {
  const checker = program.getTypeChecker();
  const placeOf = (node: ts.Node, isForeign: boolean): Start => ({
    file: node.getSourceFile().fileName,
    start: node.getStart(),
    isForeign,
  });
  let start = placeOf(name, false);
  let symbol = checker.getSymbolAtLocation(name);
  for (let alias = plainAlias(ts, symbol); alias !== undefined; alias = plainAlias(ts, symbol)) {
    symbol = symbol === undefined ? undefined : checker.getImmediateAliasedSymbol(symbol);
    const [declaration] = symbol?.declarations ?? [];
    const made = declaration === undefined ? undefined : ts.getNameOfDeclaration(declaration);
    // Made under another name: this one begins at the import or export that gives it.
    if (made === undefined || made.getText() !== name.getText()) return placeOf(alias.name, false);
    if (!isOwn(view, made.getSourceFile())) return placeOf(alias.name, true);
    start = placeOf(made, false);
  }
  return start;
}

/** The `import { a }` or `export { a }` that brings a name along under its own name. */
function plainAlias(
  ts: Ts,
  symbol: ts.Symbol | undefined,
): ts.ImportSpecifier | ts.ExportSpecifier | undefined {
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0) return undefined;
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) return undefined;
  const isSpecifier = ts.isImportSpecifier(declaration) || ts.isExportSpecifier(declaration);
  return isSpecifier && declaration.propertyName === undefined ? declaration : undefined;
}

/** Where a name begins. A foreign one comes from a dependency: here it only gets an alias. */
interface Start {
  readonly file: string;
  readonly start: number;
  readonly isForeign: boolean;
}

/** Follows a name from its start; answers why it cannot be renamed, if so. */
function collect(
  project: Project,
  view: View,
  from: Start,
  target: RenameQuestion,
  spots: Map<string, Spot>,
): string | undefined {
  const queue = [{ file: from.file, start: from.start }];
  const seen = new Set<string>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const key = `${next.file}:${next.start}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const preferences = { providePrefixAndSuffixTextForRename: true };
    // What the language or a dependency declares cannot be renamed, though places of it would be found.
    const info = project.service.getRenameInfo(next.file, next.start, preferences);
    if (!info.canRename) return info.localizedErrorMessage;
    const found = project.service.findRenameLocations(next.file, next.start, false, false, preferences);
    if (found === undefined) return 'the compiler finds no place to rename';
    for (const one of found) {
      if (!one.fileName.startsWith(`${view.root}/`) || one.fileName.includes('/node_modules/')) {
        return `${target.symbol} is also declared in ${one.fileName.slice(one.fileName.lastIndexOf('/') + 1)}, outside this project`;
      }
      const { start, length } = one.textSpan;
      const before = /:\s*$/.test(one.prefixText ?? '');
      const after = /^\s*:/.test(one.suffixText ?? '');
      // An alias would keep the old name alive: the other side of the import or export goes along instead.
      const alias = /\bas\b/.test(`${one.prefixText ?? ''}${one.suffixText ?? ''}`);
      const isAlias = alias && from.isForeign && one.fileName === from.file && start === from.start;
      if (alias && !isAlias) queue.push({ file: one.fileName, start });
      addSpot(spots, { file: one.fileName, start, length, keepsBefore: before, keepsAfter: after, isAlias });
    }
  }
  return undefined;
}

/** Where both the property and the variable of a shorthand are renamed, it stays a shorthand. */
function addSpot(spots: Map<string, Spot>, spot: Spot): void {
  const key = `${spot.file}:${spot.start}`;
  const known = spots.get(key);
  if (known === undefined) spots.set(key, spot);
  else {
    known.keepsBefore &&= spot.keepsBefore;
    known.keepsAfter &&= spot.keepsAfter;
  }
}

function spanOf(ts: Ts, view: View, spot: Spot, target: RenameQuestion): RenameSpan {
  const text = view.read(spot.file) ?? '';
  const lineStart = text.lastIndexOf('\n', spot.start - 1) + 1;
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < spot.start; at = text.indexOf('\n', at + 1)) line += 1;
  const written = spot.isAlias
    ? `${target.symbol} as ${target.to}`
    : spot.keepsBefore
      ? `${target.symbol}: ${target.to}`
      : spot.keepsAfter
        ? `${target.to}: ${target.symbol}`
        : target.to;
  return {
    path: relativeTo(view, spot.file),
    line,
    column: spot.start - lineStart,
    length: spot.length,
    text: written,
  };
}
