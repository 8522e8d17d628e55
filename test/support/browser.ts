// Finds a browser of the Chromium family, and installs Debian's where that is possible without asking anybody.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Children } from './children.ts';
import { Advice, step } from './print.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => {
    const base = process.env[name];
    if (base === undefined) return [];
    return [
      join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ];
  }),
};

/** The path of an installed browser: the one COUNTERSIGN_BROWSER names, else one on PATH, else one at its usual place. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const own = env['COUNTERSIGN_BROWSER'];
  if (own !== undefined && own !== '') return own;
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...(places[process.platform] ?? [])].find(isExecutable);
}

/** Like {@link findBrowser}, but installs one where this user may; else fails with the line to type. */
export async function ensureBrowser(children: Children): Promise<string> {
  const found = findBrowser();
  if (found !== undefined) return found;
  const install = ['install', '--yes', '--no-install-recommends', 'chromium'];
  if (process.getuid?.() === 0 && hasAptGet()) {
    await step('Install the package chromium (apt-get)', async () => {
      for (const args of [['update'], install]) {
        const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
        const { code, tail } = await children.start('apt-get', args, { env }).ended;
        if (code !== 0) throw new Advice(`apt-get ${args.join(' ')} ended with code ${code}:\n${tail}`);
      }
    });
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  const line = hasAptGet()
    ? `sudo apt-get update && sudo apt-get ${install.join(' ')}`
    : 'install Chrome, Chromium or Edge, or name one in COUNTERSIGN_BROWSER';
  throw new Advice(
    `The tests in the editor need a browser, and no Chrome, Chromium or Edge was found. Next step:\n  ${line}`,
  );
}

function hasAptGet(): boolean {
  return (
    process.platform === 'linux' && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us: the next one is tried
  }
}
