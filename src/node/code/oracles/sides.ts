import type ts from 'typescript';
import type { ChangeSet } from '../../../core/change.ts';
import { readConfig } from '../configs.ts';
import { languageOf, readerOf } from '../languages.ts';
import { coverFiles, programOf } from '../project.ts';
import type { Source } from '../protocol.ts';
import { looseConfig } from '../renameProjects.ts';
import { changedView } from '../types.ts';
import type { View } from '../view.ts';
import { pathsOf } from '../workspaces.ts';
import type { Compiler } from './oracle.ts';

/** One configuration with its program before and after the change. */
export interface Pair {
  /** Undefined for files that no configuration covers: these are read leniently. */
  readonly config: string | undefined;
  readonly before: ts.Program;
  readonly after: ts.Program;
}

/** Both moments of a project, as far as some files of it are concerned. */
export interface Sides {
  readonly base: View;
  readonly changed: View;
  readonly pairs: readonly Pair[];
  /** The pair that a file belongs to in the first place, by path. */
  pairOf(path: string): Pair | undefined;
  /** Of these files, those that no configuration covers. */
  readonly uncovered: readonly string[];
}

/**
 * Opens every configuration that covers these files, before and after the change. Those that the change makes are
 * covered by what is there after it.
 */
export function openSides(
  { ts, workspaces }: Compiler,
  source: Source,
  change: ChangeSet,
  paths: readonly string[],
): Sides {
  const base = workspaces.view(source);
  const changed = changedView(base, change);
  const created = change.files.filter((file) => file.operation === 'create').map((file) => file.path);
  const listing = [...new Set([...pathsOf(source), ...created])];
  const cover = (view: View, side: 'before' | 'after', files: readonly string[]) =>
    coverFiles(
      ts,
      view,
      listing,
      files,
      (config, file) =>
        programOf(workspaces.project(source, view, config, side)).getSourceFile(file) !== undefined,
    );
  const absolute = (files: readonly string[]) => files.map((path) => `${base.root}/${path}`);
  const old = cover(base, 'before', absolute(paths.filter((path) => !created.includes(path))));
  const fresh = cover(changed, 'after', absolute(paths.filter((path) => created.includes(path))));
  const of = new Map([...old.of, ...fresh.of]);
  const configs = new Map([...old.all, ...fresh.all].map((config) => [config.path, config]));
  const uncovered = paths.filter((path) => !of.has(`${base.root}/${path}`));
  const loose = uncovered.filter((path) => readerOf(path).type === 'typescript');
  if (loose.length > 0) {
    const near = [...configs.values()][0]?.options;
    configs.set(undefined, looseConfig(ts, base, absolute(loose), near));
  }
  const pairs = new Map<string | undefined, Pair>();
  for (const [path, config] of configs) {
    const file = `${base.root}/${path}`;
    const was = path === undefined || !base.isFile(file) ? config : readConfig(ts, base, file);
    const is = path === undefined || !changed.isFile(file) ? config : readConfig(ts, changed, file);
    pairs.set(path, {
      config: path,
      before: programOf(workspaces.project(source, base, was, 'before')),
      after: programOf(workspaces.project(source, changed, is, 'after')),
    });
  }
  return {
    base,
    changed,
    pairs: [...pairs.values()],
    pairOf(path) {
      const config = of.get(`${base.root}/${path}`);
      return pairs.get(config?.path);
    },
    uncovered,
  };
}

/** Why an intent cannot be judged on this path, or undefined where the compiler reads it. */
export function unreadReason(path: string, what: string): string | undefined {
  if (readerOf(path).type === 'typescript') return undefined;
  const language = languageOf(path)?.name;
  return `${path}: ${what} of ${language ?? 'such a file'} need its own compiler, and only that of TypeScript and JavaScript is here`;
}
