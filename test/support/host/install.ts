// The VS Code server, from npm packages alone: the package code-server carries a built one, and its own front end is
// left aside. Its install scripts are not run: they would compile three native modules that only its terminal, its log
// file and a proxy login use.
import { join } from 'node:path';
import { cacheFolder, ensureCached } from '../cache.ts';
import { needDisk, npm } from '../npm.mjs';
import { step } from '../print.mjs';

const version = '4.139.1';
/** Measured on Linux: 600 MB when complete, and npm's own cache beside it. */
const diskBytes = 1_200e6;

/** The folder of the VS Code server (the one with out/server-main.js), installed on first use. */
export async function ensureEditorServer(again: string): Promise<string> {
  const root = cacheFolder();
  const folder = await ensureCached(root, `code-server-${version}`, (partial) =>
    step('Install the VS Code server (600 MB, once)', async (say) => {
      await needDisk(partial, diskBytes, 'Installing the VS Code server');
      const server = join(partial, serverPath);
      const install = ['install', '--ignore-scripts', '--omit=dev'];
      say('part 1 of 3');
      await npm(partial, [...install, '--prefix', partial, `code-server@${version}`], { again });
      say('part 2 of 3');
      await npm(server, install, { again });
      say('part 3 of 3');
      await npm(join(server, 'extensions'), install, { again });
    }),
  );
  return join(folder, serverPath);
}

const serverPath = join('node_modules', 'code-server', 'lib', 'vscode');
