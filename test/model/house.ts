import { join } from 'node:path';
import type { Model } from '../../src/core/model.ts';
import type { House, Log } from '../../src/core/ports.ts';
import { openCode, type OpenCode } from '../../src/node/code/open.ts';
import { openFolder } from '../../src/node/house.ts';
import { openScanner } from '../../src/node/search/scanner.ts';
import { openNodeWriter } from '../../src/node/writer/writer.ts';

/** What all work copies share: one worker that knows code. */
export interface Workshop extends Disposable {
  /** A house over one folder, as the command line builds it, with this model and this log. */
  house(folder: string, model: Model, log: Log): Promise<House>;
}

/** Opens the parts that are slow to start, once for a whole evaluation. `root` is the folder of this project. */
export function openWorkshop(root: string, env: NodeJS.ProcessEnv): Workshop {
  const packages = join(root, 'node_modules');
  const code: OpenCode = openCode({
    libFolder: join(packages, 'typescript', 'lib'),
    grammarFolder: join(packages, '@vscode', 'tree-sitter-wasm', 'wasm'),
    workerFile: join(root, 'src', 'node', 'code', 'worker.ts'),
  });
  const scanner = openScanner({ workerFile: join(root, 'src', 'node', 'search', 'scanWorker.ts') });
  return {
    house: async (folder, model, log) => {
      const path = env['PATH'];
      const parts = openFolder({
        folder,
        state: [],
        ripgrep: { packages, ...(path === undefined ? {} : { path }) },
        scanner,
        code: code.at(folder),
      });
      // Nothing is approved in an evaluation, so nothing is written; the journal stays beside the copy.
      const journal = join(folder, '..', 'journal');
      const onProblem = (message: string): void => console.error(message);
      return {
        ...parts,
        models: () => Promise.resolve({ models: [model], missing: [] }),
        writer: await openNodeWriter({ root: folder, journal, onProblem }),
        log,
        trusted: true,
      };
    },
    [Symbol.dispose]: () => code[Symbol.dispose](),
  };
}
