// What the chat costs: bytes posted for n events, and the time to make and to fold them. The bytes of an event must
// not depend on how many came before (design section 3: appended events, never the whole state).
import type { RunEvent } from '../../src/core/events.ts';
import { resetOf, viewEventOf } from '../../src/editor/projection.ts';
import type { ToView } from '../../src/protocol.ts';
import { emptyView, fold } from '../../src/webview/state.ts';
import { scenes } from '../webview/scenes.ts';

export interface WebviewCost {
  readonly events: number;
  readonly bytes: number;
  readonly bytesPerEvent: number;
  /** Of the project's own work on both sides, without the transport between them. */
  readonly msPerEvent: number;
}

const sizes = [100, 1_000, 10_000] as const;

/** The scenes again and again, each time as runs and tasks of their own. */
function eventsOf(count: number): RunEvent[] {
  const round = Object.entries(scenes).flatMap(([name, events]) =>
    events.map((event) => [name, event] as const),
  );
  return Array.from({ length: count }, (_, index): RunEvent => {
    const [name, event] = round[index % round.length] ?? [];
    if (name === undefined || event === undefined) throw new Error('there are no scenes');
    const turn = `${name}-${Math.floor(index / round.length)}`;
    const own = { ...event, run: `${event.run}-${turn}` };
    if (own.type === 'planned') {
      return { ...own, tasks: own.tasks.map((task) => ({ ...task, task: `${task.task}-${turn}` })) };
    }
    return 'task' in own ? { ...own, task: `${own.task}-${turn}` } : own;
  });
}

export function webviewCost(count: number): WebviewCost {
  const events = eventsOf(count);
  let bytes = 0;
  let spent = 0;
  let view = fold(emptyView, resetOf([], [], 0));
  events.forEach((event, index) => {
    const began = performance.now();
    const message: ToView = { type: 'event', seq: index + 1, event: viewEventOf(event) };
    view = fold(view, message);
    spent += performance.now() - began;
    bytes += Buffer.byteLength(JSON.stringify(message));
  });
  if (view.behind || view.seq !== count) throw new Error('an event was lost');
  return { events: count, bytes, bytesPerEvent: bytes / count, msPerEvent: spent / count };
}

/** Prints one line a size; false where the largest costs over a tenth more bytes an event than the smallest. */
export function benchWebview(print: (line: string) => void): boolean {
  const costs = sizes.map(webviewCost);
  for (const cost of costs) {
    print(
      `webview, ${cost.events} events: ${cost.bytes} bytes, ${cost.bytesPerEvent.toFixed(0)} bytes/event, ${cost.msPerEvent.toFixed(3)} ms/event`,
    );
  }
  const [first, , last] = costs;
  if (first === undefined || last === undefined) return false;
  const ratio = last.bytesPerEvent / first.bytesPerEvent;
  print(`webview, bytes/event at ${last.events} over those at ${first.events}: ${ratio.toFixed(3)}`);
  return ratio <= 1.1;
}

if (import.meta.main) process.exitCode = benchWebview((line) => console.log(line)) ? 0 : 1;
