import { randomUUID } from 'node:crypto';
import { dirname, join, parse } from 'node:path';
import type { FileChange } from '../../core/change.ts';
import type { Left } from '../../core/ledger/results.ts';
import type { WriteOutcome } from '../../core/ports.ts';
import { entryIfThere, follow, namesBehind, realPathOf, type Followed } from '../paths/follow.ts';
import { bytesOf, sha256Of } from './bytes.ts';
import type { Disk, Entry } from './disk.ts';
import type { JournalEntry } from './journal.ts';
import { Moved, readIfThere } from './transaction.ts';

export type Unwritten = Exclude<WriteOutcome, { type: 'applied' }>;

/** One file of a transaction, before it is begun. */
export interface Plan {
  readonly type: 'plan';
  /** As the change set names it. */
  readonly path: string;
  readonly entry: JournalEntry;
  /** The folder that the file is in, or the last one above it that is there. */
  readonly folder: { readonly path: string; readonly entry: Entry };
  /** Folders to make below that one. */
  readonly missing: readonly string[];
}

/** Where a path of the workspace leads on the disk. */
export interface Place {
  readonly real: string;
  readonly followed: Extract<Followed, { type: 'found' }>;
}

/** Follows a path of the workspace as it is now. Undefined where it leads nowhere. */
export async function locate(root: string, path: string, disk: Disk): Promise<Place | undefined> {
  const top = parse(path).root;
  const from = top === '' ? await disk.realPath(root) : top;
  const followed = await follow(from, namesBehind(path, top), disk);
  if (followed.type === 'failed') return undefined;
  return { real: await realPathOf(followed, disk), followed };
}

/** What is to be done for one change, if its file is still the one that was judged and approved. */
export async function planChange(
  root: string,
  change: FileChange,
  realPath: string | undefined,
  disk: Disk,
): Promise<Plan | Unwritten> {
  const { path, operation } = change;
  const failed = (message: string): Unwritten => ({ type: 'failed', message: `${path}: ${message}` });
  const stale = (message: string): Unwritten => ({ type: 'stale', path, message: `${path} ${message}` });
  if (realPath === undefined) return failed('nobody decided on this path');
  const after = bytesOf(change.content, change.bom);
  if (after === undefined) return failed('the text holds half a character');
  const place = await locate(root, path, disk);
  if (place?.real !== realPath) return stale('leads to another place than the one that was approved');
  const { entry } = place.followed;
  if (operation === 'create') {
    if (entry !== undefined) return stale('is there already');
    return planFor(path, place, null, after, disk);
  }
  if (entry === undefined) return stale('is not there any more');
  if (entry.type !== 'file') return failed('this is not a file');
  if (isReadOnly(entry)) return failed(readOnly);
  const before = await disk.read(realPath);
  if (sha256Of(before) !== change.baseSha256) return stale('changed since the result was verified');
  return planFor(path, place, before, after, disk);
}

/** A file that an undo leaves as it is, with why. */
export type Unrestored = Left & { readonly type: 'left' };

/**
 * What takes one change back, or why its file is left: it is not as it was written (`written`, SHA-256 in hex), or
 * its old bytes cannot be made again from the change.
 */
export async function planUndo(
  root: string,
  change: FileChange,
  realPath: string | undefined,
  written: string | undefined,
  disk: Disk,
): Promise<Plan | Unrestored> {
  const { path } = change;
  const left = (reason: string): Unrestored => ({ type: 'left', path, reason });
  const place = await locate(root, path, disk);
  if (place === undefined || place.real !== realPath) return left(leadsElsewhere);
  const { entry } = place.followed;
  if (entry === undefined) return left(notThere);
  if (entry.type !== 'file') return left(noFile);
  if (isReadOnly(entry)) return left(readOnly);
  const now = await readIfThere(place.real, disk);
  if (now === null) return left(notThere);
  if (sha256Of(now) !== written) return left(changedSince);
  if (change.operation === 'create') return planFor(path, place, now, null, disk);
  const old = bytesOf(change.base, change.bom);
  if (old === undefined || sha256Of(old) !== change.baseSha256) return left(oldUnknown);
  return planFor(path, place, now, old, disk);
}

/** By its mark, which a rename does not heed and a privileged process does not feel. */
export function isReadOnly(entry: Entry): boolean {
  return (entry.mode & 0o222) === 0;
}

/** Why an undo leaves a file, in words that stand behind its path. */
export const leadsElsewhere = 'it leads to another place now';
export const notThere = 'it is not there any more';
export const readOnly = 'it is read-only';
export const noFile = 'it is no file any more';
export const changedSince = 'it changed since it was written';
export const oldUnknown = 'its old text is not known to the byte';

/** Both contents are whole; null stands for no file. */
export async function planFor(
  path: string,
  { real, followed }: Place,
  before: Uint8Array | null,
  after: Uint8Array | null,
  disk: Disk,
): Promise<Plan> {
  const { entry, missing, reached } = followed;
  const top = entry === undefined ? reached : dirname(real);
  return {
    type: 'plan',
    path,
    entry: {
      path: real,
      before,
      after,
      mode: entry?.mode ?? null,
      owner: entry === undefined ? null : { uid: entry.uid, gid: entry.gid },
      temporary: join(dirname(real), `.countersign-${randomUUID()}.tmp`),
    },
    folder: { path: top, entry: await disk.entry(top) },
    missing: missing.slice(0, -1),
  };
}

/** Throws `Moved` unless the path still leads to the place that was decided on, in the same folder of the disk. */
export async function lookAgain(root: string, plan: Plan, disk: Disk): Promise<void> {
  const place = await locate(root, plan.path, disk);
  const entry = await entryIfThere(plan.folder.path, disk);
  const isSame = entry?.device === plan.folder.entry.device && entry.inode === plan.folder.entry.inode;
  const now = place?.followed.entry;
  if (now !== undefined && isReadOnly(now)) throw new Error(`${plan.path}: ${readOnly}`);
  const isThere = now !== undefined;
  if (place?.real !== plan.entry.path || !isSame || isThere !== (plan.entry.before !== null)) {
    throw new Moved(plan.entry.path);
  }
}

/** Folders to make, outermost first, each once. */
export function foldersOf(plans: readonly Plan[]): string[] {
  const folders = new Set<string>();
  for (const { folder, missing } of plans) {
    let path = folder.path;
    for (const name of missing) {
      path = join(path, name);
      folders.add(path);
    }
  }
  return [...folders].sort((one, other) => one.length - other.length);
}
