import type { ChangeSet } from '../change.ts';
import type { RunEvent } from '../events.ts';
import type { Files } from '../ports.ts';
import { foldResults } from './fold.ts';

type Cleared = Extract<RunEvent, { type: 'cleared' }>;

/**
 * What became of changes that were cleared and of which the record says no more: a process ended between the write
 * and its entry. A journal has made each of them wholly written or not at all before this is asked, so the files say
 * which. Runs without an end may still go on in another window, and are left alone. Never throws.
 */
export async function settle(
  events: readonly RunEvent[],
  files: Files,
  now: { hash(text: string): string; wall(): string },
  signal: AbortSignal,
): Promise<readonly RunEvent[]> {
  const settled: RunEvent[] = [];
  const results = new Map(foldResults(events).map((result) => [result.task, result]));
  for (const cleared of unsettled(events)) {
    const changeSet = results.get(cleared.task)?.changeSet;
    if (changeSet === undefined) continue;
    const { run, task, by, hash } = cleared;
    if (await isWritten(changeSet, files, signal)) {
      const written = changeSet.files.map(({ path, content, bom }) => ({
        path,
        sha256: now.hash(`${bom ? '\uFEFF' : ''}${content}`),
        saved: true,
      }));
      settled.push({ type: 'applied', run, task, by, hash, files: written, wall: now.wall() });
    } else {
      const reason = 'the editor ended before it was written, and nothing of it is in the files';
      settled.push({ type: 'unwritten', run, task, reason, stale: false });
    }
  }
  return settled;
}

/** The last clearing of each task, where nothing of the task follows it and its run has ended. */
function unsettled(events: readonly RunEvent[]): readonly Cleared[] {
  const ended = new Set(events.flatMap((event) => (event.type === 'ended' ? [event.run] : [])));
  const open = new Map<string, Cleared>();
  for (const event of events) {
    if (event.type === 'cleared') open.set(event.task, event);
    else if (event.type === 'applied' || event.type === 'unwritten') open.delete(event.task);
  }
  return [...open.values()].filter((event) => ended.has(event.run));
}

/** A person may have gone on typing since: one file as it was written, and none as it was before, is enough. */
async function isWritten(changeSet: ChangeSet, files: Files, signal: AbortSignal): Promise<boolean> {
  let written = 0;
  for (const { path, operation, base, content } of changeSet.files) {
    const read = await files.read(path, signal);
    const text = read.type === 'text' ? read.file.text : undefined;
    if (operation === 'modify' ? text === base : text === undefined) return false;
    if (text === content) written += 1;
  }
  return written > 0;
}
