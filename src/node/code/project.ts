import type ts from 'typescript';
import { configPaths, isAbove, readConfig, readDirectory, type Config } from './configs.ts';
import type { Ts } from './parse.ts';
import type { View } from './view.ts';

/** One set of files that the compiler looks at together, with the service that answers for it. */
export interface Project {
  readonly config: Config;
  readonly service: ts.LanguageService;
  /** Shows the service another moment of the same files. Programs made before stay as they were. */
  show(view: View, config: Config): void;
}

/** Answers whether anybody still waits for what is being computed. */
export interface Cancelled {
  (): boolean;
}

export interface ProjectHostOptions {
  readonly libFolder: string;
  readonly cancelled: Cancelled;
  /** Parsed texts are shared: the library's declarations are the largest part of a small project. */
  readonly registry: ts.DocumentRegistry;
}

/** Opens a project. Its service is synchronised with the view at each question. */
export function openProject(ts: Ts, first: View, config: Config, options: ProjectHostOptions): Project {
  let view = first;
  let now = config;
  const snapshots = new Map<string, { readonly version: string; readonly snapshot: ts.IScriptSnapshot }>();
  const host: ts.LanguageServiceHost & { useSourceOfProjectReferenceRedirect(): boolean } = {
    getCompilationSettings: () => now.options,
    getScriptFileNames: () => [...now.files],
    getScriptVersion: (file) => view.version(file),
    getScriptSnapshot(file) {
      const version = view.version(file);
      const known = snapshots.get(file);
      if (known !== undefined && known.version === version) return known.snapshot;
      const text = view.read(file);
      if (text === undefined) return undefined;
      // A snapshot that knows no changes makes the compiler parse afresh, so older programs keep their trees.
      const snapshot = ts.ScriptSnapshot.fromString(text);
      snapshots.set(file, { version, snapshot });
      return snapshot;
    },
    getCurrentDirectory: () => now.folder,
    getDefaultLibFileName: (settings) => `${options.libFolder}/${ts.getDefaultLibFileName(settings)}`,
    fileExists: (file) => view.isFile(file),
    readFile: (file) => view.read(file),
    directoryExists: (folder) => view.isFolder(folder),
    getDirectories: (folder) => [...view.entries(folder).directories],
    readDirectory: (root, extensions, excludes, includes, depth) => [
      ...readDirectory(ts, view)(root, extensions ?? [], excludes, includes ?? [], depth),
    ],
    realpath: (file) => view.realpath(file),
    useCaseSensitiveFileNames: () => view.caseSensitive,
    getProjectReferences: () => now.references.map((path) => ({ path })),
    useSourceOfProjectReferenceRedirect: () => true,
    getCancellationToken: () => ({ isCancellationRequested: options.cancelled }),
  };
  const service = ts.createLanguageService(host, options.registry);
  return {
    get config() {
      return now;
    },
    service,
    show(next, nextConfig) {
      view = next;
      now = nextConfig;
    },
  };
}

/** The program of a project as it is shown now. */
export function programOf(project: Project): ts.Program {
  const program = project.service.getProgram();
  if (program === undefined) throw new Error('the compiler made no program');
  return program;
}

/** A file of the project itself: not a dependency, not the language's library. */
export function isOwn(view: View, file: ts.SourceFile): boolean {
  return file.fileName.startsWith(`${view.root}/`) && !file.fileName.includes('/node_modules/');
}

export function relativeTo(view: View, file: string): string {
  return file.slice(view.root.length + 1);
}

/** Configurations of a workspace by how they concern some files. */
export interface Covering {
  /** For each file (absolute) the configuration that it belongs to. */
  readonly of: ReadonlyMap<string, Config>;
  /** These, and others that hold more files which the change could break. */
  readonly all: readonly Config[];
  /** Why a configuration that should have been asked could not be. */
  readonly broken: readonly string[];
}

/**
 * Finds which configurations cover files: the nearest `tsconfig.json` above each that lists it, or one that this
 * references; then its variants and `jsconfig.json`. `reaches` is asked where the lists alone do not say it, since a
 * file also belongs to a project that imports it.
 */
export function coverFiles(
  ts: Ts,
  view: View,
  paths: readonly string[],
  files: readonly string[],
  reaches: (config: Config, file: string) => boolean,
): Covering {
  const configs = configPaths(view, paths).map((path) => readConfig(ts, view, path));
  const byPath = new Map(configs.map((config) => [`${view.root}/${config.path}`, config]));
  // A variant that others extend is a base and no project; a `tsconfig.json` may be both.
  const bases = new Set(configs.flatMap((config) => config.bases));
  const isBase = (config: Config): boolean =>
    bases.has(`${view.root}/${config.path}`) && !/(?:^|\/)[tj]sconfig\.json$/.test(config.path ?? '');
  const usable = configs.filter((config) => config.broken === undefined && !isBase(config));
  const of = new Map<string, Config>();
  for (const file of files) {
    const near = usable.filter((config) => isAbove(config, file));
    const listed = near.find((config) => config.files.includes(file));
    const referenced = near
      .flatMap((config) => config.references)
      .map((path) => byPath.get(path))
      .find((config) => config?.files.includes(file) === true);
    const found =
      listed ?? referenced ?? near.find((config) => config.files.length > 0 && reaches(config, file));
    if (found !== undefined) of.set(file, found);
  }
  const all = [...new Set(of.values())];
  const covered = new Set(all.flatMap((config) => config.files));
  for (const config of usable) {
    const refersTo = config.references.some((path) => all.some((one) => `${view.root}/${one.path}` === path));
    const holds = files.some((file) => config.files.includes(file));
    const adds = config.files.some((file) => !covered.has(file));
    if (all.includes(config) || !adds || !(refersTo || holds)) continue;
    all.push(config);
    for (const file of config.files) covered.add(file);
  }
  const broken = configs.flatMap((config) =>
    config.broken !== undefined && files.some((file) => isAbove(config, file)) ? [config.broken] : [],
  );
  return { of, all, broken };
}
