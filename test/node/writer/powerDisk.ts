import * as fs from 'node:fs';
import { dirname } from 'node:path';
import type { Disk, OpenFile } from '../../../src/node/writer/disk.ts';

/** A disk whose power can go: what was not flushed is lost with it. */
export interface PowerDisk {
  readonly disk: Disk;
  /**
   * Makes files and folders what a disk holds that kept what it was told to flush, and little else: bytes written since
   * the last flush of their file are gone, and names changed since the last flush of their folder are as they were
   * where `loses` says so of the folder. A disk may keep more than it was told to, and then what stays is as if flushed.
   */
  lose(loses: (folder: string) => boolean): void;
}

/** One name that was made, moved within its folder, or removed; the folder must be flushed for it to stay. */
interface Renaming {
  readonly folder: string;
  revert(): void;
}

/** Over the real disk, which keeps everything as long as this process lives. */
export function powerDisk(real: Disk): PowerDisk {
  let names: Renaming[] = [];
  /** Files with bytes that were not flushed, by their inode. */
  const unflushed = new Map<bigint, string>();

  const note = (folder: string, revert: () => void): void => {
    names.push({ folder, revert });
  };
  const inodeOf = (path: string): bigint => fs.statSync(path, { bigint: true }).ino;
  const moved = (to: string): void => {
    const inode = inodeOf(to);
    if (unflushed.has(inode)) unflushed.set(inode, to);
  };
  const wrap = (file: OpenFile, path: string): OpenFile => {
    const inode = inodeOf(path);
    return {
      ...file,
      write: async (bytes, position) => {
        unflushed.set(inode, path);
        await file.write(bytes, position);
      },
      sync: async () => {
        await file.sync();
        unflushed.delete(inode);
      },
    };
  };
  const disk: Disk = {
    ...real,
    create: async (path, mode) => {
      const file = await real.create(path, mode);
      note(dirname(path), () => fs.rmSync(path, { force: true }));
      return wrap(file, path);
    },
    open: async (path) => wrap(await real.open(path), path),
    rename: async (from, to) => {
      const replaced = fs.existsSync(to)
        ? { bytes: fs.readFileSync(to), mode: fs.statSync(to).mode }
        : undefined;
      await real.rename(from, to);
      moved(to);
      if (dirname(from) !== dirname(to)) throw new Error('this double moves names within a folder only');
      note(dirname(to), () => {
        // A folder that was lost before took both names with it.
        if (!fs.existsSync(to)) return;
        fs.renameSync(to, from);
        if (replaced !== undefined) fs.writeFileSync(to, replaced.bytes, { mode: replaced.mode });
      });
    },
    link: async (from, to) => {
      await real.link(from, to);
      note(dirname(to), () => fs.rmSync(to, { force: true }));
    },
    remove: async (path) => {
      const { mode } = fs.statSync(path);
      const bytes = fs.readFileSync(path);
      await real.remove(path);
      note(dirname(path), () => fs.writeFileSync(path, bytes, { mode }));
    },
    makeFolder: async (path, mode) => {
      await real.makeFolder(path, mode);
      note(dirname(path), () => fs.rmSync(path, { recursive: true, force: true }));
    },
    removeFolder: async (path) => {
      await real.removeFolder(path);
      note(dirname(path), () => fs.mkdirSync(path));
    },
    syncFolder: async (path) => {
      await real.syncFolder(path);
      names = names.filter(({ folder }) => folder !== path);
    },
  };
  return {
    disk,
    lose(loses) {
      for (const path of unflushed.values()) if (fs.existsSync(path)) fs.truncateSync(path, 0);
      for (const { folder, revert } of [...names].reverse()) if (loses(folder)) revert();
      names = [];
      unflushed.clear();
    },
  };
}
