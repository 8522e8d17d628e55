import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, ensureCached } from '../../support/cache.ts';
import { npm } from '../../support/npm.mjs';

/** Published packages that carry their own TypeScript sources: code that nobody wrote for this benchmark. */
const packages = [
  { name: 'rxjs', version: '7.8.2', sources: 'src' },
  { name: 'mobx', version: '6.13.7', sources: 'src' },
  { name: 'immer', version: '10.1.1', sources: 'src' },
  { name: 'redux', version: '5.0.1', sources: 'src' },
] as const;

/** One package's sources as a project of its own. */
export interface SourceProject {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** Paths of its sources, relative, sorted. */
  readonly paths: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  readonly lines: number;
}

const config = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: 'es2020',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2022', 'dom'],
    skipLibCheck: true,
    useDefineForClassFields: false,
    types: [],
  },
  include: ['src'],
};

/** Fetches the packages through npm, once for this machine, and lays their sources out below `into`. */
export async function openPackages(into: string): Promise<readonly SourceProject[]> {
  const key = packages.map(({ name, version }) => `${name}-${version}`).join('-');
  const fetched = await ensureCached(join(cacheFolder(), 'sources'), key, async (folder) => {
    await writeFile(join(folder, 'package.json'), '{"private":true}\n');
    const wanted = packages.map(({ name, version }) => `${name}@${version}`);
    await npm(folder, ['install', '--ignore-scripts', '--no-package-lock', ...wanted], {
      again: 'npm run bench:faults',
    });
  });
  const projects: SourceProject[] = [];
  for (const { name, sources } of packages) {
    const folder = join(into, name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await cp(join(fetched, 'node_modules', name, sources), join(folder, 'src'), { recursive: true });
    await writeFile(join(folder, 'tsconfig.json'), `${JSON.stringify(config, undefined, 2)}\n`);
    await writeFile(join(folder, 'package.json'), `${JSON.stringify({ name, private: true })}\n`);
    for (const odd of await readdir(join(folder, 'src'))) {
      if (/^tsconfig.*\.json$/u.test(odd)) await rm(join(folder, 'src', odd));
    }
    projects.push(await readProject(name, folder));
  }
  return projects;
}

async function readProject(name: string, folder: string): Promise<SourceProject> {
  const all = await readdir(join(folder, 'src'), { recursive: true });
  const paths = all
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /(?<!\.d)\.ts$/u.test(path))
    .sort();
  const texts = new Map<string, string>();
  let lines = 0;
  for (const path of paths) {
    const text = await readFile(join(folder, path), 'utf8');
    texts.set(path, text);
    lines += text.split('\n').length;
  }
  return { name, folder, paths, texts, lines };
}
