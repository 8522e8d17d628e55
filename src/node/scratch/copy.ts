import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { listSource, type Listed, type Listing, type ListLimits } from './listing.ts';
import { CopyRefused } from './refused.ts';

/** What stands in the copy: what it was made from, and how it looked when it had been made. */
interface Made {
  readonly from: string;
  readonly looks: string;
}

export interface CopyResult {
  /** What the copy lacks, in words. */
  readonly notes: readonly string[];
  readonly files: number;
  readonly bytes: number;
  /** Files that had to be written this time. */
  readonly written: number;
}

/** How one file gets into the copy; a clone of its blocks where the file system can, else its bytes. */
export type CopyFile = (from: string, to: string) => void;

const cloneOrCopy: CopyFile = (from, to) =>
  copyFileSync(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);

/**
 * A copy of a folder that is brought up to date again and again: only what changed on either side is written. Never
 * a hard link, and no link that leads out of the copy, so that what runs in it reaches the user's files through
 * nothing that is in there. Blocks: it belongs into a worker. Nothing may run in the copy meanwhile.
 */
export class Copy {
  readonly #source: string | undefined;
  readonly #target: string;
  readonly #limits: ListLimits;
  readonly #copyFile: CopyFile;
  readonly #made = new Map<string, Made>();
  #listing: Listing | undefined;

  constructor(source: string | undefined, target: string, limits: ListLimits, copyFile = cloneOrCopy) {
    this.#source = source;
    this.#target = target;
    this.#limits = limits;
    this.#copyFile = copyFile;
  }

  /**
   * Makes the copy what the folder is now, or with `fresh` false what it was at the last look, with these texts over
   * it; null takes a file away. Throws `CopyRefused` where a limit or the disk forbids it.
   */
  bring(texts: ReadonlyMap<string, string | null>, fresh: boolean): CopyResult {
    if (fresh || this.#listing === undefined) {
      this.#listing =
        this.#source === undefined
          ? { entries: new Map(), notes: [], bytes: 0 }
          : listSource(this.#source, this.#limits);
    }
    const wanted = withTexts(this.#listing.entries, texts);
    try {
      const written = this.#write(wanted);
      const { notes, bytes } = this.#listing;
      return { notes, files: wanted.size, bytes, written };
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** Parents stand before what is in them, and are looked at again: a run may have put a link in their place. */
  #write(wanted: ReadonlyMap<string, Wanted>): number {
    const root = lookAt(this.#target);
    // A run may have put a link in the place of the copy itself: what it leads to is not ours to clear.
    if (root !== undefined && !root.isDirectory()) rmSync(this.#target, { force: true });
    mkdirSync(this.#target, { recursive: true, mode: 0o700 });
    this.#removeOthers('', wanted);
    let written = 0;
    for (const [path, entry] of wanted) {
      const at = join(this.#target, path);
      const now = lookAt(at);
      const known = this.#made.get(path);
      const from = stampOf(entry);
      if (entry.kind === 'folder') {
        if (now?.isDirectory() === true) continue;
        if (now !== undefined) rmSync(at, { recursive: true, force: true });
        mkdirSync(at, { mode: 0o700 });
        continue;
      }
      if (now !== undefined && known?.from === from && known.looks === looksOf(now)) continue;
      if (now !== undefined) rmSync(at, { recursive: true, force: true });
      this.#make(at, entry);
      written += 1;
      const made = lookAt(at);
      if (made !== undefined) this.#made.set(path, { from, looks: looksOf(made) });
    }
    return written;
  }

  #make(at: string, entry: Exclude<Wanted, { kind: 'folder' }>): void {
    switch (entry.kind) {
      case 'text':
        writeFileSync(at, entry.text, { flag: 'wx', mode: entry.mode });
        return;
      case 'link':
        symlinkSync(relative(dirname(at), join(this.#target, entry.to)) || '.', at, entry.type);
        return;
      case 'file':
        this.#copyFile(entry.real, at);
        // A copy that nobody may write to could not be brought up to date.
        if ((entry.mode & 0o200) === 0) chmodSync(at, entry.mode | 0o200);
    }
  }

  #removeOthers(folder: string, wanted: ReadonlyMap<string, Wanted>): void {
    const here = join(this.#target, folder);
    for (const entry of entriesOf(here)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const asked = wanted.get(path);
      if (asked === undefined) {
        rmSync(join(here, entry.name), { recursive: true, force: true });
        this.#made.delete(path);
      } else if (asked.kind === 'folder' && entry.isDirectory()) this.#removeOthers(path, wanted);
    }
  }
}

type Wanted = Listed | { readonly kind: 'text'; readonly text: string; readonly mode: number };

/** The folder with texts over it. A path that leads through a link of the folder is the one that it leads to. */
function withTexts(
  entries: ReadonlyMap<string, Listed>,
  texts: ReadonlyMap<string, string | null>,
): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>(entries);
  for (const [given, text] of texts) {
    const path = throughLinks(entries, given);
    const before = wanted.get(path);
    if (text === null) {
      wanted.delete(path);
      continue;
    }
    const mode = before?.kind === 'file' ? before.mode | 0o600 : 0o600;
    addFolders(wanted, path);
    wanted.set(path, { kind: 'text', text, mode });
  }
  // A folder that came late still stands before what is in it.
  return new Map([...wanted].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function addFolders(wanted: Map<string, Wanted>, path: string): void {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end);
    const there = wanted.get(folder);
    if (there !== undefined && there.kind !== 'folder') {
      throw new CopyRefused(`${folder} is a file, and ${path} would stand in it`);
    }
    if (there === undefined) wanted.set(folder, { kind: 'folder' });
  }
}

function throughLinks(entries: ReadonlyMap<string, Listed>, path: string): string {
  let open = path.split('/');
  let done: string[] = [];
  for (let steps = 0; steps < 1_000 && open.length > 0; steps += 1) {
    const [name = '', ...rest] = open;
    const entry = entries.get([...done, name].join('/'));
    if (entry?.kind === 'link') {
      open = [...entry.to.split('/').filter((part) => part !== ''), ...rest];
      done = [];
    } else {
      done.push(name);
      open = rest;
    }
  }
  return [...done, ...open].join('/');
}

function stampOf(entry: Wanted): string {
  switch (entry.kind) {
    case 'text':
      return `text ${entry.text}`;
    case 'link':
      return `link ${entry.to}`;
    case 'file':
      return `file ${entry.stamp}`;
    case 'folder':
      return 'folder';
  }
}

/** The time at which an inode changed cannot be set by who changes it, so that no change hides behind it. */
function looksOf(stat: Stats): string {
  return `${stat.isSymbolicLink()}:${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.ino}:${stat.mode}`;
}

function lookAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error;
    // A run closed its own folder; it is ours, so it can be opened again.
    chmodSync(folder, 0o700);
    return readdirSync(folder, { withFileTypes: true });
  }
}

function refusalOf(error: unknown): Error {
  if (!(error instanceof Error) || error instanceof CopyRefused || !('code' in error)) {
    return error instanceof Error ? error : new Error(String(error));
  }
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new CopyRefused('there is no room on the disk for a copy of the workspace');
  }
  return new CopyRefused(`the workspace cannot be copied: ${error.message}`);
}
