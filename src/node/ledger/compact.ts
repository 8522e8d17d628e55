import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { RunEvent } from '../../core/events.ts';
import { foldResults } from '../../core/ledger/fold.ts';
import { mergeLines } from '../../core/ledger/lines.ts';
import { codeOf, removeIfThere, type Disk } from '../writer/disk.ts';
import { encodeHeader, fileName, type KeptLine, type LedgerFile } from './files.ts';
import { isRunning } from '../writer/owner.ts';

/** Bytes of closed windows' files above which they are made smaller; what stays takes at most half of it. */
export const compactAtBytes = 16 * 1024 * 1024;

/** Files of windows that are gone, which may be replaced, and of those that still write. */
interface LedgerFiles {
  readonly gone: readonly LedgerFile[];
  readonly alive: readonly LedgerFile[];
}

/**
 * Puts the files of windows that are gone into one of about `keepBytes`. Old runs lose their drafts first, which
 * take nearly all the room, then go altogether; what waits at the gate stays whole, and so do lines that this
 * build does not understand. The new file says which ones it replaces, so that a crash before they are removed
 * changes nothing.
 */
export async function compactLedger(
  folder: string,
  { gone, alive }: LedgerFiles,
  keepBytes: number,
  disk: Disk,
): Promise<void> {
  const all = [...gone, ...alive].flatMap((file) => file.lines);
  const staged = stagedTasks(mergeLines(all.map((kept) => kept.line)));
  const lines = withoutRepeated(gone.flatMap((file) => file.lines));
  const kept = keepLines(lines, staged, keepBytes);
  const broken = lines.filter(({ line }) => line.type === 'broken');
  const window = randomUUID();
  const name = fileName(window);
  if (broken.length > 0) await writeNew(folder, `${name}.torn`, textOf(broken), disk);
  const replaced = gone.flatMap((file) => [file.name, ...(file.header?.replaces ?? [])]);
  const text = `${encodeHeader(window, null, replaced)}\n${textOf(kept)}`;
  const temporary = `${window}.${process.pid}${temporarySuffix}`;
  await writeNew(folder, temporary, text, disk);
  await disk.rename(join(folder, temporary), join(folder, name));
  await disk.syncFolder(folder);
  for (const { name: old } of gone) await removeIfThere(join(folder, old), disk);
}

const temporarySuffix = '.compact.tmp';

/** Removes what a crash in `compactLedger` left. The number in the name is the process that wrote it. */
export async function sweepLedger(folder: string, disk: Disk): Promise<void> {
  const names = await disk.list(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    if (!name.endsWith(temporarySuffix)) continue;
    const pid = Number(name.slice(0, -temporarySuffix.length).split('.').at(-1));
    if (Number.isInteger(pid) && pid > 0 && isRunning(pid)) continue;
    await removeIfThere(join(folder, name), disk);
  }
}

async function writeNew(folder: string, name: string, text: string, disk: Disk): Promise<void> {
  const file = await disk.create(join(folder, name), 0o600);
  try {
    await file.write(new TextEncoder().encode(text), 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

function textOf(lines: readonly KeptLine[]): string {
  return lines.map(({ text }) => `${text}\n`).join('');
}

/** Tasks whose change waits for a person. */
function stagedTasks(events: readonly RunEvent[]): ReadonlySet<string> {
  const staged = foldResults(events).filter((result) => result.change.type === 'held');
  return new Set(staged.map((result) => result.task));
}

/** Two windows that made files smaller at once have left the same lines twice. */
function withoutRepeated(lines: readonly KeptLine[]): KeptLine[] {
  return [...new Map(lines.map((kept) => [kept.text, kept])).values()];
}

interface Run {
  readonly lines: KeptLine[];
  newest: number;
  isStaged: boolean;
}

function keepLines(lines: readonly KeptLine[], staged: ReadonlySet<string>, keepBytes: number): KeptLine[] {
  const runs = new Map<string, Run>();
  const kept = new Set<KeptLine>();
  for (const one of lines) {
    if (one.line.type === 'newer') kept.add(one);
    if (one.line.type !== 'event') continue;
    const { event, seq } = one.line;
    const run = runs.get(event.run) ?? { lines: [], newest: 0, isStaged: false };
    run.lines.push(one);
    run.newest = Math.max(run.newest, seq);
    run.isStaged ||= speaksOf(event, staged);
    runs.set(event.run, run);
  }
  let room = keepBytes;
  const newestFirst = [...runs.values()].sort((one, other) => other.newest - one.newest);
  for (const run of [
    ...newestFirst.filter((one) => one.isStaged),
    ...newestFirst.filter((one) => !one.isStaged),
  ]) {
    const light = run.lines.filter(({ line }) => line.type !== 'event' || line.event.type !== 'drafted');
    // Drafts may take half of the room, so that what trust is counted from reaches further back than they do.
    const isWhole = run.isStaged || room - sizeOf(run.lines) > keepBytes / 2;
    const keep = isWhole ? run.lines : light;
    if (!run.isStaged && sizeOf(keep) > room) break;
    room -= sizeOf(keep);
    for (const one of keep) kept.add(one);
  }
  return lines.filter((one) => kept.has(one));
}

function sizeOf(lines: readonly KeptLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length + 1, 0);
}

function speaksOf(event: RunEvent, tasks: ReadonlySet<string>): boolean {
  if (event.type === 'planned') return event.tasks.some(({ task }) => tasks.has(task));
  return 'task' in event && tasks.has(event.task);
}
