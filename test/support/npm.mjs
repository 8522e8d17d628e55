// Runs npm, the one program that is there besides Node. Built-in modules only.
import { spawn } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { Advice } from './print.mjs';

/**
 * Runs npm in `folder`. What it writes is shown only when it fails.
 *
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, again: string, signal?: AbortSignal }} options `again`: the command a person
 *   types once the cause is gone
 * @returns {Promise<void>} rejects with {@link Advice} when npm is missing or fails
 */
export async function npm(folder, args, { env = process.env, again, signal }) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  // npm names its own script to what it runs; started by hand, it is looked up like any program.
  const script = env['npm_execpath'];
  const own = script !== undefined && /npm-cli\.[cm]?js$/.test(script);
  const child = own
    ? spawn(process.execPath, [script, ...args, ...quiet], {
        cwd: folder,
        env,
        signal,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
    : spawn('npm', [...args, ...quiet], {
        cwd: folder,
        env,
        signal,
        stdio: ['ignore', 'pipe', 'pipe'],
        shell: process.platform === 'win32', // npm is a script there; all arguments are ours
      });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      written = (written + text).slice(-8000);
    });
  }
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT';
      reject(
        missing
          ? new Advice('npm was not found on PATH. Install Node.js 20 or newer with npm, then try again.')
          : error,
      );
    });
    child.on('close', resolve);
  });
  const code = await ended;
  if (code !== 0) {
    throw new Advice(
      [
        `"npm ${args.join(' ')}" ended with code ${code} in ${folder}:`,
        written.trim(),
        `If the registry cannot be reached, "npm ping" says so; check the network or proxy settings of npm, then run "${again}" again.`,
      ].join('\n'),
    );
  }
}

/**
 * Refuses to begin what the disk cannot hold.
 *
 * @param {string} folder an existing folder on the disk in question
 * @param {number} bytes what the work needs
 * @param {string} what the work, as the subject of a sentence
 * @returns {Promise<void>}
 */
export async function needDisk(folder, bytes, what) {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const mega = (/** @type {number} */ size) => `${Math.ceil(size / 1e6)} MB`;
  throw new Advice(
    `${what} needs ${mega(bytes)} of disk below ${folder}, and ${mega(free)} are free. Free some, then try again.`,
  );
}
