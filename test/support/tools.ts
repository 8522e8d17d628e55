// Where the programs of the installed packages are, and how to run one.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Children, Ending } from './children.ts';

/** The project's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The script of a package's program, to run with this Node. */
export async function program(name: string, packageName: string = name): Promise<string> {
  const folder = join(root, 'node_modules', packageName);
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[name];
  if (file === undefined) throw new Error(`The package ${packageName} has no program ${name}`);
  return join(folder, file);
}

/** Runs a package's program in the project's folder, and gives how it ended. */
export async function runProgram(
  children: Children,
  [name, packageName]: readonly [name: string, packageName: string],
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<Ending> {
  const script = await program(name, packageName);
  return children.start(process.execPath, [script, ...args], {
    cwd: root,
    ...(onLine === undefined ? {} : { onLine }),
  }).ended;
}
