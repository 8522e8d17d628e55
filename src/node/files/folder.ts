import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { isRelativePath } from '../../core/kinds/fields.ts';
import type { FileRead, Files } from '../../core/ports.ts';
import { bytesAtMost, decodeFile, tooBig } from './decode.ts';

/** Lists the paths of a folder's files; a search engine's own walk, so that both agree on what is ignored. */
export type ListFiles = (signal: AbortSignal) => Promise<readonly string[]>;

/** The files of a folder on disk. Links are resolved, and what they lead to outside of the folder is never read. */
export function folderFiles(folder: string, list: ListFiles): Files {
  return { name: basename(folder), list, read: (path, signal) => readFile(folder, path, signal) };
}

async function readFile(folder: string, path: string, signal: AbortSignal): Promise<FileRead> {
  if (!isRelativePath(path)) {
    return {
      type: 'refused',
      reason: 'bad-path',
      message: 'a path is relative to the folder, with "/" and without ".."',
    };
  }
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) {
      return { type: 'refused', reason: 'outside', message: 'the path leads out of the folder' };
    }
    if (await isSpeltOtherwise(join(root, path), real)) {
      return {
        type: 'refused',
        reason: 'missing',
        message: `there is no such file; ${basename(real)} is spelt so`,
      };
    }
    // Looked at before it is opened: opening a pipe would wait for whoever writes into it.
    if (!(await lstat(real)).isFile())
      return { type: 'refused', reason: 'not-a-file', message: 'this is no ordinary file' };
    return await readBytes(path, real, signal);
  } catch (error) {
    return refusalOf(error);
  }
}

/** On a disk that ignores letter case, a path must still be spelt as the file is (contracts rule 2). */
async function isSpeltOtherwise(asked: string, real: string): Promise<boolean> {
  if (asked === real || asked.toLowerCase() !== real.toLowerCase()) return false;
  return !(await lstat(asked)).isSymbolicLink();
}

async function readBytes(path: string, real: string, signal: AbortSignal): Promise<FileRead> {
  const handle = await open(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return { type: 'refused', reason: 'not-a-file', message: 'this is no ordinary file' };
    if (stat.size > bytesAtMost) return tooBig(stat.size);
    // A file that grows while it is read must not grow the host.
    const buffer = Buffer.alloc(Math.max(stat.size + 1, 64));
    let length = 0;
    while (length < buffer.length && !signal.aborted) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (signal.aborted) return { type: 'refused', reason: 'unreadable', message: 'cancelled' };
    return decodeFile(path, buffer.subarray(0, length));
  } finally {
    await handle.close();
  }
}

function refusalOf(error: unknown): FileRead {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { type: 'refused', reason: 'missing', message: 'there is no such file' };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { type: 'refused', reason: 'unreadable', message: `the file cannot be read: ${reason}` };
}
