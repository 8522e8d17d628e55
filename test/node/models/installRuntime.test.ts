import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/node/clock.ts';
import {
  installRuntime,
  runtimeFolder,
  type Installed,
  type RuntimeOptions,
} from '../../../src/node/models/runtime.ts';

vi.setConfig({ testTimeout: 60_000 });

let cache = '';
beforeEach(async () => {
  cache = await fs.mkdtemp(path.join(os.tmpdir(), 'countersign-install-'));
});
afterEach(async () => {
  await fs.rm(cache, { recursive: true, force: true });
});

/** A stand-in for npm: makes a runtime whose entry is the given text, in the folder it is told. */
async function fakeNpm(entry: string, more = ''): Promise<string> {
  const script = path.join(cache, 'npm.mjs');
  const lines = [
    "import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';",
    "import { join } from 'node:path';",
    `appendFileSync(${JSON.stringify(path.join(cache, 'asked.txt'))}, process.argv.slice(2).join(' ') + '\\n');`,
    "const modules = join(process.argv[process.argv.indexOf('--prefix') + 1], 'node_modules');",
    "for (const name of ['node-llama-cpp/dist', '@node-llama-cpp/linux-x64']) mkdirSync(join(modules, name), { recursive: true });",
    "for (const name of ['node-llama-cpp', '@node-llama-cpp/linux-x64']) writeFileSync(join(modules, name, 'package.json'), '{\"type\":\"module\"}');",
    `writeFileSync(join(modules, 'node-llama-cpp/dist/index.js'), ${JSON.stringify(entry)});`,
    more,
  ];
  await fs.writeFile(script, lines.join('\n'));
  return script;
}

function install(
  npm: string,
  more: Partial<RuntimeOptions> = {},
  signal = new AbortController().signal,
): Promise<Installed> {
  const options = {
    cache,
    clock: systemClock(),
    env: process.env,
    platform: 'linux' as const,
    arch: 'x64',
    onStep: () => undefined,
  };
  return installRuntime({ ...options, npm: [process.execPath, npm], ...more }, signal);
}

const loads = 'export const getLlama = async () => ({ dispose: async () => undefined });';

async function inRuntimeFolder(): Promise<string[]> {
  return fs.readdir(path.dirname(runtimeFolder(cache))).catch(() => []);
}

describe('installing the runtime', () => {
  test('runs no script of a package, takes the program for this machine only, and is done once', async () => {
    const npm = await fakeNpm(loads);
    expect(await install(npm)).toEqual({ type: 'ready', folder: runtimeFolder(cache), fetched: true });
    expect(await install(npm)).toEqual({ type: 'ready', folder: runtimeFolder(cache), fetched: false });
    const asked = (await fs.readFile(path.join(cache, 'asked.txt'), 'utf8')).trim().split('\n');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(
      /--omit=optional --ignore-scripts --no-save .*node-llama-cpp@3\.22\.1 @node-llama-cpp\/linux-x64@3\.22\.1$/u,
    );
    expect(await inRuntimeFolder()).toEqual([path.basename(runtimeFolder(cache))]);
  });

  test('one that does not load never gets its place', async () => {
    const npm = await fakeNpm("export const getLlama = async () => { throw new Error('wrong glibc'); };");
    expect(await install(npm)).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('wrong glibc'),
    });
    expect(await inRuntimeFolder()).toEqual([]);
  });

  test('what npm says against it is handed on', async () => {
    const npm = await fakeNpm(loads, "console.error('E404 not found'); process.exit(1);");
    expect(await install(npm)).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('E404 not found'),
    });
  });

  test('without npm the next step is said', async () => {
    expect(await install('', { npm: [path.join(cache, 'no-such-program')] })).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('install Node.js with npm'),
    });
  });

  test('what a killed install left is cleared away', async () => {
    const left = `${runtimeFolder(cache)}.part`;
    await fs.mkdir(left, { recursive: true });
    await fs.writeFile(path.join(left, 'half'), 'x');
    await fs.writeFile(`${runtimeFolder(cache)}.lock`, '999999999 gone');
    expect(await install(await fakeNpm(loads))).toMatchObject({ type: 'ready' });
    expect(await inRuntimeFolder()).toEqual([path.basename(runtimeFolder(cache))]);
  });

  test('a cancel ends npm and leaves nothing', async () => {
    const started = path.join(cache, 'started');
    const npm = await fakeNpm(
      loads,
      `writeFileSync(${JSON.stringify(started)}, ''); setInterval(() => undefined, 1000);`,
    );
    const stop = new AbortController();
    const running = install(npm, {}, stop.signal);
    await expect
      .poll(
        () =>
          fs.stat(started).then(
            () => true,
            () => false,
          ),
        { timeout: 30_000 },
      )
      .toBe(true);
    stop.abort();
    expect(await running).toEqual({ type: 'aborted' });
    expect(await inRuntimeFolder()).toEqual([]);
  });

  test('a machine it has no program for is told so', async () => {
    expect(await install('', { platform: 'freebsd' })).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('use Ollama'),
    });
  });
});
