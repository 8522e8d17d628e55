import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeSet, FileChange } from '../../../src/core/change.ts';
import {
  bindingOf,
  bindVerdict,
  clear,
  clearUndo,
  type Applied,
  type Cleared,
  type ClearedUndo,
} from '../../../src/core/gate.ts';
import type { PathDecision } from '../../../src/core/ports.ts';
import type { Verdict } from '../../../src/core/verdict.ts';
import { openPathFacts } from '../../../src/node/paths/paths.ts';
import { bytesOf, sha256Of } from '../../../src/node/writer/bytes.ts';

/** A workspace of a few files and a journal beside it. */
export interface Scene {
  readonly root: string;
  readonly journal: string;
  readonly top: string;
  remove(): Promise<void>;
}

export const oldText: Readonly<Record<string, string>> = {
  'src/a.ts': 'const a = 1;\n',
  'src/b.ts': 'const b = "Grüße";\r\n',
  'deep/er/c.ts': '',
};

export async function makeScene(): Promise<Scene> {
  const top = await realpath(await mkdtemp(join(tmpdir(), 'countersign-writer-')));
  const root = join(top, 'work');
  for (const [path, text] of Object.entries(oldText)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await chmod(join(root, 'src/a.ts'), 0o640);
  return {
    root,
    journal: join(top, 'state', 'journal'),
    top,
    remove: () => rm(top, { recursive: true, force: true }),
  };
}

export function hash(text: string): string {
  return sha256Of(new TextEncoder().encode(text));
}

export function modify(path: string, content: string, base = oldText[path] ?? '', bom = false): FileChange {
  const bytes = bytesOf(base, bom) ?? new Uint8Array();
  return { path, operation: 'modify', baseSha256: sha256Of(bytes), base, content, bom };
}

export function create(path: string, content: string): FileChange {
  return { path, operation: 'create', baseSha256: null, base: '', content, bom: false };
}

/** The three scenarios that every fault is tried on. */
export const scenarios: Readonly<Record<string, readonly FileChange[]>> = {
  replace: [modify('src/a.ts', 'const a = 2; // now two\n')],
  create: [create('new/folder/d.ts', 'export const d = 4;\n')],
  three: [
    modify('src/a.ts', 'const a = 3;\n'),
    create('src/sub/e.ts', 'export const e = 5;\n'),
    modify('deep/er/c.ts', 'const c = 3;\n'),
  ],
};

/** Through the real path decisions and the real gate, as a verified result that a person approved. */
export async function clearedBy(scene: Scene, files: readonly FileChange[]): Promise<Cleared> {
  const changeSet: ChangeSet = { files: [...files] };
  const facts = openPathFacts({ root: scene.root, state: [scene.journal] });
  const paths = new Map<string, PathDecision>();
  for (const change of files) {
    paths.set(change.path, await facts.decide(change.path, change.operation, new AbortController().signal));
  }
  const verdict: Verdict = {
    state: 'verified',
    findings: [],
    reports: [],
    proves: [],
    unproven: [],
    files: Object.fromEntries(
      files.flatMap((change) => (change.baseSha256 === null ? [] : [[change.path, change.baseSha256]])),
    ),
    ms: 0,
  };
  const bound = bindVerdict(verdict, changeSet, hash);
  const approval = { hash: bindingOf({ changeSet, verdict: bound, paths }, hash), override: true };
  const decision = clear({ changeSet, verdict: bound, paths, trusted: true, approval }, hash);
  if (decision.type !== 'cleared') throw new Error(JSON.stringify(decision));
  return decision.cleared;
}

/** What takes back a written change: by the hashes of the record, with the paths decided on as they are now. */
export async function undoOf(
  scene: Pick<Scene, 'root' | 'journal'>,
  { cleared, files }: Applied,
): Promise<ClearedUndo> {
  const facts = openPathFacts({ root: scene.root, state: [scene.journal] });
  const paths = new Map<string, PathDecision>();
  for (const { path } of files)
    paths.set(path, await facts.decide(path, 'modify', new AbortController().signal));
  const hashes = Object.fromEntries(files.map((file) => [file.path, file.sha256]));
  const decision = clearUndo({ changeSet: cleared.changeSet, files: hashes, paths, trusted: true });
  if (decision.type !== 'cleared') throw new Error(JSON.stringify(decision));
  return decision.cleared;
}

/** Texts of all files of the workspace, by path. */
export async function filesOf(scene: Scene): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(scene.root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[path.slice(scene.root.length + 1)] = await readFile(path, 'utf8');
  }
  return found;
}

export async function foldersIn(scene: Scene): Promise<string[]> {
  const entries = await readdir(scene.root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** All files with the change applied. */
export function newText(files: readonly FileChange[]): Record<string, string> {
  return { ...oldText, ...Object.fromEntries(files.map((change) => [change.path, change.content])) };
}

export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
