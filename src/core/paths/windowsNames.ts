import { keyOf } from './characters.ts';
import { isProtectedName, protectedFolders } from './protections.ts';

/** Devices that Windows finds in every folder, with any ending. */
const devices = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])$/;

export function isReservedName(name: string): boolean {
  const [stem = ''] = name.toLowerCase().split('.');
  return devices.test(stem.trimEnd());
}

/** Eight and three: `PROGRA~1`, `NODE_M~1.JSO`. */
const short = /^([^.~]{1,7})~([0-9]{1,6})(?:\.[^.]{0,3})?$/;

export type ShortName = 'none' | 'short' | 'protected';

/**
 * Whether a name has the form that Windows gives long names for old programs; `protected` where it can stand for a
 * folder that is. From the fifth of a kind on, the form is two letters and four digits of a hash.
 */
export function shortNameOf(name: string): ShortName {
  const [, stem] = short.exec(name) ?? [];
  if (stem === undefined) return 'none';
  const key = keyOf(stem);
  const stands = protectedFolders.some((folder) => {
    const letters = folder.replace(/^\.+/, '').replace(/[ .]/g, '');
    return (
      letters.slice(0, 6) === key ||
      (/^.{2}[0-9a-f]{4}$/.test(key) && letters.slice(0, 2) === key.slice(0, 2))
    );
  });
  return stands ? 'protected' : 'short';
}

export type Colon = 'none' | 'colon' | 'stream';

/**
 * What the colons of a name would mean on Windows: the stream of a file where what stands before the colon is a
 * file's name with an ending, a protected name, or something that is there; else only a sign it cannot store.
 */
export function colonOf(name: string, siblings: readonly string[]): Colon {
  const at = name.indexOf(':');
  if (at < 0) return 'none';
  const before = name.slice(0, at);
  const rest = name.slice(at + 1);
  if (rest.startsWith(':') || rest.includes('$')) return 'stream';
  const isThere = siblings.some((sibling) => keyOf(sibling) === keyOf(before));
  const hasEnding = /.\.[A-Za-z][A-Za-z0-9]{0,9}$/.test(before);
  return isThere || hasEnding || isProtectedName(before) ? 'stream' : 'colon';
}
