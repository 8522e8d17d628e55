// The VS Code server with the packaged extension installed, for a person's own browser.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Children } from '../children.ts';
import { hasDisplay } from '../host/desktop.ts';
import { ensureEditorServer } from '../host/install.ts';
import { startServer, type Server } from '../host/server.ts';
import { Advice, step } from '../print.mjs';
import { root } from '../tools.ts';
import { writePackage } from '../vsix.ts';

/** Tried first, so that the address of the last start still works after the next. */
const usualPort = 39_180;

export interface PageWindow {
  readonly server: Server;
  /** The address to open, with the secret in it. */
  readonly address: string;
}

/** Installs the server and the built extension, and starts the server on `folder`; data is kept below `data`. */
export async function servePage(
  children: Children,
  options: {
    readonly folder: string;
    readonly data: string;
    readonly opener: string;
    readonly settings: Readonly<Record<string, unknown>>;
    /** The usual one when absent; 0 takes any that is free. */
    readonly port?: number;
  },
): Promise<PageWindow> {
  const port = options.port ?? usualPort;
  const install = await ensureEditorServer('npm start');
  await installExtensions(children, install, options.data, options.opener);
  const server = await step('Start the VS Code server', async () =>
    startServer(children, {
      install,
      data: options.data,
      settings: options.settings,
      keepSettings: true,
      tokenFile: await tokenFile(options.data),
      automation: false,
      port: (await isFree(port)) ? port : 0,
    }),
  );
  const token = await readFile(await tokenFile(options.data), 'utf8');
  return { server, address: `${server.address(options.folder)}&tkn=${token}` };
}

/** Packages and installs both extensions when they differ from the ones that were installed last. */
async function installExtensions(
  children: Children,
  install: string,
  data: string,
  opener: string,
): Promise<void> {
  const record = join(data, 'installed.txt');
  const wanted = await fingerprint([
    join(root, 'dist'),
    join(root, 'media'),
    join(root, 'package.json'),
    opener,
  ]);
  if (existsSync(record) && (await readFile(record, 'utf8')) === wanted) return;
  await step('Package and install the extension', async () => {
    const files = [join(data, 'countersign.vsix'), join(data, 'opener.vsix')] as const;
    await mkdir(data, { recursive: true });
    await writePackage(children, root, files[0]);
    await writePackage(children, opener, files[1]);
    const { code, tail } = await children.start(process.execPath, [
      join(install, 'out', 'server-main.js'),
      '--user-data-dir',
      join(data, 'user-data'),
      '--extensions-dir',
      join(data, 'extensions'),
      '--server-data-dir',
      join(data, 'server-data'),
      ...files.flatMap((file) => ['--install-extension', file]),
      '--force',
      '--accept-server-license-terms',
    ]).ended;
    if (code !== 0 || /failed/i.test(tail))
      throw new Advice(`The extension could not be installed:\n${tail}`);
    await writeFile(record, wanted);
  });
}

/** One hash over the names and contents of files and of everything in folders. */
async function fingerprint(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesOf(path))
      hash
        .update(file)
        .update('\0')
        .update(await readFile(file));
  }
  return hash.digest('hex');
}

async function filesOf(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

/** A file with a secret that stays the same between starts and that only this user can read. */
async function tokenFile(data: string): Promise<string> {
  const file = join(data, 'token');
  if (!existsSync(file)) {
    await mkdir(data, { recursive: true });
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  }
  return file;
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Opens the address in the person's browser, where there is somebody to see it. */
export function showAddress(address: string, env: NodeJS.ProcessEnv = process.env): void {
  if (!process.stdout.isTTY || env['CI'] !== undefined || !hasDisplay(env)) return;
  const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ['open'],
    win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  opener.on('error', () => process.stdout.write('(No program opens it by itself: open it by hand.)\n'));
  opener.unref();
}
