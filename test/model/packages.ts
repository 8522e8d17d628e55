import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { cacheFolder } from '../../src/node/cacheFolder.ts';
import type { PackageName } from './ask.ts';

/** A published package: what is fetched, its hash (as package managers write it), and how a work copy is made. */
export interface Package {
  readonly version: string;
  readonly integrity: string;
  readonly license: string;
  /** Folders that a repository of this package would not keep: its build output. */
  readonly drop: readonly string[];
  /** Files that a repository would have and the published package lacks, so that types and renames work. */
  readonly add: Readonly<Record<string, unknown>>;
}

const script = {
  compilerOptions: {
    target: 'es2022',
    module: 'node16',
    moduleResolution: 'node16',
    allowJs: true,
    noEmit: true,
    types: [],
  },
};
const typed = {
  target: 'es2022',
  moduleResolution: 'bundler',
  module: 'esnext',
  strict: true,
  noEmit: true,
  types: [],
};

/** What the asks are about. None of these was used when prompts were made. */
export const packages: Readonly<Record<PackageName, Package>> = {
  semver: {
    version: '7.8.6',
    integrity:
      'sha512-9lpSSU4Mly3mrtruwLs1eLK6+gzbzqeBFwRNjIjE+9LuDpWdYctrQlQ3ej1Ilgi7gknpsTRnPoLP8DpCHqHIJw==',
    license: 'ISC',
    drop: [],
    add: { 'tsconfig.json': { ...script, include: ['**/*.js'] } },
  },
  ini: {
    version: '7.0.0',
    integrity:
      'sha512-ifK0CgjALofS5bkrcTy4RaQ9Vx2Knf/eLeIO+NaswQEpH1UblrtTSCIvN71qQDMq0PeQ/SSPojvEJp9vvvfr+w==',
    license: 'ISC',
    drop: [],
    add: { 'tsconfig.json': { ...script, include: ['lib'] } },
  },
  ws: {
    version: '8.23.0',
    integrity:
      'sha512-wCkmX8QMOrKjgO8HW2WyDbTSGeqkocxgDzS9iR79rEAexty6/2qzilx3Ag8Tqf9ykop3irLKle0MtVn5qjVnoQ==',
    license: 'MIT',
    drop: [],
    add: { 'tsconfig.json': { ...script, include: ['lib', 'index.js'] } },
  },
  redux: {
    version: '5.0.1',
    integrity:
      'sha512-M9/ELqF6fy8FwmkpnF0S3YKOqMyoWJ4+CS5Efg2ct3oY9daQvd/Pc71FpGZsVsbl3Cpb+IIcjBDUnnyBdQbq4w==',
    license: 'MIT',
    drop: ['dist'],
    add: {
      'tsconfig.json': { compilerOptions: { ...typed, lib: ['es2022', 'dom'] }, include: ['src', 'types'] },
      'types/process.d.ts': 'declare const process: { readonly env: Record<string, string | undefined> };\n',
    },
  },
  entities: {
    version: '9.0.0',
    integrity:
      'sha512-oJFNDJg3kTPwAD1cNn2+WmUq4wFoo09npc3Ydf1D7ED4smRiWrsKnaLxykrTWgyGEcusc87P5dxlAleol9kpkg==',
    license: 'BSD-2-Clause',
    drop: ['dist'],
    add: { 'tsconfig.json': { compilerOptions: { ...typed, lib: ['es2022'] }, include: ['src'] } },
  },
  'eventsource-parser': {
    version: '4.1.3',
    integrity:
      'sha512-jZVIVilXZfAx6H20ZKKEj5dabbpD9ETmMj3uHsjMmgBzBHB6tsHrmdWB4mAiy3amtN6MOoVkfXRQu4wf1n88Rw==',
    license: 'MIT',
    drop: ['dist'],
    add: {
      'tsconfig.json': {
        compilerOptions: { ...typed, lib: ['es2022', 'dom'], allowImportingTsExtensions: true },
        include: ['src'],
      },
    },
  },
};

/** Where fetched packages are kept between runs. */
export function packageCache(env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env, process.platform, homedir()), 'packages');
}

/** The files of a work copy by path: text as published, less the build output, with what was added. */
export type Sources = ReadonlyMap<string, Buffer>;

/**
 * Fetches a package's tarball once with the package manager, without running code of its, and unpacks it in
 * memory. Throws where it cannot be fetched or its bytes are not the pinned ones.
 */
export async function sourcesOf(name: PackageName, env: NodeJS.ProcessEnv = process.env): Promise<Sources> {
  const wanted = packages[name];
  const file = join(packageCache(env), `${name}-${wanted.version}.tgz`);
  const tarball = (await readIntact(file, wanted.integrity)) ?? (await fetchTarball(name, wanted, file, env));
  const sources = new Map<string, Buffer>();
  for (const [path, bytes] of filesOfTar(gunzipSync(tarball))) {
    if (!wanted.drop.some((folder) => path.startsWith(`${folder}/`))) sources.set(path, bytes);
  }
  for (const [path, content] of Object.entries(wanted.add)) {
    const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
    sources.set(path, Buffer.from(text));
  }
  return sources;
}

/** Writes sources into a fresh folder under the system's temporary one; the caller removes it. */
export async function workCopy(name: PackageName, sources: Sources): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'countersign-model-'));
  for (const [path, bytes] of sources) {
    const target = join(parent, name, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
  return join(parent, name);
}

async function readIntact(file: string, integrity: string): Promise<Buffer | undefined> {
  try {
    const bytes = await readFile(file);
    return integrityOf(bytes) === integrity ? bytes : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function fetchTarball(
  name: string,
  wanted: Package,
  file: string,
  env: NodeJS.ProcessEnv,
): Promise<Buffer> {
  await mkdir(dirname(file), { recursive: true });
  const folder = await mkdtemp(join(dirname(file), 'fetch-'));
  try {
    const args = ['pack', `${name}@${wanted.version}`, '--ignore-scripts', '--pack-destination', folder];
    // Under `npm run` the path of npm's own script is known: no shell is needed, on Windows neither.
    const script = env['npm_execpath'];
    const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
    await promisify(execFile)(command, [...first, ...args], { env, timeout: 120_000 });
    const fetched = join(folder, `${name}-${wanted.version}.tgz`);
    const bytes = await readFile(fetched);
    const got = integrityOf(bytes);
    if (got !== wanted.integrity)
      throw new Error(`${name}@${wanted.version}: hash is ${got}, not the pinned one`);
    await rename(fetched, file);
    return bytes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

/**
 * Regular files of a tar archive, without the one folder that packages stand in. A path that leaves it is an
 * error. Extended headers are passed over: these packages have no long names.
 */
export function* filesOfTar(tar: Buffer): Generator<[path: string, bytes: Buffer]> {
  const field = (from: number, length: number): string =>
    tar.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const size = Number.parseInt(field(at + 124, 12), 8);
    if (!Number.isInteger(size)) throw new Error('not a tar archive');
    const prefix = field(at + 345, 155);
    const name = prefix === '' ? field(at, 100) : `${prefix}/${field(at, 100)}`;
    const type = field(at + 156, 1);
    if (type === '0' || type === '') {
      const path = name.split('/').slice(1).join('/');
      if (path === '' || path.split('/').includes('..'))
        throw new Error(`unexpected path in archive: ${name}`);
      yield [path, tar.subarray(at + 512, at + 512 + size)];
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
