import { randomUUID } from 'node:crypto';
import type { Code } from '../core/code.ts';
import type { House, SearchEngine } from '../core/ports.ts';
import { systemClock } from './clock.ts';
import { folderFiles } from './files/folder.ts';
import { withUnsaved } from './files/unsaved.ts';
import { sha256 } from './hash.ts';
import { gitHistory } from './history/git.ts';
import { openPathFacts } from './paths/paths.ts';
import { locateRipgrep, type RipgrepPlaces } from './search/locate.ts';
import { ripgrepEngine, ripgrepFiles } from './search/ripgrep.ts';
import type { Scanner } from './search/scanner.ts';
import { withUnsavedTexts } from './search/unsaved.ts';

export interface FolderOptions {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Folders where ledger and journal are: no change set may touch them. */
  readonly state: readonly string[];
  readonly ripgrep: RipgrepPlaces;
  /** Searches where there is no ripgrep, and counts again in checks where there is one. */
  readonly scanner: Scanner;
  readonly code: Code;
  /** The texts of files that an editor holds and has not saved, by path, without a byte order mark. */
  readonly unsavedTexts?: () => ReadonlyMap<string, string>;
}

/** The parts of a house that any program on this machine builds the same way for a folder. */
export type FolderParts = Pick<
  House,
  'files' | 'searches' | 'code' | 'history' | 'paths' | 'clock' | 'hash' | 'newId'
>;

/** Adapters for one folder on disk. Starts nothing: programs and threads are started by the first question. */
export function openFolder(options: FolderOptions): FolderParts {
  const { folder, code, state, scanner } = options;
  const program = locateRipgrep(options.ripgrep, folder, process.platform, process.arch);
  const saved = folderFiles(folder, async (signal) => {
    const listed = program === undefined ? undefined : await ripgrepFiles(program.file, folder, signal);
    return listed ?? scanner.list(folder, signal);
  });
  const texts = options.unsavedTexts;
  const seen = (engine: SearchEngine): SearchEngine =>
    texts === undefined ? engine : withUnsavedTexts(engine, { folder, texts, saved, scanner });
  const scan = scanner.at(folder);
  const second = seen(scan);
  const first = program === undefined ? second : seen(ripgrepEngine(program.file, folder, scan));
  return {
    files: texts === undefined ? saved : withUnsaved(saved, (path) => texts().get(path)),
    searches: { first, second },
    code,
    history: gitHistory(folder, options.ripgrep.path ?? ''),
    paths: openPathFacts({ root: folder, state }),
    clock: systemClock(),
    hash: sha256,
    newId: randomUUID,
  };
}
