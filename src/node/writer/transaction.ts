import { dirname } from 'node:path';
import { entryIfThere } from '../paths/follow.ts';
import { isBeginning, isEqual } from './bytes.ts';
import { codeOf, removeIfThere, type Disk, type OpenFile } from './disk.ts';
import type { Intent, JournalEntry } from './journal.ts';
import { renamePatiently, type Pause } from './rename.ts';

/** A file that is not as it was when the transaction was prepared. */
export class Moved extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} changed meanwhile`);
    this.path = path;
  }
}

/** Puts the new bytes beside their files, durable, with the permissions they will have. Changes no file. */
export async function prepare(intent: Intent, disk: Disk): Promise<void> {
  for (const folder of intent.folders) await disk.makeFolder(folder, 0o777);
  for (const entry of intent.entries) {
    if (entry.after !== null) await writeBeside(entry.temporary, entry, entry.after, disk);
  }
}

/** A new file gets what the process gives to new files; a replaced one keeps its own bits and, if it can, owner. */
async function writeBeside(path: string, entry: JournalEntry, bytes: Uint8Array, disk: Disk): Promise<void> {
  const file = await disk.create(path, entry.mode === null ? 0o666 : 0o600);
  try {
    await file.write(bytes, 0);
    if (entry.owner !== null) await giveTo(file, entry.owner);
    // After the owner, since a change of owner takes some of these bits away.
    if (entry.mode !== null) await file.chmod(entry.mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Only a privileged process may give files away; for any other the file becomes its own, as with any editor. */
async function giveTo(file: OpenFile, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  try {
    await file.chown(uid, gid);
  } catch (error) {
    if (!['EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP'].includes(codeOf(error))) throw error;
  }
}

/** Puts one file in its place, if it is still as it was at the beginning. Throws `Moved` where it is not. */
export async function land(entry: JournalEntry, disk: Disk, pause: Pause): Promise<void> {
  const at = await entryIfThere(entry.path, disk);
  // A rename would replace a link, and a file that was made read-only, without a word.
  if (at !== undefined && (at.type !== 'file' || at.mode !== entry.mode)) throw new Moved(entry.path);
  const now = await readForLanding(entry.path, disk);
  if (!isSame(now, entry.before)) throw new Moved(entry.path);
  if (entry.after === null) await disk.remove(entry.path);
  else if (entry.before !== null) await renamePatiently(entry.temporary, entry.path, disk, pause);
  else await landNew(entry, disk, pause);
}

async function readForLanding(path: string, disk: Disk): Promise<Uint8Array | null> {
  try {
    return await readIfThere(path, disk);
  } catch (error) {
    if (codeOf(error) === 'EISDIR') throw new Moved(path);
    throw error;
  }
}

/** A link, unlike a rename, replaces nothing that came to stand there meanwhile. Some disks have no links. */
async function landNew(entry: JournalEntry, disk: Disk, pause: Pause): Promise<void> {
  try {
    await disk.link(entry.temporary, entry.path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new Moved(entry.path);
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EOPNOTSUPP'].includes(codeOf(error))) throw error;
    await renamePatiently(entry.temporary, entry.path, disk, pause);
    return;
  }
  await disk.remove(entry.temporary);
}

/** Makes the new names durable. */
export async function settle(intent: Intent, disk: Disk): Promise<void> {
  const folders = new Set([
    ...intent.entries.map((entry) => dirname(entry.path)),
    ...intent.folders.map((folder) => dirname(folder)),
  ]);
  for (const folder of folders) await disk.syncFolder(folder);
}

/**
 * Makes every file old again that this transaction made new, and removes what was put beside it. A file that
 * somebody else has changed since is left alone and named. May be done again after a crash in the middle of it.
 * `isReady`: files may have changed already.
 */
export async function takeBack(
  intent: Intent,
  isReady: boolean,
  disk: Disk,
  pause: Pause,
): Promise<string[]> {
  const foreign: string[] = [];
  for (const entry of intent.entries) {
    if (!isReady || !(await mayHaveLanded(entry, disk))) continue;
    const at = await entryIfThere(entry.path, disk);
    const now = at === undefined || at.type === 'file' ? await readIfThere(entry.path, disk) : undefined;
    if (now === undefined) {
      // A folder or a link came to stand there: that is nothing of ours.
      foreign.push(entry.path);
      continue;
    }
    if (isSame(now, entry.before)) continue;
    if (isOurs(now, entry.after)) await restore(entry, disk, pause);
    else foreign.push(entry.path);
  }
  for (const entry of intent.entries) {
    await removeIfThere(oldBeside(entry), disk);
    await removeIfThere(entry.temporary, disk);
  }
  for (const folder of [...intent.folders].reverse()) await removeIfEmpty(folder, disk);
  for (const folder of new Set(intent.entries.map((entry) => dirname(entry.path)))) {
    await syncIfThere(folder, disk);
  }
  return foreign;
}

/** New bytes that still wait beside their file, and are not the file itself, have not come into its place. */
async function mayHaveLanded(entry: JournalEntry, disk: Disk): Promise<boolean> {
  const waiting = await entryIfThere(entry.temporary, disk);
  if (waiting === undefined) return true;
  const now = await entryIfThere(entry.path, disk);
  return now?.device === waiting.device && now.inode === waiting.inode;
}

async function restore(entry: JournalEntry, disk: Disk, pause: Pause): Promise<void> {
  if (entry.before === null) return disk.remove(entry.path);
  const old = oldBeside(entry);
  await removeIfThere(old, disk);
  await writeBeside(old, entry, entry.before, disk);
  await renamePatiently(old, entry.path, disk, pause);
}

function oldBeside(entry: JournalEntry): string {
  return `${entry.temporary}.old`;
}

/** A beginning of the new bytes is what an interrupted save of an editor leaves. */
function isOurs(now: Uint8Array | null, after: Uint8Array | null): boolean {
  if (now === null || after === null) return now === after;
  return isEqual(now, after) || isBeginning(now, after);
}

function isSame(now: Uint8Array | null, then: Uint8Array | null): boolean {
  if (now === null || then === null) return now === then;
  return isEqual(now, then);
}

/** Null where there is no such file, or no folder for it. */
export async function readIfThere(path: string, disk: Disk): Promise<Uint8Array | null> {
  try {
    return await disk.read(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function removeIfEmpty(folder: string, disk: Disk): Promise<void> {
  try {
    await disk.removeFolder(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
  }
}

async function syncIfThere(folder: string, disk: Disk): Promise<void> {
  try {
    await disk.syncFolder(folder);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
