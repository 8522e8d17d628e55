import { createHash } from 'node:crypto';

const mark = [0xef, 0xbb, 0xbf];

/** A text as the bytes of a UTF-8 file. Undefined for a text with half a character, which no file can hold. */
export function bytesOf(text: string, bom: boolean): Uint8Array | undefined {
  if (!text.isWellFormed()) return undefined;
  const bytes = new TextEncoder().encode(text);
  return bom ? Uint8Array.from([...mark, ...bytes]) : bytes;
}

/** Lower-case hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/** True where all of `one` stands at the beginning of `other`, which is longer. */
export function isBeginning(one: Uint8Array, other: Uint8Array): boolean {
  return one.length < other.length && isEqual(one, other.subarray(0, one.length));
}
