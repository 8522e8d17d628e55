import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Clock } from '../../core/ports.ts';
import { shown } from '../http.ts';
import { runtimePackage } from './llama.ts';
import { withLock } from './lockFile.ts';
import { readText } from './modelFile.ts';

/** The runtime's version; a newer one goes into a folder of its own. */
const version = '3.22.1';

export type Installed =
  | { readonly type: 'ready'; readonly folder: string; readonly fetched: boolean }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'aborted' };

export interface RuntimeOptions {
  /** The cache folder; the runtime gets a folder in it. */
  readonly cache: string;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly onStep: (words: string) => void;
  /** The program and first arguments that run npm; found where it is not given. */
  readonly npm?: readonly [string, ...string[]];
}

/** The folder of the runtime inside the cache folder. */
export function runtimeFolder(cache: string): string {
  return path.join(cache, 'runtime', `node-llama-cpp-${version}`);
}

/**
 * The package with the program that runs on this machine's processor. On Apple's own processors there is only the
 * one that can use Metal too. Undefined where there is none: nothing is ever compiled.
 */
export function runtimeBinary(platform: NodeJS.Platform, arch: string): string | undefined {
  const known: Readonly<Record<string, string>> = {
    'linux-x64': 'linux-x64',
    'linux-arm64': 'linux-arm64',
    'linux-arm': 'linux-armv7l',
    'linux-riscv64': 'linux-riscv64',
    'darwin-arm64': 'mac-arm64-metal',
    'darwin-x64': 'mac-x64',
    'win32-x64': 'win-x64',
    'win32-arm64': 'win-arm64',
  };
  return known[`${platform}-${arch}`];
}

/** True where the runtime and its program for this machine are installed whole. */
export async function hasRuntime(folder: string, platform: NodeJS.Platform, arch: string): Promise<boolean> {
  const binary = runtimeBinary(platform, arch);
  if (binary === undefined) return false;
  const names = [runtimePackage(folder), path.join(folder, 'node_modules', '@node-llama-cpp', binary)];
  const manifests = await Promise.all(names.map((name) => readText(path.join(name, 'package.json'))));
  return manifests.every((manifest) => manifest !== undefined);
}

/**
 * Installs the runtime into the cache by the user's own npm: its CPU program only, no script of any package is run,
 * nothing is compiled. It is installed beside its place and moved there when it loads. Never throws.
 */
export async function installRuntime(options: RuntimeOptions, signal: AbortSignal): Promise<Installed> {
  const folder = runtimeFolder(options.cache);
  const binary = runtimeBinary(options.platform, options.arch);
  if (binary === undefined) {
    const message = `the embedded runtime has no program for ${options.platform} on ${options.arch}: use Ollama`;
    return { type: 'failed', message };
  }
  try {
    signal.throwIfAborted();
    const there = (): Promise<boolean> => hasRuntime(folder, options.platform, options.arch);
    if (await there()) return { type: 'ready', folder, fetched: false };
    await fs.mkdir(path.dirname(folder), { recursive: true });
    const onWait = (): void => options.onStep('another process is installing the runtime');
    return await withLock(`${folder}.lock`, options.clock, onWait, signal, async () => {
      if (await there()) return { type: 'ready', folder, fetched: false };
      await install(folder, binary, options, signal);
      return { type: 'ready', folder, fetched: true };
    });
  } catch (error) {
    if (signal.aborted) return { type: 'aborted' };
    const words = error instanceof Error ? error.message : String(error);
    return { type: 'failed', message: `the embedded runtime could not be installed: ${words}` };
  }
}

async function install(
  folder: string,
  binary: string,
  options: RuntimeOptions,
  signal: AbortSignal,
): Promise<void> {
  // The lock is ours, so whatever stands here is of a run that was cut off.
  const partial = `${folder}.part`;
  await fs.rm(partial, { recursive: true, force: true });
  await fs.mkdir(partial);
  options.onStep('the runtime is installed by npm');
  const [program, ...before] = options.npm ?? npmCommand(options.env, options.platform);
  const args = ['install', '--prefix', partial, '--omit=optional', '--ignore-scripts', '--no-save'];
  args.push('--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error');
  args.push(`node-llama-cpp@${version}`, `@node-llama-cpp/${binary}@${version}`);
  try {
    await run(program, [...before, ...args], partial, options, signal);
    options.onStep('the runtime is tried');
    await tryLoading(partial, options, signal);
    await fs.rm(folder, { recursive: true, force: true });
    await fs.rename(partial, folder);
  } finally {
    await fs.rm(partial, { recursive: true, force: true });
  }
}

/**
 * Loads the runtime's native part in a program of its own. The program is a file: the runtime starts itself once
 * more with the same arguments to try its binary, which a program given as an argument would take for itself.
 */
async function tryLoading(folder: string, options: RuntimeOptions, signal: AbortSignal): Promise<void> {
  const program = path.join(folder, 'try.mjs');
  const lines = [
    "import { getLlama } from './node_modules/node-llama-cpp/dist/index.js';",
    "const options = { gpu: false, build: 'never', skipDownload: true, maxThreads: 1, progressLogs: false };",
    'await (await getLlama(options)).dispose();',
    'process.exit(0);',
  ];
  await fs.writeFile(program, lines.join('\n'));
  await run(process.execPath, [program], folder, options, signal);
  await fs.rm(program);
}

/** npm as the one that runs us names it, else as a person would type it. */
function npmCommand(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): readonly [string, ...string[]] {
  const script = env['npm_execpath'];
  if (script !== undefined && /npm-cli\.[cm]?js$/u.test(script)) return [process.execPath, script];
  // On Windows npm is a script that only the command interpreter runs; all arguments are ours.
  return platform === 'win32' ? [env['ComSpec'] ?? 'cmd.exe', '/d', '/s', '/c', 'npm'] : ['npm'];
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  options: RuntimeOptions,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...options.env, ELECTRON_RUN_AS_NODE: '1' };
    const child = spawn(program, args, { cwd, env, signal, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-4000)));
    child.on('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT';
      reject(
        missing ? new Error(`${program} was not found: install Node.js with npm, or start Ollama`) : error,
      );
    });
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${path.basename(program)} ended with code ${code}: ${shown(telling(errors))}`));
    });
  });
}

/** What programs write when they fail, from the first line that speaks of an error. */
function telling(errors: string): string {
  const at = errors.search(/^.*\berror\b/imu);
  return at === -1 ? errors : errors.slice(at);
}
