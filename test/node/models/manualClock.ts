import type { Clock } from '../../../src/core/ports.ts';

export interface ManualClock extends Clock {
  /** Moves time on and lets everything that was due run, in order. */
  advance(ms: number): Promise<void>;
  /** How many delays wait now. */
  pending(): number;
}

/** A clock that moves only when a test says so. */
export function manualClock(): ManualClock {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly wake: () => void }>();
  return {
    now: () => now,
    wall: () => new Date(now).toISOString(),
    delay: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const entry = {
          at: now + ms,
          wake: () => {
            waiting.delete(entry);
            signal.removeEventListener('abort', entry.wake);
            resolve();
          },
        };
        waiting.add(entry);
        signal.addEventListener('abort', entry.wake, { once: true });
      }),
    advance: async (ms) => {
      const target = now + ms;
      for (;;) {
        const next = [...waiting].sort((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > target) break;
        now = Math.max(now, next.at);
        next.wake();
        await settle();
      }
      now = target;
      await settle();
    },
    pending: () => waiting.size,
  };
}

/** One round of the event loop: every promise that can settle has settled. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
