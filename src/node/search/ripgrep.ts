import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Hit, SearchEngine, SearchOutcome, SearchQuery } from '../../core/ports.ts';
import { scopeOf } from './globs.ts';
import { readMatches } from './matches.ts';

/** A search that takes longer than this, or prints more, is given up. Milliseconds and bytes. */
const limits = { ms: 30_000, bytes: 256 * 1024 * 1024 };

/**
 * What is searched (contracts rule 19): hidden files too, every `.gitignore` below the folder with or without a
 * repository, never `.git` and `node_modules`; other ignore files do not count, nor does ripgrep's own configuration.
 */
const scopeFlags = [
  '--no-config',
  '--hidden',
  '--no-require-git',
  '--no-ignore-parent',
  '--no-ignore-dot',
  '--no-ignore-global',
  '--no-ignore-exclude',
  '--glob=!.git',
  '--glob=!node_modules',
];

/** ripgrep over one folder. Globs of a query are matched here, since its own would overrule a `.gitignore`. */
export function ripgrepEngine(program: string, folder: string): SearchEngine {
  return {
    search: (query, signal) => searchFolder(program, folder, query, signal),
    async matches(query, line, signal) {
      const run = await start(
        program,
        folder,
        [...patternFlags(query), '--count', '--', query.pattern, '-'],
        signal,
        line,
      );
      if (run.type === 'failed') return undefined;
      return run.code === 0 ? true : run.code === 1 ? false : undefined;
    },
  };
}

/** Lists the files that ripgrep would search, sorted; empty where it fails. */
export async function ripgrepFiles(
  program: string,
  folder: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const run = await start(program, folder, ['--files', '--null', ...scopeFlags, './'], signal);
  if (run.type === 'failed' || run.code > 1) return [];
  const paths = run.output
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '');
  return paths.map(relative).sort();
}

async function searchFolder(
  program: string,
  folder: string,
  query: SearchQuery,
  signal: AbortSignal,
): Promise<SearchOutcome> {
  // A line holds no line feed, so neither does a literal that one could match.
  if (!query.regex && query.pattern.includes('\n')) return { type: 'hits', hits: [], engine: 'ripgrep' };
  const args = ['--json', '--crlf', ...scopeFlags, ...patternFlags(query), '--', query.pattern, './'];
  const run = await start(program, folder, args, signal);
  if (run.type === 'failed') return { type: 'failed', message: run.message };
  if (run.code > 1) {
    const isPattern = await isBadPattern(program, folder, query, signal);
    if (isPattern !== undefined) return { type: 'bad-pattern', message: isPattern };
    if (run.output.length === 0)
      return { type: 'failed', message: `ripgrep failed: ${firstLine(run.errors)}` };
  }
  const scope = scopeOf(query.include, query.exclude);
  const hits: Hit[] = [];
  for (const file of readMatches(run.output)) {
    const path = relative(file.path);
    if (!scope(path) || isUtf16(join(folder, path))) continue;
    for (const { line, text } of file.lines) hits.push({ path, line, text });
  }
  hits.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
  return { type: 'hits', hits, engine: 'ripgrep' };
}

function patternFlags(query: SearchQuery): string[] {
  return [
    query.caseSensitive ? '--case-sensitive' : '--ignore-case',
    ...(query.regex ? [] : ['--fixed-strings']),
    ...(query.word ? ['--word-regexp'] : []),
  ];
}

/** What is wrong with a pattern, where something is: ripgrep has one exit code for that and for unreadable files. */
async function isBadPattern(
  program: string,
  folder: string,
  query: SearchQuery,
  signal: AbortSignal,
): Promise<string | undefined> {
  const run = await start(program, folder, [...patternFlags(query), '--', query.pattern, '-'], signal, '');
  if (run.type === 'failed' || run.code <= 1) return undefined;
  const lines = run.errors
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.find((line) => line.startsWith('error: '))?.slice('error: '.length) ?? firstLine(run.errors);
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

function relative(path: string): string {
  const plain = process.platform === 'win32' ? path.replace(/\\/g, '/') : path;
  return plain.startsWith('./') ? plain.slice(2) : plain;
}

/** ripgrep reads UTF-16 by its mark; for us such a file is binary, its text holds NUL bytes. */
function isUtf16(file: string): boolean {
  const two = Buffer.alloc(2);
  try {
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, two, 0, 2, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
  return (two[0] === 0xff && two[1] === 0xfe) || (two[0] === 0xfe && two[1] === 0xff);
}

type Run =
  | { readonly type: 'ended'; readonly code: number; readonly output: Buffer; readonly errors: string }
  | { readonly type: 'failed'; readonly message: string };

/** Starts ripgrep with an argument array, no shell; ended with the signal, the time limit or too much output. */
function start(
  program: string,
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
  input?: string,
): Promise<Run> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ type: 'failed', message: 'cancelled' });
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let errors = '';
    let ended: string | undefined;
    const end = (reason: string): void => {
      ended ??= reason;
      child.kill('SIGKILL');
    };
    const onAbort = (): void => end('cancelled');
    const timer = setTimeout(() => end(`the search took longer than ${limits.ms / 1000} s`), limits.ms);
    signal.addEventListener('abort', onAbort, { once: true });
    const finish = (run: Run): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(run);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bytes) end('the search found too much; make the pattern longer');
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (errors.length < 10_000) errors += chunk.toString('utf8');
    });
    // Nobody reads what is sent to a program that has ended already.
    child.stdin.on('error', () => child.stdin.destroy());
    child.stdin.end(input ?? '');
    child.on('error', (error) =>
      finish({ type: 'failed', message: `ripgrep cannot be started: ${error.message}` }),
    );
    child.on('close', (code) => {
      if (ended !== undefined || code === null)
        finish({ type: 'failed', message: ended ?? 'ripgrep was ended' });
      else finish({ type: 'ended', code, output: Buffer.concat(chunks), errors });
    });
  });
}
