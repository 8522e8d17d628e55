import * as z from 'zod';

/** A path of contracts rule 2: relative, with `/`, no `.` or `..` part, no drive, no backslash. */
export const filePath = z.string().refine(isRelativePath, {
  message: 'a path is relative to the workspace root, with "/" and without ".", ".." or a drive',
});

/** True for a path of contracts rule 2. */
export function isRelativePath(path: string): boolean {
  if (path === '' || path.includes('\\') || path.includes('\0') || /^[A-Za-z]:/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** SHA-256 (hex) by path, of the files as they were handed out (contracts rule 9). */
export const baseSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)).optional();

/** The file that a result is to end in, written by code and through the gate (design section 4). */
export const intoSchema = filePath.optional();
