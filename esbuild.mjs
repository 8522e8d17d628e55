// Builds everything that ships (dist/) and the suite that runs inside the editor (test/.out/).
//
//   node esbuild.mjs                 build once, with source maps
//   node esbuild.mjs --production    build once, minified, without maps (what the VSIX holds)
//   node esbuild.mjs --watch         build, and again after each change
//
// Only built-in modules and esbuild are used, so the file runs on any Node that esbuild supports.
import { context } from 'esbuild';
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const flags = new Set(process.argv.slice(2));
const unknown = [...flags].filter((flag) => !['--watch', '--production'].includes(flag));
if (unknown.length > 0) {
  console.error(`esbuild.mjs: unknown option ${unknown.join(', ')}; known: --watch, --production`);
  process.exit(2);
}
const production = flags.has('--production');
const watch = flags.has('--watch');

/** What activation may load: nothing heavy may creep into the extension's own file (design section 12). */
const activationLimit = 500 * 1024;

/** @satisfies {import('esbuild').BuildOptions} */
const common = /** @type {const} */ ({
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
});

/**
 * The oldest editor we run in has Node 22, and so may a person who runs the command line.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
const onNode = /** @type {const} */ ({
  ...common,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  // The `main` of some packages is a UMD file whose imports no bundler can follow.
  mainFields: ['module', 'main'],
});

/**
 * What activation does not need is a file of its own, loaded when it is used.
 *
 * @type {import('esbuild').Plugin}
 */
const engineApart = {
  name: 'engine-apart',
  setup(build) {
    build.onResolve({ filter: /\/engine\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './engine.cjs', external: true } : undefined,
    );
  },
};

/** @typedef {import('esbuild').BuildOptions & { entryPoints: [string], outfile: string }} Bundle */

/** @type {Bundle[]} */
const bundles = [
  {
    ...onNode,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    external: ['vscode'],
    plugins: [engineApart],
  },
  { ...onNode, entryPoints: ['src/editor/engine.ts'], outfile: 'dist/engine.cjs', external: ['vscode'] },
  {
    ...onNode,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    format: 'esm',
    // Bundled CommonJS packages call require for built-in modules, and an ES module has none of its own.
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);",
    },
  },
  { ...onNode, entryPoints: ['src/node/models/host.ts'], outfile: 'dist/model-host.cjs' },
  { ...onNode, entryPoints: ['src/node/code/worker.ts'], outfile: 'dist/code-worker.cjs' },
  { ...onNode, entryPoints: ['src/node/search/scanWorker.ts'], outfile: 'dist/scan-worker.cjs' },
  { ...onNode, entryPoints: ['src/node/scratch/copyWorker.ts'], outfile: 'dist/scratch-worker.cjs' },
  { ...onNode, entryPoints: ['src/node/scratch/compareChild.ts'], outfile: 'dist/compare-child.cjs' },
  {
    ...common,
    entryPoints: ['src/webview/main.ts'],
    outfile: 'dist/webview/chat.js',
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    tsconfig: 'src/webview/tsconfig.json',
    external: ['*.ttf'],
  },
];

/**
 * One file with every test file below test/editor, for the extension host; it exports `run`, as the host asks.
 *
 * @returns {Promise<import('esbuild').BuildOptions>}
 */
async function suite() {
  const files = await testFiles(join(root, 'test/editor'));
  const loaders = files.map((file) => {
    const path = relative(root, file).split(sep).join('/');
    return `${JSON.stringify(path)}: () => require(${JSON.stringify(`./${path}`)})`;
  });
  return {
    ...onNode,
    minify: false,
    sourcemap: 'linked',
    stdin: {
      contents: `import { runSuites } from './test/editor/run.ts';\nexport const run = () => runSuites({ ${loaders.join(', ')} });`,
      resolveDir: root,
      sourcefile: 'suites.ts',
      loader: 'ts',
    },
    outfile: 'test/.out/editor.cjs',
    external: ['vscode', 'mocha'],
  };
}

/** @param {string} folder */
async function testFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const grammars = ['typescript', 'tsx', 'javascript', 'python', 'go', 'rust', 'java'];

async function copyAssets() {
  const modules = join(root, 'node_modules');
  const libs = (await readdir(join(modules, 'typescript/lib'))).filter((name) => /^lib\..*d\.ts$/.test(name));
  await copyAll(
    libs.map((name) => join(modules, 'typescript/lib', name)),
    'dist/typescript',
  );
  const wasm = ['tree-sitter.wasm', ...grammars.map((name) => `tree-sitter-${name}.wasm`)];
  await copyAll(
    wasm.map((name) => join(modules, '@vscode/tree-sitter-wasm/wasm', name)),
    'dist/grammars',
  );
  await copyAll(
    ['codicon.css', 'codicon.ttf'].map((name) => join(modules, '@vscode/codicons/dist', name)),
    'dist/webview',
  );
}

/**
 * @param {string[]} files
 * @param {string} folder
 */
async function copyAll(files, folder) {
  await mkdir(join(root, folder), { recursive: true });
  await Promise.all(files.map((file) => copyFile(file, join(root, folder, basename(file)))));
}

/** Packages whose files are copied and so stand in no bundle's list of inputs. */
const copiedPackages = ['typescript', '@vscode/tree-sitter-wasm', '@vscode/codicons'];

/**
 * Writes the licence text of every package that something in dist/ was made from.
 *
 * @param {import('esbuild').Metafile[]} metafiles
 */
async function writeNotices(metafiles) {
  const names = new Set(copiedPackages);
  for (const input of metafiles.flatMap((metafile) => Object.keys(metafile.inputs))) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
    if (name !== undefined) names.add(name);
  }
  const notices = await Promise.all([...names].sort().map(notice));
  await writeFile(join(root, 'dist/third-party-notices.txt'), notices.join('\n'));
}

/** @param {string} name */
async function notice(name) {
  const folder = join(root, 'node_modules', name);
  const manifest = /** @type {{ version: string, license: string }} */ (
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  );
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  const texts = await Promise.all(
    files.map(async (file) =>
      (await stat(join(folder, file))).isFile() ? readFile(join(folder, file), 'utf8') : '',
    ),
  );
  return [`${name} ${manifest.version} (${manifest.license})`, '', ...texts, '-'.repeat(78), ''].join('\n');
}

/**
 * Refuses a bundle that would look for a file of a package at run time, where there is none: esbuild leaves a `require`
 * alone that it cannot follow, and says nothing.
 */
async function refuseLooseEnds() {
  for (const { outfile, platform } of bundles) {
    if (platform !== 'node') continue;
    const text = await readFile(join(root, outfile), 'utf8');
    const loose = [...text.matchAll(/\brequire\d*\("(\.[^"]+)"\)/g)].filter(
      ([, path]) => path !== './engine.cjs',
    );
    if (loose.length > 0)
      throw new Error(`${outfile} would load ${loose.map(([, path]) => path).join(', ')}`);
  }
}

async function reportSizes() {
  const files = bundles.map((bundle) => bundle.outfile);
  const sizes = await Promise.all(
    files.map(async (file) => ({ file, bytes: (await stat(join(root, file))).size })),
  );
  console.log(sizes.map(({ file, bytes }) => `${file} ${Math.ceil(bytes / 1024)} KB`).join(', '));
  const activation = sizes.find(({ file }) => file === 'dist/extension.cjs')?.bytes ?? 0;
  if (production && activation > activationLimit) {
    throw new Error(
      `dist/extension.cjs has ${activation} bytes and is loaded at activation; the limit is ${activationLimit}`,
    );
  }
}

async function main() {
  await copyAssets();
  const contexts = await Promise.all([...bundles, await suite()].map((each) => context(each)));
  const results = await Promise.allSettled(contexts.map((each) => each.rebuild()));
  if (watch) {
    await Promise.all(contexts.map((each) => each.watch()));
    console.log('Watching for changes; Ctrl+C ends.');
    return;
  }
  await Promise.all(contexts.map((each) => each.dispose()));
  const metafiles = results.flatMap((result) =>
    result.status === 'fulfilled' ? [result.value.metafile] : [],
  );
  if (metafiles.length < results.length) {
    process.exitCode = 1; // esbuild has printed each error with its place
    return;
  }
  await writeNotices(metafiles.slice(0, bundles.length).filter((each) => each !== undefined));
  await refuseLooseEnds();
  await reportSizes();
}

await main();
