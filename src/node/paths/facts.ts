import { dirname, join, parse, sep } from 'node:path';
import { keyOf } from '../../core/paths/characters.ts';
import type { Destination, DiskFacts, NameFacts } from '../../core/paths/rules.ts';
import type { Root } from '../../core/paths/spelling.ts';
import type { Disk, Entry } from '../writer/disk.ts';
import { entryIfThere, follow, realPathOf, type Followed } from './follow.ts';

/** The facts of one path, with the place on the disk that an approval is bound to. */
export interface Facts {
  readonly disk: DiskFacts;
  /** Absolute, with every link followed; undefined where it cannot be. */
  readonly realPath: string | undefined;
}

export interface FactsOptions {
  readonly disk: Disk;
  /** Every open folder: a link from one into another leads out of neither. */
  readonly roots: readonly Root[];
  /** Real paths of the folders where policy, ledger and journal are. */
  readonly state: readonly string[];
}

/** Looks a path up below a root. Rejects with the disk's error, which is a refusal to whoever asked. */
export async function factsOf(root: Root, names: readonly string[], options: FactsOptions): Promise<Facts> {
  const { disk } = options;
  const nameFacts: NameFacts[] = [];
  let isLink = false;
  let followed: Found = { type: 'found', reached: native(root.real), missing: [], entry: undefined };
  for (const [index, name] of names.entries()) {
    const { reached } = followed;
    const rest = names.slice(index + 1);
    const [entry, siblings] = await Promise.all([
      entryIfThere(join(reached, name), disk),
      disk.list(reached),
    ]);
    nameFacts.push({ name, siblings, found: entry !== undefined });
    isLink = entry?.type === 'link' && rest.length === 0;
    const next = await step(reached, name, entry, disk);
    if (next.type === 'failed' || (isFile(next.entry) && rest.length > 0)) {
      return { disk: factsWith(nameFacts, isLink, { type: 'failed' }), realPath: undefined };
    }
    followed = next;
    if (next.entry === undefined) {
      followed = { ...next, missing: [...next.missing, ...rest] };
      break;
    }
  }
  const { facts, path } = await destinationOf(followed, options);
  return { disk: factsWith(nameFacts, isLink, facts), realPath: path };
}

type Found = Extract<Followed, { type: 'found' }>;

function step(
  reached: string,
  name: string,
  entry: Entry | undefined,
  disk: Disk,
): Followed | Promise<Followed> {
  if (entry === undefined) return { type: 'found', reached, missing: [name], entry };
  if (entry.type === 'link') return follow(reached, [name], disk);
  return { type: 'found', reached: join(reached, name), missing: [], entry };
}

function isFile(entry: Entry | undefined): boolean {
  return entry !== undefined && entry.type !== 'directory';
}

function factsWith(names: readonly NameFacts[], isLink: boolean, destination: Destination): DiskFacts {
  return { names, isLink, destination, isAmbiguous: false };
}

async function destinationOf(
  followed: Found,
  options: FactsOptions,
): Promise<{ readonly facts: Destination; readonly path: string | undefined }> {
  const { disk, roots } = options;
  const path = await realPathOf(followed, disk);
  const top = roots.map((root) => native(root.real)).find((real) => isWithin(path, real));
  if (top === undefined) return { facts: { type: 'outside' }, path: undefined };
  const names = path
    .slice(top.length)
    .split(sep)
    .filter((name) => name !== '');
  const { entry } = followed;
  const facts: Destination = {
    type: 'inside',
    names,
    rootNames: top.slice(parse(top).root.length).split(sep),
    entry: entryType(entry),
    isReadOnly: await isReadOnly(entry, followed.reached, disk),
    hasOtherNames: entry?.type === 'file' && entry.links > 1n,
    isInRepository: await isInRepository(top, names, disk),
    isOwnState: options.state.some((folder) => isWithin(path, folder)),
  };
  return { facts, path };
}

/** By whole names. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

function entryType(entry: Entry | undefined): 'file' | 'directory' | 'other' | 'missing' {
  if (entry === undefined) return 'missing';
  // No link is left when all are followed; should one be, it is nothing to write to.
  return entry.type === 'link' ? 'other' : entry.type;
}

const anyWrite = 0o222;

/**
 * A file is replaced by renaming, which a read-only mark would not hinder: the mark itself is looked at, also
 * where this process could write in spite of it.
 */
async function isReadOnly(entry: Entry | undefined, reached: string, disk: Disk): Promise<boolean> {
  if (entry?.type === 'directory' || entry?.type === 'other') return false;
  if (entry !== undefined && (entry.mode & anyWrite) === 0) return true;
  const asked = entry === undefined ? [reached] : [reached, dirname(reached)];
  const answers = await Promise.all(
    asked.map((path) =>
      disk.writable(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return answers.includes(false);
}

/** What git takes for a repository without a `.git`: these three, or these two of a linked one. */
const shapes = [
  ['head', 'objects', 'refs'],
  ['head', 'commondir'],
];

/** The file at hand counts as there, since it may be the last that such a shape needs. */
async function isInRepository(top: string, names: readonly string[], disk: Disk): Promise<boolean> {
  let folder = top;
  for (const name of names) {
    const there = async (part: string): Promise<boolean> =>
      keyOf(name) === part ||
      (await entryIfThere(join(folder, part === 'head' ? 'HEAD' : part), disk)) !== undefined;
    if (await there('head')) {
      for (const shape of shapes) {
        const found = await Promise.all(shape.map(there));
        if (found.every(Boolean)) return true;
      }
    }
    folder = join(folder, name);
  }
  return false;
}

/** Roots are written with `/`; a disk of Windows is asked with its own separator. */
function native(path: string): string {
  return sep === '/' ? path : path.replaceAll('/', sep);
}
