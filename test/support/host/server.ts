// Starts the VS Code server on a loopback port, with folders of its own for everything it would keep elsewhere.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Children, Running } from '../children.ts';

export interface ServerOptions {
  /** Folder of the VS Code server, as `ensureEditorServer` gives it. */
  readonly install: string;
  /** Folder for user data, extensions and server data; made when absent, kept when present. */
  readonly data: string;
  /** User settings, over {@link quietSettings}. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Leaves user settings alone that are there already. */
  readonly keepSettings?: boolean;
  /** File with the secret that an address must carry as `tkn`; without it the server answers anybody on this machine. */
  readonly tokenFile?: string;
  /** A free one is chosen when absent or 0. */
  readonly port?: number;
  /** Whether the address may name a folder with an extension, or a suite, to load. For tests only. */
  readonly automation: boolean;
  readonly env?: Readonly<NodeJS.ProcessEnv>;
}

export interface Server {
  readonly port: number;
  readonly running: Running;
  /** Address of the workbench on `folder`; `payload` is what automation may ask for, as pairs of name and value. */
  address(folder: string | undefined, payload?: readonly (readonly [string, string])[]): string;
  /** The URI by which the workbench knows a file of this machine. */
  uri(path: string): string;
}

/** Nothing that asks, fetches, greets or reports: for a window that is there for one purpose. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

const host = '127.0.0.1';
const readyMs = 60_000;

/** Starts the server; resolves when it listens. Rejects with what it wrote when it ends or hangs before that. */
export async function startServer(children: Children, options: ServerOptions): Promise<Server> {
  const userData = join(options.data, 'user-data');
  await mkdir(join(userData, 'User'), { recursive: true });
  const settingsFile = join(userData, 'User', 'settings.json');
  if (options.keepSettings !== true || !existsSync(settingsFile)) {
    await writeFile(settingsFile, JSON.stringify({ ...quietSettings, ...options.settings }, null, 2));
    // Settings of scope `machine` count only here: the window is a remote one, and they belong to its machine.
    await mkdir(join(userData, 'Machine'), { recursive: true });
    await writeFile(
      join(userData, 'Machine', 'settings.json'),
      JSON.stringify(options.settings ?? {}, null, 2),
    );
  }
  let listening: (port: number) => void;
  const port = new Promise<number>((resolve) => {
    listening = resolve;
  });
  const running = children.start(process.execPath, serverArguments(options, userData), {
    env: { ...process.env, ...options.env },
    onLine: (line) => {
      const found = /^Extension host agent listening on (\d+)/.exec(line);
      if (found) listening(Number(found[1]));
    },
  });
  const limit = AbortSignal.timeout(readyMs);
  const opened = await Promise.race([
    port,
    running.ended.then(({ code, tail }) => `ended with code ${code}:\n${tail}`),
    new Promise<string>((resolve) =>
      limit.addEventListener('abort', () => resolve('did not listen in time')),
    ),
  ]);
  if (typeof opened === 'string') {
    await running.end();
    throw new Error(`The VS Code server ${opened}`);
  }
  const authority = `${host}:${opened}`;
  return {
    port: opened,
    running,
    address: (folder, payload) => {
      const query = new URLSearchParams();
      if (folder === undefined)
        query.set('ew', 'true'); // an empty window, not the folder opened last
      else query.set('folder', folder);
      if (payload !== undefined) query.set('payload', JSON.stringify(payload));
      return `http://${authority}/?${query.toString()}`;
    },
    uri: (path) => `vscode-remote://${authority}${path}`,
  };
}

function serverArguments(options: ServerOptions, userData: string): string[] {
  const pairs = {
    '--host': host,
    '--port': String(options.port ?? 0),
    '--user-data-dir': userData,
    '--extensions-dir': join(options.data, 'extensions'),
    '--server-data-dir': join(options.data, 'server-data'),
    '--telemetry-level': 'off',
  };
  return [
    join(options.install, 'out', 'server-main.js'),
    ...Object.entries(pairs).flat(),
    ...(options.tokenFile === undefined
      ? ['--without-connection-token']
      : ['--connection-token-file', options.tokenFile]),
    ...(options.automation ? ['--enable-smoke-test-driver'] : []),
    '--accept-server-license-terms',
    '--disable-telemetry',
  ];
}
