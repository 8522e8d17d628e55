import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileText, History, WorkingChanges } from '../../core/ports.ts';
import type { ReviewBase } from '../../core/request.ts';
import { decodeFile } from '../files/decode.ts';
import { isProgram, onPath } from '../programs.ts';
import { runProgram } from '../search/process.ts';
import { readBlobs } from './blobs.ts';

/** So many changed files are read from the repository; a tree with more was not changed by hand. */
const filesAtMost = 1_000;

/** Ways to another repository; what a partial clone lacks is not fetched, since its settings say with which program. */
const transports = ['', 'file.', 'ssh.', 'git.', 'http.', 'https.', 'ext.'];

/**
 * Git must not run anything that a repository's own settings name: no file system monitor, no hooks, no external
 * differ, no text conversion, no pager, no fetching, and no lock that a person's own command would meet.
 */
const quiet = [
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null'].flatMap((setting) => ['-c', setting]),
  ...transports.flatMap((name) => ['-c', `protocol.${name}allow=never`]),
  '--no-pager',
  '--no-optional-locks',
];

/** The changes of a folder's working tree, as the `git` on `path` tells them. */
export function gitHistory(folder: string, path: string): History {
  const program = onPath('git', path, folder, process.platform).find(isProgram) ?? '';
  const git = async (args: readonly string[], signal: AbortSignal): Promise<GitAnswer> => {
    if (program === '') return { type: 'missing' };
    const chunks: Buffer[] = [];
    const ended = await runProgram(
      program,
      folder,
      [...quiet, ...args],
      (chunk) => chunks.push(chunk),
      signal,
    );
    if (ended.type === 'unstartable') return { type: 'missing' };
    if (ended.type === 'failed') return { type: 'failed', message: ended.message };
    if (ended.code !== 0) return { type: 'failed', message: firstLine(ended.errors) };
    return { type: 'ok', out: Buffer.concat(chunks) };
  };
  return {
    async changes(against, signal) {
      const inside = await git(['rev-parse', '--is-inside-work-tree'], signal);
      const outside = unableOf(inside, folder);
      if (outside !== undefined) return outside;
      const base = await baseOf(against, git, signal);
      if (base.type === 'unable') return base;
      const differs = [
        'diff',
        '--raw',
        '-z',
        '--no-abbrev',
        '--no-renames',
        '--relative',
        '--ignore-submodules',
      ];
      const filters = await ownFilters(git, signal);
      if (filters.type === 'unable') return filters;
      const diff = await git(
        [...filters.off, ...differs, '--no-ext-diff', '--no-textconv', ...base.args, '--'],
        signal,
      );
      const fresh = await git(['ls-files', '-z', '--others', '--exclude-standard'], signal);
      if (diff.type !== 'ok') return failed(diff);
      if (fresh.type !== 'ok') return failed(fresh);
      const rows = [...rowsOf(diff.out), ...namesOf(fresh.out).map((path): Row => ({ path, id: undefined }))];
      return read(rows, base.words, program, folder, signal);
    },
  };
}

type GitAnswer =
  | { readonly type: 'ok'; readonly out: Buffer }
  | { readonly type: 'missing' }
  | { readonly type: 'failed'; readonly message: string };

type Git = (args: readonly string[], signal: AbortSignal) => Promise<GitAnswer>;

type Unable = Extract<WorkingChanges, { type: 'unable' }>;

/** A changed path and the blob it had; a link or a submodule has a mode that is none of a file. */
interface Row {
  readonly path: string;
  readonly id: string | undefined;
  readonly isOdd?: boolean;
}

function unableOf(answer: GitAnswer, folder: string): Unable | undefined {
  if (answer.type === 'missing') {
    const next = 'Install git, or put it on PATH, and start the editor again.';
    return { type: 'unable', reason: 'There is no program "git" on PATH.', next };
  }
  if (answer.type === 'failed' && /not a git repository/iu.test(answer.message)) {
    const next = 'Open a folder that is one, or make it one with "git init" and a first commit.';
    return { type: 'unable', reason: `${folder} is in no git repository.`, next };
  }
  if (answer.type === 'failed') return failed(answer);
  if (answer.out.toString('utf8').trim() === 'true') return undefined;
  return { type: 'unable', reason: `${folder} is no working tree.`, next: 'Open the folder with the files.' };
}

function failed(answer: Exclude<GitAnswer, { type: 'ok' }>): Unable {
  const why = answer.type === 'missing' ? 'it is not on PATH' : answer.message;
  return {
    type: 'unable',
    reason: `Git could not be asked: ${why}.`,
    next: 'Run "git status" to see what is wrong.',
  };
}

/**
 * Settings that take away the filters which this repository names itself: they would run on every file that is
 * compared. Those of the person's own settings stay.
 */
async function ownFilters(
  git: Git,
  signal: AbortSignal,
): Promise<{ readonly type: 'filters'; readonly off: readonly string[] } | Unable> {
  const listed = await git(['config', '-z', '--show-scope', '--name-only', '--includes', '--list'], signal);
  if (listed.type !== 'ok') return failed(listed);
  const parts = namesOf(listed.out);
  const names = new Set<string>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [scope = '', key = ''] = parts.slice(at, at + 2);
    const name = /^filter\.(.*)\.[^.]+$/su.exec(key)?.[1];
    if (name !== undefined && (scope === 'local' || scope === 'worktree')) names.add(name);
  }
  const odd = [...names].find((name) => name.includes('='));
  if (odd !== undefined) {
    return failed({ type: 'failed', message: `its filter "${odd}" cannot be kept from running` });
  }
  const off = [...names].flatMap((name) =>
    ['clean=', 'smudge=', 'process=', 'required=false'].flatMap((end) => ['-c', `filter.${name}.${end}`]),
  );
  return { type: 'filters', off };
}

/** What the difference is taken from; before the first commit it is the empty tree. */
async function baseOf(
  against: ReviewBase,
  git: Git,
  signal: AbortSignal,
): Promise<{ readonly type: 'base'; readonly words: string; readonly args: readonly string[] } | Unable> {
  if (against === 'index') return { type: 'base', words: 'the index', args: [] };
  const head = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], signal);
  if (head.type === 'ok') {
    return { type: 'base', words: `commit ${head.out.toString('utf8').slice(0, 8)}`, args: ['HEAD'] };
  }
  const empty = await git(['hash-object', '-t', 'tree', '--stdin'], signal);
  if (empty.type !== 'ok') return failed(empty);
  return {
    type: 'base',
    words: 'nothing, since there is no commit',
    args: [empty.out.toString('utf8').trim()],
  };
}

/** `git diff --raw -z`: a line of modes, ids and status, then the path, each ended by a NUL. */
function rowsOf(out: Buffer): readonly Row[] {
  const parts = namesOf(out);
  const rows = new Map<string, Row>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [before = '', after = '', id = '', , status = ''] = (parts[at] ?? '')
      .replace(/^:+/u, '')
      .split(' ');
    const path = parts[at + 1] ?? '';
    const isFile = (mode: string): boolean => mode === '000000' || mode.startsWith('100');
    const isOdd = !isFile(before) || !isFile(after);
    // What is not merged stands twice, once without a base.
    if (rows.has(path) && status.startsWith('U')) continue;
    rows.set(path, { path, id: /^0+$/u.test(id) ? undefined : id, isOdd });
  }
  return [...rows.values()];
}

function namesOf(out: Buffer): readonly string[] {
  return out
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}

async function read(
  rows: readonly Row[],
  words: string,
  program: string,
  folder: string,
  signal: AbortSignal,
): Promise<WorkingChanges> {
  const skipped: string[] = [];
  const kept = rows.filter((row) => row.isOdd !== true).slice(0, filesAtMost);
  for (const row of rows) if (row.isOdd === true) skipped.push(`${row.path} is a link or a submodule`);
  if (rows.length - skipped.length > kept.length) {
    skipped.push(`${rows.length - skipped.length - kept.length} more files differ`);
  }
  const ids = kept.flatMap((row) => row.id ?? []);
  const blobs = await readBlobs(ids, { program, folder, args: quiet }, signal);
  if (blobs.type === 'failed') return failed(blobs);
  const files: { path: string; base: FileText | undefined }[] = [];
  for (const { path, id } of kept) {
    if (id === undefined) {
      // A folder of its own with a repository in it is listed with a slash at its end.
      if (!path.endsWith('/') && (await isFile(join(folder, path)))) files.push({ path, base: undefined });
      continue;
    }
    const bytes = blobs.blobs.get(id);
    const decoded = bytes === undefined ? undefined : decodeFile(path, bytes);
    if (decoded?.type === 'text') files.push({ path, base: decoded.file });
    else skipped.push(`${path}: ${decoded?.message ?? 'its committed text cannot be read'}`);
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { type: 'changes', base: words, files, skipped };
}

/** What is there and cannot be looked at counts as a file: reading it then says why it is not judged. */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').replace(/\.$/u, '') || 'it gave no reason';
}
