import { lstatSync, readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ignoreRulesOf, isIgnored, type IgnoreRules } from '../../core/search/ignores.ts';
import { isFileError } from '../search/walk.ts';
import { CopyRefused } from './refused.ts';

/** One thing that is to stand in the copy. Paths are relative with `/`. */
export type Listed =
  | { readonly kind: 'folder' }
  | {
      readonly kind: 'file';
      /** Absolute path of the bytes; of a link to a file outside, that file. */
      readonly real: string;
      /** Changes whenever the file does. */
      readonly stamp: string;
      readonly mode: number;
      readonly size: number;
    }
  | { readonly kind: 'link'; readonly to: string; readonly type: 'file' | 'dir' };

export interface Listing {
  /** Folders stand before what is in them. */
  readonly entries: ReadonlyMap<string, Listed>;
  /** What was left out, in words. */
  readonly notes: readonly string[];
  readonly bytes: number;
}

export interface ListLimits {
  readonly bytes: number;
  readonly files: number;
  /** Bytes of one ignored folder (build output, caches) above which it is left out and said. */
  readonly ignoredBytes: number;
  /** Absolute paths that are never copied: where the copies themselves are. */
  readonly never: readonly string[];
}

/** Folders of version control: tools that need one will say so. */
const versionControl = new Set(['.git', '.hg', '.svn', '.jj']);
/** Ignored by git and yet what tests run on. */
const dependencies = new Set(['node_modules', '.venv', 'venv', 'vendor', '.yarn', '.pnpm-store']);

interface Walk {
  readonly source: string;
  readonly limits: ListLimits;
  readonly rules: Map<string, IgnoreRules>;
  readonly entries: Map<string, Listed>;
  readonly notes: Set<string>;
  bytes: number;
}

/** Lists all that a copy of a folder is to hold. Throws `CopyRefused` above a limit. Blocks. */
export function listSource(source: string, limits: ListLimits): Listing {
  const walk: Walk = {
    source: realpathSync(source),
    limits,
    rules: new Map(),
    entries: new Map(),
    notes: new Set(),
    bytes: 0,
  };
  visit(walk, '', false);
  const { entries, notes, bytes } = walk;
  return { entries, notes: [...notes], bytes };
}

/** `outer` says whether all of this folder counts as ignored, or as a dependency, already. */
function visit(walk: Walk, folder: string, outer: boolean): void {
  const entries = entriesOf(walk, folder);
  if (entries.some((entry) => entry.name === '.gitignore') && !outer) readRules(walk, folder);
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const real = join(walk.source, path);
    if (versionControl.has(entry.name)) {
      walk.notes.add(`${path} is not in the copy`);
      continue;
    }
    if (walk.limits.never.some((each) => real === each || real.startsWith(each + sep))) continue;
    if (entry.isSymbolicLink()) addLink(walk, path, real);
    else if (entry.isFile()) addFile(walk, path, real);
    else if (entry.isDirectory()) addFolder(walk, path, outer);
    else walk.notes.add(`${path} is no ordinary file, and not in the copy`);
  }
}

function addFolder(walk: Walk, path: string, outer: boolean): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (outer || dependencies.has(name)) {
    walk.entries.set(path, { kind: 'folder' });
    return visit(walk, path, true);
  }
  if (!isIgnored(path, true, (each) => walk.rules.get(each))) {
    walk.entries.set(path, { kind: 'folder' });
    return visit(walk, path, false);
  }
  const own: Walk = { ...walk, entries: new Map([[path, { kind: 'folder' }]]), bytes: 0 };
  try {
    visit({ ...own, limits: { ...walk.limits, bytes: walk.limits.ignoredBytes } }, path, true);
  } catch (error) {
    if (!(error instanceof CopyRefused)) throw error;
    const size = Math.round(walk.limits.ignoredBytes / 1e6);
    walk.notes.add(`${path} is ignored by git and holds more than ${size} MB; it is not in the copy`);
    return;
  }
  for (const [each, listed] of own.entries) {
    walk.entries.set(each, listed);
    if (listed.kind === 'file') count(walk, listed.size);
  }
}

function addFile(walk: Walk, path: string, real: string): void {
  const stat = lstatSync(real, { throwIfNoEntry: false });
  // It went away while we looked.
  if (stat === undefined || !stat.isFile()) return;
  const stamp = `${stat.size}:${stat.mtimeMs}:${stat.ino}`;
  walk.entries.set(path, { kind: 'file', real, stamp, mode: stat.mode & 0o777, size: stat.size });
  count(walk, stat.size);
}

/** A link stays one where it leads into the folder; of a file outside the copy gets the bytes. */
function addLink(walk: Walk, path: string, link: string): void {
  let real: string;
  try {
    real = realpathSync(link);
  } catch (error) {
    if (!isFileError(error)) throw error;
    walk.notes.add(`the link ${path} leads nowhere, and is not in the copy`);
    return;
  }
  const to = relative(walk.source, real).split(sep).join('/');
  const isInside = to !== '..' && !to.startsWith('../') && !/^[A-Za-z]:/u.test(to);
  const stat = statSync(real);
  if (isInside) {
    if (to.split('/').some((part) => versionControl.has(part))) return;
    walk.entries.set(path, { kind: 'link', to, type: stat.isDirectory() ? 'dir' : 'file' });
  } else if (stat.isFile()) {
    addFile(walk, path, real);
  } else {
    walk.notes.add(`the link ${path} leads to a folder outside of the workspace, and is not in the copy`);
  }
}

function count(walk: Walk, bytes: number): void {
  walk.bytes += bytes;
  if (walk.bytes > walk.limits.bytes) {
    const size = Math.round(walk.limits.bytes / 1e6);
    throw new CopyRefused(`the workspace holds more than ${size} MB, which is more than is copied for a run`);
  }
  if (walk.entries.size > walk.limits.files) {
    throw new CopyRefused(
      `the workspace holds more than ${walk.limits.files} files, which is more than is copied`,
    );
  }
}

function readRules(walk: Walk, folder: string): void {
  try {
    walk.rules.set(folder, ignoreRulesOf(readFileSync(join(walk.source, folder, '.gitignore'), 'utf8')));
  } catch (error) {
    if (!isFileError(error)) throw error;
    walk.notes.add(`${folder === '' ? '' : `${folder}/`}.gitignore cannot be read`);
  }
}

function entriesOf(walk: Walk, folder: string): readonly Dirent[] {
  try {
    return readdirSync(join(walk.source, folder), { withFileTypes: true });
  } catch (error) {
    if (!isFileError(error)) throw error;
    walk.notes.add(`${folder} cannot be read, and is not in the copy`);
    return [];
  }
}
