import { resolve } from 'node:path';
import type { ChangeSet } from '../../core/change.ts';
import type { Code } from '../../core/code.ts';
import type { Files } from '../../core/ports.ts';
import { languageOf } from './languages.ts';
import { openLink } from './link.ts';
import type { Source } from './protocol.ts';

export interface CodeOptions {
  /** Folder with `typescript.js` and its `lib.*.d.ts` files. */
  readonly libFolder: string;
  /** Folder with `tree-sitter.js`, `tree-sitter.wasm` and `tree-sitter-<language>.wasm`. */
  readonly grammarFolder: string;
  /** `worker.ts` of this folder, or what it was bundled to. */
  readonly workerFile: string | URL;
  /** Absolute path of the project on disk. Without it every project is the files that a question comes with. */
  readonly folder?: string;
  /** Texts that an editor holds and the disk does not have yet, by path. */
  readonly unsaved?: () => ReadonlyMap<string, string>;
}

export interface OpenCode extends Code, Disposable {
  /** The same worker for another folder, or, without one, for files that are in memory only. */
  at(folder: string | undefined, unsaved?: () => ReadonlyMap<string, string>): Code;
  /** Loads the compiler in the background, so that the first question need not wait for it. */
  warm(): void;
}

/** Files of a project that any question about code may need, by name. */
const readable = /(?:\.(?:[cm]?[jt]sx?|json|py|pyi|go|rs|java|vue|svelte|astro))$/i;

/**
 * Opens what is known about code: a worker thread with the TypeScript compiler and the grammars, started at the
 * first question. Nothing of them is loaded in the thread that calls.
 */
export function openCode(options: CodeOptions): OpenCode {
  const link = openLink(options.workerFile, {
    libFolder: options.libFolder,
    grammarFolder: options.grammarFolder,
  });
  const keys = new WeakMap<Files, string>();
  let nextKey = 1;

  function keyOf(files: Files): string {
    const key = keys.get(files) ?? `memory-${nextKey}`;
    if (!keys.has(files)) nextKey += 1;
    keys.set(files, key);
    return key;
  }

  function at(folder: string | undefined, unsaved?: () => ReadonlyMap<string, string>): Code {
    const sourceOf = async (
      files: Files,
      change: ChangeSet | undefined,
      path: string | undefined,
      signal: AbortSignal,
    ): Promise<Source> => {
      const texts = new Map(unsaved?.() ?? []);
      if (folder === undefined) {
        for (const [name, text] of await readAll(files, signal)) texts.set(name, text);
      } else if (path !== undefined) {
        const read = await files.read(path, signal);
        if (read.type === 'text') texts.set(path, read.file.text);
      }
      const absent: string[] = [];
      for (const file of change?.files ?? []) {
        if (file.baseSha256 === null) {
          texts.delete(file.path);
          absent.push(file.path);
        } else texts.set(file.path, file.base);
      }
      if (folder === undefined) return { type: 'memory', key: keyOf(files), texts: [...texts] };
      const paths = (await codePaths(files, signal)).filter((one) => !absent.includes(one));
      return { type: 'folder', folder: resolve(folder), paths, texts: [...texts], absent };
    };
    return {
      language: (path) => languageOf(path)?.name,
      symbols: (path, text, signal) => link.ask({ ask: 'symbols', path, text }, signal),
      shape: (path, text, signal) => link.ask({ ask: 'shape', path, text }, signal),
      newSyntaxErrors: (path, base, content, signal) =>
        link.ask({ ask: 'newSyntaxErrors', path, base, content }, signal),
      async renameSpans(files, target, signal) {
        const source = await sourceOf(files, undefined, target.path, signal);
        return link.ask({ ask: 'renameSpans', source, target }, signal);
      },
      async types(files, change, renamed, signal) {
        const source = await sourceOf(files, change, undefined, signal);
        return link.ask({ ask: 'types', source, change, renamed }, signal);
      },
      async renamed(files, change, target, signal) {
        const source = await sourceOf(files, change, target.path, signal);
        return link.ask({ ask: 'renamed', source, change, target }, signal);
      },
      async oracle(files, change, question, signal) {
        const source = await sourceOf(files, change, undefined, signal);
        return link.ask({ ask: 'oracle', source, change, question }, signal);
      },
      async rewrite(files, paths, question, signal) {
        const texts: (readonly [string, string])[] = [];
        for (const path of paths) {
          const read = await files.read(path, signal);
          if (read.type === 'refused') return { type: 'unable', reason: `${path}: ${read.message}` };
          texts.push([path, read.file.text]);
        }
        const source = await sourceOf(files, undefined, undefined, signal);
        return link.ask({ ask: 'rewrite', source, texts, question }, signal);
      },
      async errors(files, path, signal) {
        const source = await sourceOf(files, undefined, path, signal);
        return link.ask({ ask: 'errors', source, path }, signal);
      },
      entries: (path, text, signal) => link.ask({ ask: 'entries', path, text }, signal),
      dataFault: (format, data, signal) => link.ask({ ask: 'dataFault', format, data }, signal),
      sameData: (conversion, data, signal) => link.ask({ ask: 'sameData', conversion, data }, signal),
      convert: (conversion, signal) => link.ask({ ask: 'convert', conversion }, signal),
      items: (set, path, text, signal) => link.ask({ ask: 'items', set, path, text }, signal),
      functionPairs: (change, signal) => link.ask({ ask: 'functionPairs', change }, signal),
      async unknownNames(files, path, text, names, signal) {
        if (names.length === 0) return { type: 'ok', value: [] };
        const source = await sourceOf(files, undefined, undefined, signal);
        return link.ask({ ask: 'unknownNames', source, path, text, names }, signal);
      },
    };
  }

  return {
    ...at(options.folder, options.unsaved),
    at,
    warm: () => void link.ask({ ask: 'warm' }, new AbortController().signal),
    [Symbol.dispose]: () => link.dispose(),
  };
}

async function codePaths(files: Files, signal: AbortSignal): Promise<readonly string[]> {
  return (await files.list(signal)).filter((path) => readable.test(path));
}

async function readAll(files: Files, signal: AbortSignal): Promise<readonly (readonly [string, string])[]> {
  const paths = await codePaths(files, signal);
  const reads = await Promise.all(
    paths.map(async (path): Promise<readonly [string, string] | undefined> => {
      const read = await files.read(path, signal);
      return read.type === 'text' ? [path, read.file.text] : undefined;
    }),
  );
  return reads.filter((read) => read !== undefined);
}
