import type { FileRead, Files } from '../../core/ports.ts';
import { searched } from '../search/walk.ts';
import { decodeFile } from './decode.ts';

/** Files given as texts, by path; a byte order mark at the start of a text is one (contracts rule 4). */
export function memoryFiles(name: string, texts: Readonly<Record<string, string>>): Files {
  const encoder = new TextEncoder();
  const paths = searched(Object.keys(texts).sort(), (path) => texts[path] ?? '');
  return {
    name,
    list: () => Promise.resolve(paths),
    read(path): Promise<FileRead> {
      const text = Object.hasOwn(texts, path) ? texts[path] : undefined;
      if (text === undefined) {
        return Promise.resolve({ type: 'refused', reason: 'missing', message: 'there is no such file' });
      }
      return Promise.resolve(decodeFile(path, encoder.encode(text)));
    },
  };
}
