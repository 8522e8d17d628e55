import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files, SearchEngine, Searches } from '../core/ports.ts';
import { memoryFiles } from './files/memory.ts';
import type { Scanner } from './search/scanner.ts';

/** Files given as texts, with searches over them. What the searches need on disk is gone after `dispose`. */
export interface MemoryFolder {
  readonly files: Files;
  readonly searches: Searches;
  dispose(): Promise<void>;
}

/**
 * Puts texts where ripgrep can look, at its first search and not before: the scanner needs none of it. Paths must
 * be relative ones of contracts rule 2, else they could leave the folder.
 */
export function openMemoryFolder(
  texts: Readonly<Record<string, string>>,
  openSearches: (folder: string) => Searches,
  scanner: Scanner,
): MemoryFolder {
  let folder: string | undefined;
  let opened: Promise<Searches> | undefined;
  const open = async (): Promise<Searches> => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-'));
    for (const [path, text] of Object.entries(texts)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, 'utf8');
    }
    return openSearches(folder);
  };
  const second = scanner.over(texts);
  const first: SearchEngine = {
    async search(query, signal) {
      opened ??= open();
      try {
        return await (await opened).first.search(query, signal);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { type: 'failed', message: `the files cannot be laid out: ${reason}` };
      }
    },
    matches: (query, line, signal) => second.matches(query, line, signal),
  };
  return {
    files: memoryFiles('files', texts),
    searches: { first, second },
    async dispose() {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
