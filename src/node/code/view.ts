import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';

/**
 * The files of one project at one moment, as the compiler sees them. Paths are absolute with `/`. Nothing is ever
 * written. Reading may leave the folder only where the compiler itself does: dependencies above it, base
 * configurations.
 */
export interface View {
  readonly root: string;
  readonly caseSensitive: boolean;
  read(file: string): string | undefined;
  /** Equal versions mean equal texts. */
  version(file: string): string;
  isFile(file: string): boolean;
  isFolder(folder: string): boolean;
  entries(folder: string): Entries;
  realpath(file: string): string;
}

interface Entries {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

const nothing: Entries = { files: [], directories: [] };

/** Root of projects that exist in memory only. Nothing on disk is read under this name. */
export const memoryRoot = '/countersign-in-memory';

/** Reads the disk and keeps what it read for as long as time and size of the file stay. */
export function openDisk(): Omit<View, 'root'> {
  const texts = new Map<string, { readonly version: string; readonly text: string }>();
  const stat = (path: string) => statSync(path, { throwIfNoEntry: false, bigint: false });
  const quiet = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch {
      // A file that cannot be looked at is not there, for the compiler as for us.
      return undefined;
    }
  };
  const version = (file: string): string => {
    const found = quiet(() => stat(file));
    return found === undefined ? '' : `${found.mtimeMs}:${found.size}`;
  };
  return {
    caseSensitive: process.platform === 'linux',
    version,
    read(file) {
      const now = version(file);
      if (now === '') return undefined;
      const known = texts.get(file);
      if (known?.version === now) return known.text;
      const text = quiet(() => readFileSync(file, 'utf8'))?.replace(/^\uFEFF/, '');
      if (text !== undefined) texts.set(file, { version: now, text });
      return text;
    },
    isFile: (file) => quiet(() => stat(file)?.isFile()) ?? false,
    isFolder: (folder) => quiet(() => stat(folder)?.isDirectory()) ?? false,
    entries(folder) {
      const rows = quiet(() => readdirSync(folder, { withFileTypes: true }));
      if (rows === undefined) return nothing;
      const files: string[] = [];
      const directories: string[] = [];
      for (const row of rows) {
        const path = `${folder.replace(/\/$/, '')}/${row.name}`;
        const target = row.isSymbolicLink() ? quiet(() => stat(path)) : row;
        if (target?.isFile() === true) files.push(row.name);
        else if (target?.isDirectory() === true) directories.push(row.name);
      }
      return { files: files.sort(), directories: directories.sort() };
    },
    realpath: (file) => quiet(() => slashes(realpathSync.native(file))) ?? file,
  };
}

/**
 * The disk at one moment: what was looked at once is not looked at again. The compiler asks several times for each
 * file of a project whether it is there and which one it is.
 */
export function atOneMoment(disk: Omit<View, 'root'>): Omit<View, 'root'> {
  const remember = <T>(ask: (path: string) => T): ((path: string) => T) => {
    const known = new Map<string, { readonly answer: T }>();
    return (path) => {
      const found = known.get(path) ?? { answer: ask(path) };
      known.set(path, found);
      return found.answer;
    };
  };
  return {
    caseSensitive: disk.caseSensitive,
    version: remember(disk.version),
    read: remember(disk.read),
    isFile: remember(disk.isFile),
    isFolder: remember(disk.isFolder),
    entries: remember(disk.entries),
    realpath: remember(disk.realpath),
  };
}

export function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** Nothing but the given texts, and the compiler's own library on disk. */
export function memoryView(disk: Omit<View, 'root'>, libFolder: string): View {
  const isLib = (file: string): boolean => file.startsWith(`${libFolder}/`);
  return {
    root: memoryRoot,
    caseSensitive: true,
    read: (file) => (isLib(file) ? disk.read(file) : undefined),
    version: (file) => (isLib(file) ? disk.version(file) : ''),
    isFile: (file) => isLib(file) && disk.isFile(file),
    isFolder: (folder) => folder === memoryRoot || folder === libFolder,
    entries: () => nothing,
    realpath: (file) => file,
  };
}

/** A view with some texts in place of what it has; null takes a file away. Paths are relative to its root. */
export function layered(view: View, texts: Iterable<readonly [path: string, text: string | null]>): View {
  const over = new Map<string, string | null>();
  for (const [path, text] of texts) over.set(`${view.root}/${path}`, text);
  if (over.size === 0) return view;
  const folders = foldersOf(over, view.root);
  const versions = new Map<string, string>();
  return {
    ...view,
    read: (file) => {
      const text = over.get(file);
      return text === undefined ? view.read(file) : (text ?? undefined);
    },
    version: (file) => {
      const text = over.get(file);
      if (text === undefined) return view.version(file);
      if (text === null) return '';
      const known = versions.get(file) ?? createHash('sha1').update(text).digest('hex');
      versions.set(file, known);
      return known;
    },
    isFile: (file) => {
      const text = over.get(file);
      return text === undefined ? view.isFile(file) : text !== null;
    },
    isFolder: (folder) => folders.has(folder) || view.isFolder(folder),
    entries: (folder) => {
      const below = view.entries(folder);
      const own = folders.get(folder);
      if (own === undefined) return below;
      const gone = (name: string): boolean => over.get(`${folder}/${name}`) === null;
      return {
        files: [...new Set([...below.files.filter((name) => !gone(name)), ...own.files])].sort(),
        directories: [...new Set([...below.directories, ...own.directories])].sort(),
      };
    },
    realpath: (file) => (over.has(file) && !view.isFile(file) ? file : view.realpath(file)),
  };
}

/** The folders that the given texts lie in, with what is directly in each. */
function foldersOf(texts: ReadonlyMap<string, string | null>, root: string) {
  const folders = new Map<string, { readonly files: Set<string>; readonly directories: Set<string> }>();
  const folder = (path: string) => {
    const known = folders.get(path) ?? { files: new Set<string>(), directories: new Set<string>() };
    folders.set(path, known);
    return known;
  };
  for (const [file, text] of texts) {
    if (text === null) continue;
    let at = file.lastIndexOf('/');
    folder(file.slice(0, at)).files.add(file.slice(at + 1));
    while (at > root.length) {
      const path = file.slice(0, at);
      at = path.lastIndexOf('/');
      folder(path.slice(0, at)).directories.add(path.slice(at + 1));
    }
  }
  return folders;
}
