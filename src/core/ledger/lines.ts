import * as z from 'zod';
import { runEventSchema, type RunEvent } from '../events.ts';

/** Goes up only when an older build could misread a line; a new kind of event or field does not raise it. */
export const ledgerVersion = 1;

const lineSchema = z.looseObject({
  v: z.int().min(1),
  /** Larger than every number that its window had seen, so that a cause always comes before its effect. */
  seq: z.int().min(0),
  /** The window that wrote it. */
  by: z.string(),
  event: z.unknown(),
});

/** One line of a ledger file that stands whole. `newer` is kept where it is and passed over. */
export type LedgerLine =
  | { readonly type: 'event'; readonly seq: number; readonly by: string; readonly event: RunEvent }
  | { readonly type: 'newer'; readonly seq: number; readonly by: string }
  | { readonly type: 'broken' };

/** The line, without its line feed: JSON has none in it. */
export function encodeLine(seq: number, by: string, event: RunEvent): string {
  return JSON.stringify({ v: ledgerVersion, seq, by, event });
}

export function decodeLine(text: string): LedgerLine {
  const line = lineSchema.safeParse(parse(text));
  if (!line.success) return { type: 'broken' };
  const { v, seq, by } = line.data;
  const event = runEventSchema.safeParse(line.data.event);
  if (v > ledgerVersion || !event.success) return { type: 'newer', seq, by };
  return { type: 'event', seq, by, event: event.data };
}

/** Undefined, which no JSON text means, for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lines of several windows as one history; a line that stands in two files counts once. */
export function mergeLines(lines: readonly LedgerLine[]): RunEvent[] {
  const byKey = new Map<string, Extract<LedgerLine, { type: 'event' }>>();
  for (const line of lines) if (line.type === 'event') byKey.set(`${line.seq} ${line.by}`, line);
  const sorted = [...byKey.values()].sort((one, other) =>
    one.seq === other.seq ? compare(one.by, other.by) : one.seq - other.seq,
  );
  return withOneEnd(sorted.map((line) => line.event));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Two windows may both have found the same run interrupted: the first end of a run is its end. */
function withOneEnd(events: readonly RunEvent[]): RunEvent[] {
  const ended = new Set<string>();
  return events.filter((event) => {
    if (event.type !== 'ended') return true;
    const isFirst = !ended.has(event.run);
    ended.add(event.run);
    return isFirst;
  });
}

/** Runs that began and have no end. */
export function openRuns(events: readonly RunEvent[]): string[] {
  const runs = new Set(events.map((event) => event.run));
  for (const event of events) if (event.type === 'ended') runs.delete(event.run);
  return [...runs];
}
