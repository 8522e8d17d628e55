import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { ScanSource } from './scan.ts';
import { isFileError, searched, walk } from './walk.ts';

/** Bytes that are read of a file at once; a longer line is read whole, up to what a text can hold. */
const pieceBytes = 32 * 1024 * 1024;

/** The files of a folder on disk. */
export function folderSource(root: string): ScanSource {
  return { paths: () => walk(root), pieces: (path) => piecesOfFile(join(root, path)) };
}

/** Files given as texts, by path. */
export function textSource(texts: Readonly<Record<string, string>>): ScanSource {
  const paths = Object.keys(texts).sort();
  const text = (path: string): string => texts[path] ?? '';
  return {
    paths: () => searched(paths, text),
    pieces: (path) => [{ bytes: Buffer.from(text(path), 'utf8'), last: true }],
  };
}

/** A file's bytes from disk; nothing where it cannot be read. */
export function* piecesOfFile(file: string): Generator<{ bytes: Buffer; last: boolean }> {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (isFileError(error)) return;
    throw error;
  }
  try {
    let rest = Buffer.alloc(0);
    for (let size = Math.min(fstatSync(descriptor).size + 1, pieceBytes); ; size = pieceBytes) {
      const buffer = Buffer.allocUnsafe(size);
      const length = fill(descriptor, buffer);
      const bytes =
        rest.length === 0 ? buffer.subarray(0, length) : Buffer.concat([rest, buffer.subarray(0, length)]);
      if (length < size) {
        yield { bytes, last: true };
        return;
      }
      const end = bytes.lastIndexOf(0x0a) + 1;
      if (end > 0) yield { bytes: bytes.subarray(0, end), last: false };
      rest = Buffer.from(bytes.subarray(end));
    }
  } catch (error) {
    if (!isFileError(error)) throw error;
  } finally {
    closeSync(descriptor);
  }
}

function fill(descriptor: number, buffer: Buffer): number {
  let length = 0;
  while (length < buffer.length) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return length;
}
