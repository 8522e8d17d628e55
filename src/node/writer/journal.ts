import { join } from 'node:path';
import * as z from 'zod';
import { isGone, isRunning, ownerSchema, thisProcess } from './owner.ts';
import { sha256Of } from './bytes.ts';
import { codeOf, removeIfThere, type Disk } from './disk.ts';
import { makeFolders } from './folders.ts';

/**
 * One file of a transaction, by absolute path with no link in it. `before` and `after` are whole contents; null
 * means that there is no such file. `temporary` is where new bytes wait beside it.
 */
export interface JournalEntry {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
  /** Permission bits of the file that is replaced; null for a new one. */
  readonly mode: number | null;
  /** Owner and group of the file that is replaced. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  readonly temporary: string;
}

/** What is about to be done, durable before the first file changes. `folders` will be made, outermost first. */
export interface Intent {
  readonly id: string;
  readonly entries: readonly JournalEntry[];
  readonly folders: readonly string[];
}

const base64 = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const intentSchema = z.object({
  v: z.literal(1),
  id: z.string(),
  owner: ownerSchema,
  entries: z.array(
    z.object({
      path: z.string(),
      before: base64.nullable(),
      after: base64.nullable(),
      mode: z.int().nullable(),
      owner: z.object({ uid: z.int(), gid: z.int() }).nullable(),
      temporary: z.string(),
    }),
  ),
  folders: z.array(z.string()),
});

/** Whole; new bytes are put beside files, and no file has changed. */
const begun = '.begun';
/** From here on files change. */
const ready = '.ready';
/** Not whole, so nothing of it was begun. */
const unfinished = '.tmp';
/** Cannot be read any more; kept for a person to look at. */
const broken = '.broken';

/**
 * Writes an intent. When it resolves, a crash at any later moment can be mended. Two states are told apart, since
 * a file with the new bytes is ours only where landing had begun: somebody else may write the same bytes.
 */
export async function beginIntent(folder: string, intent: Intent, disk: Disk): Promise<void> {
  await makeFolders(folder, disk);
  const body = JSON.stringify({
    v: 1,
    id: intent.id,
    owner: await thisProcess(),
    entries: intent.entries.map((entry) => ({
      ...entry,
      before: entry.before === null ? null : Buffer.from(entry.before).toString('base64'),
      after: entry.after === null ? null : Buffer.from(entry.after).toString('base64'),
    })),
    folders: intent.folders,
  });
  // The sum tells a damaged intent from a whole one.
  const bytes = new TextEncoder().encode(`${body}\n${sha256Of(new TextEncoder().encode(body))}\n`);
  const temporary = unfinishedIn(folder, intent.id);
  await writeDurably(temporary, bytes, 0o600, disk);
  await disk.rename(temporary, join(folder, `${intent.id}${begun}`));
  await disk.syncFolder(folder);
}

/** The number is the process that writes it, by which others see whether it still does. */
function unfinishedIn(folder: string, id: string): string {
  return join(folder, `${id}.${process.pid}${unfinished}`);
}

/** Writes a new file and makes its bytes durable; its name is durable after `syncFolder`. */
export async function writeDurably(path: string, bytes: Uint8Array, mode: number, disk: Disk): Promise<void> {
  const file = await disk.create(path, mode);
  try {
    await file.write(bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** All new bytes are beside their files; when this resolves, files may change. */
export async function readyIntent(folder: string, id: string, disk: Disk): Promise<void> {
  await disk.rename(join(folder, `${id}${begun}`), join(folder, `${id}${ready}`));
  await disk.syncFolder(folder);
}

/** The transaction is over: all files are new, or all are old again. */
export async function endIntent(folder: string, id: string, disk: Disk): Promise<void> {
  await removeIfThere(unfinishedIn(folder, id), disk);
  await removeIfThere(join(folder, `${id}${begun}`), disk);
  await removeIfThere(join(folder, `${id}${ready}`), disk);
}

/** An intent of a process that is gone; `file` is removed when it is mended. */
export interface LeftIntent {
  readonly file: string;
  readonly intent: Intent;
  readonly isReady: boolean;
}

/**
 * What is to be mended, oldest names first. Puts aside what cannot be read, says so, and removes what was never
 * begun.
 */
export async function leftIntents(
  folder: string,
  disk: Disk,
  tell: (message: string) => void,
): Promise<LeftIntent[]> {
  const found: LeftIntent[] = [];
  for (const name of await namesIn(folder, disk)) {
    const file = join(folder, name);
    if (name.endsWith(unfinished)) {
      const pid = Number(name.slice(0, -unfinished.length).split('.').at(-1));
      if (!(Number.isInteger(pid) && pid > 0 && isRunning(pid))) await disk.remove(file);
      continue;
    }
    if (!name.endsWith(begun) && !name.endsWith(ready)) continue;
    const intent = parseIntent(await disk.read(file));
    if (intent === undefined) {
      await disk.rename(file, `${file}${broken}`);
      tell(`A record of an unfinished write cannot be read; it is kept in ${file}${broken}.`);
    } else if (await isGone(intent.owner)) {
      found.push({ file, intent, isReady: name.endsWith(ready) });
    }
  }
  return found;
}

function parseIntent(bytes: Uint8Array): z.infer<typeof intentSchema> | undefined {
  const text = new TextDecoder().decode(bytes);
  const [body, sum, end, ...more] = text.split('\n');
  if (body === undefined || end !== '' || more.length > 0) return undefined;
  if (sha256Of(new TextEncoder().encode(body)) !== sum) return undefined;
  const intent = intentSchema.safeParse(JSON.parse(body));
  return intent.success ? intent.data : undefined;
}

async function namesIn(folder: string, disk: Disk): Promise<string[]> {
  try {
    return (await disk.list(folder)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
