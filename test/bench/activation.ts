// How long the extension takes to activate, in a real extension host that is started again and again: a production
// build, installed as a person would have it, beside an extension that does nothing.
import { build } from 'esbuild';
import { watch } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from '../support/browser.ts';
import { withChildren, type Children } from '../support/children.ts';
import { ensureEditorServer } from '../support/host/install.ts';
import { openPage } from '../support/host/page.ts';
import { startServer } from '../support/host/server.ts';
import { root } from '../support/tools.ts';
import { buildForProduction } from '../support/vsix.ts';
import { figuresOf, type Sample } from './activationFigures.ts';

const starts = 20;
/** What there is by then is taken. */
const limitMs = 100_000;

/** A manifest that VS Code loads, for an extension of this measurement alone. */
const manifestOf = (name: string, more: object): string =>
  JSON.stringify({
    name,
    publisher: 'countersign-bench',
    version: '0.0.1',
    engines: { vscode: '^1.106.0' },
    main: './main.cjs',
    extensionKind: ['workspace'],
    ...more,
  });

/** Writes the three extensions as installed ones. */
async function installInto(extensions: string): Promise<void> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const own = join(extensions, `countersign.countersign-${version}`);
  const parts = ['package.json', 'media', 'dist/extension.cjs', 'dist/engine.cjs', 'dist/webview'];
  for (const part of parts) await cp(join(root, part), join(own, part), { recursive: true });
  const empty = join(extensions, 'countersign-bench.empty-0.0.1');
  await mkdir(empty, { recursive: true });
  await writeFile(join(empty, 'package.json'), manifestOf('empty', {}));
  await writeFile(join(empty, 'main.cjs'), 'exports.activate = () => undefined;\n');
  const probe = join(extensions, 'countersign-bench.probe-0.0.1');
  await mkdir(probe, { recursive: true });
  await writeFile(
    join(probe, 'package.json'),
    manifestOf('probe', { activationEvents: ['onStartupFinished'] }),
  );
  await build({
    entryPoints: [join(root, 'test/bench/activationProbe.ts')],
    outfile: join(probe, 'main.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
}

/** One sample a start of the host, as many as the time allows. Throws where the probe itself could not measure. */
async function measureActivation(children: Children): Promise<readonly Sample[]> {
  await using cleanup = new AsyncDisposableStack();
  const data = await mkdtemp(join(tmpdir(), 'countersign-activation-'));
  cleanup.defer(() => rm(data, { recursive: true, force: true, maxRetries: 5 }));
  await buildForProduction(children);
  await installInto(join(data, 'extensions'));
  const folder = join(data, 'sample');
  await cp(join(root, 'test/fixtures/sample'), folder, { recursive: true });
  const file = join(data, 'samples.jsonl');
  await writeFile(file, '');
  const browser = await ensureBrowser(children);
  const install = await ensureEditorServer('npm run bench');
  const server = await startServer(children, {
    install,
    data,
    automation: false,
    env: { COUNTERSIGN_BENCH_FILE: file, COUNTERSIGN_BENCH_STARTS: String(starts) },
  });
  cleanup.defer(async () => void (await server.running.end()));
  const written = allWritten(file, AbortSignal.timeout(limitMs));
  cleanup.use(await openPage(server.address(folder), { browser }));
  const rows = (await written).map((row) => JSON.parse(row) as Sample | { readonly error: string });
  return rows.map((row) => {
    if ('error' in row) throw new Error(`the activation could not be measured: ${row.error}`);
    return row;
  });
}

/** The lines of the file when the last one is there, or one that tells of an error, or the time is up. */
async function allWritten(file: string, signal: AbortSignal): Promise<readonly string[]> {
  const lines = async (): Promise<readonly string[]> =>
    (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  await new Promise<void>((resolve, reject) => {
    const watcher = watch(file, () => {
      lines()
        .then((rows) => {
          if (rows.length >= starts || rows.some((row) => row.startsWith('{"error"'))) end();
        })
        .catch(reject);
    });
    const end = (): void => {
      watcher.close();
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
  return lines();
}

/** Prints the figures; false where a bound is missed. */
async function benchActivation(print: (line: string) => void): Promise<boolean> {
  const { lines, problems } = figuresOf(await withChildren(measureActivation));
  for (const line of [...lines, ...problems.map((problem) => `activation: ${problem}`)]) print(line);
  return problems.length === 0;
}

if (import.meta.main && !(await benchActivation(console.log))) process.exitCode = 1;
