import type { Files } from '../../core/ports.ts';
import { decodeFile } from './decode.ts';

/**
 * Files as the editor has them: a text that is open and not saved stands for its file. `unsavedText` gives it
 * without a byte order mark, and nothing for a file that is saved or not open.
 */
export function withUnsaved(files: Files, unsavedText: (path: string) => string | undefined): Files {
  return {
    ...files,
    async read(path, signal) {
      const text = unsavedText(path);
      if (text === undefined) return files.read(path, signal);
      const saved = await files.read(path, signal);
      if (saved.type === 'refused' && saved.reason !== 'missing') return saved;
      const read = decodeFile(path, new TextEncoder().encode(text));
      if (read.type === 'refused') return read;
      return {
        type: 'text',
        file: { ...read.file, bom: saved.type === 'text' && saved.file.bom, unsaved: true },
      };
    },
  };
}
