import type { Completion, ModelProgress, ModelRequest, Usage } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import { CallFailure } from '../callFailure.ts';
import { valueProbability, type TokenProbability } from './probability.ts';
import { watchStopText } from './stopText.ts';

/** Token counts as a server reports them; anything may be in them. */
export interface Counts {
  readonly promptTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
}

/** One turn as it is written: what was shown, what was spent, and how it ended. */
export interface Turn {
  /** Takes a piece of the answer. Anything but `more` ends the reading. */
  add(delta: string, tokens?: readonly TokenProbability[]): 'more' | 'stop-text' | 'over-cap';
  /** Tells of the waiting for the first token. */
  say(message: string): void;
  /** True once something of the answer came. */
  began(): boolean;
  /** `probability`: where the worker itself worked it out, instead of from the tokens that were added. */
  done(stop: 'end' | 'stop-text' | 'length', counts: Counts, probability?: number): Completion;
  /** The completion for whatever was thrown. */
  broken(error: unknown): Completion;
  /** Ends the notices of waiting. Must be called however the turn ends. */
  close(): void;
}

/** A server's pieces are about one token each; past this many a server does not keep the cap it was given. */
const piecesPerToken = 4;
const noticeEveryMs = 10_000;

export function openTurn(
  request: ModelRequest,
  contextTokens: number,
  name: string,
  clock: Clock,
  onProgress: (progress: ModelProgress) => void,
  signal: AbortSignal,
): Turn {
  const started = clock.now();
  const stopText = watchStopText(request.stop ?? []);
  const tokens: TokenProbability[] = [];
  const waiting = new AbortController();
  let firstTokenMs: number | undefined;
  let text = '';
  let pieces = 0;

  const show = (delta: string): void => {
    if (delta === '' || signal.aborted) return;
    text += delta;
    onProgress({ type: 'text', delta });
  };
  const usage = (counts: Counts): Usage => {
    const ms = clock.now() - started;
    const output = wholeNumber(counts.outputTokens, contextTokens) ?? pieces;
    return {
      promptTokens: wholeNumber(counts.promptTokens, contextTokens) ?? 0,
      outputTokens: Math.min(output, request.maxTokens),
      ms,
      firstTokenMs: firstTokenMs ?? ms,
    };
  };
  void announceWaiting(name, clock, onProgress, waiting.signal);

  return {
    add: (delta, probabilities) => {
      if (delta === '') return 'more';
      if (firstTokenMs === undefined) {
        firstTokenMs = clock.now() - started;
        waiting.abort();
      }
      pieces += 1;
      tokens.push(...(probabilities ?? []));
      const cut = stopText.push(delta);
      show(cut.text);
      if (cut.stopped) return 'stop-text';
      return pieces > request.maxTokens * piecesPerToken + 64 ? 'over-cap' : 'more';
    },
    say: (message) => {
      if (!waiting.signal.aborted && !signal.aborted) onProgress({ type: 'waiting', message });
    },
    began: () => firstTokenMs !== undefined,
    done: (stop, counts, given) => {
      if (signal.aborted) return { type: 'aborted', partial: text, usage: usage(counts) };
      if (stop !== 'stop-text') show(stopText.rest());
      const probability = given ?? (request.schema === undefined ? undefined : valueProbability(tokens));
      const done = { type: 'done', text, stop, usage: usage(counts) } as const;
      return probability === undefined ? done : { ...done, probability };
    },
    broken: (error) => {
      if (signal.aborted) return { type: 'aborted', partial: text, usage: usage({}) };
      show(stopText.rest());
      const failure = error instanceof CallFailure ? error.failure : 'protocol-error';
      const message = error instanceof Error ? error.message : String(error);
      return { type: 'failed', failure, message, partial: text, usage: usage({}) };
    },
    close: () => waiting.abort(),
  };
}

/** A local server loads a cold model before its first byte, which may take minutes: waiting is said (S04). */
async function announceWaiting(
  name: string,
  clock: Clock,
  onProgress: (progress: ModelProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const started = clock.now();
  onProgress({ type: 'waiting', message: `${name} was asked` });
  while (!signal.aborted) {
    await clock.delay(noticeEveryMs, signal);
    if (signal.aborted) return;
    const seconds = Math.round((clock.now() - started) / 1000);
    onProgress({
      type: 'waiting',
      message: `${name} has not begun to answer after ${seconds} s`,
    });
  }
}

/** A count that is possible, or undefined: no fractions, nothing negative, nothing beyond the window. */
function wholeNumber(value: number | undefined, most: number): number | undefined {
  if (value === undefined || !Number.isFinite(value) || value < 0) return undefined;
  return Math.min(Math.floor(value), most);
}
