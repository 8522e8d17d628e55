import { rgPath } from '@vscode/ripgrep';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const scanWorker = fileURLToPath(new URL('../../../src/node/search/scanWorker.ts', import.meta.url));

/** ripgrep as it is installed with the project; the tests that compare with it are nothing without it. */
export function ripgrep(): string {
  return rgPath;
}

/** A folder that is gone with the block that opened it. */
export interface TempFolder extends Disposable {
  readonly path: string;
  write(path: string, content: string | Uint8Array): void;
}

export function tempFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): TempFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-test-')));
  const folder: TempFolder = {
    path,
    write(name, content) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  return folder;
}

export const never = new AbortController().signal;
