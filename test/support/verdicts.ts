import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunPlace, VerifyTools } from '../../src/cli/verify.ts';
import { systemClock } from '../../src/node/clock.ts';
import { openCode, type OpenCode } from '../../src/node/code/open.ts';
import { openFolder } from '../../src/node/house.ts';
import { openRuns } from '../../src/node/scratch/runs.ts';
import { openScanner } from '../../src/node/search/scanner.ts';

const require = createRequire(import.meta.url);

/**
 * What the command line judges rows with, from source, with the code worker at hand; with `runChecks` the check commands
 * of a row run, as with the switch of that name.
 */
export function openTools({ runChecks = false } = {}): VerifyTools &
  Disposable & { readonly code: OpenCode } {
  const scanner = openScanner({
    workerFile: fileURLToPath(new URL('../../src/node/search/scanWorker.ts', import.meta.url)),
  });
  const code = openCode({
    libFolder: dirname(require.resolve('typescript')),
    grammarFolder: join(dirname(require.resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm'),
    workerFile: new URL('../../src/node/code/worker.ts', import.meta.url),
  });
  const at = (folder: string) =>
    openFolder({
      folder,
      state: [],
      ripgrep: {
        path: process.env['PATH'] ?? '',
        packages: join(dirname(require.resolve('typescript')), '../..'),
      },
      scanner,
      code: code.at(folder),
    });
  return {
    codeAt: (folder) => code.at(folder),
    searchesAt: (folder) => at(folder).searches,
    filesAt: (folder) => at(folder).files,
    scanner,
    clock: systemClock(),
    ...(runChecks ? { runsAt } : {}),
    code,
    [Symbol.dispose]: () => code[Symbol.dispose](),
  };
}

function runsAt({ folder, texts, commands }: RunPlace): ReturnType<typeof openRuns> {
  const file = (name: string): string =>
    fileURLToPath(new URL(`../../src/node/scratch/${name}`, import.meta.url));
  return openRuns({
    folder,
    name: 'files',
    texts: () => new Map(Object.entries(texts)),
    approved: () => Promise.resolve({ commands, missing: [] }),
    compares: 'always',
    env: process.env,
    copyWorker: file('copyWorker.ts'),
    compareChild: file('compareChild.ts'),
  });
}
