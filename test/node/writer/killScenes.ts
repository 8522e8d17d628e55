import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileChange } from '../../../src/core/change.ts';
import { clearUndo } from '../../../src/core/gate.ts';
import type { PathDecision } from '../../../src/core/ports.ts';
import { openPathFacts } from '../../../src/node/paths/paths.ts';
import { bytesOf, sha256Of } from '../../../src/node/writer/bytes.ts';
import { nodeDisk, type Disk } from '../../../src/node/writer/disk.ts';
import { openNodeWriter } from '../../../src/node/writer/writer.ts';
import { clearedBy, create } from './scene.ts';

/** A change set that is written, or taken back, while the process or the power ends. */
export interface KillScene {
  readonly changes: readonly FileChange[];
  /** Other files, which nobody may touch. */
  readonly beside: Readonly<Record<string, string>>;
  readonly undo: boolean;
  /** A folder in which this process may make no file; as root no mode says so, so the disk does. */
  readonly locked?: string;
}

/** Whole contents of files by path. */
export type Tree = ReadonlyMap<string, string>;

function change(path: string, base: string, content: string, bom = false): FileChange {
  const baseSha256 = sha256Of(bytesOf(base, bom) ?? new Uint8Array());
  return { path, operation: 'modify', baseSha256, base, content, bom };
}

const one = [change('src/a.ts', 'const a = 1;\n', 'const a = 2; // now two\n')];
const five = ['a.ts', 'src/b.ts', 'src/c.ts', 'src/deep/d.ts', 'src/deep/er/e.ts'].map((path, index) =>
  change(
    path,
    `export const n = ${index};\n`,
    `export const n = ${index + 10}; // ${'x'.repeat(index * 700)}\n`,
  ),
);
const mixed = [
  change('src/a.ts', 'const a = 1;\n', 'const a = 3;\n'),
  create('src/new.ts', 'export const e = 5;\n'),
  create('made/for/it/d.ts', 'export const d = 4;\n'),
  change('deep/er/c.ts', '', 'const c = 3;\n'),
];
const shapes = [
  change('crlf.ts', 'one\r\ntwo\r\n', 'one\r\n2\r\n'),
  change('both.ts', 'one\r\ntwo\r\n', 'one\r\n2\r\n', true),
  change('open-end.md', '时间\n日期 👩‍💻', '时间 👩🏽‍💻!'),
  change('emptied.txt', 'text\n', ''),
];
const lockedMix = [
  change('free.ts', 'const a = 1;\n', 'const a = 2;\n'),
  change('locked/b.ts', 'const b = 1;\n', 'const b = 2;\n'),
];
const beside = { 'src/other.ts': 'not of this change\n', 'README.md': '# Also not\r\n' };

export const killScenes: Readonly<Record<string, KillScene>> = {
  'one file': { changes: one, beside, undo: false },
  'five files': { changes: five, beside, undo: false },
  'new files and changed ones': { changes: mixed, beside, undo: false },
  'CRLF, byte order marks, no final newline': { changes: shapes, beside, undo: false },
  'a folder that takes no file': { changes: lockedMix, beside, undo: false, locked: 'locked' },
  'the undo of one file': { changes: one, beside, undo: true },
  'the undo of five files': { changes: five, beside, undo: true },
  'the undo of new files and changed ones': { changes: mixed, beside, undo: true },
  'the undo of CRLF and byte order marks': { changes: shapes, beside, undo: true },
};

/** What a file holds, letter by byte, so that a byte order mark or a torn character cannot hide. */
function stringOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

export function treesOf({ changes, beside: others, undo }: KillScene): {
  readonly from: Tree;
  readonly to: Tree;
} {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (const [path, text] of Object.entries(others)) {
    for (const tree of [before, after]) tree.set(path, stringOf(new TextEncoder().encode(text)));
  }
  for (const { path, operation, base, content, bom } of changes) {
    if (operation === 'modify') before.set(path, stringOf(bytesOf(base, bom) ?? new Uint8Array()));
    after.set(path, stringOf(bytesOf(content, bom) ?? new Uint8Array()));
  }
  return undo ? { from: after, to: before } : { from: before, to: after };
}

/** A fresh workspace with the files as they are before the write, or before the undo. */
export interface Ground {
  readonly top: string;
  readonly root: string;
  readonly journal: string;
  remove(): Promise<void>;
}

export async function layGround(scene: KillScene): Promise<Ground> {
  const top = await realpath(await mkdtemp(join(tmpdir(), 'countersign-kill-')));
  const root = join(top, 'work');
  for (const [path, content] of treesOf(scene).from) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), Buffer.from(content, 'latin1'));
  }
  await chmod(join(root, 'README.md'), 0o444);
  const journal = join(top, 'state', 'journal');
  return { top, root, journal, remove: () => rm(top, { recursive: true, force: true }) };
}

/** Every file and folder below a root. */
export async function lookAt(root: string): Promise<{ readonly files: Tree; readonly folders: string[] }> {
  const files = new Map<string, string>();
  const folders: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(root.length + 1);
    if (entry.isDirectory()) folders.push(path);
    else files.set(path, stringOf(await readFile(join(root, path))));
  }
  return { files, folders: folders.sort() };
}

/** The disk of a scene: it takes no file in the folder that is locked. */
export function sceneDisk(scene: KillScene, root: string): Disk {
  const disk = nodeDisk();
  const { locked } = scene;
  if (locked === undefined) return disk;
  return {
    ...disk,
    create: (path, mode) =>
      dirname(path) === join(root, locked)
        ? Promise.reject(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }))
        : disk.create(path, mode),
  };
}

/** Writes the change set of a scene, or takes it back, through the real gate. Gives what came of it. */
export async function play(
  scene: KillScene,
  { root, journal }: Pick<Ground, 'root' | 'journal'>,
  disk: Disk,
): Promise<{ readonly type: string; readonly message?: string }> {
  const signal = new AbortController().signal;
  if (!scene.undo) {
    const cleared = await clearedBy(
      { root, journal, top: '', remove: () => Promise.resolve() },
      scene.changes,
    );
    const writer = await openNodeWriter({ root, journal, onProblem: () => undefined, disk });
    return writer.write(cleared, signal);
  }
  const facts = openPathFacts({ root, state: [journal] });
  const paths = new Map<string, PathDecision>();
  for (const { path } of scene.changes) paths.set(path, await facts.decide(path, 'modify', signal));
  const written = scene.changes.map(({ path, content, bom }): [string, string] => [
    path,
    sha256Of(bytesOf(content, bom) ?? new Uint8Array()),
  ]);
  const changeSet = { files: [...scene.changes] };
  const decision = clearUndo({ changeSet, files: Object.fromEntries(written), paths, trusted: true });
  if (decision.type !== 'cleared') throw new Error(decision.reasons.join());
  const writer = await openNodeWriter({ root, journal, onProblem: () => undefined, disk });
  return writer.undo(decision.cleared, signal);
}

/** Calls of the disk after which it is another one, or that make it durable. */
const changing: ReadonlySet<string> = new Set([
  'create',
  'write',
  'truncate',
  'sync',
  'chmod',
  'chown',
  'rename',
  'link',
  'remove',
  'makeFolder',
  'removeFolder',
  'syncFolder',
]);

export const isChanging = (call: string): boolean => changing.has(call);
