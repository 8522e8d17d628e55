import type { Clock } from '../../core/ports.ts';

/** When a model that is hosted here counts as stuck (small-models note, section 2). */
export interface SpeedLimits {
  /** Until the first token, beside the time that reading the prompt may take; and between two signs of reading. */
  readonly firstTokenMs: number;
  /** Tokens of the prompt that are read in a second, at the least. */
  readonly promptTokensPerSecond: number;
  /** Over this time at least one token a second must come. */
  readonly windowMs: number;
}

export const defaultSpeed: SpeedLimits = {
  firstTokenMs: 20_000,
  promptTokensPerSecond: 10,
  windowMs: 10_000,
};

const lookMs = 1000;

export interface SpeedWatch {
  began(tokensToRead: number): void;
  /** A piece of the prompt was read. */
  read(): void;
  token(): void;
  /** Settles, in words, when the model is too slow to be of use; never settles otherwise. */
  readonly slow: Promise<string>;
}

/**
 * Watches one turn. A prompt that is read slowly on a busy machine is no hang while pieces of it still come. Ends
 * without a word when the signal does.
 */
export function watchSpeed(limits: SpeedLimits, clock: Clock, signal: AbortSignal): SpeedWatch {
  const started = clock.now();
  let firstDue = started + limits.firstTokenMs;
  let recent: number[] = [];
  let writing = false;
  const least = Math.max(1, Math.floor(limits.windowMs / 1000));

  /** The moment at which the model counts as stuck if nothing more comes. */
  const due = (): number => {
    if (!writing) return firstDue;
    const oldest = recent[Math.max(0, recent.length - least)] ?? started;
    return oldest + limits.windowMs;
  };
  const run = async (): Promise<string> => {
    for (;;) {
      const rest = due() - clock.now();
      if (rest <= 0) break;
      // The moment moves to an earlier one when writing begins, so it is looked at again before it comes.
      await clock.delay(Math.min(rest, lookMs), signal);
      if (signal.aborted) return new Promise<string>(() => undefined);
    }
    return writing
      ? 'the embedded model writes less than a token a second'
      : 'the embedded model does not begin to write';
  };

  return {
    began: (tokensToRead) => {
      firstDue += (tokensToRead / limits.promptTokensPerSecond) * 1000;
    },
    read: () => {
      firstDue = Math.max(firstDue, clock.now() + limits.firstTokenMs);
    },
    token: () => {
      writing = true;
      recent = [...recent.slice(1 - least), clock.now()];
    },
    slow: run(),
  };
}
