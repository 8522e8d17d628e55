import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';

export type EntryType = 'file' | 'directory' | 'link' | 'other';

/** What a disk says of one name, without following a link. `mode` holds the permission bits only. */
export interface Entry {
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly links: bigint;
  readonly device: bigint;
  readonly inode: bigint;
  readonly size: bigint;
}

/** An open file. Every method rejects with Node's own error. */
export interface OpenFile {
  /** Writes all bytes, beginning at `position`. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  truncate(size: number): Promise<void>;
  sync(): Promise<void>;
  chmod(mode: number): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * The primitive operations of everything here that must survive a crash: writer, journal, ledger, path facts.
 * One call is one thing that can fail or be the last one, so that tests can let each fail, or end the process at
 * it. Every method rejects with Node's own error.
 */
export interface Disk {
  readonly platform: NodeJS.Platform;
  entry(path: string): Promise<Entry>;
  readLink(path: string): Promise<string>;
  /** With the disk's own spelling of every name. */
  realPath(path: string): Promise<string>;
  list(path: string): Promise<string[]>;
  read(path: string): Promise<Uint8Array>;
  /** Resolves where this process may write the file or into the folder. */
  writable(path: string): Promise<void>;
  /** A file that must not be there yet; a link in its place is refused too. */
  create(path: string, mode: number): Promise<OpenFile>;
  /** A file that is there, for reading and writing. */
  open(path: string): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** Fails where `to` exists: the only rename-like step that never replaces anything. */
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  makeFolder(path: string, mode: number): Promise<void>;
  removeFolder(path: string): Promise<void>;
  /** Makes names in a folder durable. Does nothing on Windows, where a folder cannot be flushed. */
  syncFolder(path: string): Promise<void>;
}

/** The disk of this machine. */
export function nodeDisk(): Disk {
  const { platform } = process;
  return {
    platform,
    entry: entryOf,
    readLink: (path) => fs.readlink(path),
    realPath: (path) => fs.realpath(path),
    list: (path) => fs.readdir(path),
    read: (path) => fs.readFile(path),
    writable: (path) => fs.access(path, constants.W_OK),
    create: async (path, mode) => openFile(await fs.open(path, 'wx', mode)),
    open: async (path) => openFile(await fs.open(path, 'r+')),
    rename: (from, to) => fs.rename(from, to),
    link: (from, to) => fs.link(from, to),
    remove: (path) => fs.unlink(path),
    makeFolder: (path, mode) => fs.mkdir(path, { mode }),
    removeFolder: (path) => fs.rmdir(path),
    syncFolder: (path) => (platform === 'win32' ? Promise.resolve() : syncFolder(path)),
  };
}

async function entryOf(path: string): Promise<Entry> {
  const stats = await fs.lstat(path, { bigint: true });
  return {
    type: typeOf(stats),
    mode: Number(stats.mode & 0o7777n),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    links: stats.nlink,
    device: stats.dev,
    inode: stats.ino,
    size: stats.size,
  };
}

function typeOf(stats: Awaited<ReturnType<typeof fs.lstat>>): EntryType {
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isDirectory()) return 'directory';
  return stats.isFile() ? 'file' : 'other';
}

function openFile(handle: fs.FileHandle): OpenFile {
  return {
    write: (bytes, position) => writeAll(handle, bytes, position),
    truncate: (size) => handle.truncate(size),
    sync: () => handle.sync(),
    chmod: (mode) => handle.chmod(mode),
    chown: (uid, gid) => handle.chown(uid, gid),
    close: () => handle.close(),
  };
}

/** The system may take fewer bytes than it is given. */
async function writeAll(handle: fs.FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await fs.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function removeIfThere(path: string, disk: Disk): Promise<void> {
  try {
    await disk.remove(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** Node's code of a failed operation, such as `ENOENT`; empty for anything else that was thrown. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** What a failed operation is called in a message for people. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
