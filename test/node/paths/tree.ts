import { spawnSync } from 'node:child_process';
import { chmod, link, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A workspace with everything a path can lead to, and what lies around it. */
export interface Tree {
  readonly top: string;
  readonly workspace: string;
  /** A second open folder; it has a file of the same path as the first. */
  readonly second: string;
  /** The workspace, opened through a link. */
  readonly throughLink: string;
  readonly outside: string;
  readonly home: string;
  /** Where the records are. */
  readonly state: string;
  remove(): Promise<void>;
}

export async function makeTree(): Promise<Tree> {
  const top = await realpath(await mkdtemp(join(tmpdir(), 'countersign-paths-')));
  const at = (...names: string[]): string => join(top, ...names);
  const workspace = at('work');
  const inside = (path: string): string => join(workspace, path);
  const file = async (path: string, text = 'text\n'): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  await file(at('out', 'secret.txt'));
  await file(at('out', 'twice.txt'));
  await file(at('work-evil', 'app.ts'));
  await file(at('second', 'src', 'app.ts'));
  await file(at('home', '.bashrc'));
  await file(at('state', 'ledger.jsonl'));
  for (const path of ['src/app.ts', 'src/other.ts', 'docs/guide.md', 'README.md', '.vscode/settings.json']) {
    await file(inside(path));
  }
  for (const path of ['.git/config', '.git/HEAD', '.git/hooks/sample', 'package.json', 'only-here.ts']) {
    await file(inside(path));
  }
  await file(inside('docs/\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.md'));
  await file(inside('docs/caf\u00e9.md'));
  for (const path of ['HEAD', 'config', 'objects/x', 'refs/x'])
    await file(inside(`fixtures/bare.git/${path}`));
  for (const path of ['HEAD', 'commondir']) await file(inside(`fixtures/linked/${path}`));
  for (const path of ['objects/x', 'refs/x']) await file(inside(`fixtures/nearly/${path}`));
  await file(inside('src/locked.ts'));
  await chmod(inside('src/locked.ts'), 0o444);
  await link(at('out', 'twice.txt'), inside('src/hard.ts'));
  if (spawnSync('mkfifo', [inside('src/pipe')]).status !== 0) throw new Error('mkfifo failed');
  const links: Record<string, string> = {
    linkout: '../out',
    linksrc: 'src',
    linkself: '.',
    linkgit: '.git',
    linkvscode: '.vscode',
    'linkchain-a': 'linkchain-b',
    'linkchain-b': 'linkchain-c',
    'linkchain-c': '../out',
    'loop-a': 'loop-b',
    'loop-b': 'loop-a',
    linkabsolute: workspace,
    linkthrough: 'linkout/../work/src',
    'src/to-outside.ts': '../../out/secret.txt',
    'src/dangling-out.ts': '../../out/missing.ts',
    'src/dangling-in.ts': 'not-yet.ts',
    'src/to-inside.ts': 'app.ts',
    'dangling-folder': '../out/nowhere',
  };
  for (const [name, target] of Object.entries(links)) await symlink(target, inside(name));
  await symlink(workspace, at('through'));
  return {
    top,
    workspace,
    second: at('second'),
    throughLink: at('through'),
    outside: at('out'),
    home: at('home'),
    state: at('state'),
    remove: () => rm(top, { recursive: true, force: true }),
  };
}

/** Puts the places of a tree into a path of a corpus. */
export function placed(path: string, tree: Tree): string {
  const places: Record<string, string> = {
    WS: tree.workspace,
    WS2: tree.second,
    WSLINK: tree.throughLink,
    WSNAME: basename(tree.workspace),
    OUT: tree.outside,
    HOME: tree.home,
    STATE: tree.state,
  };
  return path.replace(/\{([A-Z0-9]+)\}/g, (whole, name: string) => places[name] ?? whole);
}
