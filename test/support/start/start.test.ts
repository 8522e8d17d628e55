import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from '../browser.ts';
import { Children } from '../children.ts';
import { hasDisplay } from '../host/desktop.ts';
import { findCode, openDesktop } from './desktop.ts';
import { workerOf } from './model.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-start-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(name: string, script: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `#!${process.execPath}\n${script}`);
  await chmod(file, 0o755);
  return file;
}

describe.skipIf(process.platform === 'win32')('the desktop editor', () => {
  it('is taken where it is on PATH, there is a display, and it is not the stand-in of a remote window', async () => {
    const code = await program('code', '');
    const env = { PATH: `/nowhere:${folder}`, DISPLAY: ':0' };
    expect(findCode(env)).toBe(code);
    expect(findCode({ ...env, PATH: '/nowhere' })).toBeUndefined();
    expect(findCode({ ...env, VSCODE_IPC_HOOK_CLI: '/run/vscode.sock' })).toBeUndefined();
    if (process.platform === 'linux') expect(findCode({ PATH: folder })).toBeUndefined();
    await chmod(code, 0o644);
    expect(findCode(env)).toBeUndefined();
  });

  it('is opened on the folder with both extensions and data of its own, and keeps settings of the person', async () => {
    const recorded = join(folder, 'arguments.json');
    const code = await program(
      'code',
      `require('node:fs').writeFileSync(${JSON.stringify(recorded)}, JSON.stringify(process.argv.slice(2)));`,
    );
    await using children = new Children();
    const options = { folder: '/sample', data: folder, extensions: ['/one', '/two'], settings: { a: 1 } };
    const settings = join(folder, 'desktop', 'User', 'settings.json');
    await (
      await openDesktop(children, code, options)
    ).closed;
    expect(JSON.parse(await readFile(settings, 'utf8'))).toEqual({ a: 1 });
    const given = JSON.parse(await readFile(recorded, 'utf8')) as string[];
    expect(given.slice(0, 2)).toEqual(['--extensionDevelopmentPath=/one', '--extensionDevelopmentPath=/two']);
    expect(given).toContain(`--user-data-dir=${join(folder, 'desktop')}`);
    expect(given.at(-1)).toBe('/sample');
    await writeFile(settings, '{"a":2}');
    await (
      await openDesktop(children, code, options)
    ).closed;
    expect(await readFile(settings, 'utf8')).toBe('{"a":2}');
  });

  it('is ended through the process id that it leaves in its data folder', async () => {
    // Like the real one, it hands over to a process that is not its child any more, and leaves.
    const main =
      'console.log("up"); process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000);';
    const code = await program(
      'code',
      `
      const { spawn } = require('node:child_process');
      const { writeFileSync } = require('node:fs');
      const data = process.argv.find((each) => each.startsWith('--user-data-dir=')).slice(16);
      const main = spawn(process.execPath, ['-e', ${JSON.stringify(main)}], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
      main.stdout.once('data', () => writeFileSync(data + '/code.lock', String(main.pid)));
      main.on('exit', (status) => { writeFileSync(data + '/ended', String(status)); });
      `,
    );
    await using children = new Children();
    const data = join(folder, 'data');
    await mkdir(data);
    const window = await openDesktop(children, code, {
      folder: '/sample',
      data,
      extensions: [],
      settings: {},
    });
    const lock = join(data, 'desktop', 'code.lock');
    await expect.poll(() => readFile(lock, 'utf8').catch(() => ''), { timeout: 10_000 }).toMatch(/^\d+$/);
    const pid = Number(await readFile(lock, 'utf8'));
    await window.end();
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });

  it('says so when it fails', async () => {
    const code = await program('code', 'console.error("no such option"); process.exit(1);');
    await using children = new Children();
    const options = { folder: '/sample', data: folder, extensions: [], settings: {} };
    await expect((await openDesktop(children, code, options)).closed).rejects.toThrow('no such option');
  });
});

describe('the browser', () => {
  it('is the one that is named, else one on PATH', async () => {
    expect(findBrowser({ COUNTERSIGN_BROWSER: '/named' })).toBe('/named');
    const chromium = await program('chromium', '');
    expect(findBrowser({ PATH: `/nowhere:${folder}` })).toBe(chromium);
  });
});

describe('a display', () => {
  it('is there by its variable on Linux, and always on desktops that have no other way', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});

describe('the model that was chosen', () => {
  it('is the worker of the answer', () => {
    expect(workerOf('{"worker":"ollama/qwen2.5-coder:1.5b"}\n')).toBe('ollama/qwen2.5-coder:1.5b');
    expect(workerOf('{"worker":null}')).toBeUndefined();
    expect(workerOf('fetching part 3 of 22 {"worker"')).toBeUndefined();
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
