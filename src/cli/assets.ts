import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Files that the command line needs beside its own code. Absolute paths. */
export interface Assets {
  readonly libFolder: string;
  readonly grammarFolder: string;
  readonly workerFile: string;
  readonly scanWorker: string;
  readonly modelHost: string;
  /** What makes scratch copies, and what compares functions in a process of its own. */
  readonly copyWorker: string;
  readonly compareChild: string;
  /** Folder with installed packages, where there is one: `rg` may be among them. */
  readonly packages: string;
  readonly version: string;
}

/** Beside the bundle (`dist`) where there is one, else from the sources and their packages. */
export function findAssets(moduleUrl: string, version: string): Assets {
  const here = dirname(fileURLToPath(moduleUrl));
  const bundled = existsSync(join(here, 'code-worker.cjs'));
  const root = bundled ? dirname(here) : dirname(dirname(here));
  const dist = join(root, 'dist');
  const packages = join(root, 'node_modules');
  return {
    libFolder: join(dist, 'typescript'),
    grammarFolder: join(dist, 'grammars'),
    workerFile: bundled ? join(here, 'code-worker.cjs') : join(root, 'src', 'node', 'code', 'worker.ts'),
    scanWorker: bundled
      ? join(here, 'scan-worker.cjs')
      : join(root, 'src', 'node', 'search', 'scanWorker.ts'),
    modelHost: join(dist, 'model-host.cjs'),
    copyWorker: bundled
      ? join(here, 'scratch-worker.cjs')
      : join(root, 'src', 'node', 'scratch', 'copyWorker.ts'),
    compareChild: bundled
      ? join(here, 'compare-child.cjs')
      : join(root, 'src', 'node', 'scratch', 'compareChild.ts'),
    packages,
    version,
  };
}
