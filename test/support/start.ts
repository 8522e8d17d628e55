// npm start: builds, finds or fetches a model, and opens the editor on a copy of the sample with the sidebar showing.
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { withChildren, type Children } from './children.ts';
import { quietSettings } from './host/server.ts';
import { describeError, print, step } from './print.mjs';
import { findCode, openDesktop } from './start/desktop.ts';
import { ensureModel } from './start/model.ts';
import { servePage, showAddress } from './start/page.ts';
import { root } from './tools.ts';
import { buildForProduction } from './vsix.ts';

const data = join(cacheFolder(), 'start');
/** A person's edits stay here from one start to the next, and never touch the project. */
const folder = join(data, 'ledgerline');
const opener = join(root, 'test/support/start/opener');
const settings = { ...quietSettings, 'workbench.startupEditor': 'readme' };

try {
  await withChildren(start);
} catch (error) {
  process.stderr.write(`\n${describeError(error)}\n`);
  process.exitCode = 1;
}

async function start(children: Children, signal: AbortSignal): Promise<void> {
  await step('Build', () => buildForProduction(children));
  await ensureModel(children);
  if (!existsSync(folder)) await cp(join(root, 'test/fixtures/sample'), folder, { recursive: true });
  const code = findCode();
  if (code === undefined) await inBrowser(children);
  else await onDesktop(children, code, signal);
}

async function onDesktop(children: Children, code: string, signal: AbortSignal): Promise<void> {
  const window = await openDesktop(children, code, { folder, data, extensions: [root, opener], settings });
  print('VS Code is open with the Countersign sidebar.');
  introduce();
  signal.addEventListener('abort', () => void window.end());
  await window.closed;
}

async function inBrowser(children: Children): Promise<void> {
  const { server, address } = await servePage(children, { folder, data, opener, settings });
  print('The editor is ready. Open this address in a browser on this machine:');
  process.stdout.write(`\n    ${address}\n\n`);
  introduce();
  showAddress(address);
  const { code, tail } = await server.running.ended;
  throw new Error(`The VS Code server ended with code ${code}:\n${tail}`);
}

function introduce(): void {
  print(`The sample is a copy in ${folder}; remove that folder to begin afresh.`);
  print('Ask in the sidebar, for example: where do we parse dates?   add a doc comment to parseDate');
  print('Ctrl+C ends everything.');
}
