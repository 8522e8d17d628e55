import type { Clock } from '../core/ports.ts';

/** The machine's own time. `now` is monotonic: a machine that slept or whose clock was set does not jump back. */
export function systemClock(): Clock {
  return {
    now: () => performance.now(),
    wall: () => new Date().toISOString(),
    delay: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const finish = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', finish);
          resolve();
        };
        // A longer wait than the platform's timers can hold would fire at once.
        const timer = setTimeout(finish, Math.min(ms, 0x7fff_ffff));
        signal.addEventListener('abort', finish, { once: true });
      }),
  };
}
