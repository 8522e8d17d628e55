import * as os from 'node:os';
import { CallFailure } from '../callFailure.ts';
import { generate, type Loaded } from './generate.ts';
import { toHostSchema, type CompleteMessage, type FromHost, type LoadMessage } from './hostProtocol.ts';
import { importLlama } from './llama.ts';

// The process that hosts the embedded runtime: a native crash or a spin ends it, never the editor. It is forked by
// `hostProcess.ts`, says nothing but messages of `hostProtocol.ts`, and goes when its parent does.

const batchTokens = 512;
const mostThreads = 8;

/** A spinning model must never starve the editor. */
os.setPriority(10);
process.on('disconnect', () => process.exit(0));

function tell(message: FromHost): void {
  if (process.connected) process.send?.(message);
}

/**
 * Loads the runtime and the model. Threads are always given: left to itself the runtime takes at least four, and on
 * fewer free cores they wait for each other by spinning (small-models note, section 2).
 */
async function load(message: LoadMessage): Promise<Loaded> {
  const started = performance.now();
  const module = await importLlama(message.runtimeFolder);
  const llama = await module.getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    maxThreads: 1,
    progressLogs: false,
    logLevel: 'error',
    logger: (_level, text) => process.stderr.write(`${text}\n`),
  });
  const cores = Math.min(llama.cpuMathCores, os.availableParallelism());
  const threads = Math.max(1, Math.min(message.threads === 0 ? cores - 1 : message.threads, mostThreads));
  llama.maxThreads = threads;
  const model = await llama.loadModel({
    modelPath: message.modelFile,
    onLoadProgress: tenths((part) => tell({ type: 'loading', part })),
  });
  const contextSize = Math.min(message.contextTokens, model.trainContextSize);
  const context = await model.createContext({ contextSize, threads, sequences: 1, batchSize: batchTokens });
  const contextTokens = Math.min(contextSize, context.contextSize);
  tell({ type: 'loaded', threads, contextTokens, ms: performance.now() - started });
  return { module, llama, model, sequence: context.getSequence(), contextTokens, grammars: new Map() };
}

/** Hands on a growing share (0 to 1) only when it has grown by a tenth. */
function tenths(act: (part: number) => void): (part: number) => void {
  let next = 0;
  return (part) => {
    if (part < next) return;
    next = part + 0.1;
    act(part);
  };
}

/** Takes the messages of one parent: one load, then turns, one after the other. */
function listen(): void {
  let loading: Promise<Loaded> | undefined;
  let running: { readonly id: number; readonly controller: AbortController } | undefined;

  const complete = async (request: CompleteMessage): Promise<void> => {
    if (loading === undefined || running !== undefined) {
      const message = 'the host was asked out of turn';
      return tell({ type: 'failed', id: request.id, failure: 'protocol-error', message });
    }
    const controller = new AbortController();
    running = { id: request.id, controller };
    const outcome = await answer(await loading, request, controller.signal);
    running = undefined;
    tell(outcome);
  };

  process.on('message', (raw) => {
    const message = toHostSchema.parse(raw);
    switch (message.type) {
      case 'load':
        loading = load(message);
        loading.catch((error: unknown) => tell({ type: 'load-failed', message: wordsOf(error) }));
        break;
      case 'complete':
        void complete(message);
        break;
      case 'abort':
        if (running?.id === message.id) running.controller.abort();
        break;
    }
  });
}

async function answer(loaded: Loaded, request: CompleteMessage, signal: AbortSignal): Promise<FromHost> {
  const { id } = request;
  const before = process.cpuUsage();
  const pulse = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    tell({ type: 'pulse', id, workedMs: (user + system) / 1000 / loaded.llama.maxThreads });
  }, 1000);
  try {
    return await generate(loaded, request, tell, signal);
  } catch (error) {
    const failure = error instanceof CallFailure ? 'protocol-error' : 'model-error';
    return { type: 'failed', id, failure, message: wordsOf(error) };
  } finally {
    clearInterval(pulse);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

listen();
