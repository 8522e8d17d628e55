import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isGone, ownerSchema, thisProcess } from '../writer/owner.ts';

/** Where one scratch copy is: the copy itself, temporary files of what runs in it, and reports of coverage. */
export interface ScratchPlace {
  readonly root: string;
  readonly work: string;
  readonly temp: string;
  readonly coverage: string;
}

const prefix = 'countersign-scratch-';
const ownerFile = 'owner.json';
/** A folder without an owner is one whose process was ended between two calls, if it is as old as this. */
const orphanAfterMs = 60 * 60_000;

/** Makes the folders, for this user alone, with the process that they belong to. `name` is that of the workspace. */
export async function openPlace(temp: string, name: string): Promise<ScratchPlace> {
  const root = await realpath(await mkdtemp(join(temp, prefix)));
  await writeFile(join(root, ownerFile), JSON.stringify(await thisProcess()), { mode: 0o600 });
  const place = {
    root,
    // Some tools say or use the name of the folder that they run in.
    work: join(root, 'work', safeName(name)),
    temp: join(root, 'temp'),
    coverage: join(root, 'coverage'),
  };
  for (const folder of [place.work, place.temp, place.coverage]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  return place;
}

function safeName(name: string): string {
  const safe = basename(name).replace(/[^\p{L}\p{N}._-]/gu, '_');
  return /^\.*$/u.test(safe) ? 'workspace' : safe;
}

/** Removes what processes left behind that are gone. Folders of other users and of living processes stay. */
export async function sweepPlaces(temp: string): Promise<readonly string[]> {
  const swept: string[] = [];
  for (const entry of await readdir(temp, { withFileTypes: true })) {
    if (!entry.isDirectory() || !entry.name.startsWith(prefix)) continue;
    const root = join(temp, entry.name);
    if (!(await isOurs(root)) || !(await isLeft(root))) continue;
    await rm(root, { recursive: true, force: true });
    swept.push(root);
  }
  return swept;
}

async function isOurs(root: string): Promise<boolean> {
  const uid = process.getuid?.();
  return stat(root).then(
    (found) => uid === undefined || found.uid === uid,
    () => false,
  );
}

async function isLeft(root: string): Promise<boolean> {
  try {
    const owner = ownerSchema.safeParse(JSON.parse(await readFile(join(root, ownerFile), 'utf8')));
    if (owner.success) return await isGone(owner.data);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  const age = await stat(root).then(
    (found) => Date.now() - found.mtimeMs,
    () => 0,
  );
  return age > orphanAfterMs;
}
