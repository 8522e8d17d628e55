// Desktop VS Code, when it is installed: the extension is loaded from the project's folder, with user data of its own.
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Children } from '../children.ts';
import { hasDisplay } from '../host/desktop.ts';

export interface DesktopWindow {
  /** Resolves when the person has closed the window. */
  readonly closed: Promise<void>;
  /** Closes the editor. */
  end(): Promise<void>;
}

/** The path of the program `code`, where it can open a window: there is a display, and it is not a remote one's stand-in. */
export function findCode(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (!hasDisplay(env)) return undefined;
  // In the terminal of a remote window, `code` only passes files to that window and can load no extension.
  if ((env['VSCODE_IPC_HOOK_CLI'] ?? '') !== '') return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Opens a window on `folder` with the extensions below `extensions`; data is kept below `data`. */
export async function openDesktop(
  children: Children,
  code: string,
  options: {
    readonly folder: string;
    readonly data: string;
    readonly extensions: readonly string[];
    readonly settings: Readonly<Record<string, unknown>>;
  },
): Promise<DesktopWindow> {
  const userData = join(options.data, 'desktop');
  const settings = join(userData, 'User', 'settings.json');
  if (!existsSync(settings)) {
    await mkdir(join(userData, 'User'), { recursive: true });
    await writeFile(settings, JSON.stringify(options.settings, null, 2));
  }
  const running = children.start(code, [
    ...options.extensions.map((extension) => `--extensionDevelopmentPath=${extension}`),
    `--user-data-dir=${userData}`,
    `--extensions-dir=${join(userData, 'extensions')}`,
    '--new-window',
    '--wait',
    '--skip-welcome',
    '--disable-telemetry',
    options.folder,
  ]);
  let ending = false;
  const closed = running.ended.then(({ code: status, tail }) => {
    if (status !== 0 && !ending) throw new Error(`${code} ended with code ${status}:\n${tail}`);
  });
  return {
    closed,
    async end() {
      ending = true;
      await endMain(userData);
      await running.end();
    },
  };
}

/**
 * Asks the editor's main process to quit. The program `code` hands over to it and is not its parent, but it leaves its
 * process id in its data folder, and that data folder is ours alone.
 */
async function endMain(userData: string): Promise<void> {
  const lock = join(userData, 'code.lock');
  if (!existsSync(lock)) return;
  const pid = Number.parseInt(await readFile(lock, 'utf8'), 10);
  if (!Number.isInteger(pid) || pid <= 1) return;
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    // ESRCH: it has ended already and left the file.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us: the next folder is tried
  }
}
