import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Hit, SearchEngine, SearchOutcome, SearchQuery } from '../../core/ports.ts';
import { pathProblem, scopeOf } from '../../core/search/scope.ts';
import { printedReader } from './printed.ts';
import { runProgram } from './process.ts';
import { ripgrepPatternOf, type RipgrepPattern } from './ripgrepPattern.ts';
import { scanFile } from './scan.ts';
import { piecesOfFile } from './sources.ts';
import { isFileError } from './walk.ts';

/**
 * What is searched (contracts rule 19): hidden files too, every `.gitignore` below the folder with or without a
 * repository, never `.git` and `node_modules`; other ignore files do not count, nor does ripgrep's own configuration.
 */
const scopeFlags = [
  '--no-config',
  '--no-messages',
  '--hidden',
  '--no-require-git',
  '--no-ignore-parent',
  '--no-ignore-dot',
  '--no-ignore-global',
  '--no-ignore-exclude',
  '--null',
  '--path-separator=/',
  '--glob=!.git',
  '--glob=!node_modules',
];

/** Bytes as they stand, so that a NUL is seen as one and UTF-16 is binary; each line with its path and number. */
const lineFlags = [
  '--encoding=none',
  '--no-mmap',
  '--no-heading',
  '--with-filename',
  '--line-number',
  '--color=never',
];

/**
 * ripgrep over one folder. Where the program cannot be started, `instead` answers. The globs of a query are matched
 * here, since ripgrep's own would overrule a `.gitignore` (rule 19).
 */
export function ripgrepEngine(program: string, folder: string, instead?: SearchEngine): SearchEngine {
  return {
    search: (query, signal) => searchFolder(program, folder, query, instead, signal),
    async matches(query, line, signal) {
      const { flags, pattern, matcher } = ripgrepPatternOf(query);
      if (matcher !== undefined) return matcher.matches(line, 0, line.length);
      const args = ['--no-config', '--encoding=none', '--quiet', ...flags, `--regexp=${pattern}`, '-'];
      const ended = await runProgram(program, folder, args, () => undefined, signal, line);
      return ended.type === 'ended' && ended.code <= 1 ? ended.code === 0 : undefined;
    },
  };
}

/** Lists the files that ripgrep would search, sorted; undefined where it fails. */
export async function ripgrepFiles(
  program: string,
  folder: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const chunks: Buffer[] = [];
  const args = ['--files', ...scopeFlags, './'];
  const ended = await runProgram(program, folder, args, (chunk) => chunks.push(chunk), signal);
  if (ended.type !== 'ended' || (ended.code > 1 && ended.errors !== '')) return undefined;
  const paths = Buffer.concat(chunks).toString('utf8').split('\0');
  return paths
    .map(withoutDot)
    .filter((path) => pathProblem(path) === undefined)
    .sort();
}

/** Larger patterns are for the scanner alone: its worker may take its time, and what filters lines here may not. */
const sizeAtMost = 1_000;

/** Milliseconds of filtering, after which whoever else waits has a turn. */
const turnMs = 15;

async function searchFolder(
  program: string,
  folder: string,
  query: SearchQuery,
  instead: SearchEngine | undefined,
  signal: AbortSignal,
): Promise<SearchOutcome> {
  const scope = scopeOf(query.include, query.exclude);
  if (scope.type === 'bad') return { type: 'failed', message: scope.message };
  const asked = ripgrepPatternOf(query);
  if (instead !== undefined && (asked.matcher?.size ?? 0) > sizeAtMost) return instead.search(query, signal);
  // An argument cannot hold a NUL; a line cannot either.
  const pattern = asked.pattern.replaceAll('\0', query.regex ? '\\x00' : '');
  if (asked.matcher === undefined && pattern !== asked.pattern && !query.regex) {
    return { type: 'bad-pattern', message: 'the pattern asks for a NUL, and a text file holds none' };
  }
  const args = [
    ...lineFlags,
    ...scopeFlags,
    ...shortcutsOf(query),
    ...asked.flags,
    `--regexp=${pattern}`,
    './',
  ];
  const reader = printedReader();
  const ended = await runProgram(program, folder, args, (chunk) => reader.push(chunk), signal);
  if (ended.type === 'unstartable') {
    return instead === undefined ? { type: 'failed', message: ended.message } : instead.search(query, signal);
  }
  if (ended.type === 'failed') return ended;
  // Without messages about files, what is left to complain about is the pattern.
  if (ended.code > 1 && ended.errors !== '')
    return { type: 'bad-pattern', message: complaintOf(ended.errors) };
  const hits: Hit[] = [];
  const found = [...reader.end()].sort(([a], [b]) => (a < b ? -1 : 1));
  let turn = performance.now();
  for (const [path, lines] of found) {
    if (pathProblem(path) !== undefined || !scope.includes(path)) continue;
    // A name that is no UTF-8 cannot be written as a path.
    if (path.includes('\ufffd') && !existsSync(join(folder, path))) continue;
    for (const hit of settle(join(folder, path), path, lines, asked)) hits.push(hit);
    if (performance.now() - turn > turnMs) {
      await setImmediate();
      turn = performance.now();
    }
  }
  return { type: 'hits', hits, engine: 'ripgrep' };
}

/**
 * Where every include glob ends in a name that is easy to read, ripgrep need not open files of other names, nor
 * what a simple exclude glob names. Only shortcuts: the whole globs are matched afterwards.
 */
function shortcutsOf(query: SearchQuery): string[] {
  const excluded = query.exclude.filter((glob) => /^[\w.*/-]+$/.test(glob)).map((glob) => `--glob=!${glob}`);
  return [...excluded, ...namesOf(query)];
}

function namesOf(query: SearchQuery): string[] {
  const names = query.include.map((glob) => glob.slice(glob.lastIndexOf('/') + 1));
  const plain = names.every((name) => /^[\w.-]*\*?[\w.-]+$|^\*\.\{[\w.,]+\}$/.test(name));
  const simple = query.include.every((glob) => !/^!|\\|\{[^}]*\//.test(glob));
  if (names.length === 0 || !plain || !simple) return [];
  return [...names.map((name) => `--type-add=wanted:${name}`), '--type=wanted'];
}

function withoutDot(path: string): string {
  return path.startsWith('./') ? path.slice(2) : path;
}

function complaintOf(errors: string): string {
  const lines = errors.split('\n').map((line) => line.trim());
  const named = lines.find((line) => line.startsWith('error: '))?.slice('error: '.length);
  return named ?? lines.find((line) => line !== '')?.replace(/^rg: /, '') ?? '';
}

const mark = '\ufeff';
const isAscii = /^[\x00-\x7f]*$/;

/** The lines without mark and ending that match, of those that ripgrep printed for one file. */
function settle(file: string, path: string, printed: readonly Hit[], asked: RipgrepPattern): readonly Hit[] {
  const { matcher, filter } = asked;
  // What was printed no longer tells which bytes were no UTF-8, and those decide whether a pattern matches.
  const isBroken = printed.some(({ text }) => text.includes('\ufffd'));
  if (isBroken && matcher !== undefined) return scanFile(path, piecesOfFile(file), matcher);
  const isSpecial = printed.some(({ text }) => text.endsWith('\r') || text.startsWith(mark));
  if (!isSpecial) {
    if (filter === 'special' || matcher === undefined) return printed;
    return printed.filter(
      ({ text }) =>
        (filter === 'beyond-ascii' && isAscii.test(text)) || matcher.matches(text, 0, text.length),
    );
  }
  const last = printed.at(-1);
  return printed.flatMap((hit): readonly Hit[] => {
    const { line, text: raw } = hit;
    const isEnded = hit === last ? isEndedLine(file, line, raw) : true;
    if (!isEnded && raw === mark && line === 1) return [];
    const unmarked = line === 1 && raw.startsWith(mark) ? raw.slice(1) : raw;
    const text = isEnded && unmarked.endsWith('\r') ? unmarked.slice(0, -1) : unmarked;
    return matcher === undefined || matcher.matches(text, 0, text.length) ? [{ path, line, text }] : [];
  });
}

/**
 * False only for a line that ends with the file and not with a LF, where that makes a difference: a CR at its end is
 * text then (rule 1), and a file that holds nothing but its mark has no line.
 */
function isEndedLine(file: string, line: number, raw: string): boolean {
  if (raw === mark && line === 1) return tailOf(file) !== 'mark alone';
  return !raw.endsWith('\r') || tailOf(file) !== line;
}

/**
 * What only the end of a file tells: that it holds nothing but its mark, and so no line; or the number of a last line
 * that ends in a CR, which is text there, since only a line feed ends a line (rule 1).
 */
function tailOf(file: string): 'mark alone' | number | undefined {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const last = Buffer.alloc(1);
      if (size === 0 || readSync(descriptor, last, 0, 1, size - 1) === 0) return undefined;
      if (last[0] === 0x0d) return countFeeds(descriptor) + 1;
      return size === 3 && last[0] === 0xbf ? 'mark alone' : undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (isFileError(error)) return undefined;
    throw error;
  }
}

function countFeeds(descriptor: number): number {
  const buffer = Buffer.alloc(1024 * 1024);
  let count = 0;
  let position = 0;
  for (;;) {
    const length = readSync(descriptor, buffer, 0, buffer.length, position);
    if (length === 0) return count;
    for (let at = buffer.indexOf(0x0a); at >= 0 && at < length; at = buffer.indexOf(0x0a, at + 1)) count += 1;
    position += length;
  }
}
