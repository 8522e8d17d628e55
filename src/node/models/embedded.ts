import PQueue from 'p-queue';
import type { Completion, Model, ModelFailure, ModelRequest } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import { CallFailure } from '../callFailure.ts';
import type { CatalogueModel } from './catalogue.ts';
import type { HostProcess } from './hostProcess.ts';
import type { FromHost } from './hostProtocol.ts';
import { openTurn, type Turn } from './turn.ts';
import { watchSpeed, type SpeedLimits } from './watchdog.ts';

export interface EmbeddedOptions {
  readonly model: CatalogueModel;
  readonly modelFile: string;
  readonly runtimeFolder: string;
  /** 0: one less than the free cores. */
  readonly threads: number;
  /** After so long without a call the host is ended; it starts again with the next one. */
  readonly idleMs: number;
  readonly speed: SpeedLimits;
  readonly clock: Clock;
  readonly startHost: () => HostProcess;
}

export interface EmbeddedModel {
  readonly model: Model;
  /** Ends our process. A call that runs ends as failed. */
  dispose(): Promise<void>;
}

/** The window asked for; 8192 tokens take 0.23 GB with the default model (small-models note, section 2). */
const wantedContext = 8192;
/** A host that does not confirm a cancel in this time is stuck in native code. */
const abortGraceMs = 30_000;
const unhealthyMs = 300_000;

type Host =
  | { readonly type: 'none' }
  | { readonly type: 'loaded'; readonly process: HostProcess; readonly threads: number };

/** How one turn in the host ended. `stuck` is the watchdog's word. */
type Ended = FromHost | { readonly type: 'gone' | 'stuck'; readonly words: string };

/**
 * A model in a process of ours. One turn at a time. A turn that does not get on is ended with its process and tried
 * again with one thread; the second time the model is unhealthy for a while.
 */
export function createEmbeddedModel(options: EmbeddedOptions): EmbeddedModel {
  const { clock } = options;
  const queue = new PQueue({ concurrency: 1 });
  let host: Host = { type: 'none' };
  let idle = new AbortController();
  /** A turn that ends behind the end of it all starts no clock: a waiting timer would keep this program alive. */
  const disposed = new AbortController();
  let contextTokens = wantedContext;
  let wasStuck = false;
  let unhealthySince: number | undefined;
  let turns = 0;

  const endHost = async (): Promise<void> => {
    const ending = host;
    host = { type: 'none' };
    if (ending.type === 'loaded') await ending.process.end();
  };
  const endWhenIdle = async (signal: AbortSignal): Promise<void> => {
    await clock.delay(options.idleMs, signal);
    if (!signal.aborted) await queue.add(endHost);
  };
  const started = async (turn: Turn): Promise<HostProcess> => {
    const threads = wasStuck ? 1 : options.threads;
    if (host.type === 'loaded' && host.threads === threads) return host.process;
    await endHost();
    const process = options.startHost();
    const loaded = await load(process, options, threads, turn);
    contextTokens = loaded.contextTokens;
    host = { type: 'loaded', process, threads };
    void process.gone.then(() => {
      if (host.type === 'loaded' && host.process === process) host = { type: 'none' };
    });
    return process;
  };

  const answer = async (request: ModelRequest, turn: Turn, signal: AbortSignal): Promise<Completion> => {
    throwIfUnhealthy();
    const process = await started(turn);
    if (signal.aborted) return turn.broken(signal.reason);
    turns += 1;
    process.keep(true);
    const ended = await converse(process, turns, request, turn, options, signal);
    process.keep(false);
    switch (ended.type) {
      case 'done':
        return turn.done(ended.stop, ended, ended.probability ?? undefined);
      case 'failed':
        throw new CallFailure(ended.failure, ended.message);
      case 'stuck':
        await endHost();
        return again(ended.words, request, turn, signal);
      case 'gone':
        await endHost();
        throw crashed(ended.words);
      default:
        return turn.broken(signal.reason);
    }
  };
  const again = async (
    words: string,
    request: ModelRequest,
    turn: Turn,
    signal: AbortSignal,
  ): Promise<Completion> => {
    if (signal.aborted) return turn.broken(signal.reason);
    if (wasStuck) {
      unhealthySince = clock.now();
      throw stuck('unhealthy', words);
    }
    wasStuck = true;
    if (turn.began()) throw stuck('idle-timeout', words);
    turn.say(`${words}; it is started again with one thread`);
    return answer(request, turn, signal);
  };
  const throwIfUnhealthy = (): void => {
    if (unhealthySince === undefined) return;
    if (clock.now() - unhealthySince < unhealthyMs)
      throw stuck('unhealthy', 'the embedded model got stuck twice');
    unhealthySince = undefined;
  };

  const model: Model = {
    id: `embedded/${options.model.id}`,
    label: `${options.model.label}, embedded`,
    digest: options.model.sha256,
    location: 'this machine',
    get contextTokens() {
      return contextTokens;
    },
    complete: (request, onProgress, signal) =>
      new Promise<Completion>((resolve) => {
        const turn = openTurn(request, contextTokens, options.model.label, clock, onProgress, signal);
        const finish = (completion: Completion): void => {
          turn.close();
          signal.removeEventListener('abort', abort);
          resolve(completion);
        };
        // The caller is free at once; the queue goes on when the host is.
        const abort = (): void => finish(turn.broken(signal.reason));
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort);
        void queue.add(async () => {
          if (signal.aborted) return;
          idle.abort();
          try {
            finish(await answer(request, turn, signal));
          } catch (error) {
            finish(turn.broken(error));
          }
          idle = new AbortController();
          void endWhenIdle(AbortSignal.any([idle.signal, disposed.signal]));
        });
      }),
  };
  return {
    model,
    dispose: async () => {
      disposed.abort();
      idle.abort();
      await endHost();
    },
  };
}

async function load(
  process: HostProcess,
  options: EmbeddedOptions,
  threads: number,
  turn: Turn,
): Promise<Extract<FromHost, { type: 'loaded' }>> {
  const loaded = new Promise<FromHost>((resolve) => {
    process.listen((message) => {
      if (message.type === 'loading') turn.say(`${options.model.label} is loaded: ${percent(message.part)}`);
      else resolve(message);
    });
  });
  const { runtimeFolder, modelFile } = options;
  process.send({ type: 'load', runtimeFolder, modelFile, threads, contextTokens: wantedContext });
  const first = await Promise.race([loaded, process.gone]);
  if (typeof first !== 'string' && first.type === 'loaded') return first;
  const words = typeof first === 'string' ? first : 'message' in first ? first.message : first.type;
  await process.end();
  throw new CallFailure('model-error', `the embedded model could not be loaded: ${words}`);
}

/** One turn with a host that has its model. Settles when the host is free again, or gone. */
async function converse(
  process: HostProcess,
  id: number,
  request: ModelRequest,
  turn: Turn,
  options: EmbeddedOptions,
  signal: AbortSignal,
): Promise<Ended> {
  const over = new AbortController();
  const speed = watchSpeed(options.speed, options.clock, over.signal);
  const abort = (): void => process.send({ type: 'abort', id });
  const ended = new Promise<FromHost>((resolve) => {
    process.listen((message) => {
      if (!('id' in message) || message.id !== id) return;
      if (message.type === 'pulse') speed.worked(message.workedMs);
      else if (message.type === 'began') speed.began(message.evaluate);
      else if (message.type === 'read') {
        speed.read();
        turn.say(`${options.model.label} has read ${message.tokens} tokens`);
      } else if (message.type === 'token') {
        speed.token();
        turn.add(message.text);
      } else resolve(message);
    });
  });
  signal.addEventListener('abort', abort);
  process.send({
    type: 'complete',
    id,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    prefill: request.prefill ?? '',
    stop: [...(request.stop ?? [])],
    schema: request.schema ?? null,
    maxTokens: request.maxTokens,
  });
  if (signal.aborted) abort();
  const grace = whenAborted(signal, over.signal).then(() => options.clock.delay(abortGraceMs, over.signal));
  const outcome = await Promise.race([
    ended,
    process.gone.then((words): Ended => ({ type: 'gone', words })),
    speed.slow.then((words): Ended => ({ type: 'stuck', words })),
    grace.then((): Ended => ({ type: 'stuck', words: 'the embedded model does not hear a cancel' })),
  ]);
  over.abort();
  signal.removeEventListener('abort', abort);
  return outcome;
}

/** Settles when the signal is aborted; never where `over` ends first. */
function whenAborted(signal: AbortSignal, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const settle = (): void => resolve();
    signal.addEventListener('abort', settle, { once: true });
    over.addEventListener('abort', () => signal.removeEventListener('abort', settle), { once: true });
  });
}

function stuck(failure: ModelFailure, words: string): CallFailure {
  const next =
    failure === 'unhealthy'
      ? 'Choose another model, or try again in five minutes.'
      : 'It is started again with one thread: ask again.';
  return new CallFailure(failure, `${words}. ${next}`);
}

function crashed(words: string): CallFailure {
  const message = `the process of the embedded model is gone: ${words}. The next call starts a new one.`;
  return new CallFailure('model-error', message);
}

function percent(part: number): string {
  return `${Math.round(Math.min(1, Math.max(0, part)) * 100)} %`;
}
