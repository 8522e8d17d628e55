import { posix } from 'node:path';
import type ts from 'typescript';
import type { Ts } from './parse.ts';
import type { View } from './view.ts';

/** One configuration of a project, read in one view. */
export interface Config {
  /** Path of the configuration file relative to the root; undefined where the project has none. */
  readonly path: string | undefined;
  readonly folder: string;
  readonly options: ts.CompilerOptions;
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Absolute paths of the configuration files it references, and of the one it extends, where it is a file. */
  readonly references: readonly string[];
  readonly bases: readonly string[];
  /** Why the configuration cannot be followed, as where its base is not there. */
  readonly broken: string | undefined;
}

type FileEntries = (folder: string) => { readonly files: string[]; readonly directories: string[] };

/** Part of the compiler that its typings leave out: the matching of `include` and `exclude`. */
interface Matching {
  matchFiles(
    path: string,
    extensions: readonly string[] | undefined,
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    caseSensitive: boolean,
    currentDirectory: string,
    depth: number | undefined,
    entries: FileEntries,
    realpath: (path: string) => string,
  ): string[];
}

export function readDirectory(ts: Ts, view: View): ts.ParseConfigHost['readDirectory'] {
  const { matchFiles } = ts as unknown as Matching;
  const entries: FileEntries = (folder) => {
    const found = view.entries(folder.replace(/(.)\/$/, '$1'));
    return { files: [...found.files], directories: [...found.directories] };
  };
  return (root, extensions, excludes, includes, depth) =>
    matchFiles(root, extensions, excludes, includes, view.caseSensitive, view.root, depth, entries, (path) =>
      view.realpath(path),
    );
}

/** Errors of a configuration file after which its options are not what its author meant. */
const brokenCodes = new Set([5083, 6053, 18000, 5012]);

/** Reads a configuration file, with all that it extends. `path` is absolute. */
export function readConfig(ts: Ts, view: View, path: string): Config {
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: view.caseSensitive,
    fileExists: (file) => view.isFile(file),
    readFile: (file) => view.read(file),
    readDirectory: readDirectory(ts, view),
  };
  const folder = path.slice(0, path.lastIndexOf('/'));
  const json = ts.readJsonConfigFile(path, (file) => view.read(file));
  const parsed = ts.parseJsonSourceFileConfigFileContent(json, host, folder, undefined, path);
  const wrong = parsed.errors.find((one) => brokenCodes.has(one.code));
  const syntax = (json as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] })
    .parseDiagnostics[0];
  const reason = wrong ?? syntax;
  const relative = path.slice(view.root.length + 1);
  return {
    path: relative,
    folder,
    options: faithful(view, folder, parsed.options),
    files: parsed.fileNames,
    references: (parsed.projectReferences ?? []).map((one) => configFileOf(view, one.path)),
    bases: basesOf(parsed.raw, folder),
    broken:
      reason === undefined
        ? undefined
        : `${relative}: ${ts.flattenDiagnosticMessageText(reason.messageText, ' ')}`,
  };
}

/** A reference names a folder or a file. */
function configFileOf(view: View, path: string): string {
  return view.isFile(path) ? path : `${path.replace(/\/$/, '')}/tsconfig.json`;
}

function basesOf(raw: unknown, folder: string): readonly string[] {
  const value = typeof raw === 'object' && raw !== null && 'extends' in raw ? raw.extends : undefined;
  const names = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  return names
    .filter((name) => name.startsWith('.'))
    .map((name) => {
      const path = posix.join(folder, name);
      return path.endsWith('.json') ? path : `${path}.json`;
    });
}

/**
 * Compilers before version 6 were not strict by default and took in all of `@types`. A project that asks for one of
 * them is read as it is by its own compiler.
 */
function faithful(view: View, folder: string, options: ts.CompilerOptions): ts.CompilerOptions {
  const wanted = compilerVersionOf(view, folder);
  const base = { ...options, noEmit: true, skipDefaultLibCheck: true };
  if (wanted === undefined || wanted >= 6) return base;
  return { ...base, strict: options.strict ?? false, types: options.types ?? ['*'] };
}

function compilerVersionOf(view: View, folder: string): number | undefined {
  for (let at = folder; at.startsWith(view.root); at = at.slice(0, at.lastIndexOf('/'))) {
    const installed = /"version"\s*:\s*"(\d+)/.exec(
      view.read(`${at}/node_modules/typescript/package.json`) ?? '',
    );
    if (installed?.[1] !== undefined) return Number(installed[1]);
    const asked = /"typescript"\s*:\s*"[^"\d]*(\d+)/.exec(view.read(`${at}/package.json`) ?? '');
    if (asked?.[1] !== undefined) return Number(asked[1]);
  }
  return undefined;
}

/** As many configurations of one workspace are looked at. */
const configsAtMost = 40;

/**
 * All configuration files of a project that its listing names, `tsconfig.json` before its variants and before
 * `jsconfig.json`, the deepest folders first.
 */
export function configPaths(view: View, paths: readonly string[]): readonly string[] {
  const found = paths.filter((path) => /(?:^|\/)(?:tsconfig(?:\.[\w.-]+)?|jsconfig)\.json$/.test(path));
  const depth = (path: string): number => path.split('/').length;
  const rank = (path: string): number =>
    path.endsWith('tsconfig.json') ? 0 : path.endsWith('jsconfig.json') ? 2 : 1;
  return found
    .sort((a, b) => depth(b) - depth(a) || rank(a) - rank(b) || (a < b ? -1 : 1))
    .slice(0, configsAtMost)
    .map((path) => `${view.root}/${path}`);
}

/** Whether a configuration belongs to the folder of a file or to one above it. */
export function isAbove(config: Config, file: string): boolean {
  return file.startsWith(`${config.folder}/`);
}
