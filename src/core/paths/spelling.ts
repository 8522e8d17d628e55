import { bidi, control, foldsToSeparator } from './characters.ts';
import type { DenyReason } from './reasons.ts';

export type Platform = 'posix' | 'darwin' | 'win32';

/** An open folder: as it was opened, and with every link resolved. Absolute, with `/` between names. */
export interface Root {
  readonly spelled: string;
  readonly real: string;
}

/** A path that reads like one: its names below one of the roots, `.` and `..` taken out. */
export interface Spelled {
  readonly type: 'spelled';
  /** The root an absolute path lies in; undefined for a relative path, which any root may mean. */
  readonly root: Root | undefined;
  readonly names: readonly string[];
  /** It ends with a slash, as only a folder's does. */
  readonly isFolder: boolean;
}

export type Spelling = Spelled | { readonly type: 'denied'; readonly reason: DenyReason };

/** Names of more bytes exist on no common disk. */
const nameBytes = 255;
/** Linux takes no longer path. */
const pathBytes = 4095;
const namesAtMost = 64;

/**
 * Reads a path by its letters alone: nothing here touches a disk, since even a look at the name of another machine
 * would reach that machine. Rules in the order of the reliability note, section 5, up to the depth.
 */
export function readPath(path: string, roots: readonly Root[], platform: Platform): Spelling {
  const [first] = roots;
  if (first === undefined) return denied('no-workspace');
  const own = platform === 'win32' ? roots.find((root) => beginsWith(path, root)) : undefined;
  const text = own === undefined ? path : `./${path.slice(own.spelled.length)}`;
  const reason = malformed(text) ?? foreign(text) ?? tricky(text);
  if (reason !== undefined) return denied(reason);
  return contain(text, own === undefined ? roots : [own], platform);
}

function denied(reason: DenyReason): Spelling {
  return { type: 'denied', reason };
}

/** On Windows the absolute path of an open folder has a drive in it, and may have backslashes. */
function beginsWith(path: string, root: Root): boolean {
  const start = path.slice(0, root.spelled.length).replaceAll('\\', '/').toLowerCase();
  const next = path.at(root.spelled.length);
  return start === root.spelled.toLowerCase() && (next === undefined || next === '/' || next === '\\');
}

function malformed(path: string): DenyReason | undefined {
  if (path === '') return 'empty';
  if (!path.isWellFormed()) return 'lone-surrogate';
  if (path.includes('\0')) return 'nul';
  if (control.test(path)) return 'control-char';
  const isLong = bytesOf(path) > pathBytes || path.split('/').some((name) => bytesOf(name) > nameBytes);
  return isLong ? 'too-long' : undefined;
}

function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

const unc = /^[\\/]{2}|^[\\/]\?\?[\\/]/;
const drive = /^\/?[A-Za-z]:/;
/** A scheme with a slash behind it, or one that needs none. */
const uri =
  /^(?:[a-z][a-z0-9+.-]+:\/|(?:file|https?|s?ftp|ssh|git|data|javascript|vbscript|command|untitled|mailto|blob|about|urn|jar|wss?|vscode[a-z-]*):)/i;
const home = /^~[\w.-]*(?:\/|$)/;
/** `${...}` anywhere, `$NAME` as a whole name, and the ways PowerShell and cmd write theirs. */
const variables = [
  /\$\{/,
  /\$env:/i,
  /(?:^|\/)\$[A-Z_][A-Z0-9_]*(?:\/|$)/,
  /^\$(?:home|pwd|tmp|temp|user)(?:\/|$)/i,
  /%(?!\d[0-9a-f]|[a-f]\d|[0-9a-f]{2}%|u[0-9a-f]{4})[a-z_][\w()]+%/i,
];

function foreign(path: string): DenyReason | undefined {
  if (unc.test(path)) return 'unc';
  if (path.includes('\\')) return 'backslash';
  if (drive.test(path)) return 'drive';
  if (uri.test(path)) return 'uri';
  if (home.test(path) || variables.some((variable) => variable.test(path))) return 'expansion';
  return isPercentEncoded(path) ? 'percent-encoded' : undefined;
}

/** True where decoding, once or more often, makes a dot, a separator or a control character that was not there. */
function isPercentEncoded(path: string): boolean {
  if (!path.includes('%')) return false;
  // An overlong or an IIS form, which a strict decoder does not know.
  if (/%c[01]%|%u[0-9a-f]{4}/i.test(path)) return true;
  let text = path;
  for (let round = 0; round < 8; round++) {
    const decoded = text.replace(/(?:%[0-9a-f]{2})+/gi, decodeRun);
    if (decoded === text) return false;
    if (separators(decoded) > separators(text) || control.test(decoded) || decoded.includes('\0'))
      return true;
    if (foldsToSeparator(decoded) && !foldsToSeparator(text)) return true;
    text = decoded;
  }
  return true;
}

/** Of a run that is no UTF-8, what a careless decoder makes of its ASCII. */
function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  }
}

function separators(text: string): number {
  return text.replace(/[^./\\]/g, '').length;
}

/** Wildcards, quotes, redirections and separators of shells. Brackets and a single `&` stand in ordinary names. */
const meta = /[*?<>|";`]|&&|\$\(|\{[^{}/]*(?:,|\.\.)[^{}/]*\}/;

function tricky(path: string): DenyReason | undefined {
  if (foldsToSeparator(path)) return 'compat-fold';
  if (bidi.test(path)) return 'bidi';
  if (/^(?:\.\/+)*-/.test(path)) return 'leading-dash';
  if (meta.test(path)) return 'meta-char';
  const names = path.split('/');
  if (names.some((name) => /^\p{White_Space}|\p{White_Space}$/u.test(name))) return 'edge-whitespace';
  const endsWithDot = (name: string): boolean => name.endsWith('.') && name !== '.' && name !== '..';
  return names.some(endsWithDot) ? 'trailing-dot' : undefined;
}

function contain(path: string, roots: readonly Root[], platform: Platform): Spelling {
  const isAbsolute = path.startsWith('/');
  const [base] = roots;
  const whole = collapse(isAbsolute || base === undefined ? path : `${base.spelled}/${path}`);
  const found = roots
    .flatMap((root) => [root.spelled, root.real].map((spelled) => ({ root, top: collapse(spelled) })))
    .filter(({ top }) => isInside(whole, top, platform))
    .sort((one, other) => other.top.length - one.top.length)[0];
  if (found === undefined) return denied('outside-lexical');
  const names = whole.slice(found.top.length);
  if (names.length === 0) return denied('is-root');
  if (names.length > namesAtMost) return denied('too-deep');
  const isFolder = /\/\.{0,2}$/.test(path);
  const root = isAbsolute || found.root !== base ? found.root : undefined;
  return { type: 'spelled', root, names, isFolder };
}

/** The names of an absolute path; more `..` than names end at the top, as they do on a disk. */
function collapse(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names;
}

/** By whole names, never by letters: `/work-evil` does not lie in `/work`. */
function isInside(names: readonly string[], top: readonly string[], platform: Platform): boolean {
  const same = (one: string | undefined, other: string): boolean =>
    one === other || (platform !== 'posix' && one?.toLowerCase() === other.toLowerCase());
  return top.every((name, index) => same(names[index], name));
}
