import type ts from 'typescript';
import type { ChangeSet } from '../../core/change.ts';
import type { CodeAnswer, KnownError, NewName, TypeReport } from '../../core/code.ts';
import { affectedFiles } from './affected.ts';
import { readConfig, type Config } from './configs.ts';
import { readerOf } from './languages.ts';
import { movedLines, newErrors, type Diagnosed } from './newErrors.ts';
import type { Ts } from './parse.ts';
import { coverFiles, isOwn, programOf, relativeTo, type Cancelled } from './project.ts';
import type { Source } from './protocol.ts';
import { untypedIn } from './untyped.ts';
import { layered, type View } from './view.ts';
import { pathsOf, type Workspaces } from './workspaces.ts';

/** The view of a project with the change in it. */
export function changedView(base: View, change: ChangeSet): View {
  return layered(
    base,
    change.files.map((file) => [file.path, file.content] as const),
  );
}

/**
 * Checks the types of every project that the change concerns, before and after it, and answers what is new. Files
 * that no configuration covers, and JavaScript whose types nobody checks, are named and not guessed at.
 */
export function newTypeErrors(
  ts: Ts,
  workspaces: Workspaces,
  source: Source,
  change: ChangeSet,
  renamed: NewName | undefined,
  cancelled: Cancelled,
): TypeReport {
  const base = workspaces.view(source);
  const changed = changedView(base, change);
  const paths = change.files.map((file) => file.path).filter((path) => readerOf(path).type === 'typescript');
  const created = change.files.filter((file) => file.operation === 'create').map((file) => file.path);
  const listing = [...new Set([...pathsOf(source), ...created])];
  const reaches = (config: Config, file: string): boolean =>
    programOf(workspaces.project(source, changed, config, 'after')).getSourceFile(file) !== undefined;
  const absolute = paths.map((path) => `${base.root}/${path}`);
  const covering = coverFiles(ts, changed, listing, absolute, reaches);

  const covered: { path: string; config: string }[] = [];
  const uncovered: { path: string; reason: string }[] = [];
  const errors: Diagnosed[] = [];
  const unsure = new Set<string>();
  const untyped: { path: string; line: number; text: string }[] = [];
  const checked = new Set<string>();
  const rechecked = new Set<string>();
  const moved = new Map(change.files.map((file) => [file.path, movedLines(file.base, file.content)]));

  for (const config of covering.all) {
    const path = `${base.root}/${config.path}`;
    const before = base.isFile(path) ? readConfig(ts, base, path) : undefined;
    const program = programOf(workspaces.project(source, changed, config, 'after'));
    const old =
      before === undefined ? undefined : programOf(workspaces.project(source, base, before, 'before'));
    const files = filesToCheck(ts, base, change, old, program, cancelled);
    // A file that a nearer configuration answered for is not asked again.
    const fresh = [...files].filter((file) => !rechecked.has(file));
    for (const file of fresh) rechecked.add(file);
    for (const file of program.getSourceFiles()) if (isOwn(base, file)) checked.add(file.fileName);
    const were = old === undefined ? [] : diagnose(ts, old, base, fresh, cancelled);
    const are = diagnose(ts, program, base, fresh, cancelled);
    for (const one of newErrors(were, are, moved, renamed)) {
      const doubt = doubtOf(one, changed, config.folder);
      if (doubt === undefined) errors.push(one);
      else unsure.add(doubt);
    }
    for (const file of absolute) {
      if (covering.of.get(file) !== config) continue;
      const relative = relativeTo(base, file);
      const sheet = program.getSourceFile(file);
      if (sheet !== undefined && isTypeChecked(sheet, config.options)) {
        covered.push({ path: relative, config: config.path ?? '' });
        const lines = moved.get(relative)?.hunks ?? [];
        for (const one of untypedIn(ts, program, sheet, lines, cancelled))
          untyped.push({ path: relative, ...one });
      } else {
        const reason = 'JavaScript whose types its configuration does not check (checkJs is off)';
        uncovered.push({ path: relative, reason });
      }
    }
  }
  for (const file of absolute) {
    if (covering.of.has(file)) continue;
    const reason = covering.broken[0] ?? 'no tsconfig.json covers it';
    uncovered.push({ path: relativeTo(base, file), reason });
  }
  return {
    covered,
    uncovered,
    errors: once(errors).map(({ path, line, code, message }) => ({ path, line, code, message })),
    unsure: [...unsure],
    untyped,
    checkedFiles: checked.size,
    recheckedFiles: rechecked.size,
    checker: `TypeScript ${ts.version}`,
  };
}

/** The errors that a file has as it is, under the configuration that covers it. */
export function errorsOf(
  ts: Ts,
  workspaces: Workspaces,
  source: Source,
  path: string,
  cancelled: Cancelled,
): CodeAnswer<readonly KnownError[]> {
  if (readerOf(path).type !== 'typescript') {
    return {
      type: 'unable',
      reason: `errors of ${path} cannot be found here: no checker reads its language`,
    };
  }
  const view = workspaces.view(source);
  const file = `${view.root}/${path}`;
  const programFor = (config: Config): ts.Program =>
    programOf(workspaces.project(source, view, config, 'before'));
  const covering = coverFiles(
    ts,
    view,
    pathsOf(source),
    [file],
    (config, name) => programFor(config).getSourceFile(name) !== undefined,
  );
  const config = covering.of.get(file);
  if (config === undefined) {
    const reason = covering.broken[0] ?? 'no tsconfig.json covers it';
    return { type: 'unable', reason: `${path}: ${reason}` };
  }
  const found = diagnose(ts, programFor(config), view, [file], cancelled);
  return { type: 'ok', value: found.map(({ line, code, message }) => ({ line, code, message })) };
}

/** Types of a plain JavaScript file are checked only where the configuration or the file asks for it. */
function isTypeChecked(file: ts.SourceFile | undefined, options: ts.CompilerOptions): boolean {
  if (file === undefined) return false;
  if (!/\.[cm]?jsx?$/.test(file.fileName)) return true;
  const { checkJsDirective } = file as ts.SourceFile & {
    readonly checkJsDirective?: { readonly enabled: boolean };
  };
  return checkJsDirective?.enabled ?? options.checkJs ?? false;
}

/** The same error in two projects is one error. */
function once(errors: readonly Diagnosed[]): readonly Diagnosed[] {
  const seen = new Set<string>();
  return errors.filter((one) => {
    const key = JSON.stringify([one.path, one.line, one.code, one.message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Files whose errors may be others after the change; all of them where what is read as code may be another. */
function filesToCheck(
  ts: Ts,
  view: View,
  change: ChangeSet,
  old: ts.Program | undefined,
  program: ts.Program,
  cancelled: Cancelled,
): ReadonlySet<string> {
  const paths = change.files.map((file) => file.path);
  const isConfigured = paths.some((path) => /(?:^|\/)(?:[tj]sconfig[^/]*|package)\.json$/.test(path));
  if (old === undefined || isConfigured) {
    return new Set(program.getSourceFiles().flatMap((file) => (isOwn(view, file) ? [file.fileName] : [])));
  }
  const changed = paths.map((path) => `${view.root}/${path}`);
  return affectedFiles(ts, old, program, view, changed, cancelled);
}

/** Errors of these files in a program. */
function diagnose(
  ts: Ts,
  program: ts.Program,
  view: View,
  files: readonly string[],
  cancelled: Cancelled,
): readonly Diagnosed[] {
  const token: ts.CancellationToken = {
    isCancellationRequested: cancelled,
    throwIfCancellationRequested() {
      if (cancelled()) throw new ts.OperationCanceledException();
    },
  };
  return files.flatMap((name) => {
    const file = program.getSourceFile(name);
    if (file === undefined) return [];
    token.throwIfCancellationRequested();
    const found = [
      ...program.getSyntacticDiagnostics(file, token),
      ...program.getSemanticDiagnostics(file, token),
    ];
    return found.flatMap((one) => describe(ts, view, one));
  });
}

function describe(ts: Ts, view: View, one: ts.Diagnostic): readonly Diagnosed[] {
  if (one.category !== ts.DiagnosticCategory.Error || one.file === undefined) return [];
  const line = one.file.getLineAndCharacterOfPosition(one.start ?? 0).line + 1;
  const message = ts.flattenDiagnosticMessageText(one.messageText, ' ');
  return [{ path: relativeTo(view, one.file.fileName), line, code: one.code, message }];
}

/** Names that stand for a library nobody installed: Node's, a test runner's, jQuery's, Bun's. */
const missingLibrary = new Set([2580, 2581, 2582, 2591, 2592, 2593, 2867, 2868]);
const missingModule = new Set([2307, 2792, 7016, 2882]);

/**
 * Why a new message may not be the change's fault: the package it misses is declared, or may be, but is not
 * installed in what we were given. A relative path that leads nowhere is an error whatever is installed.
 */
function doubtOf(one: Diagnosed, view: View, folder: string): string | undefined {
  if (missingLibrary.has(one.code)) {
    return hasDependencies(view, folder) ? undefined : `${one.path}, line ${one.line}: ${one.message}`;
  }
  if (!missingModule.has(one.code)) return undefined;
  const name = /'([^']+)'/.exec(one.message)?.[1] ?? '';
  if (name.startsWith('.') || name.startsWith('/')) return undefined;
  const manifests = manifestsAbove(view, folder);
  const isBuiltIn = name.startsWith('node:') || builtIns.has(name.split('/')[0] ?? '');
  const bare = name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? '');
  const declared = manifests.some((text) => text.includes(JSON.stringify(bare)));
  const unknowable = manifests.length === 0;
  if (isBuiltIn) {
    if (hasDependencies(view, folder)) return undefined;
  } else if (!declared && !unknowable) return undefined;
  return `${one.path}, line ${one.line}: ${name} is not installed here, so its types are not known`;
}

const builtIns = new Set(
  (
    'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events ' +
    'fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream ' +
    'string_decoder sys timers tls tty url util v8 vm wasi worker_threads zlib test'
  ).split(' '),
);

function foldersAbove(view: View, folder: string): readonly string[] {
  const folders: string[] = [];
  for (let at = folder; at.startsWith(view.root); at = at.slice(0, at.lastIndexOf('/'))) folders.push(at);
  return folders;
}

function hasDependencies(view: View, folder: string): boolean {
  return foldersAbove(view, folder).some((at) => view.isFolder(`${at}/node_modules`));
}

function manifestsAbove(view: View, folder: string): readonly string[] {
  return foldersAbove(view, folder).flatMap((at) => view.read(`${at}/package.json`) ?? []);
}
