import type { RenameQuestion } from '../../core/code.ts';
import type ts from 'typescript';
import { readerOf } from './languages.ts';
import type { Config } from './configs.ts';
import type { Ts } from './parse.ts';
import { coverFiles, programOf } from './project.ts';
import type { Source } from './protocol.ts';
import type { View } from './view.ts';
import { pathsOf, type Workspaces } from './workspaces.ts';

/**
 * The configurations in which a name has to be followed: those that cover its file, and, for files of the workspace
 * that none of them holds but that say the name, one that follows their imports with JavaScript allowed.
 */
export function configsOfName(
  ts: Ts,
  workspaces: Workspaces,
  source: Source,
  view: View,
  target: RenameQuestion,
  also: readonly string[],
): readonly Config[] {
  const listing = [...new Set([...pathsOf(source), ...also])];
  const file = `${view.root}/${target.path}`;
  const files = [file, ...also.map((path) => `${view.root}/${path}`)];
  const held = new Set<string>();
  const reaches = (config: Config, wanted: string): boolean =>
    programOf(workspaces.project(source, view, config, 'before')).getSourceFile(wanted) !== undefined;
  const { all } = coverFiles(ts, view, listing, files, reaches);
  for (const config of all) {
    const program = programOf(workspaces.project(source, view, config, 'before'));
    for (const one of program.getSourceFiles()) held.add(one.fileName);
  }
  const loose = listing
    .filter((path) => readerOf(path).type === 'typescript' && !/(?:^|\/)node_modules\//.test(path))
    .map((path) => `${view.root}/${path}`)
    .filter((path) => !held.has(path) && (path === file || says(view.read(path) ?? '', target)));
  if (loose.length === 0) return all;
  return [...all, looseConfig(ts, view, loose, all[0]?.options)];
}

function says(text: string, target: RenameQuestion): boolean {
  return text.includes(target.symbol) || text.includes(target.to);
}

/** Files without a configuration, read leniently: what they import decides what their names mean. */
export function looseConfig(
  ts: Ts,
  view: View,
  files: readonly string[],
  near: ts.CompilerOptions | undefined,
): Config {
  const plain: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.Preserve,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    strict: true,
    types: [],
  };
  const options = { ...(near ?? plain), allowJs: true, checkJs: false, noEmit: true };
  return { path: undefined, folder: view.root, options, files, references: [], bases: [], broken: undefined };
}
