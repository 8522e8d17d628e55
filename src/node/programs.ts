import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative, sep } from 'node:path';

/**
 * Files on PATH that a program of this name would be, in order. One that stands in the folder that is worked on is
 * none: whoever wrote the folder could have put it there and on PATH.
 */
export function onPath(
  name: string,
  path: string,
  folder: string,
  platform: NodeJS.Platform,
): readonly string[] {
  const file = platform === 'win32' ? `${name}.exe` : name;
  return path
    .split(delimiter)
    .filter((place) => isAbsolute(place) && !isInside(place, folder))
    .map((place) => join(place, file));
}

function isInside(path: string, folder: string): boolean {
  const way = relative(real(folder), real(path));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** With every link resolved, where it is there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (error instanceof Error) return path;
    throw error;
  }
}

/** True for a file that may be started. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
