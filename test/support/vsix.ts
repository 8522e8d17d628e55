// Builds the VSIX, and says what is wrong with what would go into it.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Children } from './children.ts';
import { Advice } from './print.mjs';
import { program, root, runProgram } from './tools.ts';

/** The package may not grow beyond this (design section 12). */
const packageLimit = 10e6;

/** What must be in the package: all that is loaded when it runs, and what a marketplace shows. */
export const required = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/cli.js',
  'dist/code-worker.cjs',
  'dist/engine.cjs',
  'dist/extension.cjs',
  'dist/grammars/tree-sitter-go.wasm',
  'dist/grammars/tree-sitter-java.wasm',
  'dist/grammars/tree-sitter-python.wasm',
  'dist/grammars/tree-sitter-rust.wasm',
  'dist/grammars/tree-sitter.wasm',
  'dist/model-host.cjs',
  'dist/scan-worker.cjs',
  'dist/scratch-worker.cjs',
  'dist/compare-child.cjs',
  'dist/third-party-notices.txt',
  'dist/typescript/lib.d.ts',
  'dist/typescript/lib.es5.d.ts',
  'dist/typescript/lib.esnext.full.d.ts',
  'dist/webview/chat.css',
  'dist/webview/chat.js',
  'dist/webview/codicon.css',
  'dist/webview/codicon.ttf',
  'media/countersign.svg',
  'media/icon.png',
  'media/walkthrough/apply.md',
  'media/walkthrough/ask.md',
  'media/walkthrough/evidence.md',
  'media/walkthrough/model.md',
  'package.json',
];

/** What may be in the package. Nothing else may: sources, tests, maps and packages stay out. */
const allowed =
  /^(CHANGELOG\.md|LICENSE|README\.md|package(\.nls)?\.json|media\/.+\.(png|svg|css|md)|dist\/.+\.(js|cjs|css|ttf|wasm|txt|d\.ts))$/i;

/** Compares the list of files that would be packaged with what must and what may be in it. */
export function problemsOfList(files: readonly string[]): string[] {
  const missing = required.filter((each) => !files.includes(each));
  const wrong = files.filter((file) => !allowed.test(file) || file.includes('node_modules'));
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

/** Builds what ships, minified. Rejects with what the build wrote. */
export async function buildForProduction(children: Children): Promise<void> {
  const script = join(root, 'esbuild.mjs');
  const { code, tail } = await children.start(process.execPath, [script, '--production'], { cwd: root })
    .ended;
  if (code !== 0) throw new Advice(`The build failed:\n${tail}`);
}

/** Writes the VSIX of the extension in `folder`, as it is built, to `file`. */
export async function writePackage(children: Children, folder: string, file: string): Promise<void> {
  const script = await program('vsce', '@vscode/vsce');
  const args = [
    'package',
    '--no-dependencies',
    '--no-rewrite-relative-links',
    '--allow-missing-repository',
    '--out',
    file,
  ];
  const { code, tail } = await children.start(process.execPath, [script, ...args], { cwd: folder }).ended;
  if (code !== 0)
    throw new Advice(`${folder} could not be packaged (vsce ended with code ${code}):\n${tail}`);
  const { size } = await stat(file);
  if (size > packageLimit) throw new Advice(`${file} has ${size} bytes; the limit is ${packageLimit}`);
}

/** Name and version of the extension, as in its manifest. */
export async function manifestNames(): Promise<{ publisher: string; name: string; version: string }> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Awaited<
    ReturnType<typeof manifestNames>
  >;
}
