import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';
import { runEventSchema, type RunEvent } from '../../src/core/events.ts';

/** What a finished ask left: its events (without live text) and its wall time, so that gold can be applied anew. */
export interface AskRecord {
  readonly id: string;
  readonly seconds: number;
  readonly events: readonly RunEvent[];
}

/** A run's file. `code` is the hash of all code that can change a result; records of other code are not taken over. */
export interface RunFile {
  readonly code: string;
  readonly worker: string;
  readonly records: readonly AskRecord[];
}

const recordSchema = z.strictObject({ id: z.string(), seconds: z.number(), events: z.array(runEventSchema) });
const fileSchema = z.strictObject({ code: z.string(), worker: z.string(), records: z.array(recordSchema) });

/**
 * The records of a run with the same code and worker, or of any run where `any`. None where the file is not there,
 * or of another run: that one is put aside as `<file>.before`, since hours may stand in it.
 */
export async function readRecords(
  file: string,
  code: string,
  worker: string,
  any: boolean,
): Promise<readonly AskRecord[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  const parsed = fileSchema.parse(JSON.parse(text));
  if (any || (parsed.code === code && parsed.worker === worker)) return parsed.records;
  await rename(file, `${file}.before`);
  return [];
}

/** Writes the file whole, beside itself first, so that a stop between two asks loses nothing. */
export async function writeRecords(file: string, run: RunFile): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, `${JSON.stringify(run, null, 1)}\n`);
  await rename(`${file}.part`, file);
}

/** SHA-256 over the paths and bytes of every source file under the given folders. */
export async function hashOfCode(root: string, folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && /\.(?:ts|json)$/.test(entry.name));
    const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
    for (const path of paths)
      hash
        .update(relative(root, path))
        .update('\0')
        .update(await readFile(path))
        .update('\0');
  }
  return hash.digest('hex');
}
