import { dirname, join, parse, sep } from 'node:path';
import { codeOf, type Disk, type Entry } from '../writer/disk.ts';

/**
 * Where a path leads: what is there, with no link in it, and the names behind that which are not there yet.
 * `entry` is what stands at the end; undefined where names are missing.
 */
export type Followed =
  | {
      readonly type: 'found';
      readonly reached: string;
      readonly missing: readonly string[];
      readonly entry: Entry | undefined;
    }
  | { readonly type: 'failed' };

/** As many as Linux follows. */
const linksAtMost = 40;

/**
 * Follows names from a folder that is there and has no link in its path, and every link among them, also one to
 * what is not there: a file would come to stand there. A loop and a file in the place of a folder end in `failed`;
 * an error of the disk rejects.
 */
export async function follow(folder: string, names: readonly string[], disk: Disk): Promise<Followed> {
  let reached = folder;
  let entry = await disk.entry(reached);
  let waiting = [...names];
  let links = 0;
  const missing: string[] = [];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (missing.length > 0) {
      if (name === '..') missing.pop();
      else missing.push(name);
      continue;
    }
    if (entry.type !== 'directory') return { type: 'failed' };
    const next = name === '..' ? dirname(reached) : join(reached, name);
    const found = await entryIfThere(next, disk);
    if (found === undefined) {
      missing.push(name);
      continue;
    }
    if (found.type !== 'link') {
      reached = next;
      entry = found;
      continue;
    }
    if (++links > linksAtMost) return { type: 'failed' };
    const target = await disk.readLink(next);
    const { root } = parse(target);
    if (root !== '') {
      reached = root;
      entry = await disk.entry(root);
    }
    waiting = [...namesBehind(target, root), ...waiting];
  }
  return { type: 'found', reached, missing, entry: missing.length === 0 ? entry : undefined };
}

/**
 * The one absolute path of what was followed. Short names and letter case, which are no links, are put right by
 * the disk itself where it has them.
 */
export async function realPathOf(
  followed: Extract<Followed, { type: 'found' }>,
  disk: Disk,
): Promise<string> {
  const reached = disk.platform === 'linux' ? followed.reached : await disk.realPath(followed.reached);
  return join(reached, ...followed.missing);
}

/** Undefined where the name is not there; every other error is the caller's. */
export async function entryIfThere(path: string, disk: Disk): Promise<Entry | undefined> {
  try {
    return await disk.entry(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The names of a path behind its root. Not normalised: `a/..` is not nothing where `a` is a link. */
export function namesBehind(path: string, root: string): string[] {
  const names = path.slice(root.length).split(sep === '\\' ? /[\\/]/ : '/');
  return names.filter((name) => name !== '' && name !== '.');
}
