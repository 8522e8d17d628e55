import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VerifyTools } from '../../src/cli/verify.ts';
import { systemClock } from '../../src/node/clock.ts';
import { openCode, type OpenCode } from '../../src/node/code/open.ts';
import { openFolder } from '../../src/node/house.ts';
import { openScanner } from '../../src/node/search/scanner.ts';

const require = createRequire(import.meta.url);

/** What the command line judges rows with, from source, with the code worker at hand. */
export function openTools(): VerifyTools & Disposable & { readonly code: OpenCode } {
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
    code,
    [Symbol.dispose]: () => code[Symbol.dispose](),
  };
}
