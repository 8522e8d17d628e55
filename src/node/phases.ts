import type { Clock } from '../core/ports.ts';

export interface PhaseLimits {
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly aliveMs: number;
  readonly totalMs: number;
}

export interface Phases {
  /** The response's headers are there: from now on silence counts. */
  headers(): void;
  /** Something came that shows the server is alive, but no answer. */
  life(): void;
  /** A piece of the answer came. */
  progress(): void;
  stop(): void;
}

/**
 * The timers of one exchange (reliability note, S03 to S07). Calls `expire` once at most. Progress only moves a
 * number; one delay runs at a time, so a fast stream costs no timers. While `held` is true the reader is the slow
 * one, and silence does not count.
 */
export function watchPhases(
  limits: PhaseLimits,
  clock: Clock,
  held: () => boolean,
  expire: (failure: 'first-byte-timeout' | 'idle-timeout' | 'turn-timeout') => void,
): Phases {
  const started = clock.now();
  let answering = false;
  let lastLife = started;
  let lastProgress = started;
  let over = false;
  let delay = new AbortController();

  const due = (): number => {
    const phase = answering
      ? Math.min(lastLife + limits.idleMs, lastProgress + limits.aliveMs)
      : started + limits.firstByteMs;
    return Math.min(phase, started + limits.totalMs);
  };
  const run = async (): Promise<void> => {
    while (!over) {
      const rest = due() - clock.now();
      if (rest > 0) {
        await clock.delay(rest, delay.signal);
        continue;
      }
      if (clock.now() >= started + limits.totalMs) return fire('turn-timeout');
      if (!answering) return fire('first-byte-timeout');
      if (!held()) return fire('idle-timeout');
      lastLife = clock.now();
      lastProgress = lastLife;
    }
  };
  const fire = (failure: 'first-byte-timeout' | 'idle-timeout' | 'turn-timeout'): void => {
    if (over) return;
    over = true;
    expire(failure);
  };
  void run();

  return {
    headers: () => {
      answering = true;
      lastLife = clock.now();
      lastProgress = lastLife;
      const previous = delay;
      delay = new AbortController();
      previous.abort();
    },
    life: () => {
      lastLife = clock.now();
    },
    progress: () => {
      lastLife = clock.now();
      lastProgress = lastLife;
    },
    stop: () => {
      over = true;
      delay.abort();
    },
  };
}
