import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Children } from './support/children.ts';
import { cruise, type Cruised } from './support/cruise.ts';
import { root } from './support/tools.ts';
import { writesOf } from './support/writes.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const children = new Children();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-architecture-'));
});
afterAll(async () => {
  await children[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** A small house with the folders of src, and what may stand in each. */
const house: Record<string, string> = {
  'src/core/a.ts':
    "import * as z from 'zod';\nimport type { B } from './b.ts';\nexport const a = z.string();\nexport type A = B;",
  'src/core/b.ts': "import { a } from './a.ts';\nexport type B = typeof a;",
  'src/core/events.ts': 'export const event = 1;',
  'src/protocol.ts': "import { event } from './core/events.ts';\nexport const message = event;",
  'src/node/a.ts':
    "import { readFile } from 'node:fs/promises';\nimport { a } from '../core/a.ts';\nexport const read = [readFile, a];",
  'src/cli/main.ts':
    "import { read } from '../node/a.ts';\nimport { a } from '../core/a.ts';\nexport const main = [read, a];",
  'src/editor/a.ts':
    "import * as vscode from 'vscode';\nimport { read } from '../node/a.ts';\nimport { message } from '../protocol.ts';\nexport const all = [vscode, read, message];",
  'src/webview/main.ts':
    "import { message } from '../protocol.ts';\nimport { html } from 'lit';\nexport const all = [message, html];",
  'src/extension.ts':
    "import * as vscode from 'vscode';\nimport { all } from './editor/a.ts';\nexport const extension = [vscode, all];",
  'test/a.test.ts': "import { a } from '../src/core/a.ts';\nexport const tested = a;",
};

/** One violation each: the rule that must fire, the file that is planted, and its text. */
const planted: readonly (readonly [rule: string, path: string, text: string])[] = [
  [
    'core-stands-alone',
    'src/core/files.ts',
    "import { readFile } from 'node:fs';\nexport const x = readFile;",
  ],
  ['core-stands-alone', 'src/core/editor.ts', "import * as vscode from 'vscode';\nexport const x = vscode;"],
  [
    'only-editor-imports-vscode',
    'src/core/editor2.ts',
    "import type { Uri } from 'vscode';\nexport type X = Uri;",
  ],
  ['core-stands-alone', 'src/core/package.ts', "import { parse } from 'yaml';\nexport const x = parse;"],
  [
    'core-stands-alone',
    'src/core/adapter.ts',
    "import { read } from '../node/a.ts';\nexport const x = read;",
  ],
  [
    'core-stands-alone',
    'src/core/types.ts',
    "import type { read } from '../node/a.ts';\nexport type X = typeof read;",
  ],
  [
    'node-knows-only-core',
    'src/node/editor.ts',
    "import { all } from '../editor/a.ts';\nexport const x = all;",
  ],
  [
    'node-knows-only-core',
    'src/node/cli.ts',
    "import { main } from '../cli/main.ts';\nexport const x = main;",
  ],
  [
    'only-editor-imports-vscode',
    'src/node/vscode.ts',
    "import * as vscode from 'vscode';\nexport const x = vscode;",
  ],
  ['cli-has-no-editor', 'src/cli/editor.ts', "import { all } from '../editor/a.ts';\nexport const x = all;"],
  [
    'webview-speaks-protocol',
    'src/webview/core.ts',
    "import { a } from '../core/a.ts';\nexport const x = a;",
  ],
  [
    'webview-speaks-protocol',
    'src/webview/node.ts',
    "import { read } from '../node/a.ts';\nexport const x = read;",
  ],
  ['webview-has-no-node', 'src/webview/path.ts', "import { join } from 'node:path';\nexport const x = join;"],
  [
    'editor-leaves-pages-alone',
    'src/editor/page.ts',
    "import { all } from '../webview/main.ts';\nexport const x = all;",
  ],
  [
    'source-has-no-tests',
    'src/node/tested.ts',
    "import { tested } from '../../test/a.test.ts';\nexport const x = tested;",
  ],
  ['no-unresolved', 'src/node/missing.ts', "import { x } from './nowhere.ts';\nexport const y = x;"],
  ['no-cycle', 'src/node/left.ts', "import { right } from './right.ts';\nexport const left = () => right;"],
];

/** The other half of the cycle, which is reported once. */
const partner = {
  'src/node/right.ts': "import { left } from './left.ts';\nexport const right = () => left;",
};

async function plant(base: string, files: Record<string, string>): Promise<Cruised> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(base, path)), { recursive: true });
    await writeFile(join(base, path), text);
  }
  await symlink(join(root, 'node_modules'), join(base, 'node_modules'), 'junction');
  return cruise(children, base, ['src', 'test']);
}

describe('imports', () => {
  it('run one way in this project', async () => {
    const { modules, violations } = await cruise(children, root, ['src', 'test']);
    expect(modules).toBeGreaterThan(0);
    expect(violations).toEqual([]);
  });

  it('of a house that keeps the rules are left alone', async () => {
    const { modules, violations } = await plant(join(folder, 'kept'), house);
    expect(modules).toBeGreaterThanOrEqual(Object.keys(house).length);
    expect(violations).toEqual([]);
  });

  describe('that break a rule are reported', () => {
    let broken: Cruised;
    beforeAll(async () => {
      const faults = Object.fromEntries(planted.map(([, path, text]) => [path, text]));
      broken = await plant(join(folder, 'broken'), { ...house, ...faults, ...partner });
    });

    it.each(planted)('%s in %s', (rule, path) => {
      expect(broken.violations).toContainEqual(expect.objectContaining({ rule, from: path }));
    });

    it('and protocol that carries more than events', async () => {
      const wider = {
        ...house,
        'src/protocol.ts': "import { a } from './core/a.ts';\nexport const message = a;",
      };
      const { violations } = await plant(join(folder, 'wider'), wider);
      expect(violations).toEqual([
        { rule: 'protocol-carries-events', from: 'src/protocol.ts', to: 'src/core/a.ts' },
      ]);
    });

    it('and nothing else is', () => {
      const faulty = new Set(planted.map(([, path]) => path));
      expect(broken.violations.filter(({ from }) => !faulty.has(from))).toEqual([]);
    });
  });
});

/**
 * The modules that may change something, and what. User files are changed by the writers alone, which take nothing but
 * what the gate has cleared. The others write what is ours, outside the workspace.
 */
const writers: Record<string, string> = {
  'src/editor/exportReport.ts': 'a report, into the file that the person names',
  'src/editor/writer.ts': 'user files, through documents of the editor',
  'src/node/memoryHouse.ts': 'a temporary folder of its own',
  'src/node/models/download.ts': 'models, in the cache folder',
  'src/node/models/fetchFile.ts': 'one model file as it comes in',
  'src/node/models/lockFile.ts': 'the file that keeps two downloads of one model apart',
  'src/node/models/modelFile.ts': 'a model file that is complete, and the note that its hash was right',
  'src/node/models/packageIndex.ts': 'parts of a model as they come out of a package',
  'src/node/models/runtime.ts': 'the embedded runtime, in the cache folder',
  'src/node/scratch/approvals.ts': 'which check commands a person approved, beside the ledgers',
  'src/node/scratch/copy.ts': 'a copy of the workspace, in a temporary folder of its own',
  'src/node/scratch/copyWorker.ts': 'the same copy, when it is removed',
  'src/node/scratch/place.ts': 'that folder, and those that processes left behind which are gone',
  'src/node/scratch/runs.ts': 'temporary files of a run, in that folder',
  'src/node/writer/disk.ts': 'user files, from the command line, and the journal and ledger of both',
};

/** What is wrong between the modules that write and the table of those that may. */
function strangers(found: ReadonlyMap<string, readonly string[]>, table: Record<string, string>): string[] {
  const unlisted = [...found].filter(([path]) => !(path in table));
  const idle = Object.keys(table).filter((path) => !found.has(path));
  return [
    ...unlisted.map(([path, uses]) => `${path} uses ${uses.join(', ')}`),
    ...idle.map((path) => `${path} stands in the table and writes nothing`),
  ];
}

describe('writing', () => {
  it('is done by the modules that are there for it, and by no other', async () => {
    const found = new Map<string, string[]>();
    for (const path of await sources('src')) {
      const uses = writesOf(await readFile(join(root, path), 'utf8'));
      if (uses.length > 0) found.set(path, uses);
    }
    expect(found.size).toBeGreaterThan(0);
    expect(strangers(found, writers)).toEqual([]);
  });

  it('is reported of a module that is not there for it, and of a line of the table that is not needed', () => {
    const sneak = writesOf("import { writeFile } from 'node:fs/promises';\nawait writeFile('a.ts', '');");
    const found = new Map([['src/core/sneak.ts', sneak]]);
    expect(strangers(found, {})).toEqual(['src/core/sneak.ts uses writeFile']);
    expect(strangers(found, { 'src/core/sneak.ts': 'allowed' })).toEqual([]);
    expect(strangers(new Map(), { 'src/gone.ts': 'gone' })).toEqual([
      'src/gone.ts stands in the table and writes nothing',
    ]);
  });
});

describe('source files', () => {
  /** A comment that switches a check off; built up so that this line is none. */
  const exemption = new RegExp(
    `^\\s*(//|/\\*)\\s*(${['eslint', 'oxlint', 'prettier'].join('|')})-(disable|ignore)|@ts-(ignore|nocheck|expect-error)\\s*$`,
    'm',
  );

  it('switch no check off', async () => {
    const files = [...(await sources('src')), ...(await sources('test'))];
    expect(files.length).toBeGreaterThan(0);
    const guilty: string[] = [];
    for (const path of files) if (exemption.test(await readFile(join(root, path), 'utf8'))) guilty.push(path);
    expect(guilty).toEqual([]);
  });

  it.each([
    '// eslint-disable-next-line no-empty',
    '  /* oxlint-disable */',
    '// prettier-ignore',
    '// @ts-ignore',
  ])('would be caught at %j', (comment) => {
    expect(exemption.test(`const a = 1;\n${comment}\nconst b = 2;`)).toBe(true);
  });

  it('import zod as a namespace, which keeps the rest of it out of a bundle', async () => {
    const named = /import\s*\{[^}]*\}\s*from\s*'zod'/;
    expect(named.test("import { z } from 'zod';")).toBe(true);
    for (const path of await sources('src'))
      expect([path, named.test(await readFile(join(root, path), 'utf8'))]).toEqual([path, false]);
  });

  it('are at most 600 lines long', async () => {
    const long: string[] = [];
    for (const path of await sources('src')) {
      if ((await readFile(join(root, path), 'utf8')).split('\n').length > 601) long.push(path);
    }
    expect(long).toEqual([]);
  });
});

/** The TypeScript files below a folder of the project, as paths with slashes; fixtures and what is built aside. */
async function sources(below: string): Promise<string[]> {
  const entries = await readdir(join(root, below), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('test/fixtures/') && !path.startsWith('test/.out/'))
    .sort();
}
