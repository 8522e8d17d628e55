import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ChangeSet } from '../../../src/core/change.ts';
import type { CodeAnswer } from '../../../src/core/code.ts';
import type { Files } from '../../../src/core/ports.ts';
import { vi } from 'vitest';
import { openCode, type OpenCode } from '../../../src/node/code/open.ts';

const require = createRequire(import.meta.url);

/** The real thing: the worker thread with compiler and grammars, for projects in memory. */
export function openTestCode(folder?: string): OpenCode {
  // The compiler reads its library once for each file of tests, on machines that may be busy.
  vi.setConfig({ testTimeout: 120_000 });
  return openCode({
    libFolder: dirname(require.resolve('typescript')),
    grammarFolder: join(dirname(require.resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm'),
    workerFile: new URL('../../../src/node/code/worker.ts', import.meta.url),
    ...(folder === undefined ? {} : { folder }),
  });
}

export type Texts = Readonly<Record<string, string>>;

export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Files that exist in memory only. A leading byte order mark is taken off, as the port asks. */
export function filesOf(texts: Texts): Files {
  return {
    name: 'test',
    read(path) {
      const raw = texts[path];
      if (raw === undefined) {
        return Promise.resolve({ type: 'refused', reason: 'missing', message: 'there is no such file' });
      }
      const bom = raw.startsWith('\uFEFF');
      const file = { path, text: bom ? raw.slice(1) : raw, bom, sha256: hashOf(raw), unsaved: false };
      return Promise.resolve({ type: 'text', file });
    },
    list: () => Promise.resolve(Object.keys(texts).sort()),
  };
}

/** A change of some files to other texts. */
export function changeOf(before: Texts, after: Texts): ChangeSet {
  const files = Object.entries(after).map(([path, content]) => {
    const base = before[path];
    return {
      path,
      operation: base === undefined ? ('create' as const) : ('modify' as const),
      baseSha256: base === undefined ? null : hashOf(base),
      base: base ?? '',
      content,
      bom: false,
    };
  });
  return { files };
}

/** The value of an answer; a test that gets none fails with the reason. */
export function valueOf<T>(answer: CodeAnswer<T>): T {
  if (answer.type === 'unable') throw new Error(`unable: ${answer.reason}`);
  return answer.value;
}

export const never = new AbortController().signal;
