import { pathAtMost } from '../protocol.ts';

/** A place in the workspace that a text names. */
export interface LinkedPlace {
  readonly path: string;
  readonly line: number;
}

const scheme = /^[a-z][a-z0-9+.-]*:(?!\d+(?::\d+)?$)/i;
const named = /^(?:\.\/)?([^\s:#?\\]+?)(?:#L?(\d{1,7})|:(\d{1,7})(?::\d+)?)?$/;

/**
 * The place that a link of a model's text means: a path below the workspace root, with `#L12` or `:12` behind it.
 * Undefined for everything else: addresses, commands, absolute paths, paths that lead out.
 */
export function linkedPlace(href: string): LinkedPlace | undefined {
  const text = decoded(href);
  if (text === undefined || text.length > pathAtMost || scheme.test(text)) return undefined;
  const match = named.exec(text);
  const [, path = '', hash, colon] = match ?? [];
  if (
    path === '' ||
    path.startsWith('/') ||
    path.split('/').some((part) => part === '..' || part === '.' || part === '')
  )
    return undefined;
  const line = Number(hash ?? colon ?? 1);
  return line >= 1 ? { path, line } : undefined;
}

/** The place that a piece of code text names, where it looks like `src/dates.ts:12`. */
export function namedPlace(code: string): LinkedPlace | undefined {
  return /\.\w+:\d+$/.test(code) ? linkedPlace(code) : undefined;
}

function decoded(href: string): string | undefined {
  try {
    return decodeURIComponent(href);
  } catch {
    return undefined; // no address of ours is malformed: it is shown as text
  }
}
