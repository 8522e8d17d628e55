import { join } from 'node:path';
import * as z from 'zod';
import { decodeLine, type LedgerLine } from '../../core/ledger/lines.ts';
import { codeOf, type Disk } from '../writer/disk.ts';
import { ownerSchema, type Owner } from '../writer/owner.ts';

/** First line of each file: who writes it, and which files it stands in for. */
const headerSchema = z.looseObject({
  v: z.int().min(1),
  window: z.string(),
  owner: ownerSchema.nullable(),
  replaces: z.array(z.string()),
});
export type Header = z.infer<typeof headerSchema>;

/** A line with its text, so that one this build does not understand can be kept as it is. */
export interface KeptLine {
  readonly text: string;
  readonly line: LedgerLine;
}

export interface LedgerFile {
  readonly name: string;
  /** Undefined where not even the first line stands whole. */
  readonly header: Header | undefined;
  readonly lines: readonly KeptLine[];
  /** Bytes of whole lines, and those behind the last line feed. */
  readonly wholeBytes: number;
  readonly tail: Uint8Array;
}

const suffix = '.jsonl';

export function fileName(window: string): string {
  return `${window}${suffix}`;
}

export function encodeHeader(window: string, owner: Owner | null, replaces: readonly string[]): string {
  return JSON.stringify({ v: 1, window, owner, replaces });
}

/**
 * All ledger files of a folder that no other one replaces, in the order of their names. A folder that is not there
 * has none. A file that goes away meanwhile was replaced by one that is read in the second look.
 */
export async function readLedgerFiles(folder: string, disk: Disk): Promise<LedgerFile[]> {
  const looks = 3;
  for (let look = 1; ; look++) {
    const files: (LedgerFile | undefined)[] = [];
    for (const name of await namesIn(folder, disk)) files.push(await readLedgerFile(folder, name, disk));
    const found = files.filter((file) => file !== undefined);
    if (found.length === files.length || look === looks) return withoutReplaced(found);
  }
}

function withoutReplaced(files: readonly LedgerFile[]): LedgerFile[] {
  const replaced = new Set(files.flatMap((file) => file.header?.replaces ?? []));
  return files.filter((file) => !replaced.has(file.name));
}

async function namesIn(folder: string, disk: Disk): Promise<string[]> {
  try {
    return (await disk.list(folder)).filter((name) => name.endsWith(suffix)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function readLedgerFile(folder: string, name: string, disk: Disk): Promise<LedgerFile | undefined> {
  try {
    return parseLedgerFile(name, await disk.read(join(folder, name)));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Cuts at line feeds, before decoding: a tear may lie inside a character. */
export function parseLedgerFile(name: string, bytes: Uint8Array): LedgerFile {
  const wholeBytes = bytes.lastIndexOf(10) + 1;
  const texts = new TextDecoder().decode(bytes.subarray(0, wholeBytes)).split('\n').slice(0, -1);
  const [first, ...rest] = texts;
  const header = headerSchema.safeParse(first === undefined ? undefined : parse(first));
  return {
    name,
    header: header.success ? header.data : undefined,
    lines: rest.map((text) => ({ text, line: decodeLine(text) })),
    wholeBytes,
    tail: bytes.subarray(wholeBytes),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
