// The first step of every command: install the packages when they are missing or were made from another lock file, then
// go on in TypeScript under the Node that the project brings. Built-in modules only: before this, nothing is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { needDisk, npm } from './npm.mjs';
import { Advice, begun, describeError, step } from './print.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const modules = join(root, 'node_modules');
const marker = join(modules, '.countersign-lock');
const ownNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The packages take about this much, measured on Linux. */
const diskForPackages = 900e6;

/**
 * Runs `script` (a path from the project's root) and ends this process the way the script ended.
 *
 * @param {string} script
 * @param {readonly string[]} [args]
 */
export async function bootstrap(script, args = process.argv.slice(2)) {
  const event = process.env['npm_lifecycle_event'] ?? 'start';
  // What a person types to try again once the cause of a failure is gone.
  const again = event === 'start' || event === 'test' ? `npm ${event}` : `npm run ${event}`;
  try {
    await ensurePackages(again);
  } catch (error) {
    process.stderr.write(`\n${describeError(error)}\n`);
    process.exit(1);
  }
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, COUNTERSIGN_BEGUN: String(begun) };
  const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  env[path] = [dirname(ownNode), join(modules, '.bin'), env[path]].join(delimiter);
  const child = spawn(ownNode, [join(root, script), ...args], { stdio: 'inherit', env });
  // The child ends what it started; this process only passes the wish on and waits. A terminal sends Ctrl+C to both.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    process.stderr.write(`\n${ownNode} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) =>
    process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
  );
}

/** @param {string} again */
async function ensurePackages(again) {
  const lock = await readFile(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lock).digest('hex');
  if (existsSync(ownNode)) {
    if ((await readOr(marker, '')) === hash) return;
    if (await agreesWithTree(parseLock(lock))) {
      await writeFile(marker, hash);
      return;
    }
  }
  await needDisk(root, diskForPackages, 'Installing the packages');
  const total = Object.keys(parseLock(lock).packages).length - 1;
  await step(`Install ${total} packages (npm ci)`, async (say) => {
    const count = setInterval(() => void placed().then((done) => say(`${done} in place`)), 2_000);
    try {
      await npm(root, ['ci'], { again });
    } finally {
      clearInterval(count);
    }
  });
  if (!existsSync(ownNode)) {
    throw new Advice(
      `The package "node" has not brought a Node for ${process.platform}-${process.arch} to ${ownNode}. ` +
        `If install scripts are switched off for npm, allow them for this project, remove node_modules and run "${again}" again.`,
    );
  }
  await writeFile(marker, hash);
}

/**
 * @typedef {{ packages: Record<string, { version: string, optional?: boolean }> }} Lock
 * @param {string} text a lock file, or npm's record of what it placed, which has the same shape
 * @returns {Lock}
 */
function parseLock(text) {
  return /** @type {Lock} */ (JSON.parse(text));
}

/**
 * Says whether node_modules is what a lock file asks for, by npm's own record of what it placed there. So a tree that
 * `npm install` made serves as well as one that `npm ci` made. Packages for other platforms are rightly missing.
 *
 * @param {Lock} lock
 */
async function agreesWithTree(lock) {
  const placed = parseLock(await readOr(join(modules, '.package-lock.json'), '{"packages":{}}')).packages;
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  const missing = wanted.filter(
    ([path, entry]) =>
      placed[path]?.version !== entry.version && !(placed[path] === undefined && entry.optional),
  );
  return missing.length === 0 && Object.keys(placed).every((path) => path in lock.packages);
}

/** How many packages at the top of node_modules are unpacked. */
async function placed() {
  if (!existsSync(modules)) return 0;
  const names = await readdir(modules);
  const scopes = names.filter((name) => name.startsWith('@'));
  const scoped = await Promise.all(
    scopes.map(async (scope) => (await readdir(join(modules, scope))).map((name) => join(scope, name))),
  );
  return [...names, ...scoped.flat()].filter((name) => existsSync(join(modules, name, 'package.json')))
    .length;
}

/**
 * @param {string} file
 * @param {string} absent what a file that is not there counts as
 */
async function readOr(file, absent) {
  return existsSync(file) ? readFile(file, 'utf8') : absent;
}
