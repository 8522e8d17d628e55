import type ts from 'typescript';
import type { Ts } from './parse.ts';
import { isOwn, type Cancelled } from './project.ts';
import type { View } from './view.ts';

/**
 * The own files whose errors a change can alter: the changed ones, and, where what a changed file declares to others
 * is not the same any more, all that import it over any number of files. Of every other file the errors before are
 * the errors after, so nobody has to check it.
 */
export function affectedFiles(
  ts: Ts,
  before: ts.Program,
  after: ts.Program,
  view: View,
  changed: readonly string[],
  cancelled: Cancelled,
): ReadonlySet<string> {
  const own = after.getSourceFiles().filter((file) => isOwn(view, file));
  const everything = new Set(
    [...own, ...before.getSourceFiles().filter((file) => isOwn(view, file))].map((file) => file.fileName),
  );
  const affected = new Set<string>();
  const open: string[] = [];
  for (const name of changed) {
    const old = before.getSourceFile(name);
    const now = after.getSourceFile(name);
    if (old === undefined && now === undefined) continue;
    affected.add(name);
    // A file that comes can change what the imports of any other file lead to.
    if (old === undefined || now === undefined) return everything;
    if (declaresSame(ts, before, after, old, now, cancelled)) continue;
    if (isGlobal(ts, old) || isGlobal(ts, now)) return everything;
    open.push(name);
  }
  if (open.length === 0) return affected;
  const importers = importersOf(ts, [before, after], view);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const importer of importers.get(name) ?? []) {
      if (affected.has(importer)) continue;
      affected.add(importer);
      open.push(importer);
    }
  }
  return affected;
}

/** Whether a file declares the same to others: its declarations are equal token by token. */
function declaresSame(
  ts: Ts,
  before: ts.Program,
  after: ts.Program,
  old: ts.SourceFile,
  now: ts.SourceFile,
  cancelled: Cancelled,
): boolean {
  if (old.text === now.text) return true;
  if (/\.json$/i.test(old.fileName)) return false;
  const a = declarationsOf(ts, before, old, cancelled);
  const b = declarationsOf(ts, after, now, cancelled);
  return a !== undefined && b !== undefined && tokensOf(ts, a) === tokensOf(ts, b);
}

/** Emits declarations of one file although nothing may be emitted: the compiler's own way to compare programs. */
interface ForcedEmit {
  emit(
    file: ts.SourceFile,
    write: (name: string, text: string) => void,
    token: ts.CancellationToken | undefined,
    onlyDeclarations: boolean,
    transformers: undefined,
    force: boolean,
  ): ts.EmitResult;
}

function declarationsOf(
  ts: Ts,
  program: ts.Program,
  file: ts.SourceFile,
  cancelled: Cancelled,
): string | undefined {
  if (file.isDeclarationFile) return file.text;
  if (cancelled()) throw new ts.OperationCanceledException();
  let found: string | undefined;
  const forced = program as unknown as ForcedEmit;
  const write = (name: string, text: string): void => {
    if (/\.d\.[cm]?ts$/.test(name)) found = text;
  };
  const { diagnostics } = forced.emit(file, write, undefined, true, undefined, true);
  // Declarations that could not be written say nothing.
  return diagnostics.length > 0 ? undefined : found;
}

function tokensOf(ts: Ts, text: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  const tokens: string[] = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) tokens.push(scanner.getTokenText());
  return tokens.join('\n');
}

/** A file whose declarations reach others without an import: a script, an augmentation, an ambient module. */
function isGlobal(ts: Ts, file: ts.SourceFile): boolean {
  const { commonJsModuleIndicator } = file as ts.SourceFile & { readonly commonJsModuleIndicator?: unknown };
  const isModule =
    ts.isExternalModule(file) || Boolean(commonJsModuleIndicator) || /\.json$/i.test(file.fileName);
  if (!isModule) return true;
  return file.statements.some(
    (statement) =>
      ts.isModuleDeclaration(statement) &&
      (ts.isStringLiteral(statement.name) || isGlobalBlock(ts, statement)),
  );
}

function isGlobalBlock(ts: Ts, statement: ts.ModuleDeclaration): boolean {
  return ts.isIdentifier(statement.name) && statement.name.text === 'global';
}

/** For each own file those that import or reference it, in any of the programs. */
function importersOf(
  ts: Ts,
  programs: readonly ts.Program[],
  view: View,
): ReadonlyMap<string, ReadonlySet<string>> {
  const importers = new Map<string, Set<string>>();
  const add = (imported: string, importer: string): void => {
    const known = importers.get(imported) ?? new Set<string>();
    known.add(importer);
    importers.set(imported, known);
  };
  for (const program of programs) {
    const checker = program.getTypeChecker();
    for (const file of program.getSourceFiles()) {
      if (!isOwn(view, file)) continue;
      // What the parser found as imports: static, dynamic, `require` in JavaScript, and augmented modules.
      const { imports, moduleAugmentations } = file as ts.SourceFile & {
        readonly imports: readonly ts.StringLiteralLike[];
        readonly moduleAugmentations: readonly ts.Node[];
      };
      for (const name of [...imports, ...moduleAugmentations]) {
        for (const declaration of checker.getSymbolAtLocation(name)?.declarations ?? []) {
          add(declaration.getSourceFile().fileName, file.fileName);
        }
      }
      for (const reference of file.referencedFiles) {
        add(ts.resolveTripleslashReference(reference.fileName, file.fileName), file.fileName);
      }
    }
  }
  return importers;
}
