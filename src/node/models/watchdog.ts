import type { Clock } from '../../core/ports.ts';

/**
 * When a model that is hosted here counts as stuck (small-models note, section 2). The times are those that the
 * model's threads really worked: one that waits for the processor beside a compiler is slow, not stuck, while
 * threads that spin for each other work hard and bring nothing.
 */
export interface SpeedLimits {
  /** Until the first token, beside the time that reading the prompt may take; and between two signs of reading. */
  readonly firstTokenMs: number;
  /** Tokens of the prompt that are read in a second, at the least. */
  readonly promptTokensPerSecond: number;
  /** Over this time at least one token a second must come. */
  readonly windowMs: number;
  /** Where no work is reported, so many times as long by the clock on the wall. */
  readonly patience: number;
}

export const defaultSpeed: SpeedLimits = {
  firstTokenMs: 20_000,
  promptTokensPerSecond: 10,
  windowMs: 10_000,
  patience: 15,
};

export interface SpeedWatch {
  began(tokensToRead: number): void;
  /** A piece of the prompt was read. */
  read(): void;
  token(): void;
  /** How long each of the model's threads has worked in this turn. */
  worked(ms: number): void;
  /** Settles, in words, when the model is too slow to be of use; never settles otherwise. */
  readonly slow: Promise<string>;
}

const lookMs = 1000;

interface Moment {
  readonly wall: number;
  readonly work: number;
}

/** Watches one turn. Ends without a word when the signal does. */
export function watchSpeed(limits: SpeedLimits, clock: Clock, signal: AbortSignal): SpeedWatch {
  let work = 0;
  const now = (): Moment => ({ wall: clock.now(), work });
  const since = (moment: Moment): number =>
    Math.max(work - moment.work, (clock.now() - moment.wall) / limits.patience);
  const start = now();
  const leastTokens = Math.max(1, Math.floor(limits.windowMs / 1000));
  let allowed = limits.firstTokenMs;
  let lastRead = start;
  let tokens: Moment[] = [];

  const stuck = (): string | undefined => {
    const [oldest] = tokens;
    if (oldest !== undefined) {
      return since(oldest) >= limits.windowMs
        ? 'the embedded model writes less than a token a second'
        : undefined;
    }
    // A long prompt that is read slowly is no hang while pieces of it still come.
    const silent = since(start) >= allowed && since(lastRead) >= limits.firstTokenMs;
    return silent ? 'the embedded model does not begin to write' : undefined;
  };
  const run = async (): Promise<string> => {
    for (;;) {
      await clock.delay(lookMs, signal);
      if (signal.aborted) return new Promise<string>(() => undefined);
      const words = stuck();
      if (words !== undefined) return words;
    }
  };

  return {
    began: (tokensToRead) => {
      allowed += (tokensToRead / limits.promptTokensPerSecond) * 1000;
    },
    read: () => {
      lastRead = now();
    },
    token: () => {
      tokens = [...tokens.slice(1 - leastTokens), now()];
    },
    worked: (ms) => {
      work = Math.max(work, ms);
    },
    slow: run(),
  };
}
