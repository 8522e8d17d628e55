// Builds the VSIX, and says what is wrong with what would go into it.
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Children } from './children.ts';
import { Advice } from './print.mjs';
import { root, runProgram } from './tools.ts';

/** The package may not grow beyond this (design section 12). */
const packageLimit = 10e6;

/** What must be in the package; a folder stands for at least one file in it. */
const required = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/cli.js',
  'dist/code-worker.cjs',
  'dist/extension.cjs',
  'dist/grammars/',
  'dist/model-host.cjs',
  'dist/third-party-notices.txt',
  'dist/typescript/',
  'dist/webview/chat.js',
  'dist/webview/codicon.css',
  'dist/webview/codicon.ttf',
  'media/',
  'package.json',
];

/** What may be in the package. Nothing else may: sources, tests, maps and packages stay out. */
const allowed = /^(CHANGELOG\.md|LICENSE|README\.md|package(\.nls)?\.json|media\/.+|dist\/.+)$/i;
const refused = /\.map$|\.ts$(?<!\.d\.ts)|node_modules|(^|\/)\.env/;

/** Compares the list of files that would be packaged with what must and what may be in it. */
export function problemsOfList(files: readonly string[]): string[] {
  const missing = required.filter(
    (each) => !files.some((file) => file === each || (each.endsWith('/') && file.startsWith(each))),
  );
  const wrong = files.filter((file) => !allowed.test(file) || refused.test(file));
  return [
    ...missing.map((file) => `${file} is missing`),
    ...wrong.map((file) => `${file} does not belong in the package`),
  ];
}

/** What is wrong with the package that `vsce` would make of the built project. */
export async function problemsOfPackage(children: Children): Promise<readonly string[]> {
  const files: string[] = [];
  const { code, tail } = await runProgram(
    children,
    ['vsce', '@vscode/vsce'],
    ['ls', '--no-dependencies'],
    (line) => {
      files.push(line.trim());
    },
  );
  if (code !== 0) return [...tail.split('\n'), `vsce ended with code ${code}`];
  return problemsOfList(files.filter((file) => file !== ''));
}

/** Builds for production and writes the VSIX to `file`. Rejects when it cannot be made or has grown too big. */
export async function packageExtension(children: Children, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const build = await children.start(process.execPath, [join(root, 'esbuild.mjs'), '--production'], {
    cwd: root,
  }).ended;
  if (build.code !== 0) throw new Advice(`The build failed:\n${build.tail}`);
  const args = [
    'package',
    '--no-dependencies',
    '--skip-license',
    '--allow-missing-repository',
    '--out',
    file,
  ];
  const { code, tail } = await runProgram(children, ['vsce', '@vscode/vsce'], args);
  if (code !== 0)
    throw new Advice(`The extension could not be packaged (vsce ended with code ${code}):\n${tail}`);
  const { size } = await stat(file);
  if (size > packageLimit) throw new Advice(`${file} has ${size} bytes; the limit is ${packageLimit}`);
}

/** Name and version of the extension, as in its manifest. */
export async function manifestNames(): Promise<{ publisher: string; name: string; version: string }> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Awaited<
    ReturnType<typeof manifestNames>
  >;
}
