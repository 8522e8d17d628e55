// Runs the same suite in desktop VS Code, where there is a display and the editor can be downloaded.
import { downloadAndUnzipVSCode, runTests, SilentReporter } from '@vscode/test-electron';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../cache.ts';
import { quietSettings } from './server.ts';
import { readCounts, type SuiteOptions, type SuiteResult } from './suite.ts';

/** A desktop editor to run in, or why there is none, as half a sentence. */
export type Desktop =
  | { readonly kind: 'found'; readonly executable: string }
  | { readonly kind: 'none'; readonly reason: string };

const downloadMs = 120_000;

/**
 * Finds or downloads desktop VS Code: when COUNTERSIGN_DESKTOP is 1, and else when there is a display and it is not 0.
 * COUNTERSIGN_DESKTOP_VERSION chooses the version; without it the newest stable one is taken.
 */
export async function findDesktop(env: NodeJS.ProcessEnv = process.env): Promise<Desktop> {
  const wish = env['COUNTERSIGN_DESKTOP'];
  if (wish === '0') return { kind: 'none', reason: 'COUNTERSIGN_DESKTOP is 0' };
  if (wish !== '1' && !hasDisplay(env)) return { kind: 'none', reason: 'there is no display' };
  try {
    const limit = AbortSignal.timeout(downloadMs);
    const executable = await Promise.race([
      downloadAndUnzipVSCode({
        version: env['COUNTERSIGN_DESKTOP_VERSION'] ?? 'stable',
        cachePath: join(cacheFolder(env), 'desktop'),
        reporter: new SilentReporter(),
        timeout: 15_000,
      }),
      new Promise<never>((_, reject) => {
        limit.addEventListener('abort', () => reject(new Error(`not within ${downloadMs / 1000} s`)));
      }),
    ]);
    return { kind: 'found', executable };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'none', reason: `it could not be downloaded (${why})` };
  }
}

/** Whether a window can be shown. */
export function hasDisplay(env: NodeJS.ProcessEnv, platform: string = process.platform): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((value) => value !== undefined && value !== '');
}

/** Like `runInServer`, in the desktop editor at `executable`. */
export async function runInDesktop(executable: string, options: SuiteOptions): Promise<SuiteResult> {
  const userData = join(options.data, 'user-data');
  const report = join(options.data, 'counts.json');
  await mkdir(join(userData, 'User'), { recursive: true });
  await writeFile(
    join(userData, 'User', 'settings.json'),
    JSON.stringify({ ...quietSettings, ...options.settings }),
  );
  let code = 0;
  try {
    code = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: options.extension,
      extensionTestsPath: options.suite,
      extensionTestsEnv: { ...options.env, COUNTERSIGN_TEST_COUNTS: report },
      launchArgs: [
        options.folder,
        `--user-data-dir=${userData}`,
        `--extensions-dir=${join(options.data, 'extensions')}`,
        '--disable-workspace-trust',
        '--skip-welcome',
        '--skip-release-notes',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
  } catch (error) {
    // It rejects when a test failed too; the counts tell the two apart.
    options.onLine(error instanceof Error ? error.message : String(error));
    code = 1;
  }
  return readCounts(report, code);
}
