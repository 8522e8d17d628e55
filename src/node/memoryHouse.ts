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
  let opened: Promise<{ folder: string; searches: Searches }> | undefined;
  const open = async (): Promise<{ folder: string; searches: Searches }> => {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-'));
    for (const [path, text] of Object.entries(texts)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, 'utf8');
    }
    return { folder, searches: openSearches(folder) };
  };
  const first: SearchEngine = {
    async search(query, signal) {
      return (await (opened ??= open())).searches.first.search(query, signal);
    },
    async matches(query, line, signal) {
      return (await (opened ??= open())).searches.first.matches(query, line, signal);
    },
  };
  return {
    files: memoryFiles('files', texts),
    searches: { first, second: scanner.over(texts) },
    async dispose() {
      if (opened !== undefined) await rm((await opened).folder, { recursive: true, force: true });
    },
  };
}
