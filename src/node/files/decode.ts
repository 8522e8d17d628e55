import type { FileRead } from '../../core/ports.ts';
import { sha256 } from '../hash.ts';

/** What a model is handed at most, in bytes a file (design section 12). */
export const bytesAtMost = 2 * 1024 * 1024;

/** The text of a file's bytes, or why it is none that can be handed out. The byte order mark is kept apart. */
export function decodeFile(path: string, bytes: Uint8Array): FileRead {
  if (bytes.byteLength > bytesAtMost) return tooBig(bytes.byteLength);
  if (isUtf16(bytes)) {
    return {
      type: 'refused',
      reason: 'not-utf8',
      message: 'the file is UTF-16 text; save it as UTF-8 first',
    };
  }
  if (bytes.includes(0)) {
    return { type: 'refused', reason: 'binary', message: 'the file is binary, it holds a NUL byte' };
  }
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = decoder.decode(bom ? bytes.subarray(3) : bytes);
    return { type: 'text', file: { path, text, bom, sha256: sha256(bytes), unsaved: false } };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return {
      type: 'refused',
      reason: 'not-utf8',
      message: 'the file is not UTF-8 text; save it as UTF-8 first',
    };
  }
}

/** Known by its byte order mark; without one it is binary to us, by its NUL bytes. */
function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** The refusal of a file over the limit; `size` in bytes. */
export function tooBig(size: number): FileRead {
  const mebibytes = (size / 1024 / 1024).toFixed(1);
  return {
    type: 'refused',
    reason: 'too-big',
    message: `the file has ${mebibytes} MiB, and 2 MiB are the most that is handed out`,
  };
}
