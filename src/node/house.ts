import { randomUUID } from 'node:crypto';
import type { Code } from '../core/code.ts';
import type { House, SearchEngine } from '../core/ports.ts';
import { systemClock } from './clock.ts';
import { folderFiles } from './files/folder.ts';
import { withUnsaved } from './files/unsaved.ts';
import { sha256 } from './hash.ts';
import { openPathFacts } from './paths/paths.ts';
import { locateRipgrep, type RipgrepPlaces } from './search/locate.ts';
import { ripgrepEngine, ripgrepFiles } from './search/ripgrep.ts';

export interface FolderOptions {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Folders where ledger and journal are: no change set may touch them. */
  readonly state: readonly string[];
  readonly ripgrep: RipgrepPlaces;
  readonly code: Code;
  /** The text of a file that an editor holds and has not saved. */
  readonly unsavedText?: (path: string) => string | undefined;
}

/** The parts of a house that any program on this machine builds the same way for a folder. */
export type FolderParts = Pick<House, 'files' | 'searches' | 'code' | 'paths' | 'clock' | 'hash' | 'newId'>;

/** Adapters for one folder on disk. Starts nothing: programs and threads are started by the first question. */
export function openFolder(options: FolderOptions): FolderParts {
  const { folder, code, state } = options;
  const program = locateRipgrep(options.ripgrep, process.platform, process.arch);
  const engine: SearchEngine = program === undefined ? missing : ripgrepEngine(program.file, folder);
  const saved = folderFiles(folder, (signal) =>
    program === undefined ? Promise.resolve([]) : ripgrepFiles(program.file, folder, signal),
  );
  return {
    files: options.unsavedText === undefined ? saved : withUnsaved(saved, options.unsavedText),
    searches: { first: engine, second: engine },
    code,
    paths: openPathFacts({ root: folder, state }),
    clock: systemClock(),
    hash: sha256,
    newId: randomUUID,
  };
}

const missing: SearchEngine = {
  search: () => Promise.resolve({ type: 'failed', message: 'there is no ripgrep to search with' }),
  matches: () => Promise.resolve(undefined),
};
