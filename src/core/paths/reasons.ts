/** Why a path is refused, in the order of the rules; the first that holds is named. */
export type DenyReason =
  | 'no-workspace'
  | 'virtual-workspace'
  | 'untrusted-workspace'
  | 'empty'
  | 'lone-surrogate'
  | 'nul'
  | 'control-char'
  | 'too-long'
  | 'unc'
  | 'backslash'
  | 'drive'
  | 'uri'
  | 'expansion'
  | 'percent-encoded'
  | 'compat-fold'
  | 'bidi'
  | 'leading-dash'
  | 'meta-char'
  | 'edge-whitespace'
  | 'trailing-dot'
  | 'outside-lexical'
  | 'is-root'
  | 'too-deep'
  | 'hidden-char'
  | 'stream-name'
  | 'colon'
  | 'reserved-name'
  | 'short-name'
  | 'resolve-error'
  | 'outside-physical'
  | 'vcs-internal'
  | 'private-key'
  | 'own-state'
  | 'is-directory'
  | 'special-file'
  | 'read-only';

/** Why a person is asked. Where several hold, the first in `askOrder` is named. */
export type AskReason =
  | 'editor-config'
  | 'agent-config'
  | 'auto-run'
  | 'build-code'
  | 'ci-config'
  | 'secret'
  | 'dependency-tree'
  | 'link-final'
  | 'hard-link'
  | 'ambiguous-root'
  | 'short-name'
  | 'reserved-name'
  | 'colon'
  | 'hidden-char-existing'
  | 'look-alike'
  | 'name-collision'
  | 'delete';

export const askOrder: readonly AskReason[] = [
  'editor-config',
  'agent-config',
  'auto-run',
  'build-code',
  'ci-config',
  'secret',
  'dependency-tree',
  'link-final',
  'hard-link',
  'ambiguous-root',
  'short-name',
  'reserved-name',
  'colon',
  'hidden-char-existing',
  'look-alike',
  'name-collision',
  'delete',
];

export type PathReason = 'ok' | DenyReason | AskReason;

const words: Readonly<Record<PathReason, string>> = {
  ok: 'an ordinary file of the workspace',
  'no-workspace': 'no folder is open',
  'virtual-workspace': 'the workspace has no files on a disk',
  'untrusted-workspace': 'the workspace is not trusted',
  empty: 'the path is empty',
  'lone-surrogate': 'the path holds half a character',
  nul: 'the path holds a NUL',
  'control-char': 'the path holds a control character',
  'too-long': 'the path, or a name in it, is too long',
  unc: 'the path names another machine or a device',
  backslash: 'the path holds a backslash; use / between names',
  drive: 'the path names a drive; use a path relative to the workspace',
  uri: 'this is an address, not a path relative to the workspace',
  expansion: 'the path holds a variable or ~, which nothing here replaces',
  'percent-encoded': 'the path holds percent-encoded signs, which nothing here decodes',
  'compat-fold': 'the path holds a sign that only looks like a dot or a slash',
  bidi: 'the path holds a sign that changes the direction of text',
  'leading-dash': 'the path begins like an option of a command',
  'meta-char': 'the path holds a wildcard or a sign of a shell',
  'edge-whitespace': 'a name in the path begins or ends with a blank',
  'trailing-dot': 'a name in the path ends with a dot',
  'outside-lexical': 'the path leads out of the workspace',
  'is-root': 'this is the workspace folder itself',
  'too-deep': 'the path has too many folders',
  'hidden-char': 'the path holds a sign that cannot be seen',
  'stream-name': 'the path names a hidden stream of a file',
  colon: 'a name in the path holds a colon, which some systems read otherwise',
  'reserved-name': 'a name in the path is a device on Windows',
  'short-name': 'a name in the path may be the short form of another one',
  'resolve-error': 'the path could not be followed to its end',
  'outside-physical': 'a link on the path leads out of the workspace',
  'vcs-internal': 'files of version control are never written',
  'private-key': 'private keys are never written',
  'own-state': 'the records of Countersign are never written',
  'is-directory': 'this is a folder',
  'special-file': 'this is neither a file nor a folder',
  'read-only': 'the file, or its folder, is read-only',
  'editor-config': 'editor configuration can run code',
  'agent-config': 'this file instructs or configures agents',
  'auto-run': 'this file can make other programs run code by itself',
  'build-code': 'this file belongs to build, lint or test configuration, which runs code',
  'ci-config': 'this file belongs to continuous integration, which runs code',
  secret: 'this file is a place for secrets',
  'dependency-tree': 'this file belongs to an installed dependency',
  'link-final': 'this is a link to another file of the workspace',
  'hard-link': 'this file has another name elsewhere',
  'ambiguous-root': 'this path exists in more than one folder of the workspace',
  'hidden-char-existing': 'the name of this file holds a sign that cannot be seen',
  'look-alike': 'a name in the path looks like another one that is there',
  'name-collision': 'a name in the path differs only by letter case or spelling from one that is there',
  delete: 'this deletes a file',
};

/** One clause for people, with the code that documentation and reports use. */
export function describeReason(reason: PathReason): string {
  return `${words[reason]} (${reason})`;
}
